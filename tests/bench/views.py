"""Counting a view: what the flusher costs beside a bare UPDATE and beside a hit counter that asks at every view."""

from __future__ import annotations

import secrets
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from tests.bench import Ratio, bench
from tests.bench.stage import stage

VIEWS, ONE_BY_ONE, STORIES = 40_000, 1500, 50
HITCOUNT = """
CREATE TABLE bench_session (key varchar(40) PRIMARY KEY, data text);
CREATE TABLE bench_count (article bigint PRIMARY KEY, hits bigint);
CREATE TABLE bench_hit (article bigint, session varchar(40), at varchar(40));
CREATE INDEX bench_hit_session ON bench_hit (session, article);
"""


@bench("counting views: the flusher, a bare UPDATE, a hit counter", minutes=3)
def views() -> Iterator[Ratio]:
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
        kind = connection.vendor
        yield Ratio(f"{kind}: bare UPDATE to ours, database time a view", bare / ours, at_least=10)
        yield Ratio(f"{kind}: hit counter to ours, database time a view", hits / ours, at_least=10)
        yield Ratio(f"{kind}: views flushed a second, in thousands", VIEWS / whole / 1000, note="this machine")
        yield from _append()


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
