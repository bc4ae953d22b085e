"""The flusher at work: in a thread of the server, or under `manage.py flush_views --loop`. Several harm nobody."""

from __future__ import annotations

import logging
import os
import threading
import time
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection

from articles.readership import ledger, ranking
from articles.readership.flush import Flusher

log = logging.getLogger(__name__)

EVERY, RANKED_EVERY, SWEPT_EVERY = 5.0, 60.0, 3600.0  # seconds
_started_in: set[int] = set()
_lock = threading.Lock()


class Rounds:
    """Flush; rank once a minute where something was counted, or an hour has passed; keep the books once an hour."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.flusher = folder, Flusher(folder)
        self._ranked = self._swept = -SWEPT_EVERY
        self._is_news = True

    def go(self) -> int:
        """One round; how many records were counted."""
        counted, now = self.flusher.flush(), time.monotonic()
        self._is_news = self._is_news or counted > 0
        since = now - self._ranked
        if (self._is_news and since >= RANKED_EVERY) or since >= SWEPT_EVERY:
            ranking.rank()
            self._ranked, self._is_news = now, False
        if now - self._swept >= SWEPT_EVERY:
            ledger.fold()
            ledger.recount_yesterday(self.folder)
            ledger.sweep(self.folder)
            self._swept = now
        return counted


def loop(stop: threading.Event) -> None:
    """A round every five seconds until `stop` is set. What fails is said, and tried again: the spool keeps it."""
    rounds = Rounds(settings.SPOOL)
    while True:
        try:
            close_old_connections()
            rounds.go()
        except (DatabaseError, OSError) as error:
            log.error("Views wait in the spool: %s: %s", type(error).__name__, error)
            connection.close()
        except Exception:  # A mistake of ours must not end the counting for good, nor pass unseen.
            log.exception("Views wait in the spool")
            connection.close()
        if stop.wait(EVERY):
            connection.close()
            return


def start() -> bool:
    """The flusher's thread in this process; False where it runs already. After a fork each process has its own."""
    with _lock:
        if os.getpid() in _started_in:
            return False
        _started_in.add(os.getpid())
    threading.Thread(target=loop, args=[threading.Event()], name="flush-views", daemon=True).start()
    return True
