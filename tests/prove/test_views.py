"""Servers, flushers and the database are killed at random while readers read: every view is in the total, none twice.
And nothing that leads to a reader stands in any table, file or log."""

from __future__ import annotations

import json
import os
import random
import secrets
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

import pytest

from articles.readership import spool
from tests import postgres, tools
from tests.articles.views_told import CHROME
from tests.servers import Newsroom

SECONDS = float(os.environ.get("PROVE_VIEWS_SECONDS", "300"))
READERS, PER_SECOND, STORIES = 10, 500, 20
ADDRESS, COOKIE = "203.0.113.77", "quen-mat-1847"
SET_UP = f"""
from tests import cast
print([cast.live_article(f"Tin {{n}}").pk for n in range({STORIES})])
"""
FACTS = """
import json
from django.db.models import Sum
from articles.models import ViewHour, ViewReject, ViewTotal
of = lambda model: model.objects.aggregate(n=Sum("count"))["n"] or 0
rejects = {row["reason"]: row["n"] for row in ViewReject.objects.values("reason").annotate(n=Sum("count"))}
print(json.dumps({"total": of(ViewTotal), "hours": of(ViewHour), "rejects": rejects}))
"""


def begin(site: Newsroom, name: str) -> None:
    if name == "server":
        site.start()
    else:
        site.begin(name, "manage.py", "flush_views", "--loop")


@pytest.fixture
def cluster() -> Iterator[postgres.Cluster | None]:
    """A PostgreSQL of this proof's own, to be killed; None on SQLite, which dies with the processes that use it."""
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        yield None
        return
    with postgres.cluster(postgres.SAFE) as made:
        yield made


@pytest.fixture
def site(
    tmp_path: Path, cluster: postgres.Cluster | None, another_database: Callable[[str], str]
) -> Iterator[Newsroom]:
    """The real server, its flusher thread, and two flushers beside it."""
    database = cluster.url if cluster else another_database("views")
    site = Newsroom(tmp_path, database, VIEW_FLOOD_CAP="9999999", TRUSTED_PROXIES="1")
    names = ("server", "flusher 1", "flusher 2")
    try:
        for name in names:
            begin(site, name)
        yield site
    finally:
        for name in names:
            site.kill(name)


class Reader(threading.Thread):
    """Sends views at a steady pace; one that got no answer is sent again, with the same load, until it gets one."""

    def __init__(self, port: int, stories: list[int], until: float) -> None:
        super().__init__()
        self.port, self.stories, self.until = port, stories, until
        self.views = self.robots = self.again = 0

    def run(self) -> None:
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=5)) as connection:
            self.read(connection)

    def read(self, connection: HTTPConnection) -> None:
        chance, due = random.Random(), time.monotonic()
        while (due := due + READERS / PER_SECOND) < self.until:
            time.sleep(max(due - time.monotonic(), 0))
            is_robot = chance.random() < 0.1
            body = f"{chance.choice(self.stories)} {secrets.token_hex(16)}"
            headers = {
                "Sec-Fetch-Site": "same-origin",
                "User-Agent": "curl/8 " * 5 if is_robot else CHROME,
                "X-Forwarded-For": ADDRESS,
                "Cookie": f"reader={COOKIE}",
            }
            while not self.told(connection, body, headers):
                self.again += 1
                time.sleep(0.05)
            self.robots, self.views = self.robots + is_robot, self.views + (not is_robot)

    @staticmethod
    def told(connection: HTTPConnection, body: str, headers: dict[str, str]) -> bool:
        try:
            connection.request("POST", "/luot-xem/", body, headers)
            answer = connection.getresponse()
            answer.read()
        except (OSError, HTTPException):
            connection.close()
            return False
        return answer.status == 204


def test_the_total_is_exact_whatever_is_killed(site: Newsroom, cluster: postgres.Cluster | None) -> None:
    stories = json.loads(site.run(SET_UP))
    end, chance, kills = time.monotonic() + SECONDS, random.Random(), Counter[str]()
    readers = [Reader(site.port, stories, end) for _n in range(READERS)]
    for reader in readers:
        reader.start()
    while time.monotonic() < end:
        time.sleep(chance.uniform(0.3, 3))
        name = chance.choice(["server", "flusher 1", "flusher 2", *(["database"] if cluster else [])])
        if name == "database" and cluster:
            cluster.kill()
            time.sleep(chance.uniform(0, 2))
            cluster.start()
        else:
            site.kill(name)
            begin(site, name)
        kills[name] += 1
    for reader in readers:
        reader.join()
    for name in list(site.processes):
        site.kill(name)
    site.manage("flush_views")
    facts: dict[str, Any] = json.loads(site.run(FACTS))
    views, robots = sum(reader.views for reader in readers), sum(reader.robots for reader in readers)
    written = sum(1 for path in spool.segments(site.folder / "spool") for _record in spool.read(path))
    told = f"{views} views, {robots} robots, {sum(r.again for r in readers)} sent again, killed {dict(kills)}, {facts}"
    print(told)
    assert facts["total"] == facts["hours"] == views, told
    assert facts["total"] + sum(facts["rejects"].values()) == written, told
    assert facts["rejects"].get("6", 0) >= robots, told
    nothing_leads_to_a_reader(site, cluster)


def nothing_leads_to_a_reader(site: Newsroom, cluster: postgres.Cluster | None) -> None:
    """Neither address nor agent nor cookie: in the database's dump, the spool, the logs, whatever else lies there."""
    if cluster:
        dump = [
            tools.postgres() / "pg_dump",
            "-h",
            cluster.folder,
            "-U",
            "newsroom",
            "-f",
            site.folder / "dump.sql",
            "newsroom",
        ]
        subprocess.run(dump, check=True)
    files = [path for path in site.folder.rglob("*") if path.is_file() and "static" not in path.parts]
    assert {path.suffix for path in files} >= {".spool", ".log"}
    for path in files:
        content = path.read_bytes()
        found = [word for word in (ADDRESS, CHROME, "SM-A057F", COOKIE) if word.encode() in content]
        assert not found, f"{path.name}: {found}"
