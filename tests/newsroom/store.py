"""The application behind its door, with a store of a test's own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import quote, urlsplit

from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from articles import pagestore
from articles.pagestore.store import PageStore
from newsroom.edge import Edge


@dataclass
class Got:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def how(self) -> str:
        """How it was come by: "hit", "fwd=miss; stored"…; "" for what the store has nothing to do with."""
        return self.headers.get("cache-status", "").removeprefix("newsroom; ")


@dataclass
class Door:
    """A browser at the door: `get("/")`. `made` lists what Django was asked."""

    edge: Edge
    made: list[str] = field(default_factory=list)

    def get(self, address: str, method: str = "GET", **environ: Any) -> Got:
        parts, got, body = urlsplit(address), [""], list[bytes]()
        asked = {
            "REQUEST_METHOD": method,
            "PATH_INFO": parts.path.encode().decode("latin-1"),
            "QUERY_STRING": quote(parts.query, safe="=&%/?+"),
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "testserver",
            "REMOTE_ADDR": "203.0.113.9",
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(),
            "wsgi.errors": BytesIO(),
            "wsgi.version": (1, 0),
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
            **environ,
        }
        headers: dict[str, str] = {}

        def start(status: str, told: list[tuple[str, str]], _error: Any = None) -> None:
            got[0] = status
            headers.update({name.lower(): value for name, value in told})

        answer = self.edge(asked, start)
        body += answer
        if hasattr(answer, "close"):
            answer.close()
        return Got(int(got[0].split()[0]), headers, b"".join(body))


@contextmanager
def opened(folder: Path, pages: int = 5000) -> Iterator[Door]:
    """A store in `folder`, to which the verbs' purges go, and a door before Django."""
    store, django = PageStore(folder, pages), WSGIHandler()
    door = Door(Edge(lambda environ, start: _made(door, django, environ, start), store))
    signals = (request_started, request_finished)
    for signal in signals:  # A test's connection outlives its requests, as with Django's own test client.
        signal.disconnect(close_old_connections)
    try:
        with patch.object(pagestore, "store", lambda: store):
            yield door
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


def _made(door: Door, django: WSGIHandler, environ: dict[str, Any], start: Any) -> Any:
    query = environ.get("QUERY_STRING", "")
    door.made.append(environ["PATH_INFO"] + (f"?{query}" if query else ""))
    return django(environ, start)
