"""A page costs the same in a paper of a thousand stories and of a million: as many queries, as much time.

Both papers stand in one cluster, warm; each round opens each page in both, in turns. BENCH_ARTICLES changes the
million, BENCH_DATABASE=sqlite the database.
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.bench import Ratio, bench
from tests.bench.stage import SIZE, SMALL, Stage, stage

ROUNDS, TIMES = 15, 3
STORIES_TIMED = 40_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Addresses = dict[str, list[str]]


@bench(f"a page in a paper of {SIZE:,} stories, to the same in one of {SMALL:,}", minutes=40)
def size() -> Iterator[Ratio]:
    with stage() as played:
        began = time.monotonic()
        addresses: dict[str, Addresses] = {}
        for name, stories in (("small", SMALL), ("large", SIZE)):
            played.fill(name, stories)
            played.open(name)
            addresses[name] = _addresses(stories)
        print(f"  both papers made in {(time.monotonic() - began) / 60:.1f} minutes; now the pages", flush=True)
        counts = {name: _queries(played, name, addresses[name]) for name in addresses}
        seconds = _time(played, addresses)
        for kind in addresses["small"]:
            few, many = counts["small"][kind], counts["large"][kind]
            small, large = (statistics.median(seconds[name][kind]) for name in ("small", "large"))
            yield Ratio(f"{kind}: time", large / small, at_most=1.5, note=f"{small * 1000:.1f} → {large * 1000:.1f} ms")
            yield Ratio(f"{kind}: queries", many / few, at_most=1, note=f"{few} → {many}")
        yield _unseen(played)


def _addresses(stories: int) -> Addresses:
    """Kinds of pages in the open paper; of stories several, the same in every paper as far as numbers go."""
    from articles.models import Article, Author, Section

    first = Article.objects.order_by("pk").values_list("pk", flat=True)[0]
    root = Section.objects.filter(children__isnull=False).order_by("pk")[0]
    leaf = Section.objects.filter(parent=root).order_by("pk")[0]
    author = Author.objects.order_by("pk")[0]
    middle = Article.objects.get(pk=first + stories // 2)
    old = Article.objects.in_bulk([first + n for n in range(100, SMALL - 100, 80)]).values()
    new = Article.objects.live().newest_first()[20:100:8]
    token = f"truoc={(middle.published_at - EPOCH) // timedelta(microseconds=1)}-{middle.pk}"
    here, inner, person = root.get_absolute_url(), leaf.get_absolute_url(), author.get_absolute_url()
    return {
        "home": ["/"],
        "latest": ["/tin-moi/"],
        "feed": ["/rss/"],
        "section, page 1": [here],
        "section, page 15": [f"{here}?trang=15"],
        "section, half-way down by time": [f"{here}?{token}"],
        "inner section, page 1": [inner],
        "inner section, half-way down by time": [f"{inner}?{token}"],
        "author, page 1": [person],
        "author, half-way down by time": [f"{person}?{token}"],
        **_filed(token, here, person, f"luu-tru/{middle.published_at:%Y/%m}/"),
        "old stories": [story.get_absolute_url() for story in old],
        "new stories": [story.get_absolute_url() for story in new],
        "print pages of old stories": [f"{story.get_absolute_url()}in/" for story in old],
    }


def _filed(token: str, section: str, author: str, month: str) -> Addresses:
    """Topics, tags and the archive, all where the paper is fullest."""
    from articles.models import TagStory, TopicStory

    topic = TopicStory.objects.order_by("-pk")[0].topic.get_absolute_url()
    tag = TagStory.objects.order_by("-pk")[0].tag.get_absolute_url()
    return {
        "topics": ["/su-kien/"],
        "topic, page 1": [topic],
        "topic, half-way down by time": [f"{topic}?{token}"],
        "tag, page 1": [tag],
        "tag, half-way down by time": [f"{tag}?{token}"],
        "archive, all years": ["/luu-tru/"],
        "archive, a year": [f"/{month[:13]}"],
        "archive, a month": [f"/{month}"],
        "archive, a day": [f"/{month}10/"],
        "archive of a section, a month": [f"{section}{month}"],
        "archive of an author, a month": [f"{author}{month}"],
    }


def _get(client: Client, address: str) -> None:
    response = client.get(address)
    if response.status_code != 200:
        raise SystemExit(f"{address} answered {response.status_code}.")


def _queries(played: Stage, name: str, addresses: Addresses) -> dict[str, int]:
    """The most that a page of each kind asks; along the way every page is warmed."""
    played.open(name)
    client = Client(headers={"host": "localhost"})
    found: dict[str, int] = {}
    for kind, several in addresses.items():
        found[kind] = 0
        for address in several:
            with CaptureQueriesContext(connection) as queries:
                _get(client, address)
            found[kind] = max(found[kind], len(queries))
    return found


def _time(played: Stage, addresses: dict[str, Addresses]) -> dict[str, dict[str, list[float]]]:
    client = Client(headers={"host": "localhost"})
    seconds: dict[str, dict[str, list[float]]] = {name: {kind: [] for kind in addresses[name]} for name in addresses}
    for _round in range(ROUNDS):
        for name in addresses:
            played.open(name)
            _get(client, "/")
            for kind, several in addresses[name].items():
                for address in several * (TIMES if len(several) == 1 else 1):
                    seconds[name][kind].append(_taken(time.perf_counter, client, address))
    return seconds


def _taken(clock: Callable[[], float], client: Client, address: str) -> float:
    start = clock()
    _get(client, address)
    return clock() - start


def _unseen(played: Stage) -> Ratio:
    """What a story costs this process that nobody has asked for yet: processor time without the database's."""
    from articles.models import Article

    played.open("large")
    newest = Article.objects.order_by("-pk").values_list("pk", flat=True)[0]
    dice = random.Random(1)
    stories = Article.objects.in_bulk([newest - dice.randrange(SIZE) for _number in range(300)]).values()
    addresses = [story.get_absolute_url() for story in stories]
    client = Client(headers={"host": "localhost"})
    spent = [_taken(time.process_time, client, address) for address in addresses]
    return Ratio("a story not asked for before: ms of processor", statistics.median(spent) * 1000)


@bench("stories a second that `manage.py demo` writes into SQLite", minutes=2)
def rate() -> Iterator[Ratio]:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        own = {**os.environ, "VAR": folder, "DJANGO_SETTINGS_MODULE": "newsroom.settings"}
        own.pop("DATABASE_URL", None)

        def manage(*arguments: str) -> float:
            start = time.monotonic()
            subprocess.run([sys.executable, "manage.py", *arguments], env=own, check=True)
            return time.monotonic() - start

        manage("migrate", "--verbosity=0")
        manage("demo", "--articles=1")
        start = manage("demo", "--articles=1", "--seed=2")
        whole = manage("demo", f"--articles={STORIES_TIMED}", "--seed=3")
        yield Ratio("stories a second", STORIES_TIMED / (whole - start), at_least=3000)
