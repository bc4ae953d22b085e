"""Ordinary syllables and phrases: what a word without its marks may well have meant. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from comments.moderation.spelling import Reading, fold

WORDLISTS = Path(__file__).parent / "wordlists"
UNITS = frozenset(
    [
        "cc",
        "cl",
        "cm",
        "dag",
        "dl",
        "dm",
        "ha",
        "hg",
        "hl",
        "kg",
        "km",
        "kv",
        "kw",
        "m",
        "ml",
        "mm",
        "mw",
        "ppm",
        "tb",
        "vnd",
    ]
)
STOPS = ("c", "ch", "p", "t")


class Ordinary(NamedTuple):
    """Keys of syllables as they stand, the same without marks, phrases without marks, and as they stand."""

    syllables: frozenset[str]
    folds: frozenset[str]
    phrases: frozenset[str]
    spellings: frozenset[str]

    @classmethod
    def of(cls, words: Iterable[str]) -> Ordinary:
        """From syllables and phrases written with their marks."""
        keyed = [keys(line) for line in words]
        syllables = frozenset(key for line in keyed if len(line) == 1 for key in line)
        spellings = frozenset(" ".join(line) for line in keyed if len(line) > 1)
        return cls(syllables, frozenset(map(fold, syllables)), frozenset(map(fold, spellings)), spellings)

    def without(self, taken: Iterable[str]) -> Ordinary:
        """The same without these syllables, which a rule has taken."""
        left = self.syllables - set(taken)
        return self._replace(syllables=left, folds=frozenset(map(fold, left)))


def keys(text: str) -> tuple[str, ...]:
    """The keys of the words of a text."""
    from_text = Reading(text)
    return tuple(from_text.key(*span) for span in from_text.words())


def lines(name: str) -> list[str]:
    """The entries of a word list that comes with the product."""
    listed = (WORDLISTS / name).read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in listed if line.strip() and not line.startswith("#")]


@lru_cache(maxsize=1)
def default() -> Ordinary:
    """The list that comes with the product. Read once."""
    syllables = frozenset(key for line in lines("benign_syllables.txt") for key in _composed(line))
    phrases = Ordinary.of(lines("benign_phrases.txt"))
    return phrases._replace(syllables=syllables, folds=frozenset(map(fold, syllables)))


def _composed(line: str) -> Iterator[str]:
    """ "b: ac an-" → bacS bacJ, banF banS banR banX banJ: an initial, its rimes, their tones."""
    initial, rimes = line.split(":")
    initial = initial.replace("_", "")
    for rime in rimes.split():
        syllable = initial + rime.removesuffix("-")
        if syllable.endswith(STOPS):
            yield from (syllable + tone for tone in "SJ")
            continue
        yield from (syllable + tone for tone in "FSRXJ")
        if not rime.endswith("-"):
            yield syllable
