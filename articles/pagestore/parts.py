"""Parts that many pages share (masthead, footer, the box of the most read): made once, for as long as they hold.

A part is kept in the memory of a process, under the same counters as the pages, and hands what it shows and when it
falls due on to every page that takes it in. Whoever has no store has no parts: then each page makes its own.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.utils import timezone

from articles import pagestore
from articles.pagestore.counters import slot
from articles.pagestore.store import ANY, PageStore

T = TypeVar("T")
SECONDS = 60.0  # that a part stands; what no verb names, such as the most read, is then asked for again
MOST = 500  # parts in a process

_parts: OrderedDict[str, _Part] = OrderedDict()
_lock = threading.Lock()


@dataclass
class _Part:
    value: Any
    noted: pagestore.Noted
    slots: list[int]
    born: int
    since: int
    until: float  # of the monotonic clock
    seen: int = 0  # the sequence's number at which it was last found to hold


def part(name: str, make: Callable[[], T]) -> T:
    """What `make` gives, as made lately for another page. Its value is everybody's: nobody changes it."""
    store = pagestore.store()
    if store is None:
        return make()
    found = _parts.get(name)
    if found is None or not _holds(found, store, timezone.now()):
        found = _made(name, make, store)
    else:
        _seen(name)
    pagestore.note(*found.noted.keys)
    pagestore.stands_until(found.noted.due)
    pagestore.stands_until(found.noted.ends, is_end=True)
    value: T = found.value
    return value


def _holds(found: _Part, store: PageStore, now: datetime) -> bool:
    return (
        time.monotonic() < found.until
        and found.born == store.counters.born
        and (found.noted.due is None or now < found.noted.due)
        and store.hears()
        and _stands(found, store)
    )


def _stands(found: _Part, store: PageStore) -> bool:
    now = store.counters.now
    if found.seen != now:
        if not store.counters.holds(found.slots, found.since):
            return False
        found.seen = now
    return True


def _made(name: str, make: Callable[[], T], store: PageStore) -> _Part:
    """And kept, unless something that it shows is being changed. The page around it knows when the next story falls
    due: it may show that story, so that is its end too."""
    counters, around = store.counters, pagestore.noted()
    born, since = counters.born, counters.now
    with pagestore.noting() as noted:
        if around is not None:
            pagestore.stands_until(around.due)
        value = make()
    found = _Part(value, noted, sorted({slot(key) for key in (ANY, *noted.keys)}), born, since, 0)
    if around is not None and store.hears():
        # Without the folder, which somebody has just taken away, there is nothing to keep it under.
        with suppress(OSError), counters.keeping(found.slots, since) as may:
            if may:
                found.until = time.monotonic() + SECONDS
                _keep(name, found)
    return found


def _seen(name: str) -> None:
    """What is asked for stays: the parts of many sections don't push out the footer's."""
    with _lock:
        if name in _parts:
            _parts.move_to_end(name)


def _keep(name: str, found: _Part) -> None:
    with _lock:
        _parts.pop(name, None)
        _parts[name] = found
        while len(_parts) > MOST:
            _parts.popitem(last=False)
