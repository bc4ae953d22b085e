"""nginx, as far as it looks for files; and pages for it."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from articles.pagestore.pages import Page, encoded
from articles.pagestore.ready import SPAN
from articles.pagestore.store import PageStore
from newsroom.edge import PLAIN
from tests.newsroom.store import Door, Got

HOST = ("http", "testserver")


class Nginx:
    """Looks where nginx looks: `/live/$span/$scheme/$host${uri}index.html`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def finds(self, path: str = "/", at: float | None = None, ending: str = "index.html") -> bytes | None:
        span = str(int((at or time.time()) // SPAN))
        file = self.folder / "live" / span / "/".join(HOST) / path.lstrip("/") / ending
        return file.read_bytes() if file.is_file() else None


def application(text: str = "Một trang dài. " * 60, headers: dict[str, str] = PLAIN) -> Any:
    def answer(environ: Any, start: Any) -> Any:
        start("200 OK", list(headers.items()))
        return [text.encode()]

    return answer


def page(store: PageStore, path: str = "/", key: str = "story:1", **facts: Any) -> None:
    made = {"fresh_until": time.time() + 300, **facts}
    ready = Page(store.address(path), [], encoded(b"x" * 900), [], 0, time.time(), **made)
    assert store.keep(ready, [key], store.counters.now)
    store.lay_out(ready, (*HOST, path))


def again(door: Door, path: str = "/", **environ: Any) -> Got:
    """A second reader's answer: from then on nginx has the page."""
    door.get(path, **environ)
    got = door.get(path, **environ)
    assert got.how == "hit"
    return got
