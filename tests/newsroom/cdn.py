"""A small cache that can be purged, and told to refuse: it hears purges over HTTP as the real ones do."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from articles.pagestore.dialects import DIALECTS
from tests.newsroom.store import Door, Got

AGE = re.compile(r"max-age=(\d+)")


class Cdn:
    """In front of a door. `heard` are the purges as they came; `status` and `answer` is what it says to them."""

    def __init__(self, dialect: str) -> None:
        self.speaks, self.dialect = DIALECTS[dialect], dialect
        self.status, self.answer, self.heard = 200, b'{"success": true}', list[tuple[str, dict[str, str], bytes]]()
        self.kept: dict[str, tuple[float, set[str], Got]] = {}
        self.door: Door | None = None
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        threading.Thread(target=self.server.serve_forever, args=[0.02], daemon=True).start()

    @property
    def settings(self) -> dict[str, Any]:
        address = f"http://127.0.0.1:{self.server.server_port}/purge"
        return {"dialect": self.dialect, "addresses": [address], "token": "secret", "seconds": 600}

    def get(self, path: str) -> Got:
        until, _tags, got = self.kept.get(path, (0.0, set[str](), None))
        if got is not None and time.time() < until:
            return got
        assert self.door
        got = self.door.get(path)
        told = AGE.search(got.headers.get(self.speaks.control.lower(), ""))
        if told and int(told[1]):
            tags = set(got.headers[self.speaks.tags.lower()].split(self.speaks.between))
            self.kept[path] = (time.time() + int(told[1]), tags, got)
        return got

    def purge(self, method: str, headers: dict[str, str], body: bytes) -> None:
        self.heard.append((method, headers, body))
        if self.status == 200:
            named = headers.get(self.speaks.tags.lower(), "")
            tags = set(json.loads(body)["tags"]) if body else set(named.split(self.speaks.between))
            self.kept = {path: one for path, one in self.kept.items() if not one[1] & tags}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        cdn = self

        class Handler(BaseHTTPRequestHandler):
            def hear(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                cdn.purge(self.command, {name.lower(): text for name, text in self.headers.items()}, body)
                self.send_response(cdn.status)
                if cdn.status == 302:
                    self.send_header("Location", "/elsewhere")
                self.end_headers()
                self.wfile.write(cdn.answer)

            do_GET = do_POST = do_PURGE = hear

            def log_message(self, *_ignored: Any) -> None:
                pass

        return Handler


@contextmanager
def listening(dialect: str = "varnish") -> Iterator[Cdn]:
    found = Cdn(dialect)
    try:
        yield found
    finally:
        found.server.shutdown()
        found.server.server_close()
