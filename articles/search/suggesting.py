"""What a reader may have meant, out of the paper's own vocabulary: the tones put back, a letter put right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from string import ascii_lowercase

from articles.search import words
from articles.search.dialects import dialect
from articles.search.terms import LONGEST
from articles.search.words import Question, Word

MOST = 3
SHARE = 0.2  # A way of writing that has less than this of the likeliest's stories is not offered beside it.
PATHS = 24  # ways followed at once
EDITED = 4  # words of a question of which each may be the wrong one
TYPED = 10**9  # What stays as it was typed is no reason against a way.
Rows = Sequence[tuple[str, int]]  # ways to write something, each with its stories
Known = dict[str, Rows]
Path = tuple[tuple[str, ...], int]  # words, and the stories of their rarest pair


@dataclass(frozen=True)
class Way:
    """A way to write a question. No more than `stories` have it, by the rarest of its pairs."""

    written: str
    exact: tuple[str, ...]
    stories: int


def known(asked: Question) -> Known:
    """What the vocabulary has of the question's words, and of each two that stand side by side. One query."""
    folded = [word.folded for word in asked.words]
    return _known([*folded, *_pairs(folded)])


def rarest(asked: Question, known: Known, is_exact: bool) -> int:
    """So many stories have all the words at most, as far as they are words that are counted."""
    counted = [word for word in asked.words if word.folded.isalpha() and len(word.folded) <= LONGEST]
    return min((_stories(word, known, is_exact) for word in counted), default=TYPED)


def _stories(word: Word, known: Known, is_exact: bool) -> int:
    rows = known.get(word.folded, ())
    return sum(stories for written, stories in rows if not is_exact or words.forms_of(written)[1] == word.exact)


def with_tones(asked: Question, known: Known) -> list[Way]:
    """The question as our stories write it, the likeliest first; nothing where it is written so already."""
    found = _ways(asked, known)
    typed = tuple(word.exact for word in asked.words)
    marked = [n for n, word in enumerate(asked.words) if word.exact != word.folded]
    best = max((way.stories for way in found), default=0)
    own = next((way.stories for way in found if way.exact == typed), 0)
    if own and (marked or own == best):
        return []
    meant = [way for way in found if all(way.exact[n] == typed[n] for n in marked)] or found
    return [way for way in meant if way.exact != typed and way.stories >= SHARE * meant[0].stories][:MOST]


def near(asked: Question) -> list[Way]:
    """Questions that our stories know and that differ by a letter in one word, or by a space in it."""
    folded = [word.folded for word in asked.words]
    known = _known(folded)
    wrong = [n for n, word in enumerate(folded) if word.isalpha() and word not in known]
    if not wrong and len(folded) <= EDITED:
        wrong = [n for n, word in enumerate(folded) if word.isalpha()]
    typed = [asked.typed[word.start : word.end] for word in asked.words]
    found: dict[tuple[str, ...], Way] = {}
    for n in wrong[:EDITED]:
        for other in _instead(folded, n):
            changed = words.question(" ".join([*typed[:n], other, *typed[n + 1 :]]))
            for way in _ways(changed, _known(_pairs([word.folded for word in changed.words])))[:1]:
                found.setdefault(way.exact, way)
    return sorted(found.values(), key=lambda way: -way.stories)[:MOST]


def _instead(folded: Sequence[str], n: int) -> list[str]:
    """What may stand for word `n` beside its neighbours, the likeliest first; for an only word, by itself."""
    before = [word for word in folded[max(n - 1, 0) : n] if word.isalpha()]
    after = [word for word in folded[n + 1 : n + 2] if word.isalpha()]
    needed = {other: _pairs([*before, *other.split(), *after]) for other in _edited(folded[n])}
    known = _known({key for keys in needed.values() for key in keys})
    counts = {key: sum(stories for _written, stories in rows) for key, rows in known.items()}
    fit = {other: min(counts.get(key, 0) for key in keys) for other, keys in needed.items()}
    return sorted((other for other, stories in fit.items() if stories), key=lambda other: -fit[other])[:MOST]


def _edited(word: str) -> set[str]:
    """A letter fewer, more, or another; two changed about; a space between."""
    found = set()
    for head, tail in ((word[:n], word[n:]) for n in range(len(word) + 1)):
        found |= {head + tail[1:], head + tail[1:2] + tail[:1] + tail[2:], f"{head} {tail}".strip()}
        for letter in ascii_lowercase:
            found |= {head + letter + tail, head + letter + tail[1:]}
    return found - {word, ""}


def _ways(asked: Question, known: Known) -> list[Way]:
    """How our stories write these words, the likeliest first. Words that never stand side by side are chains of their
    own, of which each is written in its likeliest way; one without neighbours stays as typed."""
    folded = [word.folded for word in asked.words]
    if len(folded) == 1:
        return _alike(((written,), stories) for written, stories in known.get(folded[0], ()))
    chains: list[list[int]] = []
    for n, word in enumerate(folded):
        if n and f"{folded[n - 1]} {word}" in known:
            chains[-1].append(n)
        else:
            chains.append([n])
    each = [_of_a_chain([asked.words[n] for n in chain], known, asked) for chain in chains]
    if len(each) == 1:
        return each[0]
    firsts = [ways[0] for ways in each]
    exact = tuple(word for way in firsts for word in way.exact)
    least = min(way.stories for way in firsts)
    return [Way(" ".join(way.written for way in firsts), exact, least)] if least < TYPED else []


def _of_a_chain(chain: Sequence[Word], known: Known, asked: Question) -> list[Way]:
    paths: list[Path] = []
    for n, (one, two) in enumerate(pairwise(chain)):
        rows = [(tuple(written.split(" ")), stories) for written, stories in known[f"{one.folded} {two.folded}"]]
        paths = rows if n == 0 else sorted(_longer(paths, rows), key=lambda path: -path[1])[:PATHS]
    typed = " ".join(asked.typed[word.start : word.end] for word in chain)
    return _alike(paths) or [Way(typed, tuple(word.exact for word in chain), TYPED)]


def _longer(paths: Iterable[Path], rows: Sequence[Path]) -> Iterator[Path]:
    onward = defaultdict(list)
    for (first, second), stories in rows:
        onward[first].append((second, stories))
    for path, least in paths:
        for second, stories in onward[path[-1]]:
            yield (*path, second), min(least, stories)


def _alike(paths: Iterable[Path]) -> list[Way]:
    """Ways that differ in their capitals, or in the vowel that bears the tone, are one: written as most do."""
    found: dict[tuple[str, ...], list[tuple[int, str]]] = defaultdict(list)
    for path, stories in paths:
        found[tuple(words.forms_of(word)[1] for word in path)].append((stories, " ".join(path)))
    ways = [Way(max(each)[1], exact, sum(stories for stories, _written in each)) for exact, each in found.items()]
    return sorted(ways, key=lambda way: (-way.stories, way.written))


def _pairs(chain: Sequence[str]) -> list[str]:
    """Each two that stand side by side; of one alone, itself."""
    return [" ".join(pair) for pair in pairwise(chain)] or list(chain)


def _known(keys: Iterable[str]) -> Known:
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for folded, written, stories in dialect().terms(set(keys)):
        found[folded].append((written, stories))
    return dict(found)
