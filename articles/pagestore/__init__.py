"""Ready pages: made once, served like a file, gone the moment that what they show changes.

A page being made notes what it reads (`note`); a verb that changes what readers see names it (`purge`). Both speak in
keys: "story:7", "section:3", "paper" for the list of all stories, "frame" for what stands on every page.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from django.conf import settings
from django.db import transaction

from articles.pagestore import bus, cdn
from articles.pagestore.store import ANY, PageStore

__all__ = ["ANY", "Noted", "note", "noted", "noting", "purge", "stands_until", "store"]
log = logging.getLogger(__name__)


@dataclass
class Noted:
    """What the making of a page has said of it: the keys of what it shows, when the first of it falls due."""

    keys: set[str] = field(default_factory=set)
    due: datetime | None = None
    ends: datetime | None = None


_noted: ContextVar[Noted | None] = ContextVar("noted", default=None)


@lru_cache(1)
def store() -> PageStore | None:
    """The machine's store as this process has it open; None where the settings want none."""
    if not settings.PAGE_STORE_PAGES:
        return None
    try:
        return PageStore(
            settings.PAGE_STORE,
            settings.PAGE_STORE_PAGES,
            ready=settings.READY_FILES,
            one_of_several=settings.SEVERAL_HOSTS,
        )
    except OSError as error:
        log.error("No page is kept ready: %s", error)
        return None


def note(*keys: str) -> None:
    """The page being made shows what these stand for."""
    page = _noted.get()
    if page is not None:
        page.keys.update(keys)


def noted() -> Noted | None:
    """What the page being made has said so far; None where none is."""
    return _noted.get()


def stands_until(moment: datetime | None, is_end: bool = False) -> None:
    """The page being made changes then by itself. With `is_end` because it shows what nobody may read any more: then
    it is not shown even where no other can be made."""
    page = _noted.get()
    if page is None or moment is None:
        return
    page.due = min(page.due or moment, moment)
    if is_end:
        page.ends = min(page.ends or moment, moment)


@contextmanager
def noting() -> Iterator[Noted]:
    """Gathers what is noted while a page is made."""
    page = Noted()
    token = _noted.set(page)
    try:
        yield page
    finally:
        _noted.reset(token)


def purge(keys: Iterable[str]) -> None:
    """No ready page that shows any of these is served from now on, nor kept until the transaction under way is done:
    one made meanwhile may show what was before."""
    ready, named = store(), list(dict.fromkeys(keys))
    if not named:
        return
    if ready is not None and transaction.get_connection().in_atomic_block:
        ready.hold(named)
        transaction.on_commit(lambda: ready.purge(named))
    elif ready is not None:
        ready.purge(named)
    if settings.SEVERAL_HOSTS:
        bus.tell(named)
    if settings.CDN:
        cdn.tell(named)  # Last: by then the other hosts have heard.
