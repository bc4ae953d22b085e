"""Around the whole application, ready pages included: a request's number, its line in the log, its metrics.

No line holds an address, a cookie, an agent or a query: nobody's reading can be followed in it.
"""

from __future__ import annotations

import logging
import re
import secrets
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings

from newsroom import metrics
from newsroom.logs import request_id

log = logging.getLogger("access")

NUMBER = re.compile(r"[A-Za-z0-9_-]{8,64}")
Headers = list[tuple[str, str]]


class Watched:
    """The application, watched. It counts the time until its answer has been handed over to the server."""

    def __init__(self, application: WSGIApplication) -> None:
        self.application = application

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        begun = time.perf_counter()
        number = environ["newsroom.request_id"] = _number(environ)
        request_id.set(number)
        told = _Told(environ, begun)

        def start(status: str, headers: Headers, exc_info: Any = None) -> Callable[[bytes], object]:
            told.status, told.headers = status[:3], headers
            # A ready page's list of headers is everybody's: never added to.
            numbered = [*headers, ("X-Request-ID", number)]
            return start_response(status, numbered, exc_info) if exc_info else start_response(status, numbered)

        body: Iterable[bytes] = ()
        try:
            body = self.application(environ, start)
        finally:
            streams = getattr(body, "streaming", False)
            if not streams:
                told.done()
        return _Watched(body, told) if streams else body


def _number(environ: WSGIEnvironment) -> str:
    """Our own proxy's number, or a new one: a stranger can't choose what our log says."""
    sent = environ.get("HTTP_X_REQUEST_ID", "") if settings.TRUSTED_PROXIES else ""
    return sent if NUMBER.fullmatch(sent) else secrets.token_hex(8)


class _Told:
    """What is known of a request when it ends."""

    def __init__(self, environ: WSGIEnvironment, begun: float) -> None:
        self.environ, self.begun = environ, begun
        self.status, self.headers = "500", Headers()

    def done(self) -> None:
        seconds, environ = time.perf_counter() - self.begun, self.environ
        method = environ.get("REQUEST_METHOD", "")
        if metrics.is_on:
            metrics.request(metrics.kind_of(environ.get("PATH_INFO", ""), method), self.status, seconds)
            if "newsroom.database" in environ:
                metrics.database_failure()
        if log.isEnabledFor(logging.INFO):
            facts = self.facts(method, seconds)
            log.info("%s", " ".join(f"{name}={value}" for name, value in facts.items()), extra={"facts": facts})

    def facts(self, method: str, seconds: float) -> dict[str, Any]:
        """The route stands for the address, which may hold somebody's key."""
        environ = self.environ
        length = next((value for name, value in self.headers if name.lower() == "content-length"), None)
        found = {
            "method": method if method.isalpha() and len(method) < 16 else "?",
            "route": environ.get("newsroom.route"),
            "object": environ.get("newsroom.object"),
            "status": int(self.status) if self.status.isdigit() else 500,
            "ms": round(seconds * 1000, 2),
            "bytes": int(length) if length and length.isdigit() else None,
            "stored": environ.get("newsroom.stored"),
        }
        return {name: value for name, value in found.items() if value is not None}


class _Watched:
    """A stream that says when it has ended."""

    def __init__(self, body: Any, told: _Told) -> None:
        self.body, self.told = body, told

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.body)

    def close(self) -> None:
        self.body.close()
        self.told.done()
