"""What the newsroom has in hand, at a glance: a column for each state; and what is coming by the clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet, Value
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles import text
from articles.models import Article, Section, Status
from articles.models.powers import powers_of
from articles.models.shelf import ArticleQuerySet

IN_COLUMN, IN_LIST = 12, 100
MINE, FOR_ME = "mine", "for-me"
NEEDS: dict[str, str] = {Status.SUBMITTED: "approve", Status.APPROVED: "publish"}
COLUMNS = {
    Status.DRAFT: _("draft"),
    Status.RETURNED: _("returned"),
    Status.SUBMITTED: _("submitted"),
    Status.APPROVED: _("approved"),
    "scheduled": _("scheduled"),
    Status.PUBLISHED: _("published"),
    Status.WITHDRAWN: _("withdrawn"),
}


@dataclass(frozen=True)
class Column:
    state: str
    label: Any
    stories: list[Article]
    is_more: bool


def board(request: HttpRequest) -> HttpResponse:
    """All stories that one may see, or the own ones, or those that wait for one; of all sections or of one."""
    if not request.user.has_perm("articles.view_article"):
        raise PermissionDenied
    tree = list(Section.objects.select_related("parent").order_by("order", "name"))
    section = next((row for row in tree if row.pk == text.number(request.GET.get("section", ""))), None)
    whose = request.GET.get("whose", "")
    columns = columns_of(request.user, section, tree, whose)
    context = {
        **admin.site.each_context(request),
        "title": _t("Board"),
        "columns": columns,
        "sections": tree,
        "section": section,
        "whose": whose,
        "views": [("", _t("All stories")), (MINE, _t("My work")), (FOR_ME, _t("Waiting for me"))],
    }
    return TemplateResponse(request, "admin/articles/article/board.html", context)


def columns_of(user: Any, section: Section | None, tree: list[Section], whose: str = "") -> list[Column]:
    """Two queries, each column of which is a few steps along an index, however many stories there are."""
    stories = Article.objects.visible_to(user)
    if whose == MINE:
        stories = stories.filter(created_by=user)
    inner = [row for row in tree if section and section.pk in {row.pk, row.parent_id}]
    places: list[QuerySet[Any]] = []
    for state in states_for(user, whose):
        found = in_state(stories, state)
        if whose == FOR_ME:
            found = found.filter(created_by=user) if state == Status.RETURNED else found.open_to(user, NEEDS[state])
        for part in [found.filter(section=row) for row in inner] or [found]:
            ids = part.values("pk")[: IN_COLUMN + 1]
            places.append(Article.objects.filter(pk__in=ids).order_by().values_list("pk", Value(state)))
    rows = list(places[0].union(*places[1:], all=True)) if places else []
    known = Article.objects.for_desk().in_bulk([pk for pk, _state in rows])
    shown: dict[str, list[Article]] = {state: [] for state in states_for(user, whose)}
    for pk, state in rows:
        if pk in known:
            shown[state].append(known[pk])
    return [_column(state, found) for state, found in shown.items()]


def states_for(user: Any, whose: str) -> list[str]:
    """What waits for a person: what came back to its writer; for who approves, what was submitted; for who publishes,
    what is approved."""
    if whose != FOR_ME:
        return list(COLUMNS)
    found: list[str] = [Status.RETURNED]
    return found + [state for state, act in NEEDS.items() if powers_of(user).may_somewhere(act)]


def in_state(stories: ArticleQuerySet, state: str) -> ArticleQuerySet:
    match state:
        case "scheduled":
            return stories.scheduled().order_by("published_at", "id")
        case Status.PUBLISHED:
            return stories.filter(status=Status.PUBLISHED).live().order_by("-saved_at")
    return stories.filter(status=state).order_by("-saved_at")


def _column(state: str, stories: list[Article]) -> Column:
    if state == "scheduled":
        stories.sort(key=lambda story: story.published_at or story.saved_at)
    else:
        stories.sort(key=lambda story: story.saved_at, reverse=True)
    return Column(state, COLUMNS[state], stories[:IN_COLUMN], len(stories) > IN_COLUMN)


def coming(request: HttpRequest) -> HttpResponse:
    """What the clock will do: stories that appear, that come down, that an embargo lets go."""
    if not request.user.has_perm("articles.view_article"):
        raise PermissionDenied
    now, stories = timezone.now(), Article.objects.visible_to(request.user).for_desk()
    comes, ends, held = stories.scheduled(now), stories.ending(now), stories.embargoed(now)
    lists = [
        (_t("To appear"), "published_at", comes, _t("No story waits for its hour.")),
        (_t("To come down"), "live_until", ends, _t("No story has a take-down time.")),
        (_t("Under embargo"), "embargo_until", held, _t("No story is under embargo.")),
    ]
    context = {
        **admin.site.each_context(request),
        "title": _t("Coming up"),
        "lists": [
            (title, [(getattr(story, moment), story) for story in found.order_by(moment, "id")[:IN_LIST]], empty)
            for title, moment, found, empty in lists
        ],
    }
    return TemplateResponse(request, "admin/articles/article/coming.html", context)
