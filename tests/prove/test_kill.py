"""The server is killed while editors save: what was answered is kept, what is sent again is there once."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from http.client import HTTPException
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from tests.newspaper import collected_into
from tests.servers import free_port, wait_for, wait_until_free

ROOT = Path(__file__).resolve().parents[2]
KILLS = 12
ADD = "/quan-tri/articles/article/add/"
PASSWORD = "correct horse battery"
FACTS = """
import json
from articles.models import Article
stories = Article.objects.prefetch_related("changes", "revisions", "editions")
print(json.dumps([
    {"headline": story.headline, "status": story.status, "changes": len(story.changes.all()),
     "revisions": len(story.revisions.all()), "editions": len(story.editions.all()), "edition": story.edition_id}
    for story in stories
]))
"""


class Desk:
    """The real server on a database of its own, and an editor signed in."""

    def __init__(self, folder: Path, database: str) -> None:
        self.folder, self.port = folder, free_port()
        self.env = {name: text for name, text in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        self.env |= {"VAR": str(folder), "PORT": str(self.port), "DATABASE_URL": database}
        self.open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar())).open
        self.process: subprocess.Popen[bytes] | None = None

    def manage(self, *arguments: str, **env: str) -> str:
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(
            command, cwd=ROOT, env={**self.env, **env}, check=True, stdout=subprocess.PIPE, text=True
        ).stdout

    def start(self) -> None:
        command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "newsroom.wsgi"]
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.env,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        wait_for(self.port, self.process, self.folder / "log", 30)

    def kill(self) -> None:
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            wait_until_free(self.port)

    def form(self, path: str) -> dict[str, str]:
        """What a browser would send back, had nobody typed anything."""
        with self.open(f"http://127.0.0.1:{self.port}{path}", timeout=20) as page:
            soup = BeautifulSoup(page.read(), "html.parser")
        form: Any = soup.find("form", id=lambda name: name in {"article_form", "login-form"})
        boxes = [box for box in form.find_all("input") if box.get("name") and box.get("type") not in {"submit", "file"}]
        fields = {
            box["name"]: box.get("value", "")
            for box in boxes
            if box.get("type") not in {"checkbox", "radio"} or box.has_attr("checked")
        }
        for select in form.find_all("select"):
            chosen = select.find("option", selected=True)
            fields[select["name"]] = chosen["value"] if chosen else ""
        return fields | {area["name"]: area.text for area in form.find_all("textarea")}

    def send(self, path: str, fields: dict[str, str]) -> str:
        """Where the answer led."""
        data = urllib.parse.urlencode(fields).encode()
        with self.open(f"http://127.0.0.1:{self.port}{path}", data, timeout=20) as page:
            return str(page.geturl())

    def sign_in(self) -> None:
        path = "/quan-tri/login/?next=/quan-tri/"
        self.send(path, self.form(path) | {"username": "ed", "password": PASSWORD})


@pytest.fixture
def desk(tmp_path: Path, another_database: Callable[[str], str]) -> Iterator[Desk]:
    desk = Desk(tmp_path, another_database("kill"))
    desk.manage("migrate", "--verbosity", "0")
    if not collected_into(tmp_path):
        desk.manage("collectstatic", "--no-input", "--verbosity", "0")
    names = {"DJANGO_SUPERUSER_USERNAME": "ed", "DJANGO_SUPERUSER_EMAIL": "ed@example.vn"}
    desk.manage("createsuperuser", "--no-input", "--verbosity", "0", **names, DJANGO_SUPERUSER_PASSWORD=PASSWORD)
    try:
        desk.start()
        desk.sign_in()
        yield desk
    finally:
        desk.kill()


def save(desk: Desk, headline: str, kill_after: float | None = None) -> tuple[dict[str, str], bool]:
    """A new story's form as it was sent, and whether it was answered; the server is killed so many seconds after."""
    fields = desk.form(ADD) | {"headline": headline, "body": "<p>Bà con ra đồng từ sáng sớm.</p>" * 200}
    killer = threading.Timer(kill_after or 0, desk.kill)
    if kill_after is not None:
        killer.start()
    try:
        answer = desk.send(ADD, fields)
        assert "/change/" in answer, f"The desk refused a story: {answer}"
        is_answered = True
    except urllib.error.HTTPError:
        raise
    except (OSError, HTTPException):  # It was killed in the middle of it.
        is_answered = False
    if kill_after is not None:
        killer.join()
    return fields, is_answered


def test_what_the_desk_answered_is_kept_and_what_is_sent_again_is_there_once(desk: Desk) -> None:
    chance, answered, cut = random.Random(2022), list[str](), 0
    for number in range(KILLS):
        start = time.monotonic()
        answered.append(save(desk, f"Tin {number}")[0]["headline"])
        usual = time.monotonic() - start
        fields, is_answered = save(desk, f"Tin cắt {number}", kill_after=chance.uniform(0, usual))
        answered.append(fields["headline"])
        desk.start()
        if not is_answered:
            cut += 1
            desk.send(ADD, fields)
    desk.kill()
    stories = json.loads(desk.manage("shell", "--verbosity", "0", "-c", FACTS).splitlines()[-1])
    assert cut, "No save was cut: nothing was proved."
    assert sorted(story["headline"] for story in stories) == sorted(answered)
    half = [story for story in stories if story["revisions"] != 1 or story["changes"] != 1]
    assert not half, f"Saved by halves: {half}"
