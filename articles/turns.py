"""So many pictures are worked on at once, by all processes of a machine, however many come in. Pure: files and threads.

A turn is a lock on a file: it is given back when it is done, and by the system where its process dies.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from articles.images import Refused

LOOK = 0.05  # seconds between two looks for a free place
PATIENCE = 20.0  # seconds that somebody waits who sends a picture
WAITING = 2  # threads of a process that may wait: the others are there for readers

_rooms = threading.BoundedSemaphore(WAITING)


class Busy(Refused):
    """Too many pictures at once. The message is for the person who sent one."""

    def __init__(self) -> None:
        super().__init__(_("Other pictures are being worked on. Please send this one again in a moment."))


@contextmanager
def turn(folder: Path, places: int, patience: float = PATIENCE) -> Iterator[None]:
    """Work on a picture while at most `places` are worked on. Raises `Busy` where that would take too long."""
    with _waiting_room(patience):
        held = _place(folder, places, time.monotonic() + patience)
    try:
        yield
    finally:
        os.close(held)


@contextmanager
def _waiting_room(patience: float) -> Iterator[None]:
    if not _rooms.acquire(blocking=patience > PATIENCE):  # A command waits with everybody; a request isn't let in.
        raise Busy
    try:
        yield
    finally:
        _rooms.release()


def _place(folder: Path, places: int, until: float) -> int:
    """An open file that holds one of the places."""
    folder.mkdir(parents=True, exist_ok=True)
    while True:
        for number in range(places):
            held = os.open(folder / f"{number}", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(held)
            else:
                return held
        if time.monotonic() > until:
            raise Busy
        time.sleep(LOOK)
