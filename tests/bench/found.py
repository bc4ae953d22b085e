"""The sitemap of a million stories: every file streamed, in the memory that one batch takes."""

from __future__ import annotations

import re
import time
import tracemalloc
from collections.abc import Iterator

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.bench import Ratio, bench
from tests.bench.stage import SIZE, stage


@bench(f"sitemaps of {SIZE:,} stories", minutes=30)
def sitemaps() -> Iterator[Ratio]:
    with stage() as played:
        played.fill("large", SIZE)
        played.open("large")
        client = Client(headers={"host": "localhost"})
        files, *cost = _index(client)
        yield Ratio("index: queries", cost[0], at_most=2, note=f"{len(files)} files")
        yield Ratio("index: ms", cost[1])
        sizes = [_streamed(client, file) for file in files]
        found, most, heaviest, peak = sum(size[0] for size in sizes), *map(max, zip(*sizes, strict=True))
        yield Ratio("stories in all files, to the live ones", found / _live(), at_most=1)
        yield Ratio("addresses in the largest file, to what is allowed", most / 50_000, at_most=1)
        yield Ratio("bytes of the largest file, to what is allowed", heaviest / 50e6, at_most=1)
        yield Ratio("MB in memory for the largest file", peak / 1e6, at_most=16)
        yield Ratio("seconds for a file", _taken(client, files[len(files) // 2]))
        yield Ratio("ms to 304 for a file that is known", _known(client, files[0]))


def _live() -> int:
    from articles.models import Article

    return Article.objects.live().count()


def _index(client: Client) -> tuple[list[str], int, float]:
    client.get("/sitemap.xml")
    with CaptureQueriesContext(connection) as queries:
        start = time.perf_counter()
        text = client.get("/sitemap.xml").content.decode()
        taken = time.perf_counter() - start
    files = re.findall(r"<loc>http://localhost(/sitemap-bai-\d+\.xml)</loc>", text)
    return files, len(queries) - 1, taken * 1000  # The masthead's is every page's.


def _streamed(client: Client, file: str) -> tuple[int, int, float]:
    """Addresses, bytes, and bytes of memory at the peak."""
    tracemalloc.start()
    addresses = weight = 0
    for piece in client.get(file).streaming_content:
        addresses += piece.count(b"<url>")
        weight += len(piece)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return addresses, weight, peak


def _taken(client: Client, file: str) -> float:
    start = time.perf_counter()
    list(client.get(file).streaming_content)
    return time.perf_counter() - start


def _known(client: Client, file: str) -> float:
    mark = client.head(file).headers["ETag"]
    start = time.perf_counter()
    answer = client.get(file, headers={"If-None-Match": mark})
    if answer.status_code != 304:
        raise SystemExit(f"{file} answered {answer.status_code} to whoever has it.")
    return (time.perf_counter() - start) * 1000
