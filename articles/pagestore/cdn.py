"""A cache in front of the paper that the paper can purge: a CDN, or a Varnish of its own (settings.CDN).

Each page that we keep tells it for how long it may stand there and which keys it has; each verb tells it which keys are
void, after its commit and before its answer. A page's keys are the slots of its counters: short, and a few collide,
which purges a page too many and never one too few.

What must be told is a row in the transaction of the change, and goes when the cache has confirmed it. The verb itself
takes none away: some seconds later `Errands` tells everything once more. That second time is for what the first could
not reach: a cache that was away, a process that was killed, an old page that was still on its way.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from http.client import HTTPException
from typing import Any
from urllib.request import HTTPRedirectHandler, build_opener

from django.apps import apps
from django.conf import settings
from django.db import Error, connection, transaction
from django.db.models import F
from django.utils import timezone

from articles.pagestore.counters import slot
from articles.pagestore.dialects import DIALECTS, Dialect
from articles.pagestore.lone import Lone
from articles.pagestore.pages import Headers, Page
from articles.pagestore.store import ANY, PageStore

log = logging.getLogger(__name__)
UNDERWAY = 0.5  # seconds in which what has left us has arrived
PATIENCE = 3.0  # seconds that a call may take
SPARED = 10.0  # seconds for which no verb waits again for a cache that did not answer
LOOKED_EVERY, SLOWEST = 1.0, 30  # seconds
MANY = 500  # rows told at once
IN_NEED = 24 * 3600  # seconds that a page may stand on there while we can't be asked
NOTHING = "no-store, max-age=0"  # Both: what Fastly reads is the age.
FAILS = (OSError, HTTPException, ValueError)  # URLError and timeouts are OSErrors.


def dialect() -> Dialect:
    return DIALECTS[settings.CDN["dialect"]]


# What an answer says


def told(page: Page, now: float) -> Headers:
    """Of a page that stands: no longer than until the next moment that changes it, the way there included."""
    speaks, seconds = dialect(), settings.CDN["seconds"]
    if page.stands_until is not None:
        seconds = min(seconds, int(page.stands_until - now - UNDERWAY))
    if seconds < 1 or len(page.slots) > speaks.most_on_a_page:
        return untold()
    need = IN_NEED if page.ends_at is None else min(IN_NEED, int(page.ends_at - now - UNDERWAY) - seconds)
    control = f"max-age={seconds}" + (f", stale-if-error={need}" if need > 0 else "")
    return [(speaks.control, control), (speaks.tags, speaks.between.join(tags_of(page.slots)))]


def untold() -> Headers:
    """Of anything else: not to be kept."""
    return [(dialect().control, NOTHING)]


def tags_of(slots: Iterable[int]) -> list[str]:
    return [f"{one:x}" for one in sorted(slots)]


# What a verb says


def purge(keys: Iterable[str]) -> None:
    """In one call to each address: everything, where the keys are too many for one. Raises OSError unless all
    confirm it."""
    speaks, tags = dialect(), tags_of({slot(key) for key in keys})
    if len(tags) > speaks.most_in_a_call:
        tags = tags_of([slot(ANY)])
    failed = list[str]()
    for address in settings.CDN["addresses"]:
        try:
            _told_to(address, tags)
        except FAILS as error:  # The others hear it all the same.
            failed.append(str(error))
    if failed:
        raise OSError("; ".join(failed))


def _told_to(address: str, tags: list[str]) -> None:
    with _open(dialect().call(address, settings.CDN["token"], tags), timeout=PATIENCE) as answer:
        if not dialect().confirms(answer.read(1 << 16)):
            raise ValueError("The CDN did not confirm a purge.")


class _Straight(HTTPRedirectHandler):
    """A purge that is led elsewhere would be answered with 200 by a page, and the token sent on to strangers."""

    def redirect_request(self, *_ignored: Any) -> None:
        return None


_open = build_opener(_Straight()).open


class Errand:
    """What one transaction has to tell, when it is done. It must not fail: what it is told of has been committed."""

    spared_until = 0.0

    def __init__(self) -> None:
        self.keys, self.held_at = set[str](), 0.0

    def add(self, keys: list[str]) -> None:
        self.keys.update(keys)
        self.held_at = time.monotonic()

    def __call__(self) -> None:
        """At once; or with all else that is done in the same request, before its answer."""
        together = _together.get()
        if together is None or together is self:
            return self.tell()
        together.keys |= self.keys
        together.held_at = max(together.held_at, self.held_at)

    def tell(self) -> None:
        """An old page that left us before its keys were held has arrived by then, so that it goes too."""
        if time.monotonic() < Errand.spared_until:
            return _not_yet()
        left = time.monotonic() if settings.SEVERAL_HOSTS else self.held_at
        time.sleep(max(left + UNDERWAY - time.monotonic(), 0))
        try:
            purge(self.keys)
        except FAILS as error:
            Errand.spared_until = time.monotonic() + SPARED
            log.error("The CDN is not purged, it will be told again: %s", error)
            _not_yet()


def tell(keys: list[str]) -> None:
    """The CDN, when the transaction under way is done."""
    _rows().create(keys=keys)
    waiting = (task for _savepoints, task, *_more in transaction.get_connection().run_on_commit)
    found = next((task for task in waiting if isinstance(task, Errand)), None)
    errand = found or Errand()
    errand.add(keys)
    if found is None:
        transaction.on_commit(errand)


_unheard: ContextVar[list[bool] | None] = ContextVar("unheard", default=None)
_together: ContextVar[Errand | None] = ContextVar("together", default=None)


@contextmanager
def listening() -> Iterator[list[bool]]:
    """One call for all that is changed in here, at its end. Holds something afterwards where it was not confirmed."""
    found, errand = list[bool](), Errand()
    unheard, together = _unheard.set(found), _together.set(errand)
    try:
        yield found
    finally:
        _together.reset(together)
        if errand.keys:
            errand.tell()
        _unheard.reset(unheard)


def _not_yet() -> None:
    found = _unheard.get()
    if found is not None:
        found.append(True)


# What is told again


def _rows() -> Any:
    return apps.get_model("articles", "CdnPurge").objects


class Errands(Lone):
    """Tells all again: one of a host's processes. Several hosts may; it does no harm."""

    def __init__(self, store: PageStore) -> None:
        super().__init__(store.folder / "cdn")
        self.failed = 0

    def run(self) -> None:
        self.keep_at(self.try_to_tell, LOOKED_EVERY)

    def try_to_tell(self) -> None:
        try:
            self.tell_again()
        except Error as error:
            log.error("What the CDN has to be told is not known: %s", error)
            connection.close()

    def tell_again(self) -> None:
        """All that is due in one call: what fails, fails together, and is tried again later and later."""
        due = _rows().filter(due__lte=timezone.now()).order_by("due", "pk")
        found = dict(due.values_list("pk", "keys")[:MANY])
        if not found:
            return
        told = _rows().filter(pk__in=found)
        try:
            purge({key for keys in found.values() for key in keys})
        except FAILS as error:
            self.failed += 1
            wait = timedelta(seconds=min(2 ** min(self.failed, 10), SLOWEST))
            told.update(tries=F("tries") + 1, due=timezone.now() + wait)
            log.error("The CDN is not purged, %d changes wait: %s", len(found), error)
        else:
            told.delete()
            if self.failed:  # It hears again: what failed waits no longer.
                _rows().filter(tries__gt=0).update(due=timezone.now())
            self.failed = 0
