"""The archive's days: spans of the paper's calendar, and how many stories of a list fall into each."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from articles.known import from_there

COUNTED = 1000  # A span with more is "more than 1000": nothing is counted further.


def bounds(day: date) -> tuple[datetime, datetime]:
    """A day by the paper's clock: its first moment and the next day's."""
    zone = timezone.get_default_timezone()
    return datetime.combine(day, time(), zone), datetime.combine(day + timedelta(days=1), time(), zone)


@dataclass(frozen=True)
class Span:
    """From the first day to the last, both within, by the paper's clock. `year`, or with a `month`, or with a `day`."""

    year: int
    month: int = 0
    day: int = 0

    @property
    def first(self) -> date:
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        if self.day:
            return self.first
        month = self.month or 12
        return date(self.year, month, calendar.monthrange(self.year, month)[1])

    @property
    def path(self) -> str:
        """As it follows an archive's address: "2026/11/25/"."""
        parts = [f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part)]
        return "".join(f"{part}/" for part in parts)

    @property
    def start(self) -> datetime:
        return bounds(self.first)[0]

    @property
    def end(self) -> datetime:
        """The first moment that is no longer in it."""
        return bounds(self.last)[1]

    def of(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        found: QuerySet[Any] = from_there(rows, published_at__gte=self.start, published_at__lt=self.end)
        return found

    def inner(self) -> list[Span]:
        """A year's months, a month's days."""
        if self.month:
            return [Span(self.year, self.month, day + 1) for day in range(self.last.day)]
        return [Span(self.year, month + 1) for month in range(12)]


@dataclass(frozen=True)
class Tally:
    span: Span
    count: int

    @property
    def is_capped(self) -> bool:
        return self.count > COUNTED


def tally(rows: QuerySet[Any], spans: Sequence[Span], most: int | None = None) -> list[Tally]:
    """How many of `rows`, which have `published_at`, fall into each span; of each, one more than `most` (COUNTED) is
    looked at.

    One query: a short walk along the list's own index for each span.
    """
    if not spans:
        return []
    most = COUNTED if most is None else most
    counts: list[str] = []
    values: list[Any] = []
    for number, span in enumerate(spans):
        few = span.of(rows).order_by("-published_at").values("published_at")[: most + 1]
        sql, params = few.query.sql_with_params()
        counts.append(f"SELECT {number}, COUNT(*) FROM ({sql}) AS span_{number}")
        values += params
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(counts), values)
        found = dict(cursor.fetchall())
    return [Tally(span, found[number]) for number, span in enumerate(spans)]


def weeks(days: Sequence[Tally]) -> list[list[Tally | None]]:
    """A month's days in rows from Monday to Sunday; None beside the month."""
    before = days[0].span.first.weekday()
    cells: list[Tally | None] = [*[None] * before, *days]
    cells += [None] * (-len(cells) % 7)
    return [cells[at : at + 7] for at in range(0, len(cells), 7)]
