"""The words of a text, and each two side by side, as they are written: what a vocabulary is made of. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import chain

from articles.search.words import WORD, forms_of

Term = str  # Folded, a tab, as written: one text, for a million stories' are counted, and a text knows its hash.
LONGEST = 24  # letters of a word


def terms(parts: Iterable[str]) -> frozenset[Term]:
    """Each once. A word with figures is none, and two with a sign between them don't stand side by side."""
    return frozenset(chain.from_iterable(map(_of, parts)))


def halves(term: Term) -> tuple[str, str]:
    """Folded, and as written."""
    folded, _tab, written = term.partition("\t")
    return folded, written


@lru_cache(maxsize=4096)  # As in `words`: the same captions and names come again and again.
def _of(part: str) -> tuple[Term, ...]:
    found: dict[Term, None] = {}
    before, end = ("", ""), 0
    for match in WORD.finditer(part):
        word = match[0]
        if not word.isalpha() or len(word) > LONGEST or not (folded := forms_of(word)[0]):
            before = ("", "")
            continue
        found[f"{folded}\t{word}"] = None
        if before[0] and part[end : match.start()] in {" ", "\u00a0"}:
            found[f"{before[0]} {folded}\t{before[1]} {word}"] = None
        before, end = (folded, word), match.end()
    return tuple(found)
