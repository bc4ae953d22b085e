"""One makes a page, however many wait for it: among the threads of a process and the processes of a machine."""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path

LANES = 4096  # Two pages may share one: the second then waits for the first.
WAIT, LOOK = 15.0, 0.003  # seconds: at most, and between two looks at another process's lock


class Flights:
    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path, self._opened_in, self._file = path, 0, -1
        self._lanes = [threading.Lock() for _ in range(LANES)]

    @contextmanager
    def lead(self, address: str, may_wait: bool) -> Iterator[bool]:
        """Whether it is ours to make. With `may_wait` after those before us have landed; so it is ours even where one
        of them never does. Ends with its process, whatever ends that."""
        lane = int.from_bytes(blake2b(address.encode(), digest_size=4).digest(), "big") % LANES
        until = time.monotonic() + (WAIT if may_wait else 0)
        if not self._lanes[lane].acquire(timeout=max(until - time.monotonic(), 0)):
            yield may_wait
            return
        try:
            is_ours = self._lock(lane, until)
            try:
                yield is_ours or may_wait
            finally:
                if is_ours:
                    fcntl.lockf(self._file, fcntl.LOCK_UN, 1, lane)
        finally:
            self._lanes[lane].release()

    def _lock(self, lane: int, until: float) -> bool:
        """The other processes' lock. To close any file of it would end it, so one stays open."""
        if self._opened_in != os.getpid():
            self._file, self._opened_in = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o640), os.getpid()
        while True:
            try:
                fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, lane)
                return True
            except BlockingIOError:
                if time.monotonic() >= until:
                    return False
                time.sleep(LOOK)
            except OSError:  # A file system without locks: each process makes its own.
                return True
