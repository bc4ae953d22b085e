"""Ready files: what nginx finds in the folder, and what it no longer finds."""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path
from typing import Any

from articles.pagestore.ready import SPAN, ReadyFiles
from articles.pagestore.store import ANY, PageStore
from newsroom.edge import PLAIN, Edge
from tests.newsroom.ready.nginx import HOST, Nginx, again, application, page
from tests.newsroom.store import Door


def test_what_nginx_would_send_with_other_headers_or_has_no_plain_address_stays_with_us(
    store: PageStore, nginx: Nginx
) -> None:
    store.renew()
    for headers in ({**PLAIN, "Content-Type": "application/rss+xml"}, {**PLAIN, "Link": "</x>"}, {}):
        again(Door(Edge(application(headers=headers), store)))
        assert nginx.finds("/") is None
        store.purge([ANY])
    door = Door(Edge(application(), store))
    door.get("/tin-moi/?trang=2")
    door.get("/tin-moi/?trang=2")
    again(door, HTTP_HOST="testserver:8000")
    assert [nginx.finds("/"), nginx.finds("/tin-moi/")] == [None, None]


def test_a_purge_takes_away_what_shows_it_and_nothing_else(store: PageStore, nginx: Nginx) -> None:
    store.renew()
    page(store, "/bai/mot-1/", "story:1")
    page(store, "/bai/hai-2/", "story:2")
    store.purge(["story:1"])
    assert [bool(nginx.finds(path)) for path in ("/bai/mot-1/", "/bai/hai-2/")] == [False, True]
    store.hold(["story:2"])
    assert nginx.finds("/bai/hai-2/") is None


def test_what_stands_on_all_pages_empties_the_tree_and_the_old_one_is_cleared_away(
    store: PageStore, nginx: Nginx
) -> None:
    store.renew()
    page(store, "/bai/mot-1/")
    store.purge(["frame"])
    assert nginx.finds("/bai/mot-1/") is None
    page(store, "/bai/hai-2/")
    assert nginx.finds("/bai/hai-2/")
    assert len(list(nginx.folder.glob("tree.*"))) > 1
    store.renew(clears=True)
    assert len(list(nginx.folder.glob("tree.*"))) == 1
    assert nginx.finds("/bai/hai-2/")


def test_more_files_than_are_worth_it_go_all_at_once(store: PageStore, nginx: Nginx, monkeypatch: Any) -> None:
    monkeypatch.setattr("articles.pagestore.ready.MANY", 5)
    store.renew()
    for number in range(8):
        page(store, f"/bai/tin-{number}/", "story:1")
    store.purge(["story:1"])
    assert [nginx.finds(f"/bai/tin-{number}/") for number in range(8)] == [None] * 8


def test_nginx_is_led_nowhere_while_nobody_is_here_to_see_to_it(store: PageStore, nginx: Nginx) -> None:
    page(store, "/")
    assert nginx.finds("/") is None  # Nobody has renewed the links yet.
    store.renew()
    assert nginx.finds("/")
    assert nginx.finds("/", at=time.time() + 3 * SPAN) is None


def test_in_a_span_in_which_something_falls_due_nginx_asks_us(store: PageStore, nginx: Nginx) -> None:
    files = store.ready
    assert files
    start = (time.time() // SPAN + 10) * SPAN
    page(store, "/", fresh_until=start + 9 * SPAN, stands_until=start + SPAN - 1)
    for at, is_led in ((start - 1, True), (start + 5, False), (start + SPAN - 2, False)):
        files.renew(at)
        assert bool(nginx.finds("/", at)) is is_led, at
        assert not nginx.finds("/", start + SPAN), at  # The next span is opened when all has been seen to.
    files.renew(start + SPAN - 0.5)
    assert nginx.finds("/", start + SPAN) is None  # It was of before, and is gone.


def test_a_moment_close_at_hand_shuts_the_span_that_was_open(store: PageStore, nginx: Nginx) -> None:
    store.renew()
    page(store, "/bai/mot-1/")
    assert nginx.finds("/bai/mot-1/")
    page(store, "/", stands_until=time.time() + 2)
    assert nginx.finds("/bai/mot-1/") is None


def test_what_is_out_of_date_is_taken_away(store: PageStore, nginx: Nginx) -> None:
    files = store.ready
    assert files
    page(store, "/", fresh_until=time.time() + 2)
    files.renew()
    assert nginx.finds("/")
    files.renew(time.time() + 3)
    assert nginx.finds("/", time.time() + 3) is None


def test_two_texts_of_one_length_and_second_are_not_taken_for_one(door: Door, nginx: Nginx, store: PageStore) -> None:
    """nginx makes a file's ETag of its time and size."""

    def tag() -> tuple[int, int]:
        found = os.stat(nginx.folder / "tree" / "/".join(HOST) / "index.html")
        return int(found.st_mtime), found.st_size

    door.edge.application = application("Giá xăng 20.000 " * 50)
    again(door)
    before = tag()
    store.purge([ANY])
    door.edge.application = application("Giá xăng 30.000 " * 50)
    again(door)
    assert tag()[1] == before[1]
    assert tag()[0] != before[0]
    store.purge([ANY])
    door.edge.application = application("Giá xăng 20.000 " * 50)
    again(door)
    assert tag() == before


def test_another_program_begins_anew(store: PageStore, nginx: Nginx, monkeypatch: Any) -> None:
    door = Door(Edge(application(), store))
    store.renew()
    again(door)
    Edge(application(), store)
    assert nginx.finds("/")
    monkeypatch.setattr("newsroom.edge.age", lambda: "another")
    Edge(application(), store)
    assert nginx.finds("/") is None


def test_an_index_that_can_not_be_read_is_begun_anew_with_its_files(store: PageStore, nginx: Nginx) -> None:
    store.renew()
    page(store, "/")
    (nginx.folder / "index").write_bytes(b"no database" * 500)
    (nginx.folder / "index-wal").unlink(missing_ok=True)
    (nginx.folder / "index-shm").unlink(missing_ok=True)
    anew = PageStore(store.folder, 5000, ready=nginx.folder)
    assert nginx.finds("/") is None
    page(anew, "/")
    assert nginx.finds("/")


def test_where_the_index_fails_in_a_purge_nginx_finds_nothing(store: PageStore, nginx: Nginx, monkeypatch: Any) -> None:
    store.renew()
    page(store, "/", "story:1")

    def full(_self: ReadyFiles, _slots: list[int]) -> list[str]:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(ReadyFiles, "_showing", full)
        store.purge(["story:1"])
    assert nginx.finds("/") is None
    store.renew()
    assert nginx.finds("/") is None
    page(store, "/", "story:1")
    assert nginx.finds("/")


def test_the_folder_is_bounded(tmp_path: Path) -> None:
    files = ReadyFiles(tmp_path, most=3)
    store = PageStore(tmp_path / "pages", 5000)
    store.ready = files
    files.renew()
    for number in range(6):
        files._counted = 0
        page(store, f"/bai/tin-{number}/")
    assert len(list(tmp_path.glob("tree.1/**/index.html"))) == 3
