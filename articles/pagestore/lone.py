"""What one of a machine's processes does for all; another takes over where that one ends."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable
from pathlib import Path


class Lone:
    """The file's lock is its holder's until that process ends, whatever ends it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lock: int | None = None

    def keep_at(self, act: Callable[[], object], seconds: float) -> None:
        """For as long as the process lives, so often."""
        while True:
            if self.leads():
                act()
            time.sleep(seconds)

    def leads(self) -> bool:
        """Not where the folder has just been taken away: it stands again in a moment."""
        if self.lock is None:
            try:
                lock = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o640)
            except FileNotFoundError:
                return False
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(lock)
                return False
            self.lock = lock
        return True
