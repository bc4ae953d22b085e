"""The word matcher: what it catches, what it flags wrongly, and what it costs beside a plain alternation."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from comments.moderation import ordinary
from comments.moderation.words import Matcher, Rule
from tests.bench import Ratio, bench
from tests.comments.evasions import REWRITES, caught, terms, unmarked

CLEAN = Path(__file__).parent.parent / "comments" / "clean_sentences.txt"
RULES, CHARACTERS, ROUNDS = 2000, 1500, 30


@bench("the word matcher: disguises seen through, clean sentences spared, and its cost", minutes=1)
def words() -> Iterator[Ratio]:
    matcher = Matcher(Rule(term) for term in ordinary.lines("default.txt"))
    yield from _evasions(matcher)
    yield from _clean(matcher)
    yield from _cost()


def main() -> None:
    for ratio in words():
        print(f"{'✓' if ratio.holds else '✗'} {ratio.what:56} {ratio.value:8.3f}  {ratio.promise:8} {ratio.note}")


def _evasions(matcher: Matcher) -> Iterator[Ratio]:
    total = []
    for name, rewrite in REWRITES.items():
        results = caught(matcher, rewrite)
        total += results
        missed = [term for term, found in zip(terms(), results, strict=True) if not found]
        least = None if name == "without marks" else 0.8
        note = f"missed: {', '.join(missed)}" if missed else ""
        yield Ratio(f"found, {name}", sum(results) / len(results), at_least=least, note=note)
    note = f"{len(REWRITES)} rewrites of {len(terms())} terms"
    yield Ratio("found, all rewrites", sum(total) / len(total), at_least=0.95, note=note)


def _clean(matcher: Matcher) -> Iterator[Ratio]:
    clean = CLEAN.read_text(encoding="utf-8").splitlines()
    listed = ordinary.lines("default.txt")
    naive, bare = (re.compile("|".join(map(re.escape, each)), re.I) for each in (listed, list(map(unmarked, listed))))
    for name, shown, plain, most in (
        ("with marks", clean, naive, 0),
        ("without marks", list(map(unmarked, clean)), bare, 0),
        ("every second word without marks", list(map(_half, clean)), bare, None),
    ):
        ours, theirs = (sum(bool(find(line)) for line in shown) for find in (matcher.find, plain.search))
        note = f"{ours} of {len(clean)}; a plain alternation flags {theirs}"
        yield Ratio(f"clean sentences flagged, {name}", ours / len(clean), at_most=most, note=note)


def _half(line: str) -> str:
    return " ".join(unmarked(word) if place % 2 else word for place, word in enumerate(line.split()))


def many_rules() -> list[str]:
    """The default list filled up to 2,000 with pairs of ordinary syllables that are in no sentence."""
    syllables = sorted(key for key in ordinary.default().syllables if key.isalpha() and key.islower() and len(key) > 3)
    made = (f"{one} {two}" for two in reversed(syllables[-9:]) for one in syllables)
    return [*ordinary.lines("default.txt"), *made][:RULES]


def texts() -> dict[str, str]:
    clean = " ".join(CLEAN.read_text(encoding="utf-8").splitlines())
    return {
        "clean": clean[:CHARACTERS],
        "clean, without marks": unmarked(clean)[:CHARACTERS],
        "single letters": " ".join("địtmẹngulồn" * 70)[:CHARACTERS],
        "one rude word repeated": ("địt mẹ " * 300)[:CHARACTERS],
        "figures and signs": ("l0n c4c d!t " * 200)[:CHARACTERS],
    }


def best(act: Callable[[], object]) -> float:
    times = []
    for _round in range(ROUNDS):
        start = time.perf_counter()
        act()
        times.append(time.perf_counter() - start)
    return min(times)


def _cost() -> Iterator[Ratio]:
    rules = many_rules()
    matcher = Matcher(map(Rule, rules))
    naive = re.compile("|".join(map(re.escape, rules)), re.I)
    for name, text in texts().items():
        ours, plain = best(partial(matcher.find, text)), best(partial(naive.findall, text))
        note = f"{ours * 1e6:.0f} µs to {plain * 1e6:.0f} µs: {len(text)} characters, {len(rules)} rules"
        yield Ratio(f"time to a plain alternation's, {name}", ours / plain, at_most=1, note=note)


if __name__ == "__main__":
    main()
