"""When a page is laid out for nginx: for its second reader, if it still holds."""

from __future__ import annotations

import gzip
import shutil
import time
from pathlib import Path
from typing import Any

import pytest

from articles.pagestore.pages import Page, encoded
from articles.pagestore.ready import ReadyFiles
from articles.pagestore.store import PageStore
from newsroom.edge import Edge
from tests.newsroom.ready.nginx import HOST, Nginx, again, application, page
from tests.newsroom.store import Door


def test_a_page_that_is_asked_for_again_lies_ready_in_every_encoding(door: Door, nginx: Nginx) -> None:
    """Not before: what a crawler asks for once would be laid out for nobody."""
    assert door.get("/tin-moi/").how == "fwd=miss; stored"
    assert nginx.finds("/tin-moi/") is None
    got = door.get("/tin-moi/")
    assert nginx.finds("/tin-moi/") == got.body
    assert gzip.decompress(nginx.finds("/tin-moi/", ending="index.html.gz") or b"") == got.body
    assert nginx.finds("/tin-moi/", ending="index.html.br")
    assert nginx.finds("/") is None


def test_a_page_that_another_process_made_is_laid_out_by_whoever_is_asked_again(
    store: PageStore, nginx: Nginx, tmp_path: Path
) -> None:
    store.renew()
    Door(Edge(application(), store)).get("/")
    neighbour = Door(Edge(application(), PageStore(tmp_path / "pages", 5000, ready=tmp_path / "ready")))
    assert neighbour.get("/").how == "hit"
    assert nginx.finds("/")


def test_what_was_purged_between_two_readers_is_not_laid_out(store: PageStore, nginx: Nginx) -> None:
    store.renew()
    made = Page(store.address("/"), [], encoded(b"x" * 900), [], 0, time.time(), time.time() + 300)
    assert store.keep(made, ["story:1"], store.counters.now)
    store.purge(["story:1"])
    store.lay_out(made, (*HOST, "/"))
    assert nginx.finds("/") is None


def test_with_the_folder_gone_a_reader_is_answered_and_nginx_gets_nothing_of_before(
    door: Door, nginx: Nginx, store: PageStore, tmp_path: Path
) -> None:
    """The process goes by the counters that it has open for up to a second more; others may have purged in new ones."""
    for path in ("/", "/tin-moi/"):
        door.get(path)
    shutil.rmtree(tmp_path / "pages")
    store._looked = time.monotonic()
    assert door.get("/").how == "hit"
    assert nginx.finds("/") is None
    PageStore(tmp_path / "pages", 5000, ready=tmp_path / "ready").purge(["story:1"])
    assert door.get("/tin-moi/").how == "hit"
    assert nginx.finds("/tin-moi/") is None


def test_an_older_file_does_not_lie_under_a_newer_pages_keys(
    store: PageStore, nginx: Nginx, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_all: Any) -> None:
        raise OSError("No space left on device")

    store.renew()
    page(store, "/", "story:1")
    with monkeypatch.context() as patch:
        patch.setattr(ReadyFiles, "_write", full)
        page(store, "/", "story:2")
    assert nginx.finds("/") is None


def test_what_stands_in_for_a_page_that_cannot_be_made_is_not_laid_out(store: PageStore, nginx: Nginx) -> None:
    door = Door(Edge(application(), store))
    store.renew()
    door.get("/")
    kept = store.get(door.edge.known("http", "testserver", "/", "", store.counters.born).address)
    assert kept
    kept.makeshift_until = kept.fresh_until = time.time() + 60
    assert door.get("/").how == "hit"
    assert nginx.finds("/") is None


def test_a_disk_without_room_for_nginxs_files_costs_no_reader_an_answer(
    door: Door, nginx: Nginx, store: PageStore, monkeypatch: Any
) -> None:
    def full(*_all: Any) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(ReadyFiles, "_write", full)
    assert again(door).status == 200
    assert nginx.finds("/") is None


def test_where_it_was_full_there_is_room_again_when_files_have_gone(
    store: PageStore, nginx: Nginx, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert store.ready
    monkeypatch.setattr(store.ready, "most", 1)
    store.renew()
    again(door, "/")
    store.ready._counted = 0.0  # As a second later.
    again(door, "/tin-moi/")
    assert (bool(nginx.finds("/")), nginx.finds("/tin-moi/")) == (True, None)
    store.ready._take_away(["http/testserver/"])
    store.ready._counted = 0.0
    again(door, "/su-kien/")
    assert nginx.finds("/su-kien/")
