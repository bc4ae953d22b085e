"""Debian's Varnish with our VCL in front, in earnest: nothing stale after the button's answer, no purge lost."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.prove.front import Reader, shows
from tests.prove.test_pages import Crowd, stories
from tests.prove.varnish import Varnished, purge

TRIALS = min(int(os.environ.get("PROVE", "600")) // 40, 1000)
LISTS = ["/", "/chuyen-muc/xa-hoi/", "/rss/"]
WAITING = "from articles.models import CdnPurge; print(sorted(CdnPurge.objects.values_list('tries', flat=True)))"
PRESSED = """
from django.contrib.auth.models import User
from django.test import Client
from django.test.utils import setup_test_environment
from articles.models import Article
from tests.articles import desk
setup_test_environment()
client, address = Client(HTTP_HOST="127.0.0.1"), desk.change(Article.objects.get(pk={pk}))
client.force_login(User.objects.get(username="ed"))
sent = desk.opened(client, address) | {{"withdraw_reason": "Sai"}}
print(desk.said(desk.send(client, address, sent, "withdraw")))
"""


@pytest.fixture
def paper(tmp_path: Path, another_database: Callable[[str], str]) -> Iterator[Varnished]:
    paper = Varnished(tmp_path, another_database("varnish"))
    try:
        paper.start()
        paper.start_varnish()
        yield paper
    finally:
        paper.close()


def is_hit(answer: tuple[int, str, dict[str, str]]) -> bool:
    return "varnish; hit" in answer[2].get("cache-status", "")


def until(reader: Reader, path: str, status: int, seconds: float) -> float:
    """After how many seconds it was so."""
    begun = time.monotonic()
    while reader.get(path)[0] != status:
        assert time.monotonic() < begun + seconds, f"{path} is not {status} after {seconds} s"
        time.sleep(0.2)
    return time.monotonic() - begun


def until_told(paper: Varnished) -> None:
    """Until nothing waits to be told: what Varnish keeps from then on it keeps."""
    for _try in range(20):  # Each look takes a second or more.
        if (waiting := paper.run(WAITING)) == "[]":
            return
    raise AssertionError(f"Not told: {waiting}")


def test_after_the_buttons_answer_varnish_has_no_stale_page(paper: Varnished) -> None:
    """Two processes, a road on which an old page may still be under way, readers who keep everything warm: each of
    published, withdrawn and mended is seen at once on home, section, feed, story and print."""
    told = stories(paper)
    desk, reader, draw = paper.desk(), paper.reader(), random.Random(7)
    stale, live, asked, hits, slowest = list[str](), dict.fromkeys(told, True), 0, 0, 0.0
    with Crowd(paper, [*LISTS, *told.values(), *(f"{address}in/" for address in told.values())]) as crowd:
        for trial in range(TRIALS):
            pk, word, begun = draw.choice(list(told)), f"Sửa lần {trial:03d}.", time.monotonic()
            verb = draw.choice(["withdraw", "mend"]) if live[pk] else "publish"
            desk.press(verb, pk, word)
            slowest, live[pk] = max(slowest, time.monotonic() - begun), verb != "withdraw"
            for path in [*LISTS, told[pk], f"{told[pk]}in/"]:
                answer = reader.get(path)
                asked, hits = asked + 1, hits + is_hit(answer)
                is_old = verb == "mend" and path.startswith(told[pk]) and word not in answer[1]
                if is_old or shows(told[pk], path, answer) != live[pk]:
                    stale.append(f"trial {trial}: {path} after {verb} {answer[0]} {answer[2].get('cache-status')}")
    assert stale == []
    assert crowd.wrong == []
    assert hits > 0, "Varnish never answered by itself."
    assert not {"xkey", "cdn-cache-control"} & reader.get("/")[2].keys()
    print(f"{TRIALS} trials, {asked} answers looked at ({hits} of Varnish alone), {crowd.asked} beside them, 0 stale")
    print(f"{slowest * 1000:.0f} ms at most for the button")


def test_what_varnish_is_not_told_at_once_is_said_waits_and_is_told_later(paper: Varnished) -> None:
    told = stories(paper)
    (one, its), (other, its_own) = list(told.items())[:2]
    reader = paper.reader()
    until_told(paper)
    assert [(reader.get(path)[0], is_hit(reader.get(path))) for path in told.values()] == [(200, True)] * len(told)
    paper.gate.does = "refuses"
    assert "tối đa 10 phút" in paper.run(PRESSED.format(pk=one))
    assert reader.get(its)[0] == 200  # As the editor has been told.
    time.sleep(7)
    assert int(paper.run(WAITING).strip("[]").split(", ")[-1]) > 0
    paper.gate.does, desk = "waits", paper.desk()
    desk.begin("withdraw", other)
    until(paper.reader(paper.port), its_own, 410, 60)
    desk.process.send_signal(signal.SIGKILL)  # Between its commit and its answer.
    desk.process.wait()
    paper.gate.does = "refuses"
    assert reader.get(its_own)[0] == 200
    paper.gate.does = "hands on"
    seconds = max(until(reader, path, 410, 40) for path in (its, its_own))
    until_told(paper)
    assert purge(paper.front, "1", **{"X-Forwarded-For": "203.0.113.9"}) == 403  # Somebody whom nginx let in.
    print(f"gone {seconds:.1f} s after it heard again")


def test_in_bad_times_what_stood_last_is_read_but_not_beyond_its_end(paper: Varnished) -> None:
    told = list(stories(paper).items())
    desk, reader = paper.desk(), paper.reader()
    desk.press("withdraw", told[0][0])
    for verb, answer in (("schedule", 200), ("end", 503)):
        moment = time.monotonic() + 30
        desk.press(verb, told[0][0], "30")
        until_told(paper)
        assert [reader.get(path)[0] for path in ("/", told[1][1])] == [200, 200]
        paper.kill()
        time.sleep(max(moment + 2 - time.monotonic(), 0))
        assert [reader.get(path)[0] for path in ("/", told[1][1])] == [answer, answer], verb
        paper.start()
        assert reader.get("/")[0] == 200
