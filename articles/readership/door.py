"""What a beacon says, heard with as little trust as it deserves: the client names a story and a load, and nothing else.

The moment, the address and the agent are the server's own; of the last two only a keyed hash goes further.
"""

from __future__ import annotations

import logging
import re
import secrets
import threading
import time
from datetime import date, datetime
from functools import cache
from hashlib import blake2b
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, UnreadablePostError
from django.utils import timezone

from articles.models import ViewSalt
from articles.readership import agents
from articles.readership.agents import Verdict
from articles.readership.spool import Record, Spool

log = logging.getLogger(__name__)

BODY = re.compile(rb"([1-9][0-9]{0,17}) ([0-9a-f]{32})")
LONGEST = 64  # bytes
STAFF_COOKIE, STAFF_PATH = "staff", "/luot-xem/"
AHEAD = re.compile("prefetch|prerender|preview", re.I)
AGAIN = 10.0  # seconds between two tries to get the day's salt


@cache
def spool_in(folder: Path) -> Spool:
    """This process's end of the spool."""
    return Spool(folder)


def keep(request: HttpRequest, now: datetime | None = None) -> None:
    """Write a beacon down; without a query but the day's first. Raises OSError where there is no room."""
    now = now or timezone.now()
    found = BODY.fullmatch(_body(request))
    article, load = (int(found[1]), bytes.fromhex(found[2].decode())) if found else (0, secrets.token_bytes(16))
    verdict = _verdict(request) if found else Verdict.MALFORMED
    at = int(now.timestamp() * 1_000_000)
    spool_in(settings.SPOOL).append(Record(at, article, load, reader_key(request, now), verdict))


def _body(request: HttpRequest) -> bytes:
    """What was sent, if it is as short as a beacon; nothing where it isn't, or where the sender hung up."""
    if not _is_short(request.META.get("CONTENT_LENGTH") or ""):
        return b""
    try:
        return request.body
    except UnreadablePostError:
        return b""


def _is_short(told: str) -> bool:
    return told.isascii() and told.isdigit() and len(told) < 4 and int(told) <= LONGEST


def _verdict(request: HttpRequest) -> Verdict:
    if not _is_ours(request):
        return Verdict.FOREIGN
    headers = request.headers
    if any(AHEAD.search(headers.get(name, "")) for name in ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")):
        return Verdict.PREFETCH
    if request.COOKIES.get(STAFF_COOKIE):
        return Verdict.STAFF
    return agents.verdict(headers.get("User-Agent", ""))


def _is_ours(request: HttpRequest) -> bool:
    """Sent by a page of this paper: browsers say so in one of two headers, and no script of another page can."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None:
        return site == "same-origin"
    return origin is not None and urlsplit(origin).netloc == request.get_host()


def reader_key(request: HttpRequest, now: datetime) -> bytes:
    """16 bytes that tell one reader's floods from another's while the day's salt lives, and nothing after."""
    who = f"{request.META.get('REMOTE_ADDR', '')}\n{request.headers.get('User-Agent', '')}"
    return blake2b(who.encode("utf-8", "surrogateescape"), digest_size=16, key=_salts.of(now)).digest()


class Salts:
    """The day's salt, asked for once a process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._day, self._salt, self._until = date.min, b"", 0.0

    def of(self, now: datetime) -> bytes:
        day = ViewSalt.day_of(now)
        with self._lock:
            if self._day != day or (self._until and time.monotonic() > self._until):
                self._fetch(day)
            return self._salt

    def _fetch(self, day: date) -> None:
        try:
            self._salt, self._until = bytes.fromhex(ViewSalt.of(day)), 0.0
        except DatabaseError as error:
            # The database rests: this process caps floods by a salt of its own, and asks again soon.
            log.warning("No salt for the day yet: %s", type(error).__name__)
            self._salt = self._salt if self._day == day else secrets.token_bytes(32)
            self._until = time.monotonic() + AGAIN
        self._day = day


_salts = Salts()


class Alarm:
    """One line a minute, however many beacons find no room."""

    def __init__(self) -> None:
        self._silent_until = 0.0

    def raise_for(self, error: OSError) -> None:
        if time.monotonic() >= self._silent_until:
            self._silent_until = time.monotonic() + 60
            log.error("Views are being lost: the spool can't be written (%s). Make room on its disk.", error.strerror)


alarm = Alarm()
