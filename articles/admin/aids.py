"""What helps a writer at the form: punctuation by rule, the house's words, links to our own stories."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest, JsonResponse

from articles import markup, text, typography
from articles.choosing import STORY
from articles.models import Article, HouseWord, Redirect
from articles.search import finding, words
from articles.search.dialects import CutOff, within
from articles.search.finding import Narrowed
from articles.templatetags.articles import short_date

SHOWN = 12
PATIENCE = 1.0  # seconds
OTHER_HALF = re.compile(r"^(?:https?://)?[^/]*|[?#].*$")  # of an address: the site, the question
LINES = ("title", "kicker", "headline", "lead")
SCRIPTS = ("desk/story.js", "desk/prose.js", "desk/punctuation.js", "desk/wording.js", "desk/linker.js")


def at_hand() -> dict[str, Any]:
    """For the form's scripts. One query."""
    return {"house_rules": typography.rules_as_data(), "house_words": HouseWord.objects.as_data()}


def stories(request: HttpRequest) -> JsonResponse:
    """GET `?q=words`: stories that readers have, as the paper's search finds them; by number, or by an address that
    they have or had; without words the newest."""
    if not request.user.has_perm("articles.add_article"):
        return JsonResponse({"stories": []}, status=403)
    asked = request.GET.get("q", "").strip()[: words.MOST_TYPED]
    live = Article.objects.live().for_cards()
    if not asked:
        found = list(live.newest_first()[:SHOWN])
    elif numbers := _meant(asked):
        found = list(live.filter(pk__in=numbers))
    else:
        found = _found(asked)
    return JsonResponse({"stories": [_offer(story) for story in found]})


def _found(asked: str) -> list[Article]:
    try:
        with within(PATIENCE):
            return [hit.story for hit in finding.find(words.question(asked), Narrowed()).hits[:SHOWN]]
    except CutOff:
        return []


def _meant(asked: str) -> list[int]:
    """The story of a number or an address; an old address leads where it leads readers."""
    number = text.number(asked.removeprefix("#"))
    if number is not None:
        return [number]
    if "/" not in asked or " " in asked:
        return []
    path = OTHER_HALF.sub("", asked)
    moved = Redirect.objects.filter(old_path=path).values_list("new_path", flat=True).first()
    match = STORY.match(moved or path)
    return [int(match[1] or match[2])] if match else []


def _offer(story: Article) -> dict[str, str]:
    section = f"{story.filed_section} · " if story.filed_section else ""
    note = f"{section}{short_date(story.published_at) if story.published_at else ''}"
    return {"headline": str(story.edition), "address": story.get_absolute_url(), "note": note}


def set_right(request: HttpRequest) -> None:
    """The punctuation's button pressed where no script runs: the texts are set right on their way in, and so saved;
    the form comes back."""
    if request.POST.get("_verb") != "punctuation":
        return
    post = request.POST.copy()
    post["_verb"], post["_continue"] = "", "1"
    captions = (name for name in post if name.startswith("photos-") and name.endswith("-caption"))
    for name in (*LINES, *captions):
        if name in post:
            post[name] = typography.line(str(post[name]))
    if len(post.get("body", "")) <= markup.MAX_CHARACTERS:
        post["body"] = typography.body(markup.clean(post.get("body", "")))
    request.POST = post  # type: ignore[assignment]
