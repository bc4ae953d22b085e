"""The desk over a million stories: every page of it, with ten of everything around one story, asked again and again."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.bench import Ratio, bench
from tests.bench.stage import SIZE, stage

LISTS = ("changelist", "board", "coming", "bin", "today", "index", "words", "wall", "corrections")
ROUNDS, SLOWEST = 5, 300  # milliseconds for a list


@bench(f"the desk over {SIZE:,} stories", minutes=30)
def desk() -> Iterator[Ratio]:
    with stage() as played:
        played.fill("large", SIZE)
        played.open("large")
        yield from walked()


def walked() -> Iterator[Ratio]:
    from tests.articles import desk, test_desk_cost

    test_desk_cost.everything()
    client = desk.signed_in(test_desk_cost.chief())
    client.defaults["HTTP_HOST"] = "localhost"
    for name, address in [*test_desk_cost.addresses(), *test_desk_cost.asked_more()]:
        if client.get(address).status_code != 200:
            continue
        taken = _milliseconds(client, address)
        most = SLOWEST if any(part in name for part in LISTS) else None
        yield Ratio(f"{name}: ms", taken, at_most=most, note=f"{_queries(client, address)} queries, {address}")


def _milliseconds(client: Client, address: str) -> float:
    taken = []
    for _round in range(ROUNDS):
        start = time.perf_counter()
        client.get(address)
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)


def _queries(client: Client, address: Any) -> int:
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)
