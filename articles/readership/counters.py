"""The counters' rows: what a batch adds to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from django.db import connection
from django.utils import timezone

from articles.readership.agents import Verdict

HOUR = 3600 * 1_000_000  # microseconds
AT_ONCE = 200


@dataclass
class Tally:
    """Views by (story, hour in seconds since 1970) and what is none by (day's ordinal, reason)."""

    hours: Counter[tuple[int, int]] = field(default_factory=Counter)
    rejects: Counter[tuple[int, int]] = field(default_factory=Counter)

    def note(self, at: int, article: int, verdict: Verdict) -> None:
        if verdict == Verdict.READER:
            self.hours[article, at // HOUR * 3600] += 1
        else:
            self.rejects[day_of(at // HOUR), int(verdict)] += 1

    @property
    def totals(self) -> Counter[int]:
        found: Counter[int] = Counter()
        for (article, _hour), count in self.hours.items():
            found[article] += count
        return found


@lru_cache(maxsize=1024)
def day_of(hour: int) -> int:
    """The paper's day, as an ordinal, in which an hour since 1970 begins."""
    return timezone.localdate(datetime.fromtimestamp(hour * 3600, UTC)).toordinal()


def add(tally: Tally) -> None:
    """Add to the counters, in statements of many rows and in the order of their keys."""
    upsert(
        "INSERT INTO articles_viewhour (article_id, hour, count) VALUES {rows} "
        "ON CONFLICT (article_id, hour) DO UPDATE SET count = articles_viewhour.count + excluded.count",
        [(article, datetime.fromtimestamp(hour, UTC), n) for (article, hour), n in sorted(tally.hours.items())],
    )
    add_totals(tally.totals)
    upsert(
        "INSERT INTO articles_viewreject (day, reason, count) VALUES {rows} "
        "ON CONFLICT (day, reason) DO UPDATE SET count = articles_viewreject.count + excluded.count",
        [(date.fromordinal(day), reason, n) for (day, reason), n in sorted(tally.rejects.items())],
    )


def add_totals(totals: Counter[int]) -> None:
    upsert(
        "INSERT INTO articles_viewtotal (article_id, count, base, is_excluded) VALUES {rows} "
        "ON CONFLICT (article_id) DO UPDATE SET count = articles_viewtotal.count + excluded.count",
        [(article, n, 0, False) for article, n in sorted(totals.items())],
    )


def upsert(statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """A statement with `{rows}` in it, for rows of any number."""
    with connection.cursor() as cursor:
        for start in range(0, len(rows), AT_ONCE):
            part = rows[start : start + AT_ONCE]
            places = ", ".join("(" + ", ".join(["%s"] * len(row)) + ")" for row in part)
            cursor.execute(statement.format(rows=places), [_adapted(value) for row in part for value in row])


def _adapted(value: Any) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
