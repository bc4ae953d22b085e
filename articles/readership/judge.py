"""Which record is a view: told by the record, by what was seen in the hour before it, and by when the story was public.

The verdict on a record depends on records before it in time and on nothing else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from articles.models import Article
from articles.readership.agents import Verdict
from articles.readership.counters import Tally
from articles.readership.spool import Record

SECOND = 1_000_000
HALF_HOUR = 1800 * SECOND
REMEMBERED = 2 * HALF_HOUR
HORIZON = REMEMBERED + HALF_HOUR  # A flood's half hour, and what makes a repeat at its beginning.
FOREVER = 1 << 62
Spans = dict[int, tuple[int, int]]  # Story: microseconds from which, and up to which, readers had it.


@dataclass
class Memory:
    """The loads of the last hour of the spool's time, and how often each reader opened each story in a half hour.

    Half hours stand still (:00, :30) rather than slide: the day's salt changes on one, and order plays no part.
    """

    loads: dict[bytes, int] = field(default_factory=dict)
    readers: Counter[tuple[int, bytes, int]] = field(default_factory=Counter)
    newest: int = 0
    forgotten: int = 0

    def see(self, record: Record) -> int:
        """Which opening of its reader's half hour this is; 0 where its load was seen within the hour before."""
        self.newest = max(self.newest, record.at)
        before = self.loads.get(record.load, -1)
        self.loads[record.load] = record.at
        if before >= 0 and before >= self.newest - REMEMBERED:
            return 0
        key = (record.article, record.reader, record.at // HALF_HOUR)
        self.readers[key] += 1
        return self.readers[key]

    def forget(self) -> None:
        """Drop what no verdict can need any more; about once a minute of the spool's time."""
        if self.newest - self.forgotten < 60 * SECOND:
            return
        limit, self.forgotten = self.newest - REMEMBERED, self.newest
        self.loads = {load: at for load, at in self.loads.items() if at >= limit}
        self.readers = Counter({key: n for key, n in self.readers.items() if (key[2] + 1) * HALF_HOUR >= limit})


class Judge:
    """Gives the verdict on records in the order of time. `cap`: a reader's views of a story in a half hour."""

    def __init__(self, cap: int) -> None:
        self.cap, self.memory = cap, Memory()

    def remember(self, records: Iterable[Record | None]) -> None:
        """Records that have been counted already."""
        for record in records:
            if record is not None and record.verdict == Verdict.READER:
                self.memory.see(record)

    def forget(self) -> None:
        self.memory.forget()

    def tally(self, records: Iterable[tuple[int, Record | None]]) -> Tally:
        """What (moment, record) come to; None is a damaged record. One query."""
        batch = list(records)
        spans, tally = _public({record.article for _at, record in batch if record}), Tally()
        for at, record in batch:
            verdict = self._verdict(record, spans) if record else Verdict.DAMAGED
            tally.note(at, record.article if record else 0, verdict)
        return tally

    def _verdict(self, record: Record, spans: Spans) -> Verdict:
        """Repeats before all else, so that a beacon sent again costs nobody a view."""
        if record.verdict != Verdict.READER:
            known = record.verdict in Verdict._value2member_map_
            return Verdict(record.verdict) if known else Verdict.DAMAGED
        nth = self.memory.see(record)
        if nth == 0:
            return Verdict.REPEATED
        since, until = spans.get(record.article, (FOREVER, 0))
        if not since <= record.at < until:
            return Verdict.NOT_LIVE
        return Verdict.FLOOD if nth > self.cap else Verdict.READER


def _public(wanted: set[int]) -> Spans:
    """When readers had these stories. A view before a withdrawal stays one, whenever it is counted."""
    ids = {pk for pk in wanted if 0 < pk < FOREVER}
    stories = Article.objects.live() | Article.objects.gone()
    rows = stories.filter(pk__in=ids).values_list("pk", "published_at", "gone_at", "live_until") if ids else []
    return {
        pk: (
            int(since.timestamp() * SECOND),
            min((int(end.timestamp() * SECOND) for end in ends if end), default=FOREVER),
        )
        for pk, since, *ends in rows
        if since
    }
