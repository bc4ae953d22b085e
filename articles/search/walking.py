"""The index walked back through time: the newest stories that have all of the words, without a look at the oldest."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from django.utils import timezone

from articles.models import Findable
from articles.models.indexing import WEEK, week_of
from articles.search.dialects import Wanted, Window, dialect
from articles.search.words import FILED

FIRST = timedelta(days=7)  # of which the first stride holds at least so many
SECOND = timedelta(days=60)  # of which the next one holds so many, where the first found nothing
FEW, SOME, MANY = 1_000, 25_000, 1 << 40  # stories; of some, all cost as much as the next stride
LIKELY = 1.25  # A stride is so much longer than it would have to be if the words came as often as they did before.
LONG = timedelta(days=30)  # Whoever has enough goes no stride longer than that.
MONTHS = 24  # of the longest stride: words that would need a longer one are in few stories, taken all at once
NAMED = 8  # months that are named one by one: a longer stride is named by its years, half as dear
WEEKS = timedelta(
    days=45
)  # so far back, from now, a stride is counted in weeks: entries older than that may lack theirs
Span = tuple[int, int]  # places from, to (excluded)


class Walked(NamedTuple):
    places: list[int]
    is_more: bool  # Older ones may have the words, too.


def newest(must: Wanted, span: Span, limit: int, stories: int = MANY) -> list[int]:
    return walk(must, span, limit, limit, stories).places


def walk(must: Wanted, span: Span, limit: int, enough: int, stories: int = MANY) -> Walked:
    """The newest places with all of the words, which no more than `stories` have; `limit` of them, or as few as are
    `enough` where the way to all is long. FTS5 walks back by itself and stops in time; GIN gives all that match at
    once, so it is asked stride by stride, each as long as the words found so far are frequent. Words that are in no
    story of two months are rare, and asked of all the rest at once; so are those of which one is in few, if no story
    of the last week has them all."""
    since, until = span
    if stories <= FEW or not dialect().takes_strides:
        found = dialect().places(must, (since, until, []), limit)
        return Walked(found, len(found) >= limit)
    found, upper = list[int](), until
    lower = _first(until)
    while upper > since:
        lower = max(lower, since)
        found += dialect().places(must, _window(lower, upper), limit - len(found))
        is_first, upper = upper == until, lower
        if len(found) >= limit:
            return Walked(found, is_more=True)
        if is_first and not found and stories <= SOME:
            lower = 0
            continue
        lower = _onward(until, upper, len(found), limit)
        if len(found) and _is_long(lower, upper):
            if len(found) >= enough:
                break
            lower = _onward(until, upper, len(found), enough)
    return Walked(found, is_more=upper > since)


def _is_long(lower: int, upper: int) -> bool:
    return Findable.moment(upper) - Findable.moment(lower) > LONG


def is_late(place: int, span: Span) -> bool:
    """In the first stride back from the span's end."""
    return place >= _first(span[1])


def _first(until: int) -> int:
    """Where the first stride back from there ends."""
    return _evened(Findable.moment(max(until - 1, 0)) - FIRST)


def _onward(until: int, lower: int, found: int, limit: int) -> int:
    """Where the next stride ends, after so many were found from `until` back to `lower`."""
    if not lower:
        return 0
    walked = Findable.moment(until) - Findable.moment(lower)
    if not found:
        return _evened(Findable.moment(lower) - SECOND) if walked < SECOND else 0
    ahead = walked * max(LIKELY * (limit - found) / found, 1)  # Where few are missing there may be none for years.
    return _evened(Findable.moment(lower) - ahead) if ahead < timedelta(days=30 * MONTHS) else 0


def _evened(at: datetime) -> int:
    """Where the week began, or the month."""
    if at > timezone.now() - WEEKS:
        return Findable.place_of(0, datetime.fromtimestamp(week_of(at) * WEEK, UTC))
    return Findable.place_of(0, datetime(max(at.year, 1970), at.month, 1, tzinfo=UTC))


def _window(lower: int, upper: int) -> Window:
    """With the words of which every entry in it has one."""
    if not lower:
        return lower, upper, []
    first, last = Findable.moment(lower), Findable.moment(upper - 1)
    if first > timezone.now() - WEEKS:
        return lower, upper, [f"{FILED}w{week}" for week in range(week_of(first), week_of(last) + 1)]
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    if len(months) <= NAMED:
        return lower, upper, [f"{FILED}m{month // 12}{month % 12 + 1:02}" for month in months]
    return lower, upper, [f"{FILED}y{year}" for year in range(first.year, last.year + 1)]
