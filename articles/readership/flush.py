"""From the spool into the counters: each record once, the position and the counts in one transaction.

What was seen lately is not kept in the database: it follows from the spool before the position, and is read again
from there after a restart or when another flusher was faster. So nothing depends on the size of batches or on who
flushes.
"""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from articles.models import SpoolPosition
from articles.readership import spool
from articles.readership.counters import Tally, add, upsert
from articles.readership.judge import HORIZON, Judge
from articles.readership.spool import Record

LOCK = "lock"
MOST_SEGMENTS = 200  # Read side by side; the oldest first.
Fresh = list[tuple[int, str, int, Record | None]]


class Flusher:
    """Reads the spool's new records into the counters. Several may run: each transaction takes the same lock."""

    def __init__(self, folder: Path, batch: int = 20_000, cap: int | None = None) -> None:
        self.folder, self.batch = folder, batch
        self.cap = settings.VIEW_FLOOD_CAP if cap is None else cap
        self.judge = Judge(self.cap)
        self._are_more = False  # Segments than are read side by side.
        self.known: dict[str, int] | None = None  # How far the judge's memory goes; None where it must be made anew.

    def flush(self) -> int:
        """Count what is there, but don't run after what comes meanwhile; how many records were read."""
        total = 0
        while done := self.flush_batch():
            total += done
            if done < self.batch and not self._are_more:
                break
        return total

    def flush_batch(self) -> int:
        """Count the next records in the order of their time; how many there were."""
        paths = spool.segments(self.folder)
        if not unread(paths, positions_of(paths)):
            return 0
        with transaction.atomic():
            lock()
            positions = positions_of(paths)
            self._catch_up(paths, positions)
            waiting = unread(paths, positions)
            self._are_more = len(waiting) > MOST_SEGMENTS
            fresh: Fresh = list(islice(spool.merged(waiting[:MOST_SEGMENTS]), self.batch))
            self.known = None  # Until the transaction stands: else a failed one's records would be repeats.
            tally = self.judge.tally((at, record) for at, _segment, _offset, record in fresh)
            reached = {segment: offset for _at, segment, offset, _record in fresh}
            _keep(reached, tally)
        self.known = {**positions, **reached}
        self.judge.forget()
        return len(fresh)

    def _catch_up(self, paths: list[Path], positions: dict[str, int]) -> None:
        """Remember what lies before the positions: our own restart, or another flusher's work."""
        if self.known == positions:
            return
        if self.known is None:
            self.judge = Judge(self.cap)
            moments = {path: spool.moment_before(path, positions.get(path.name, 0)) for path in paths}
            newest = max((at for path, at in moments.items() if positions.get(path.name)), default=0)
            paths = [path for path in paths if moments[path] >= newest - HORIZON]
        known = self.known or {}
        parts = [(path, known.get(path.name, 0), positions.get(path.name, 0)) for path in paths]
        self.judge.remember(record for *_where, record in spool.merged(part for part in parts if part[1] < part[2]))


def unread(paths: list[Path], positions: dict[str, int]) -> list[tuple[Path, int, int]]:
    """(segment, from, to) of those with whole records that nobody has counted."""
    sizes = [(path, positions.get(path.name, 0), spool.whole(path)) for path in paths]
    return [(path, start, end) for path, start, end in sizes if end > start]


def lock() -> None:
    """One flusher at a time: held until the transaction ends."""
    SpoolPosition.objects.get_or_create(segment=LOCK)
    SpoolPosition.objects.select_for_update().get(segment=LOCK)


def positions_of(paths: list[Path]) -> dict[str, int]:
    """How far each of these segments has been counted. Another host's have no part in it."""
    here = {path.name for path in paths}
    rows = SpoolPosition.objects.exclude(segment=LOCK).values_list("segment", "offset")
    return {segment: offset for segment, offset in rows if segment in here}


def _keep(reached: dict[str, int], tally: Tally) -> None:
    now = timezone.now()
    add(tally)
    upsert(
        'INSERT INTO articles_spoolposition (segment, "offset", read_at) VALUES {rows} '
        'ON CONFLICT (segment) DO UPDATE SET "offset" = excluded."offset", read_at = excluded.read_at',
        [(name, offset, now) for name, offset in sorted(reached.items())],
    )
