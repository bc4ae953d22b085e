"""What a moderator needs to decide: the queue's page, each comment's context, how much waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    BigIntegerField,
    Count,
    DateTimeField,
    Max,
    Min,
    Q,
    QuerySet,
    Value,
    prefetch_related_objects,
)
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import text
from comments.models import Comment, Decision, State
from comments.models.comment import CLAIM_FOR
from comments.models.shelf import CommentQuerySet

PAGE, OLDEST = 30, 5
SHELVES = {
    "waiting": _("Waiting"),
    "published": _("Published"),
    "rejected": _("Rejected"),
    "spam": _("Spam"),
}
AT_ONCE = 1000
NEVER, NOTHING = Cast(Value(None), DateTimeField()), Cast(Value(None), BigIntegerField())


@dataclass
class Card:
    """A comment with what surrounds it."""

    comment: Comment
    published: int = 0
    rejected: int = 0
    similar: int = 0
    reports: Sequence[Any] = field(default_factory=list)
    last: Decision | None = None
    claimed_by: Any = None


def shelf(name: str, words: str = "", before: int | None = None) -> CommentQuerySet:
    """The comments of a shelf in its order: waiting ones by priority, decided ones newest first (`before` an id)."""
    rows = Comment.objects.waiting().in_queue_order()
    if name != "waiting":
        rows = Comment.objects.filter(state=name).order_by("-id")
    if before is not None:
        rows = rows.filter(id__lt=before)
    for word in words.split():
        rows = rows.filter(Q(text__icontains=word) | Q(name__icontains=word))
    return rows


def page(name: str, words: str = "", before: int | None = None) -> list[Comment]:
    """What the desk shows of a shelf. The last places of the queue's page belong to the oldest, whatever comes before
    them by priority: nothing starves."""
    rows = shelf(name, words, before).select_related("article__edition", "parent", "claimed_by", "staff")
    if name != "waiting":
        return list(rows[:PAGE])
    first = list(rows[: PAGE - OLDEST])
    return [*first, *rows.exclude(pk__in=[row.pk for row in first]).order_by("id")[:OLDEST]]


def all_at_once(words: str, seen_up_to: int, by: Any, at: datetime | None = None) -> list[Comment]:
    """Up to 1,000 of those that wait: none that came after the moderator had opened the page, none that somebody else
    is reading."""
    claimed = Q(claimed_at__gt=(at or timezone.now()) - CLAIM_FOR) & ~Q(claimed_by=by) & Q(claimed_by__isnull=False)
    return list(shelf("waiting", words).filter(id__lte=seen_up_to).exclude(claimed)[:AT_ONCE])


def cards(found: list[Comment], at: datetime | None = None) -> list[Card]:
    """The comments with what a moderator has to know: four queries, however many they are."""
    at = at or timezone.now()
    prefetch_related_objects(found, "reports")
    known, same, last = _records(found), _alike(found), _last_decisions(found)
    return [
        Card(
            comment=row,
            published=known.get(row.writer_key, {}).get("published", 0),
            rejected=known.get(row.writer_key, {}).get("rejected", 0),
            similar=max(0, same.get(row.canonical, 0) - 1),
            reports=list(row.reports.all()),
            last=last.get(row.pk),
            claimed_by=row.claimed_by if row.claimed_at and row.claimed_at > at - CLAIM_FOR else None,
        )
        for row in found
    ]


def _records(found: list[Comment]) -> dict[str, Any]:
    """How each writer's comments have fared."""
    rows = Comment.objects.filter(writer_key__in=[row.writer_key for row in found if row.writer_key])
    counts = rows.values("writer_key").annotate(
        published=Count("pk", filter=Q(state=State.PUBLISHED)),
        rejected=Count("pk", filter=Q(state__in=[State.REJECTED, State.SPAM])),
    )
    return {row["writer_key"]: row for row in counts.order_by()}


def _alike(found: list[Comment]) -> dict[str, int]:
    """How many comments have the same text."""
    rows = Comment.objects.filter(canonical__in=[row.canonical for row in found if row.canonical])
    return dict(rows.values_list("canonical").annotate(n=Count("pk")).order_by())


def _last_decisions(found: list[Comment]) -> dict[int, Decision]:
    decisions = Decision.objects.filter(comment__in=found).select_related("by").order_by("id")
    return {decision.comment_id: decision for decision in decisions}


@dataclass(frozen=True)
class Load:
    """How the queue stands: counted, not kept."""

    waiting: int
    oldest: datetime | None
    newest: int  # its number; nothing that comes later has been seen
    arrived: int
    decided: int


def load(at: datetime | None = None) -> Load:
    """Waiting, the oldest of them, and what came and was decided by people within the last hour. One query."""
    at = at or timezone.now()
    hour = at - timedelta(hours=1)
    rows = (
        _counted("waiting", Comment.objects.waiting(), Min("created_at"), Max("pk")),
        _counted("arrived", Comment.objects.filter(created_at__gt=hour)),
        _counted("decided", Decision.objects.filter(at__gt=hour, by__isnull=False)),
    )
    found = {what: told for what, *told in rows[0].union(*rows[1:], all=True)}
    (waiting, oldest, newest), (arrived, *_), (decided, *_) = (
        found.get(what, [0, None, 0]) for what in ("waiting", "arrived", "decided")
    )
    return Load(waiting, oldest, newest, arrived, decided)


def _counted(what: str, rows: QuerySet[Any], oldest: Any = NEVER, newest: Any = NOTHING) -> QuerySet[Any]:
    """One line that counts them; none where there are none."""
    counted = rows.order_by().values(what=Value(what)).annotate(n=Count("pk"), oldest=oldest, newest=newest)
    return counted.values_list("what", "n", "oldest", "newest")


def canonical_words(words: str) -> str:
    return text.clean_line(words)[:100]
