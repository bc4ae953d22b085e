"""What the story's form offers while somebody types: topics, tags, stories. Answers are JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Case, IntegerField, Value, When
from django.http import Http404, HttpRequest, JsonResponse

from articles import text
from articles.choosing import as_line
from articles.models import Article, Tag, Topic
from articles.templatetags.articles import short_date

SHOWN = 10
LOOKED_AT = 20_000  # the newest stories: older ones are found by number or address

Offer = dict[str, str]


def suggest(request: HttpRequest, kind: str) -> JsonResponse:
    """GET `?q=words`: up to ten offers, each with what the form's line will be, and what tells it from others."""
    if kind not in KINDS:
        raise Http404
    if not request.user.has_perm("articles.add_article"):
        return JsonResponse({"offers": []}, status=403)
    words = text.fold(request.GET.get("q", "")[:100])
    return JsonResponse({"offers": list(KINDS[kind](words)) if words else []})


def _topics(words: str) -> Iterator[Offer]:
    for topic in Topic.objects.current().search(words)[:SHOWN]:
        yield {"line": topic.headline, "note": ""}


def _tags(words: str) -> Iterator[Offer]:
    """Those that begin with what is typed first. An other word shows the tag that it gives."""
    begins = Case(When(folded__startswith=words, then=Value(0)), default=Value(1), output_field=IntegerField())
    found = Tag.objects.search(words).select_related("same_as").order_by(begins, "folded", "name")
    for row in found[:SHOWN]:
        yield {"line": row.tag.name, "note": row.name if row.same_as else ""}


def _related(words: str) -> Iterator[Offer]:
    newest = Article.objects.live().newest_first()
    found = newest.search(words)
    for edge in newest.values_list("published_at", flat=True)[LOOKED_AT : LOOKED_AT + 1]:
        found = found.filter(published_at__gt=edge)
    for story in found.select_related("edition").only("published_at", "edition__headline")[:SHOWN]:
        yield {"line": as_line(story), "note": short_date(story.published_at)}


KINDS: dict[str, Callable[[str], Any]] = {"topics": _topics, "tags": _tags, "related": _related}
