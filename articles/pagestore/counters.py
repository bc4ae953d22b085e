"""When each key was last purged: a small table in a file that all processes of a machine have in their memory.

A purge gets the next number of a sequence and writes it into its keys' slots. A page remembers the number that stood
when its making began, and the slots of what it shows: it holds as long as none of them has a greater one. To purge
costs the same for ten stored pages and for a million; two keys that share a slot purge each other, no more.
"""

from __future__ import annotations

import fcntl
import mmap
import os
import struct
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

SLOTS = 1 << 18
FORM = 0x6E657773_00000002
BORN_AT, SEQUENCE, HEARD_AT, BOOT, HEAD = 1, 2, 3, 4, 8  # places of numbers of 8 bytes; at 0 stands the form
SIZE = (HEAD + 2 * SLOTS) * 8
HELD_FOR = 30.0  # seconds: longer than a verb's transaction lasts, and than one that died can be in doubt


def slot(key: str) -> int:
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big") % SLOTS


def _nothing() -> None:
    pass


@lru_cache(1)
def _boot() -> int:
    """Tells this run of the machine from others, whose monotonic clock was another."""
    try:
        return slot(Path("/proc/sys/kernel/random/boot_id").read_text()) + 1
    except OSError:
        return 1


class Counters:
    """Opened once a process, before or after a fork. Raises OSError where its folder can't be written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o640)
        with self.alone():
            if os.fstat(self._file).st_size != SIZE or os.pread(self._file, 8, 0) != struct.pack("=Q", FORM):
                self._begin()
        self._map = mmap.mmap(self._file, SIZE)
        self._table = memoryview(self._map).cast("Q")

    def _begin(self) -> None:
        """All places are made at once: a full disk is an error here, not a crash at a later write."""
        os.ftruncate(self._file, 0)
        os.posix_fallocate(self._file, 0, SIZE)
        os.pwrite(self._file, struct.pack("=QQQ", FORM, time.time_ns(), 1), 0)

    @property
    def born(self) -> int:
        """Tells this table from one that stood here before it: pages of that one are none of this one."""
        return self._table[BORN_AT]

    @property
    def now(self) -> int:
        """The number of the last purge."""
        return self._table[SEQUENCE]

    def holds(self, slots: Iterable[int], since: int) -> bool:
        """Nothing of these has been purged after `since`."""
        table = self._table
        return not any(table[HEAD + one] > since for one in slots)

    def is_held(self, slots: Iterable[int]) -> bool:
        """Somebody is about to change what these stand for: nothing of it may be kept yet."""
        table, now = self._table, int(time.time() * 1000)
        return any(table[HEAD + SLOTS + one] > now for one in slots)

    def hold(self, slots: Iterable[int], then: Callable[[], None] = _nothing, seconds: float = HELD_FOR) -> None:
        """Purge, and let nothing new be kept until `purge`; where that never comes, for so many seconds."""
        self._write(slots, int((time.time() + seconds) * 1000), then)

    def purge(self, slots: Iterable[int], then: Callable[[], None] = _nothing) -> None:
        """And do `then` before anything new can be kept."""
        self._write(slots, 0, then)

    def _write(self, slots: Iterable[int], until: int, then: Callable[[], None]) -> None:
        with self.alone():
            number = self._table[SEQUENCE] + 1
            for one in slots:
                self._table[HEAD + one] = number
                self._table[HEAD + SLOTS + one] = until
            self._table[SEQUENCE] = number  # Last: whoever reads it finds its slots written.
            then()

    def heard(self, at: float) -> None:
        """All that other hosts had purged by then, on this machine's monotonic clock, is purged here too."""
        self._table[HEARD_AT], self._table[BOOT] = int(at * 1000), _boot()

    def silence(self) -> float:
        """Seconds since other hosts were last heard; endless where they never were since the machine started."""
        return time.monotonic() - self._table[HEARD_AT] / 1000 if self._table[BOOT] == _boot() else float("inf")

    def is_there(self) -> bool:
        """The file still stands where others look for it."""
        try:
            return os.stat(self.path).st_ino == os.fstat(self._file).st_ino
        except OSError:
            return False

    @contextmanager
    def keeping(self, slots: Iterable[int], since: int) -> Iterator[bool]:
        """Whether a page whose making began at `since` may be kept; while it is, no purge comes between."""
        with self.alone():
            yield self.holds(slots, since) and not self.is_held(slots)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """No other process writes meanwhile, and no other thread: each opens the file anew, for the lock is its."""
        lock = os.open(self.path, os.O_RDWR)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)
