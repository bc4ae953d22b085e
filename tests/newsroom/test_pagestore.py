"""The store itself: one makes a page for all, nothing torn is served, nothing grows without bound."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from articles.pagestore.pages import Page as Ready
from articles.pagestore.pages import encoded
from articles.pagestore.store import ANY, PageStore
from newsroom.edge import Edge
from tests.newsroom.store import Door


def page_of(text: str, wait: float = 0) -> Callable[..., Any]:
    """A stand-in for Django: one page, after a while."""
    calls: list[str] = []

    def application(environ: Any, start: Any) -> Any:
        calls.append(environ["PATH_INFO"])
        time.sleep(wait)
        start("200 OK", [("Content-Type", "text/html")])
        return [text.encode()]

    application.calls = calls  # type: ignore[attr-defined]
    return application


def test_however_many_wait_for_a_cold_page_it_is_made_once(tmp_path: Path) -> None:
    application = page_of("Một lần", wait=0.3)
    door, got = Door(Edge(application, PageStore(tmp_path, 5000))), list[str]()
    crowd = [threading.Thread(target=lambda: got.append(door.get("/").text)) for _ in range(60)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert got == ["Một lần"] * 60
    assert application.calls == ["/"]  # type: ignore[attr-defined]


def test_what_another_process_made_after_a_purge_is_not_made_again(tmp_path: Path) -> None:
    """Though this one has the old page in its memory; and where nobody has made it yet, it makes it."""
    old, new, never = page_of("cũ"), page_of("mới"), page_of("thừa")
    ours, theirs = Door(Edge(old, PageStore(tmp_path, 5000))), Door(Edge(new, PageStore(tmp_path, 5000)))
    assert [ours.get("/").text, theirs.get("/").text] == ["cũ", "cũ"]
    ours.edge.store.purge([ANY])
    ours.edge.application = never
    assert theirs.get("/").text == "mới"
    assert (ours.get("/").text, never.calls) == ("mới", [])  # type: ignore[attr-defined]
    ours.edge.store.purge([ANY])
    assert ours.get("/").text == "thừa"


def test_while_an_old_page_is_made_anew_the_others_have_the_old_one(tmp_path: Path) -> None:
    store = PageStore(tmp_path, 5000)
    door = Door(Edge(page_of("cũ"), store))
    door.get("/")
    page = next(iter(store.shelf._near.values()))
    page.fresh_until = 0
    door.edge.application = page_of("mới", wait=0.4)
    got: list[str] = []
    first = threading.Thread(target=lambda: got.append(door.get("/").text))
    first.start()
    time.sleep(0.1)
    meanwhile = door.get("/")
    first.join()
    assert (meanwhile.text, meanwhile.how, got) == ("cũ", "hit; stale", ["mới"])
    assert door.get("/").text == "mới"


# When something is broken


def broken(environ: Any, start: Any) -> Any:
    start("500 Internal Server Error", [("Content-Type", "text/html")])
    return [b"no database"]


def test_a_page_read_lately_stands_when_it_can_not_be_made_anew_and_says_so(tmp_path: Path) -> None:
    store = PageStore(tmp_path, 5000)
    door = Door(Edge(page_of("cũ"), store))
    door.get("/")
    next(iter(store.shelf._near.values())).fresh_until = 0
    door.edge.application = broken
    got = door.get("/")
    assert (got.status, got.text, got.how) == (200, "cũ", "hit; stale; detail=failed")
    store.purge([ANY])
    assert door.get("/").status == 500


def test_a_torn_file_is_no_page(tmp_path: Path) -> None:
    Door(Edge(page_of("trang"), PageStore(tmp_path, 5000))).get("/")
    (file,) = [path for path in (tmp_path / "shelf").rglob("*") if path.is_file()]
    whole = file.read_bytes()
    for torn in (whole[:-1], whole[:40], b"", b"\n", b"{}\n", whole[:-2] + b"xx", b"\xff" * 99):
        file.write_bytes(torn)
        door = Door(Edge(page_of("trang"), PageStore(tmp_path, 5000)))
        assert (door.get("/").text, door.get("/").how) == ("trang", "hit")


def test_the_store_is_bounded(tmp_path: Path) -> None:
    store = PageStore(tmp_path, pages=2048, in_memory=20_000)
    for number in range(6000):
        ready = Ready(store.address(str(number)), [], encoded(b"x" * 100), [], 0, 0.0, time.time() + 60)
        assert store.keep(ready, [], store.counters.now)
    assert 1800 <= sum(path.is_file() for path in (tmp_path / "shelf").rglob("*")) <= 2048
    assert sum(page.weight for page in store.shelf._near.values()) <= 20_000


def test_a_folder_taken_away_while_it_works_is_made_anew(tmp_path: Path) -> None:
    store, neighbour = PageStore(tmp_path / "pages", 5000), PageStore(tmp_path / "pages", 5000)
    door, other = Door(Edge(page_of("một"), store)), Door(Edge(page_of("hai"), neighbour))
    door.get("/"), other.get("/")
    shutil.rmtree(tmp_path / "pages")
    store.purge([ANY])
    neighbour._looked = 0
    assert other.get("/").text == "hai"
    store.purge([ANY])
    other.edge.application = page_of("ba")
    assert other.get("/").text == "ba"


def test_a_page_of_somebody_is_not_kept(tmp_path: Path) -> None:
    for header in (("Set-Cookie", "a=b"), ("Vary", "Cookie"), ("Cache-Control", "no-store")):

        def own(environ: Any, start: Any, header: tuple[str, str] = header) -> Any:
            start("200 OK", [("Content-Type", "text/html"), header])
            return [b"x"]

        door = Door(Edge(own, PageStore(tmp_path, 5000)))
        assert [door.get("/").how, door.get("/").how] == ["fwd=miss", "fwd=miss"]
