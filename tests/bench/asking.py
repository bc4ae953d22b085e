"""Questions to one kind of database: `python -m tests.bench.asking`, the figures as JSON lines."""

from __future__ import annotations

import json
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator

from django.db import connection

from tests.bench import Ratio
from tests.bench.stage import SIZE, stage

ASKED, COMMON, PATIENCE = 300, 30, 0.5
TIMES = 20  # that each story of the paper stands in the index
MOST = {"postgresql": 50, "sqlite": 100}  # milliseconds of which 19 of 20 questions may not take more


def questions(texts: list[str], seed: int = 2022) -> list[str]:
    """One to three words that stand together in our stories, half of them without marks; and pairs of usual ones."""
    from tests.articles.spellings import without_tones

    chance = random.Random(seed)
    counts = Counter(word.lower() for text in texts for word in text.split() if word.isalpha())
    usual = [word for word, _count in counts.most_common(40)]
    asked = [" ".join(chance.sample(usual, 2)) for _n in range(COMMON)]
    while len(asked) < ASKED:
        written = chance.choice(texts).split()
        first, length = chance.randrange(len(written) - 3), chance.randrange(1, 4)
        words = written[first : first + length]
        if all(word.isalpha() for word in words):
            asked.append(" ".join(words))
    return [text if chance.random() < 0.5 else without_tones(text) for text in asked]


def figures() -> Iterator[Ratio]:
    with stage() as played:
        played.fill("search", SIZE // TIMES)
        played.open("search")
        from articles import markup
        from articles.models import Edition, indexing
        from articles.search import finding, words
        from articles.search.dialects import CutOff, within
        from tests import repeated

        start = time.perf_counter()
        with repeated.noted():
            entered = indexing.rebuild()
        built = time.perf_counter() - start
        repeated.repeat(TIMES)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
        texts = [markup.plain(body) for body in Edition.objects.order_by("pk").values_list("body", flat=True)[:3000]]
        spent, cut, worst = list[float](), 0, ("", 0.0)
        for asked in questions(texts):
            start = time.perf_counter()
            try:
                with within(PATIENCE):
                    finding.find(words.question(asked), finding.Narrowed())
            except CutOff:
                cut += 1
            spent.append((time.perf_counter() - start) * 1000)
            worst = max(worst, (asked, spent[-1]), key=lambda each: each[1])
        cuts = statistics.quantiles(spent, n=20)
        note = f"median {statistics.median(spent):.1f}, worst {worst[1]:.0f} ({worst[0]}), {cut} cut off"
        yield Ratio(f"{SIZE:,} stories, p95: ms", cuts[18], at_most=MOST[connection.vendor], note=note)
        yield Ratio("two common words, p95: ms", statistics.quantiles(spent[:COMMON], n=20)[18])
        yield Ratio("stories entered a second", entered / built, note="rebuild_search")


if __name__ == "__main__":
    for found in figures():
        print(json.dumps(vars(found), ensure_ascii=False), flush=True)
        sys.stdout.flush()
