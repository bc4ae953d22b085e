"""What stands beside a story's form: its buttons, what is missing, notes, what has happened, its readers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from articles.admin import corrections, gatekeeping, live, timeline, verbs
from articles.admin.sheet import Sheet
from articles.admin.story_list import state_label
from articles.models import Article, Genre, Status
from articles.models.history import Action
from articles.readership import figures
from articles.views.paper import masthead_of

DAYS = 14


def of_story(request: HttpRequest, sheet: Sheet) -> dict[str, Any]:
    """As it is saved, not as it is typed."""
    paper, story = masthead_of(request), sheet.story
    found = gatekeeping.findings(request, story, sheet)
    is_blocked = any(finding.blocks and not finding.rule.is_fixed for finding in found)
    return {
        "story": story,
        "state": state_label(story),
        "is_live": story.is_live(),
        "findings": found,
        "passed": sheet.last(Action.PASSED, story.version) if is_blocked else None,
        "buttons": verbs.offered(story, request.user, paper, is_blocked),
        "corrects": (story.is_live() or story.is_gone()) and corrections.may_correct(request.user, story),
        "readers": figures.days_to(timezone.localdate(), story, DAYS) if story.edition_id else None,
        "reports": story.genre == Genre.LIVE and live.may_report(story, request.user),
        "steps": timeline.steps(story, paper),
        "timeline": timeline.lines(sheet.changes),
        "returned": sheet.last(Action.RETURNED) if story.status == Status.RETURNED else None,
        "notes": sheet.notes,
    }


def of_new(request: HttpRequest) -> list[dict[str, Any]]:
    """The buttons of a story that is still to be saved."""
    story = Article(created_by_id=request.user.pk)
    return [button for button in verbs.offered(story, request.user, masthead_of(request)) if not button["asks"]]
