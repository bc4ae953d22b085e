"""The server is killed while readers write and a moderator decides: what was answered is kept, and kept once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path

import pytest

from tests.servers import ROOT, Newsroom

POSTS, CLIENTS, KILLS, TWINS, CROWD, BULK = 2000, 8, 6, 50, 1000, 1000
STORY = """
from django.contrib.auth.models import User
from articles.models import Article, Section
from django.utils import timezone
from articles.models import Author, Credit
section = Section.objects.create(name="Xã hội")
by = User.objects.create_superuser("mo", "mo@bao.example", "x")
facts = {"headline": "Cầu mới", "lead": "Thông xe.", "body": "<p>Sáng nay.</p>"}
story = Article.objects.create(section=section, created_by=by, **facts)
Credit.objects.create(article=story, role="text", author=Author.objects.create(name="Hạnh"))
story.publish(by=by)
print(story.get_absolute_url())
"""
TEXTS = """
import json
from comments.models import Comment
print(json.dumps(list(Comment.objects.values_list("text", flat=True))))
"""
DECIDE = """
from django.contrib.auth.models import User
from comments.models import Comment
from comments.moderation import bench
print("begun", flush=True)
done = bench.decide("reject", [(row, row.version) for row in Comment.objects.order_by("id")[:1000]], User.objects.get())
"""
JUDGED = """
from comments.models import Comment, Decision
from comments.moderation import bench
from django.contrib.auth.models import User
rejected = Comment.objects.filter(state="rejected").count()
rows = Decision.objects.filter(became="rejected")
assert all(row.comment.version == 2 for row in rows.select_related("comment"))
batch = rows.first().batch
print(rejected, rows.count(), bench.undo(batch, User.objects.get()), Comment.objects.filter(state="rejected").count())
"""


class Server(Newsroom):
    """Behind one trusted proxy, with one live story."""

    def __init__(self, folder: Path, database: str) -> None:
        super().__init__(folder, database, TRUSTED_PROXIES="1")
        self.path = self.run(STORY) + "binh-luan/"

    def post(self, text: str, name: str, address: str) -> int:
        """The answer's number; 303 is an acknowledgement. Raises where no answer came."""
        data = urllib.parse.urlencode({"name": name, "text": text}).encode()
        headers = {"Sec-Fetch-Site": "same-origin", "X-Forwarded-For": address, "X-Forwarded-Proto": "http"}
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{self.path}", data, headers)
        try:
            with OPENER.open(request, timeout=30) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as answer:
            return answer.code

    def insist(self, text: str, name: str, address: str) -> tuple[int, int]:
        """Send until an answer comes: (the answer, how often it had to be sent)."""
        for sent in range(1, 400):
            try:
                return self.post(text, name, address), sent
            except (OSError, HTTPException):  # Killed, or not up again.
                time.sleep(0.1)
        raise AssertionError("The server did not come back.")


class _NoDetour(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object) -> None:
        return None


OPENER = urllib.request.build_opener(_NoDetour)


@pytest.fixture
def server(tmp_path: Path, another_database: Callable[[str], str]) -> Iterator[Server]:
    server = Server(tmp_path, another_database("talk"))
    try:
        server.start()
        yield server
    finally:
        server.kill()


def test_kills_twins_crowds_and_a_bulk(server: Server) -> None:
    every_acknowledged_comment_is_there_once(server)
    fifty_twins_make_one_row(server)
    a_crowd_behind_one_address_can_comment(server)
    server.kill()
    a_killed_bulk_is_whole_in_each_row_and_undone_in_one(server)


def every_acknowledged_comment_is_there_once(server: Server) -> None:
    done = threading.Semaphore(0)

    def one(number: int) -> int:
        answer, sent = server.insist(
            f"Ý kiến số {number}", f"Bạn đọc {number}", f"203.0.{number % 200}.{number // 200}"
        )
        assert answer == 303, f"{number}: {answer}"
        done.release()
        return sent

    with ThreadPoolExecutor(CLIENTS) as clients:
        sent = [clients.submit(one, number) for number in range(POSTS)]
        for _kill in range(KILLS):
            for _post in range(POSTS // (KILLS + 1)):
                if all(future.done() for future in sent):
                    break
                done.acquire(timeout=60)
            server.kill()
            server.start()
        resent = sum(future.result() > 1 for future in sent)
    counts = Counter(json.loads(server.run(TEXTS)))
    print(f"{POSTS} acknowledged, {resent} sent again, {KILLS} kills, {len(counts)} texts")
    assert resent, "No post was cut: nothing was proved."
    assert counts == Counter({f"Ý kiến số {number}": 1 for number in range(POSTS)})


def fifty_twins_make_one_row(server: Server) -> None:
    with ThreadPoolExecutor(TWINS) as clients:
        answers = list(clients.map(lambda _n: server.insist("Một lần thôi", "Rita", "198.51.100.1")[0], range(TWINS)))
    assert set(answers) == {303}
    assert json.loads(server.run(TEXTS)).count("Một lần thôi") == 1


def a_crowd_behind_one_address_can_comment(server: Server) -> None:
    with ThreadPoolExecutor(CLIENTS) as clients:
        people = range(CROWD)
        answers = Counter(clients.map(lambda n: server.insist(f"Người {n}", f"Tên {n}", "198.51.100.9")[0], people))
    assert answers == Counter({303: CROWD})


def a_killed_bulk_is_whole_in_each_row_and_undone_in_one(server: Server) -> None:
    code = [sys.executable, "manage.py", "shell", "--verbosity", "0", "-c", DECIDE]
    with subprocess.Popen(code, cwd=ROOT, env=server.env, stdout=subprocess.PIPE, start_new_session=True) as process:
        assert process.stdout
        assert process.stdout.readline().strip() == b"begun"
        time.sleep(0.7)
        os.killpg(process.pid, signal.SIGKILL)
    rejected, decisions, undone, left = map(int, server.run(JUDGED).split()[-4:])
    print(f"bulk of {BULK}: {rejected} decided when it was killed, {undone} undone")
    assert 0 < rejected < BULK, "The kill came too early or too late: nothing was proved."
    assert (decisions, undone, left) == (rejected, rejected, 0)
