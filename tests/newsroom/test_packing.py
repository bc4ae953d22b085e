"""A ready page has the encodings that somebody has asked for, and each is made once for all processes."""

from __future__ import annotations

import gzip
import threading
import time
from pathlib import Path
from typing import Any
from unittest.mock import patch

import brotli  # type: ignore[import-untyped]
import pytest

from articles.pagestore import pages
from articles.pagestore.pages import ENCODINGS
from articles.pagestore.store import ANY, PageStore
from newsroom.edge import Edge
from tests.newsroom.ready.nginx import application
from tests.newsroom.store import Door, Got

TEXT = "Một trang dài. " * 60
UNPACKED = {"br": brotli.decompress, "gzip": gzip.decompress, "identity": bytes}


def get(door: Door, encoding: str, **environ: Any) -> Got:
    return door.get("/", HTTP_ACCEPT_ENCODING=encoding, **environ)


def door(folder: Path, text: str = TEXT) -> Door:
    return Door(Edge(application(text), PageStore(folder, 5000)))


@pytest.fixture
def packings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    made: list[str] = []
    for name, pack in pages._PACK.items():
        monkeypatch.setitem(pages._PACK, name, lambda body, name=name, pack=pack: (made.append(name), pack(body))[1])
    return made


@pytest.mark.parametrize("first", ENCODINGS)
def test_whoever_comes_first_all_get_the_same_text_as_they_asked_for_it(tmp_path: Path, first: str) -> None:
    ours = door(tmp_path)
    for encoding in (first, *ENCODINGS, *ENCODINGS):
        got = get(ours, encoding)
        assert got.headers.get("content-encoding", "identity") == encoding
        assert got.headers["content-length"] == str(len(got.body))
        assert UNPACKED[encoding](got.body).decode() == TEXT


def test_each_encoding_is_made_once_for_all_processes_and_only_when_it_is_asked_for(
    tmp_path: Path, packings: list[str]
) -> None:
    ours, theirs = door(tmp_path), door(tmp_path, "Nie gefragt")
    assert (get(ours, "br, gzip").how, packings) == ("fwd=miss; stored", ["br"])
    assert (get(ours, "gzip").how, get(ours, "br").how, packings) == ("hit", "hit", ["br", "gzip"])
    assert {get(theirs, encoding).how for encoding in ENCODINGS} == {"hit"}
    assert packings == ["br", "gzip"]


def test_what_is_known_in_one_encoding_is_known_before_it_was_asked_for_in_it_again(tmp_path: Path) -> None:
    """As after a restart: the reader has the gzipped page, and the store has it for others."""
    tag = get(door(tmp_path / "before"), "gzip").headers["etag"]
    ours = door(tmp_path / "after")
    assert get(ours, "br").headers["etag"] != tag
    assert get(ours, "br", HTTP_IF_NONE_MATCH=tag).status == 304
    assert get(ours, "br", HTTP_IF_NONE_MATCH=tag.replace("gzip", "zstd")).status == 200


def test_a_page_that_was_purged_is_not_put_back_by_being_packed(tmp_path: Path) -> None:
    ours = door(tmp_path)
    get(ours, "br")
    (page,) = ours.edge.store.shelf._near.values()
    ours.edge.store.purge([ANY])
    before = {path: path.stat().st_mtime_ns for path in tmp_path.glob("shelf/*/*")}
    ours.edge.store.pack(page, "gzip")
    assert {path: path.stat().st_mtime_ns for path in tmp_path.glob("shelf/*/*")} == before
    assert gzip.decompress(page.bodies["gzip"]).decode() == TEXT


def test_a_newer_page_of_another_process_is_not_replaced_by_an_older_one(tmp_path: Path) -> None:
    ours, theirs = door(tmp_path), door(tmp_path, TEXT + "Mới.")
    get(ours, "br")
    (page,) = ours.edge.store.shelf._near.values()
    ours.edge.store.purge([ANY])
    assert gzip.decompress(get(theirs, "gzip").body).decode() == TEXT + "Mới."
    page.since = ours.edge.store.counters.now  # As if both held: one made anew after its five minutes.
    ours.edge.store.pack(page, "gzip")
    assert gzip.decompress(get(door(tmp_path), "gzip").body).decode() == TEXT + "Mới."


def test_with_a_full_disk_a_page_is_packed_in_memory(tmp_path: Path) -> None:
    ours = door(tmp_path)
    get(ours, "br")
    with patch("articles.pagestore.shelf.open", side_effect=OSError("No space left on device"), create=True):
        assert gzip.decompress(get(ours, "gzip").body).decode() == TEXT
    assert get(ours, "gzip").how == "hit"
    assert get(door(tmp_path), "br").how == "hit", "What lay there was as good as before."


def test_what_packing_makes_no_smaller_is_tried_once(tmp_path: Path, packings: list[str]) -> None:
    ours = door(tmp_path)
    with patch.dict(pages._PACK, gzip=lambda body: (packings.append("gzip"), body * 2)[1]):
        for _reader in range(3):
            assert "content-encoding" not in get(ours, "gzip").headers
    assert packings.count("gzip") <= 2  # At its making, and once more.


def test_the_memory_of_a_process_counts_what_a_page_was_packed_into(tmp_path: Path) -> None:
    ours = door(tmp_path)
    for encoding in ENCODINGS:
        get(ours, encoding)
    shelf = ours.edge.store.shelf
    (page,) = shelf._near.values()
    assert shelf._bytes == page.weight == sum(len(get(ours, encoding).body) for encoding in ENCODINGS)
    theirs = door(tmp_path)
    get(theirs, "br")
    page.vain, page.bodies = set(), {"identity": page.bodies["identity"]}
    ours.edge.store.pack(page, "gzip")  # Not put: it is another's file by now, or none.
    assert shelf._bytes == page.weight
    page.pack(["br"])
    shelf.drop(page)
    assert shelf._bytes == 0


def test_what_stands_in_for_a_page_that_cannot_be_made_is_no_page_of_others(tmp_path: Path) -> None:
    ours = door(tmp_path)
    get(ours, "br")
    (page,) = ours.edge.store.shelf._near.values()
    page.fresh_until = page.makeshift_until = time.time() + 60
    before = [path.stat().st_mtime_ns for path in tmp_path.glob("shelf/*/*")]
    assert get(ours, "gzip").how == "hit"
    assert [path.stat().st_mtime_ns for path in tmp_path.glob("shelf/*/*")] == before


def test_what_one_thread_adds_another_does_not_stumble_over(tmp_path: Path) -> None:
    ours = door(tmp_path)
    get(ours, "br")
    (page,) = ours.edge.store.shelf._near.values()
    going_through = iter(page.bodies.values())
    next(going_through)
    ours.edge.store.pack(page, "gzip")
    assert list(going_through)


def test_readers_of_different_browsers_may_come_at_once(tmp_path: Path) -> None:
    """One thread packs while another looks through what there is."""
    ours, failed = door(tmp_path, TEXT * 40), []
    get(ours, "identity")

    def ask(encoding: str) -> None:
        got = get(ours, encoding)
        if UNPACKED[encoding](got.body).decode() != TEXT * 40:
            failed.append(encoding)

    crowd = [threading.Thread(target=ask, args=[encoding]) for encoding in ENCODINGS * 12]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert not failed
    assert set(next(iter(ours.edge.store.shelf._near.values())).bodies) == set(ENCODINGS)
