"""Ready pages in earnest: nothing stale after the button's answer, one page made for a crowd, read while the database
is away."""

from __future__ import annotations

import os
import random
import re
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import postgres
from tests.prove.front import Front, Reader, shows

TRIALS = min(int(os.environ.get("PROVE", "600")) // 40, 1000)  # PROVE=40000 for a thousand, over 100,000 pages
STORED = 100 * TRIALS
STORIES = """
from tests import cast
cast.masthead()
for number in range(12):
    story = cast.live_article(f"Tin thử số {number:02d} của tòa soạn")
    print(story.pk, story.get_absolute_url())
"""
FILLED = """
import time
from articles import pagestore
from articles.pagestore.pages import Page, encoded
store = pagestore.store()
bodies = encoded(("<p>Một trang cũ.</p>" * 200).encode())
for number in range({count}):
    page = Page(store.address(str(number)), [], bodies, [], 0, time.time(), time.time() + 3600)
    store.keep(page, [f"article:{{1000 + number + n}}" for n in range(20)], store.counters.now)
print("filled")
"""


@pytest.fixture
def paper(tmp_path: Path, another_database: Callable[[str], str]) -> Iterator[Front]:
    paper = Front(tmp_path, another_database("pages"), PAGE_STORE_PAGES=str(2 * STORED + 1000))
    try:
        paper.start()
        paper.start_nginx()
        yield paper
    finally:
        paper.close()


def stories(paper: Front) -> dict[int, str]:
    printed = paper.manage("shell", "--verbosity", "0", "-c", STORIES)
    return {int(pk): address for pk, address in re.findall(r"^(\d+) (/bai/\S+)$", printed, re.M)}


class Crowd:
    """Readers who ask for everything all the time, so that whatever could be kept wrongly is."""

    def __init__(self, paper: Front, addresses: list[str], readers: int = 4) -> None:
        self.is_over, self.asked, self.wrong = threading.Event(), 0, list[str]()
        ports = [paper.front if paper.processes.keys() & {"nginx", "varnish"} else paper.port, paper.port]
        self.threads = [
            threading.Thread(target=self.read, args=[paper.reader(ports[n % 2]), addresses], daemon=True)
            for n in range(readers)
        ]

    def read(self, reader: Reader, addresses: list[str]) -> None:
        while not self.is_over.is_set():
            status, _text, _headers = reader.get(random.choice(addresses))
            self.asked += 1
            if status not in {200, 302, 410}:  # 302: published between two looks at it
                self.wrong.append(str(status))

    def __enter__(self) -> Crowd:
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.is_over.set()
        for thread in self.threads:
            thread.join()


def test_after_the_buttons_answer_no_layer_has_a_stale_page(paper: Front) -> None:
    """Four processes, nginx with its ready files, readers who keep everything warm: published is there and withdrawn is
    gone, on home, section, feed, story and print, each time."""
    told = stories(paper)
    paper.manage("shell", "--verbosity", "0", "-c", FILLED.format(count=STORED))
    desk, readers, draw = paper.desk(), [paper.reader(), paper.reader(paper.port)], random.Random(7)
    lists = ["/", "/chuyen-muc/xa-hoi/", "/rss/"]
    stale, live, ready, taken = list[str](), dict.fromkeys(told, True), 0, list[tuple[float, float]]()
    with Crowd(paper, [*lists, *told.values(), *(f"{address}in/" for address in told.values())]) as crowd:
        for trial in range(TRIALS):
            pk, start = draw.choice(list(told)), time.monotonic()
            desk.press("withdraw" if live[pk] else "publish", pk)
            live[pk], answered = not live[pk], time.monotonic()
            for reader in readers:
                for path in [*lists, told[pk], f"{told[pk]}in/"]:
                    answer = reader.get(path)
                    ready += "x-served" in answer[2]
                    if shows(told[pk], path, answer) != live[pk]:
                        stale.append(f"trial {trial}: {path} on {reader.port} {answer[0]}, live {live[pk]}")
            taken.append((time.monotonic() - start, answered - start))
    assert stale == []
    assert crowd.wrong == []
    assert ready > 0, "nginx never answered by itself"
    print(
        f"{TRIALS} trials over {STORED} pages, {crowd.asked} read beside them, 0 stale; {ready} answers by nginx alone"
    )
    whole, button = ([round(1000 * seconds) for seconds in sorted(each)] for each in zip(*taken, strict=True))
    told_of = (f"{kind}: {each[len(each) // 2]}, {each[len(each) * 99 // 100]}, {each[-1]}" for kind, each in
               (("from the button to the tenth answer", whole), ("to the button's own", button)))  # fmt: skip
    print("ms, half of them, 99 of 100 and all within: " + "; ".join(told_of))


def test_what_one_host_changes_no_other_serves_once_the_verb_has_answered(
    tmp_path: Path, another_database: Callable[[str], str]
) -> None:
    database, media = another_database("hosts"), str(tmp_path / "media")
    facts = {"READY_FILES": "", "SEVERAL_HOSTS": "1", "WORKERS": "2", "MEDIA_ROOT": media}
    hosts = [Front(tmp_path / name, database, **facts) for name in ("one", "two")]
    try:
        for host in hosts:
            host.start()
        told = stories(hosts[0])
        desks, readers = [host.desk() for host in hosts], [host.reader(host.port) for host in hosts]
        draw, stale, live, hits = random.Random(7), list[str](), dict.fromkeys(told, True), 0
        lists = ["/", "/rss/"]
        with Crowd(hosts[1], [*lists, *told.values()]) as crowd:
            for trial in range(max(TRIALS // 10, 6)):
                pk = draw.choice(list(told))
                draw.choice(desks).press("withdraw" if live[pk] else "publish", pk)
                live[pk] = not live[pk]
                for reader in [*readers, *readers]:
                    for path in [*lists, told[pk]]:
                        answer = reader.get(path)
                        hits += "hit" in answer[2].get("cache-status", "")
                        if shows(told[pk], path, answer) != live[pk]:
                            stale.append(f"trial {trial}: {path} on {reader.port} {answer[0]}, live {live[pk]}")
        assert stale == []
        assert crowd.wrong == []
        assert hits > 0, "Nothing was ever ready."
    finally:
        for host in hosts:
            host.close()


def test_five_hundred_at_one_cold_page_have_it_made_once(paper: Front) -> None:
    address = next(iter(stories(paper).values()))
    barrier, got = threading.Barrier(500), list[tuple[int, str]]()

    def ask() -> None:
        reader = paper.reader(paper.port)
        barrier.wait()
        status, text, _headers = reader.get(address)
        got.append((status, text))

    crowd = [threading.Thread(target=ask) for _ in range(500)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert len(got) == 500
    assert {status for status, _text in got} == {200}
    assert len({text for _status, text in got}) == 1
    made = [line for line in paper.lines() if "fwd=miss" in str(line.get("stored"))]
    assert len(made) == 1, made


@pytest.fixture
def mortal(tmp_path: Path) -> Iterator[tuple[Front, postgres.Cluster]]:
    """On a PostgreSQL of its own, whatever the suite runs on."""
    with postgres.cluster(postgres.SAFE) as cluster:
        paper = Front(tmp_path, cluster.url)
        try:
            paper.start()
            paper.start_nginx()
            yield paper, cluster
        finally:
            paper.close()


def test_while_the_database_is_away_pages_read_lately_are_read_and_it_comes_back_by_itself(
    mortal: tuple[Front, postgres.Cluster],
) -> None:
    paper, cluster = mortal
    told = stories(paper)
    pages = ["/", "/chuyen-muc/xa-hoi/", *told.values()]
    for reader in (paper.reader(), paper.reader(paper.port)):
        assert [reader.get(path)[0] for path in pages] == [200] * len(pages)
    with Crowd(paper, pages) as crowd:
        for _kill in range(3):
            cluster.kill()
            time.sleep(3)
            cluster.start()
            back = time.monotonic() + 10
            reader = paper.reader(paper.port)
            while reader.get("/readyz")[0] != 200 and time.monotonic() < back:
                time.sleep(0.2)
            assert reader.get("/readyz")[0] == 200
    assert crowd.wrong == []
    assert crowd.asked > 100
    paper.desk().press("withdraw", next(iter(told)))
    assert paper.reader().get(next(iter(told.values())))[0] == 410
