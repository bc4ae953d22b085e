"""Counting views on one kind of database: `python -m tests.bench.counting postgres`, the figures as JSON lines."""

from __future__ import annotations

import json
import os
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction

from tests.bench import Ratio
from tests.bench.stage import Stage, stage
from tests.servers import free_port, wait_for

ROOT = Path(__file__).resolve().parents[2]
VIEWS, ONE_BY_ONE, STORIES = 40_000, 1500, 50
CLIENTS, SECONDS = 8, 8.0
READ, HOURS = 6000, 168  # A week of hours for so many stories: a million rows.
HITCOUNT = """
CREATE TABLE bench_session (key varchar(40) PRIMARY KEY, data text);
CREATE TABLE bench_count (article bigint PRIMARY KEY, hits bigint);
CREATE TABLE bench_hit (article bigint, session varchar(40), at varchar(40));
CREATE INDEX bench_hit_session ON bench_hit (session, article);
"""


def figures() -> Iterator[Ratio]:
    with stage() as opened, tempfile.TemporaryDirectory() as folder:
        opened.open("views")
        from articles.readership.flush import Flusher
        from tests import cast

        stories = [cast.live_article(f"Tin {n}").pk for n in range(STORIES)]
        _fill(Path(folder), stories)
        flusher = Flusher(Path(folder), cap=10**9)
        database, whole = _database_time(lambda: flusher.flush())
        ours = database / VIEWS
        with connection.cursor() as cursor:
            for statement in HITCOUNT.split(";")[:-1]:
                cursor.execute(statement)
            cursor.executemany("INSERT INTO bench_count VALUES (%s, 0)", [[pk] for pk in stories])
        bare = _database_time(lambda: _bare(stories))[0] / ONE_BY_ONE
        hits = _database_time(lambda: _hitcount(stories))[0] / ONE_BY_ONE
        yield Ratio("a bare UPDATE to ours, database time a view", bare / ours, at_least=10)
        yield Ratio("a hit counter to ours, database time a view", hits / ours, at_least=10)
        yield Ratio("views flushed a second, in thousands", VIEWS / whole / 1000, note="this machine")
        yield from _served(opened, stories)
        yield from _most_read(opened)


def _served(opened: Stage, stories: list[int]) -> Iterator[Ratio]:
    """Beacons through the real server, its flusher at work, by clients on the same cores."""
    with tempfile.TemporaryDirectory() as folder:
        port, log = free_port(), Path(folder) / "log"
        env = {name: text for name, text in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        env |= {"VAR": folder, "PORT": str(port), "DATABASE_URL": opened.url("views"), "VIEW_FLOOD_CAP": "999999999"}
        run: dict[str, Any] = {"cwd": ROOT, "env": env, "stdin": subprocess.DEVNULL}
        subprocess.run([sys.executable, "manage.py", "collectstatic", "--no-input", "-v", "0"], check=True, **run)
        with open(log, "wb") as out:
            command = [sys.executable, "deploy/serve.py", "server"]
            server = subprocess.Popen(command, stdout=out, stderr=out, **run)
        try:
            wait_for(port, server, log, 60)
            spent: list[float] = []
            clients = [threading.Thread(target=_send, args=(port, stories, spent)) for _n in range(CLIENTS)]
            for client in clients:
                client.start()
            for client in clients:
                client.join()
        finally:
            server.terminate()
            server.wait(30)
        worst = statistics.quantiles(spent, n=100)[98] * 1000
        yield Ratio(
            "beacons a second through the server", len(spent) / SECONDS, note=f"p99 {worst:.1f} ms, this machine"
        )


def _send(port: int, stories: list[int], spent: list[float]) -> None:
    """Beacon after beacon on one connection."""
    from tests.articles.views_told import CHROME

    end = time.perf_counter() + SECONDS
    with socket.create_connection(("127.0.0.1", port)) as line:
        while (start := time.perf_counter()) < end:
            body = f"{stories[len(spent) % STORIES]} {secrets.token_hex(16)}"
            head = f"POST /luot-xem/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nSec-Fetch-Site: same-origin\r\n"
            head += f"User-Agent: {CHROME}\r\nContent-Length: {len(body)}\r\n\r\n"
            line.sendall((head + body).encode())
            answer = line.recv(4096)
            if not answer.startswith(b"HTTP/1.1 204"):
                raise RuntimeError(answer.decode(errors="replace"))
            spent.append(time.perf_counter() - start)


def _most_read(opened: Stage) -> Iterator[Ratio]:
    from articles.models import Article
    from articles.readership import ranking

    opened.open("most_read")
    call_command("demo", articles=READ, seed=7, stdout=sys.stderr)
    from django.utils import timezone

    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    with connection.cursor() as cursor:
        for hour in range(HOURS):
            cursor.execute(
                "INSERT INTO articles_viewhour (article_id, hour, count) "
                "SELECT id, %s, 1 + (id * %s) %% 97 FROM articles_article",
                [now - timedelta(hours=hour), hour + 3],
            )
        cursor.execute("SELECT count(*) FROM articles_viewhour")
        rows = cursor.fetchone()[0]
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    start = time.perf_counter()
    ranking.rank()
    ranked = time.perf_counter() - start
    section = Article.objects.live().newest_first().select_related("filed_root")[0].filed_root
    for name, where in (("the paper's", None), ("a section's", section)):
        times = []
        for _round in range(21):
            start = time.perf_counter()
            Article.objects.most_read(where)
            times.append(time.perf_counter() - start)
        yield Ratio(f"most read, {name} lists: ms", statistics.median(times) * 1000, at_most=20, note=f"{rows:,} hours")
    yield Ratio("most read worked out anew, once a minute: s", ranked, note=f"{rows:,} hours, in the flusher")


def _fill(folder: Path, stories: list[int]) -> None:
    from django.utils import timezone

    from tests.articles.views_told import record, write_segment

    now = timezone.now() - timedelta(minutes=20)
    for part in range(4):
        records = [
            record(stories[n % STORIES], now + timedelta(milliseconds=n), reader=secrets.token_bytes(16))
            for n in range(VIEWS // 4)
        ]
        write_segment(folder, records, f"{part:016d}-bench.spool")


def _append() -> Iterator[Ratio]:
    from django.utils import timezone

    from articles.readership.spool import Spool
    from tests.articles.views_told import record

    with tempfile.TemporaryDirectory() as folder:
        end, one = Spool(Path(folder)), record(1, timezone.now())
        start = time.perf_counter()
        for _n in range(VIEWS):
            end.append(one)
        spent = (time.perf_counter() - start) / VIEWS
        yield Ratio("appends to the spool a second, in thousands", 1 / spent / 1000, note="this machine")


def _database_time(act: Callable[[], Any]) -> tuple[float, float]:
    """(seconds within the database's calls and commits, seconds in all)."""
    spent = 0.0

    def watch(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        nonlocal spent
        start = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            spent += time.perf_counter() - start

    commit = connection._commit

    def timed() -> Any:
        nonlocal spent
        start = time.perf_counter()
        commit()
        spent += time.perf_counter() - start

    connection._commit = timed
    start = time.perf_counter()
    try:
        with connection.execute_wrapper(watch):
            act()
    finally:
        connection._commit = commit
    return spent, time.perf_counter() - start


def _bare(stories: list[int]) -> None:
    with connection.cursor() as cursor:
        for n in range(ONE_BY_ONE):
            with transaction.atomic():
                cursor.execute("UPDATE bench_count SET hits = hits + 1 WHERE article = %s", [stories[n % STORIES]])


def _hitcount(stories: list[int]) -> None:
    """The session, whether it was here, the hit, the count: as django-hitcount asks at every view."""
    with connection.cursor() as cursor:
        for n in range(ONE_BY_ONE):
            session, story = secrets.token_hex(16), stories[n % STORIES]
            with transaction.atomic():
                cursor.execute("SELECT data FROM bench_session WHERE key = %s", [session])
                cursor.execute("SELECT 1 FROM bench_hit WHERE session = %s AND article = %s", [session, story])
                cursor.execute("INSERT INTO bench_hit VALUES (%s, %s, %s)", [story, session, "now"])
                cursor.execute("UPDATE bench_count SET hits = hits + 1 WHERE article = %s", [story])


if __name__ == "__main__":
    for found in figures():
        print(json.dumps(vars(found)), flush=True)
