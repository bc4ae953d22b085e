"""Comments at size: the queue's first page among a million, a thread of 50,000, each to the same at a small size."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.bench import Ratio, bench
from tests.bench.stage import Stage, stage

ALL = int(os.environ.get("BENCH_COMMENTS") or 1_000_000)
WAITING, THREAD, SMALL, ROUNDS = 20_000, 50_000, 1_000, 15


@bench(f"comments: the queue among {ALL:,}, a thread of {THREAD:,}", minutes=6)
def comments() -> Iterator[Ratio]:
    with stage() as played:
        small, large = (
            _measured(played, *sizes) for sizes in (("few", SMALL, 50, 200), ("many", ALL, WAITING, THREAD))
        )
        for what, (seconds, queries) in large.items():
            few, asked = small[what]
            note = f"{few * 1000:.1f} → {seconds * 1000:.1f} ms, {asked} → {queries} queries"
            most = 50 if what.startswith("queue") else None
            yield Ratio(f"{what}: ms", seconds * 1000, at_most=most, note=note)
            yield Ratio(f"{what}: queries, to a small one", queries / asked, at_most=1)


def _measured(played: Stage, name: str, count: int, waiting: int, thread: int) -> dict[str, tuple[float, int]]:
    played.open(name)
    print(f"  {name}: {count} comments", flush=True)
    story = _fill(count, waiting, thread)
    from comments.models import Comment  # Django is set up by the stage.
    from comments.moderation import queue
    from comments.thread import thread as page

    middle = Comment.objects.filter(article=story).order_by("id")[thread // 2].pk
    acts: dict[str, Callable[[], object]] = {
        "queue: the first page": lambda: queue.cards(queue.page("waiting")),
        "queue: counts": queue.load,
        "thread: the first page": lambda: page(story),
        "thread: a page half-way": lambda: page(story, before=middle),
        "thread: oldest first": lambda: page(story, after=0),
    }
    return {what: _timed(act) for what, act in acts.items()}


def _fill(count: int, waiting: int, thread: int) -> object:
    from django.contrib.auth.models import User

    from articles.models import Article, Author, Credit, Section
    from comments.models import Comment

    by = User.objects.create_superuser("mo", "mo@bao.example", "x")
    section = Section.objects.create(name="Xã hội")
    stories = [
        Article.objects.create(headline=f"Tin {n}", lead="Tin.", body="<p>Tin.</p>", section=section, created_by=by)
        for n in range(20)
    ]
    for story in stories:
        Credit.objects.create(article=story, role="text", author=Author.objects.get_or_create(name="Hạnh")[0])
        story.publish(by=by)
    now = timezone.now()
    for first in range(0, count, 5000):
        Comment.objects.bulk_create(
            Comment(
                article=stories[0] if n < thread else stories[1 + n % 19],
                name=f"Bạn đọc {n}",
                text=f"Ý kiến số {n} về con đường qua bản.",
                state="pending" if n >= count - waiting else "published",
                priority=n % 40,
                writer_key=f"1:{n % 9973}",
                canonical=f"1:{n}",
                created_at=now - timedelta(seconds=count - n),
            )
            for n in range(first, min(first + 5000, count))
        )
    connection.cursor().execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")  # As in service.
    return stories[0]


def _timed(act: Callable[[], object]) -> tuple[float, int]:
    with CaptureQueriesContext(connection) as asked:
        act()
    seconds = []
    for _round in range(ROUNDS):
        start = time.perf_counter()
        act()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds), len(asked)
