"""The store: the shelf, the counters and the flights together."""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from articles.pagestore.counters import Counters, slot
from articles.pagestore.flights import Flights
from articles.pagestore.pages import ENCODINGS, Page
from articles.pagestore.ready import ReadyFiles
from articles.pagestore.shelf import IN_MEMORY, Shelf

log = logging.getLogger(__name__)
LOOKED_EVERY = 1.0  # seconds
ANY = "any"  # the key of every page
LEASE = 0.6  # seconds that a host serves from its store after it last heard the others
WHOLE = {slot(ANY), slot("frame")}  # on every page
Place = tuple[str, str, str]
Made = Callable[[int], Page | None]


class PageStore:
    def __init__(
        self,
        folder: Path,
        pages: int,
        in_memory: int = IN_MEMORY,
        ready: Path | None = None,
        one_of_several: bool = False,
    ) -> None:
        self.one_of_several = one_of_several
        self.folder, self.pages, self.in_memory = folder, pages, in_memory
        self.ready = ReadyFiles(ready, pages) if ready else None
        self._lock = threading.Lock()
        self._open()

    def _open(self) -> None:
        self.counters = Counters(self.folder / "counters")
        self.flights = Flights(self.folder / "flights")
        self.shelf = Shelf(self.folder / "shelf", self.pages, self.in_memory)
        self._looked = time.monotonic()

    def address(self, *parts: str) -> str:
        return "\n".join((str(self.counters.born), *parts))

    def get(self, address: str) -> Page | None:
        """A page that still shows what is: fresh, or at least standing; see `is_fresh`."""
        self._look()
        page = self.shelf.get(address)
        if page is not None and not self.stands(page):
            page = self.shelf.again(page)
        return page if page is not None and self.stands(page) else None

    def stands(self, page: Page) -> bool:
        """Nothing that it shows has been purged."""
        now = self.counters.now
        if page.seen != now:
            if not self.counters.holds(page.slots, page.since):
                return False
            page.seen = now
        return True

    @staticmethod
    def is_due(page: Page, now: float) -> bool:
        """Something else has fallen due since: the page is of before."""
        return page.stands_until is not None and now >= page.stands_until

    def is_fresh(self, page: Page, now: float) -> bool:
        return now < page.fresh_until and not self.is_due(page, now) and (self.hears() or now < page.makeshift_until)

    def hears(self) -> bool:
        """Whatever another host has purged, and answered for, is purged here too."""
        return not self.one_of_several or self.counters.silence() < LEASE

    def keep(self, page: Page, keys: Iterable[str], since: int) -> bool:
        """Put a page by whose making began at `since`; False where something that it shows was purged meanwhile."""
        page.slots, page.since = sorted({slot(key) for key in (ANY, *keys)}), since
        may = False
        try:
            with self.counters.keeping(page.slots, since) as may:
                if may:
                    self.shelf.put(page)
        except OSError as error:
            log.warning("A page stays in memory alone: %s", error)
        return may

    def pack(self, page: Page, encoding: str) -> None:
        """A kept page, asked for in an encoding that it lacks; whoever reads it from the disk has it then too."""
        if page.pack([encoding]):
            self.shelf.weigh(page)
            self._with_kept(page, lambda: self.shelf.put_again(page))

    def lay_out(self, page: Page, place: Place) -> None:
        """Hand a kept page to nginx, for this place (scheme, host, path). Tried once a process."""
        page.is_laid_out, ready = True, self.ready  # First: of two threads one does it.
        if ready is None or not ready.takes(*place[1:]):
            return
        is_new = page.pack(ENCODINGS)
        self.shelf.weigh(page)

        def put() -> None:
            ready.put(page, *place)
            if is_new:
                self.shelf.put_again(page)

        self._with_kept(page, put)

    def _with_kept(self, page: Page, act: Callable[[], None]) -> None:
        """If the page still holds: by the counters that all others go by, not by some that were taken away with the
        folder."""
        counters = self.counters
        try:
            with counters.keeping(page.slots, page.since) as may:
                if may and counters.is_there() and page.address.startswith(f"{counters.born}\n"):
                    act()
        except (OSError, sqlite3.Error) as error:
            log.warning("A page is ready for fewer than it could be: %s", error)

    def hold(self, keys: Iterable[str]) -> None:
        self._look(at_once=True)
        slots = {slot(key) for key in keys}
        self.counters.hold(slots, then=lambda: self._take_ready(slots))

    def purge(self, keys: Iterable[str]) -> None:
        self._look(at_once=True)
        slots = {slot(key) for key in keys}
        self.counters.purge(slots, then=lambda: self._take_ready(slots))

    def _take_ready(self, slots: set[int]) -> None:
        if self.ready:
            self.ready.purge(slots, is_all=bool(slots & WHOLE))

    def renew(self, clears: bool = False) -> None:
        """See to nginx's links and what is out of date, once a second or so; now and then clear away what is left."""
        if self.ready:
            self._look(at_once=True)
            with self.counters.alone():
                self.ready.renew()
            if clears:
                self.ready.clear_away()

    def _look(self, at_once: bool = False) -> None:
        """Somebody may have taken the folder away: then all begin anew, in the one that stands there."""
        if at_once or time.monotonic() - self._looked > LOOKED_EVERY:
            self._looked = time.monotonic()
            if not self.counters.is_there():
                with self._lock:
                    if not self.counters.is_there():
                        self._open()
