"""A story's way as its form shows it: the paper's steps with the one it has come to, and what has happened so far."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from articles.models import Article, Change, Masthead, Status, Steps
from articles.models.history import Action

SHOWN = 15
LOOKED_AT = 90  # A long evening's saves become a few lines.


@dataclass(frozen=True)
class Step:
    label: str
    standing: str  # "done", "now", "to come"


@dataclass(frozen=True)
class Line:
    """Something that happened; several saves in a row by one person are one line."""

    change: Change
    times: int = 1


def steps(story: Article, paper: Masthead) -> list[Step]:
    """The paper's steps; a returned story stands at its beginning again, a withdrawn one at its end."""
    way = [Status.DRAFT, Status.PUBLISHED]
    if paper.steps >= Steps.TWO:
        way.insert(1, Status.SUBMITTED)
    if paper.steps >= Steps.THREE:
        way.insert(2, Status.APPROVED)
    stands_at = {Status.RETURNED: Status.DRAFT, Status.WITHDRAWN: Status.PUBLISHED}
    status = Status(story.status)
    at = stands_at.get(status, status)
    if at not in way:  # Older than the paper's present steps.
        way.insert(-1, at)
    place = way.index(at)
    labels = [str(each.label) for each in way]
    labels[place] = _("scheduled") if story.is_scheduled() else str(status.label)
    return [
        Step(label, "now" if number == place else "done" if number < place else "to come")
        for number, label in enumerate(labels)
    ]


def lines(changes: list[Change]) -> list[Line]:
    """Of what has happened, newest first."""
    found: list[Line] = []
    for (_by, is_edit), run in groupby(changes[:LOOKED_AT], key=lambda row: (row.by_id, row.action == Action.EDITED)):
        changes = list(run)
        found += [Line(changes[0], len(changes))] if is_edit else [Line(change) for change in changes]
    return found[:SHOWN]
