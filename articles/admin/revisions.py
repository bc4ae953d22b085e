"""How a story came to be: who did what, every saved state beside another, and the way back to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles import comparing, markup, text
from articles.admin.differences import as_text, names_of
from articles.comparing import Kind, Row
from articles.models import Article, Revision, powers_of

LABELS: dict[str, Callable[[], str]] = {
    "kicker": lambda: _("kicker"),
    "headline": lambda: _("headline"),
    "lead": lambda: _("lead"),
    "body": lambda: _("text"),
    "section_id": lambda: _("section"),
    "genre": lambda: _("genre"),
    "source": lambda: _("source"),
    "show_sign": lambda: _("open the lead with the paper's sign"),
    "topics": lambda: _("topics"),
    "tags": lambda: _("tags"),
    "related": lambda: _("related stories"),
    "wanted_slug": lambda: _("address"),
    "credits": lambda: _("credits"),
    "photos": lambda: _("photos"),
}
ALIKE_SHOWN = 1  # paragraphs around a change


@dataclass(frozen=True)
class Part:
    label: str
    rows: list[tuple[bool, list[Row]]]  # Runs of paragraphs; the first of each pair: far from any change, so folded.


def history(desk: ModelAdmin[Article], request: HttpRequest, object_id: str) -> HttpResponse:
    """What was done; with `?version=5`, that state beside the one before, or beside `&with=3`."""
    story = _story(request, object_id)
    asked = _number(request.GET.get("version", ""))
    revision, before = _pair(story, asked, _number(request.GET.get("with", ""))) if asked else (None, None)
    context = {
        **desk.admin_site.each_context(request),
        "title": _("History: %(story)s") % {"story": story},
        "opts": desk.opts,
        "story": story,
        "revisions": story.revisions.filter(is_passing=False).select_related("by").defer("content")[:200],
        "may_restore": story.is_editable_by(request.user),
    }
    if revision is None:
        context["changes"] = story.changes.select_related("by")[:200]
    else:
        context |= {"revision": revision, "before": before, "unchanged": _unchanged(before, revision)}
        context["parts"] = list(_parts(before.content if before else {}, revision.content))
    return TemplateResponse(request, "admin/articles/article/history.html", context)


def _pair(story: Article, version: int, other: int) -> tuple[Revision | None, Revision | None]:
    """A version and the one to compare it with: the other that was asked for, else the one before."""
    earlier = Q(version__lt=version, is_passing=False)
    asked = Q(version=version) | (Q(version=other) if other else earlier)
    found = list(story.revisions.select_related("by").filter(asked)[:2])
    revision = next((each for each in found if each.version == version), None)
    return revision, next((each for each in found if each is not revision), None)


@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """The text of an earlier version becomes the desk's text: a new version."""
    story = _story(request, str(pk))
    if not story.is_editable_by(request.user):
        raise PermissionDenied
    version = _number(request.POST.get("version", ""))
    try:
        _check_place(story, version, request.user)
        story.restore(version, request.user)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    else:
        messages.success(
            request, _("The text of version %(version)s is back, as a new version.") % {"version": version}
        )
    return redirect("admin:articles_article_change", story.pk)


def _check_place(story: Article, version: int, user: Any) -> None:
    """The way back leads into no section where this person may put nothing."""
    place = story.revisions.filter(version=version).values_list("content__section_id", flat=True).first()
    if place != story.section_id and not powers_of(user).may_file(place):
        raise ValidationError(_("You have no right to put a story into that section."))


def _story(request: HttpRequest, pk: str) -> Article:
    number = text.number(pk)
    story = None if number is None else Article.objects.visible_to(request.user).filter(pk=number).first()
    if story is None:
        raise Http404(_("There is no such story at the desk."))
    return story


def _number(typed: str) -> int:
    return text.number(typed, 9) or 0


def _parts(before: dict[str, Any], after: dict[str, Any]) -> Iterator[Part]:
    """Those that differ, in the form's order, to the word."""
    names = names_of(before, after)
    for name, label in LABELS.items():
        if name not in after or (after[name] or None) == (before.get(name) or None):  # Older than the field: without.
            continue
        if name == "body":
            yield Part(label(), list(_runs(comparing.texts(before.get(name, ""), after[name], markup.plain))))
        else:
            old, new = (as_text(name, state[name], names) if name in state else "" for state in (before, after))
            yield Part(label(), [(False, [Row(Kind.CHANGED, *comparing.words_of(old, new))])])


def _runs(rows: list[Row]) -> Iterator[tuple[bool, list[Row]]]:
    changed = [place for place, row in enumerate(rows) if row.kind is not Kind.SAME]

    def is_far(place: int) -> bool:
        return all(abs(place - each) > ALIKE_SHOWN for each in changed)

    for far, run in groupby(range(len(rows)), key=is_far):
        yield far, [rows[place] for place in run]


def _unchanged(before: Revision | None, after: Revision) -> list[str]:
    kept = before.content if before else {}
    return [label() for name, label in LABELS.items() if name in kept and kept[name] == after.content.get(name)]
