"""Several hosts with a store each and one database: a purge is a row beside the change that it is for.

A host reads the rows of the others several times a second, and serves from its store only for a moment (`LEASE`) after
it last could. Whoever purges waits for that moment once the change is committed: then every other host has either heard
of it or asks the database again. So nothing stale is served once a verb has answered, also by a host that is cut off.
"""

from __future__ import annotations

import logging
import time
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db import Error, connection, transaction
from django.utils import timezone

from articles.pagestore.lone import Lone
from articles.pagestore.store import ANY, LEASE, PageStore

log = logging.getLogger(__name__)
HEARD_EVERY = 0.2  # seconds
RECENT = timedelta(seconds=90)  # A row is read for so long: longer than a transaction lasts from the row to its end.
KEPT = timedelta(minutes=10)


def notices() -> Any:
    return apps.get_model("articles", "PurgeNotice").objects


def tell(keys: list[str]) -> None:
    """The other hosts, with the transaction under way; it ends when they have heard."""
    notices().create(keys=keys)
    if not any(waits is wait for _savepoints, waits, *_more in transaction.get_connection().run_on_commit):
        transaction.on_commit(wait)


def wait() -> None:
    """Until every other host has heard what is committed, or serves nothing unasked."""
    time.sleep(LEASE)


class Bus(Lone):
    """This host's ear: one of its processes listens for all."""

    def __init__(self, store: PageStore) -> None:
        super().__init__(store.folder / "bus")
        self.store, self.known, self.is_cut_off = store, set[int](), False

    def listen(self) -> None:
        self.keep_at(self.try_to_hear, HEARD_EVERY)

    def try_to_hear(self) -> bool:
        try:
            self.hear()
        except (Error, OSError) as error:
            if not self.is_cut_off:
                log.error("Other hosts are not heard, no ready page is served: %s", error)
            self.is_cut_off = True
            connection.close()
            return False
        if self.is_cut_off:
            log.warning("Other hosts are heard again.")
        self.is_cut_off = False
        return True

    def hear(self) -> None:
        """Purge here what was purged anywhere since the last time; all where that was too long ago to tell."""
        asked = time.monotonic()
        found = dict(notices().filter(at__gt=timezone.now() - RECENT).values_list("pk", "keys"))
        if self.store.counters.silence() > RECENT.total_seconds() / 2:
            self.store.purge([ANY])
        elif new := {key for pk in found.keys() - self.known for key in found[pk]}:
            self.store.purge(new)
        if found.keys() - self.known:
            notices().filter(at__lt=timezone.now() - KEPT).delete()
        self.known = set(found)
        self.store.counters.heard(asked)
