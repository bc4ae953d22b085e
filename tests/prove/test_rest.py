"""PostgreSQL is killed under load and started again: no traceback, nothing that was sent is lost, nothing restarted."""

from __future__ import annotations

import json
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from html import unescape
from http.client import HTTPException
from urllib.parse import urlencode

import pytest

from tests.prove.stack import Page, Stack

KILLS, AWAY = 3, 4.0  # how often; seconds that it is away each time
SET_UP = """
from tests import cast
cast.masthead(name="Báo Thử")
print(" ".join(cast.live_article(f"Tin {n}").get_absolute_url() for n in range(8)))
"""
TEXTS = """
import json
from comments.models import Comment
print(json.dumps(sorted(Comment.objects.values_list("text", flat=True))))
"""
COUNTED = """
from articles.models import ViewReject, ViewTotal
print(sum(n for model in (ViewTotal, ViewReject) for n in model.objects.values_list("count", flat=True)))
"""
OURS = {"Sec_Fetch_Site": "same-origin", "Content_Type": "application/x-www-form-urlencoded"}
GIVEN_BACK = re.compile(r'<textarea name="text"[^>]*>\n?([^<]*)</textarea>')


@pytest.fixture
def stack() -> Iterator[Stack]:
    stack = Stack()
    try:
        stack.start()
        stack.start_nginx()
        yield stack
    finally:
        stack.remove()


class Load:
    """People at work until it is over; every answer is kept."""

    def __init__(self, stack: Stack, stories: list[str]) -> None:
        self.stack, self.stories = stack, stories
        self.over, self.answers, self.wrong = threading.Event(), Counter[tuple[str, int]](), list[str]()
        self.written, self.returned = list[str](), list[str]()
        works = [self.read_stored, self.read_new, self.view, self.write, self.open_the_desk]
        self.people = [threading.Thread(target=self.go, args=[work]) for work in works]

    def go(self, work: Callable[[int], None]) -> None:
        number = 0
        while not self.over.is_set():
            number += 1
            try:
                work(number)
            except (OSError, HTTPException, AssertionError) as error:
                self.wrong.append(f"{work.__name__}: {error!r}")
            time.sleep(0.02)

    def kept(self, kind: str, page: Page, *allowed: int) -> Page:
        self.answers[kind, page.status] += 1
        if page.status not in allowed or "Traceback" in page.text:
            self.wrong.append(f"{kind}: {page.status} {page.text[:200]}")
        return page

    def read_stored(self, number: int) -> None:
        self.kept("page read lately", self.stack.ask(self.stories[number % len(self.stories)]), 200)

    def read_new(self, number: int) -> None:
        """A search is kept nowhere: it needs the database."""
        page = self.kept("search", self.stack.ask(f"/tim-kiem/?q=tin+{number}"), 200, 503)
        assert page.status == 200 or "Cơ sở dữ liệu" in page.text

    def view(self, number: int) -> None:
        body = f"{number % 8 + 1} {number:032x}".encode()
        self.kept("beacon", self.stack.ask("/luot-xem/", body, Sec_Fetch_Site="same-origin"), 204)

    def write(self, number: int) -> None:
        text, body = f"Ý kiến số {number} & hết", {"name": f"Bạn đọc {number}", "email": "", "parent": ""}
        while True:
            sent = urlencode({**body, "text": text}).encode()
            page = self.kept("comment", self.stack.ask(f"{self.stories[0]}binh-luan/", sent, **OURS), 303, 429, 503)
            if page.status != 503:
                break
            found = GIVEN_BACK.search(page.text)
            assert found, page.text
            text = unescape(found[1])  # As it stands in the form that came back.
            self.returned.append(text)
            time.sleep(0.2)
        if page.status == 303:
            self.written.append(text)
        time.sleep(0.3)

    def open_the_desk(self, number: int) -> None:
        self.kept("desk", self.stack.ask("/quan-tri/login/"), 200, 503)
        time.sleep(0.2)


def ready(stack: Stack) -> bool:
    return stack.ask("/readyz").status == 200


def until_ready(stack: Stack, seconds: float) -> float:
    """How long it took; fails where it takes longer."""
    began = time.monotonic()
    while not ready(stack):
        assert time.monotonic() - began < seconds, f"Not back within {seconds} s."
        time.sleep(0.05)
    return time.monotonic() - began


def test_a_killed_database_is_missed_by_nobody_for_long(stack: Stack) -> None:
    stories = stack.run(SET_UP).split()
    until_ready(stack, 60)
    for path in stories:
        assert stack.ask(path).status == 200
    workers, load, back = stack.workers(), Load(stack, stories), list[float]()
    for person in load.people:
        person.start()
    for _kill in range(KILLS):
        time.sleep(3)
        stack.cluster.kill()
        time.sleep(AWAY)
        assert not ready(stack)
        assert stack.ask("/healthz").status == 200
        stack.cluster.start()
        back.append(until_ready(stack, 10))
    time.sleep(3)
    load.over.set()
    for person in load.people:
        person.join()
    told = f"{dict(load.answers)}, back after {[f'{s:.1f} s' for s in back]}, {len(load.returned)} texts given back"
    print(told)
    assert not load.wrong, f"{load.wrong[:5]}\n{told}"
    assert load.answers["search", 503], "No search met the killed database: nothing was proved."
    assert load.returned, "No comment met the killed database: nothing was proved."
    assert stack.workers() == workers, "Something was restarted."
    assert sorted(load.written) == sorted(set(load.written))
    assert stack.run(TEXTS) == json.dumps(sorted(load.written)), told
    stack.manage("flush_views")
    assert int(stack.run(COUNTED)) == load.answers["beacon", 204], told
