"""Readership in figures, for the desk: hours, days, reasons; each for a story or for the whole paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import DateField, DateTimeField, Sum, Value
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.days import bounds
from articles.models import Article, ViewDay, ViewHour, ViewReject
from articles.models.due import live
from articles.readership.agents import Verdict

WIDE, HIGH, GAP = 720, 120, 2  # of a chart, in its own units
REASONS: dict[int, Any] = {
    Verdict.MALFORMED: _("not a beacon of ours"),
    Verdict.FOREIGN: _("sent from another site, or by a script"),
    Verdict.PREFETCH: _("fetched ahead, seen by nobody"),
    Verdict.STAFF: _("read by staff"),
    Verdict.NO_AGENT: _("no browser's name"),
    Verdict.LIBRARY: _("programs"),
    Verdict.CRAWLER: _("search engines and other robots"),
    Verdict.AI: _("robots of AI companies"),
    Verdict.FLOOD: _("floods: one reader, one story, too often"),
    Verdict.NOT_LIVE: _("stories that readers don't have"),
    Verdict.REPEATED: _("sent twice"),
    Verdict.DAMAGED: _("damaged records"),
}


@dataclass(frozen=True)
class Bar:
    label: str
    count: int
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class Chart:
    """Bars side by side in a drawing of WIDE × HIGH."""

    bars: list[Bar]
    most: int
    total: int
    wide: int = WIDE
    high: int = HIGH

    @classmethod
    def of(cls, values: Iterable[tuple[str, int]]) -> Chart:
        found = list(values)
        most = max((count for _label, count in found), default=0)
        step = WIDE // max(len(found), 1)
        bars = [
            Bar(label, count, n * step, HIGH - tall, max(step - GAP, 1), tall)
            for n, (label, count) in enumerate(found)
            for tall in [-(-count * HIGH // most) if most else 0]
        ]
        return cls(bars, most, sum(count for _label, count in found))


def hours_of(day: date, story: Article | None = None) -> Chart:
    """The hours of a day by the paper's clock. One query."""
    start, end = bounds(day)
    rows = ViewHour.objects.filter(hour__gte=start, hour__lt=end, **_of(story)).order_by().values_list("hour")
    counts = dict(rows.annotate(Sum("count")))
    moments = [start + timedelta(hours=n) for n in range(24)]
    return Chart.of((f"{n:02}:00", counts.get(moment, 0)) for n, moment in enumerate(moments))


def days_to(day: date, story: Article | None = None, length: int = 30) -> Chart:
    """So many days, the last of them `day`. One query, though the last week's stand as hours."""
    first = day - timedelta(days=length - 1)
    counts: Counter[date] = Counter()
    hours = ViewHour.objects.filter(hour__gte=bounds(first)[0], **_of(story)).order_by().values("hour")
    days = ViewDay.objects.filter(day__gte=first, **_of(story)).order_by().values("day")
    recent = hours.annotate(none=Cast(Value(None), DateField()), sum=Sum("count")).values_list("hour", "none", "sum")
    older = days.annotate(none=Cast(Value(None), DateTimeField()), sum=Sum("count")).values_list("none", "day", "sum")
    for hour, whole, count in recent.union(older, all=True):
        counts[whole or timezone.localdate(hour)] += count
    wanted = [first + timedelta(days=n) for n in range(length)]
    return Chart.of((f"{when:%d/%m/%Y}", counts[when]) for when in wanted)


@dataclass(frozen=True)
class Reading:
    """A story that is being read: its views of the last hour, and a chart of the last twelve."""

    pk: int
    headline: str
    views: int
    hours: Chart


def read_now(at: datetime, most: int = 5, length: int = 12) -> list[Reading]:
    """The stories read most in the last hour, as last worked out. One query."""
    first = at.astimezone(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(hours=length - 1)
    ranked = {"article__most_read__window": "1h", "article__most_read__root": None}
    rows = ViewHour.objects.filter(live(at, "article__"), hour__gte=first, **ranked)
    columns = ("article", "article__edition__headline", "article__most_read__views", "hour", "count")
    told: dict[tuple[int, str, int], dict[datetime, int]] = {}
    for pk, headline, views, hour, count in rows.order_by("article__most_read__place").values_list(*columns):
        told.setdefault((pk, headline, views), {})[hour] = count
    hours = [first + timedelta(hours=n) for n in range(length)]
    return [
        Reading(*facts, Chart.of((f"{timezone.localtime(hour):%H}:00", counts.get(hour, 0)) for hour in hours))
        for facts, counts in list(told.items())[:most]
    ]


def reasons_to(day: date, length: int = 7) -> list[tuple[str, int, int]]:
    """(reason, beacons of `day`, of so many days), the most first. One query."""
    rows = ViewReject.objects.filter(day__gt=day - timedelta(days=length), day__lte=day)
    today, all_days = Counter[int](), Counter[int]()
    for when, reason, count in rows.values_list("day", "reason", "count"):
        all_days[reason] += count
        today[reason] += count if when == day else 0
    return [(str(REASONS.get(reason, reason)), today[reason], count) for reason, count in all_days.most_common()]


def _of(story: Article | None) -> dict[str, Any]:
    return {"article": story} if story else {}
