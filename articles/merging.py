"""Two texts that grew from one, brought together paragraph by paragraph. Pure: canonical HTML in, pieces out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

BLOCKS = "p|h2|h3|h4|ul|ol|blockquote|aside|table|figure|hr"
EDGE = re.compile(rf"<(/?)({BLOCKS})\b[^>]*>")
WORD = re.compile(r"\w+")
ALIKE = 0.5  # Of two paragraphs' words, so many in common make the one a rewriting of the other.
MOST_PAIRS = 4000  # Beyond so many comparisons paragraphs are paired by their place.


@dataclass(frozen=True)
class Conflict:
    """A paragraph that both have changed; empty where one of them took it away."""

    base: str
    mine: str
    theirs: str


@dataclass
class Script:
    """What one side made of the base: for every paragraph its new text (None: taken away), and what was added
    before it (the last place is the end)."""

    slots: list[str | None]
    added: list[list[str]] = field(default_factory=list)


def paragraphs(html: str) -> list[str]:
    """The blocks at the root of a text, in order; joined they are the text again, but for space between them."""
    found, depth, start = [], 0, 0
    for edge in EDGE.finditer(html):
        if edge[2] == "hr":
            if depth == 0:
                found += [html[start : edge.start()], edge[0]]
                start = edge.end()
            continue
        if not edge[1]:
            if depth == 0:
                found.append(html[start : edge.start()])
                start = edge.start()
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                found.append(html[start : edge.end()])
                start = edge.end()
    return [block.strip() for block in [*found, html[start:]] if block.strip()]


def merge(base: list[str], mine: list[str], theirs: list[str]) -> list[str | Conflict]:
    """The paragraphs of both. What only one side touched is settled by itself; the rest are conflicts.

    Where no paragraph is in conflict, the outcome is the same whichever side is called mine.
    """
    ours, others = _script(base, mine), _script(base, theirs)
    _follow_moves(base, ours, others)
    _follow_moves(base, others, ours)
    _move_once(base, ours, others)
    merged: list[str | Conflict] = []
    for place in range(len(base) + 1):
        merged += _both_added(ours.added[place], others.added[place])
        if place < len(base):
            merged += _settled(base[place], ours.slots[place], others.slots[place])
    return merged


def pairs(before: list[str], after: list[str]) -> Iterator[tuple[str | None, str | None]]:
    """Every paragraph of both, in order: beside what it became, or beside nothing."""
    script = _script(before, after)
    for place, added in enumerate(script.added):
        yield from ((None, block) for block in added)
        if place < len(before):
            yield before[place], script.slots[place]


def merge_lists(base: list[Any], mine: list[Any], theirs: list[Any]) -> list[Any]:
    """What both kept or either added, without what either took away; mine first, in my order."""
    kept = [each for each in mine if each in theirs or each not in base]
    return [*kept, *(each for each in theirs if each not in mine and each not in base)]


def _settled(base: str, mine: str | None, theirs: str | None) -> Iterator[str | Conflict]:
    if mine == theirs or theirs == base:
        outcome: str | Conflict | None = mine
    elif mine == base:
        outcome = theirs
    else:
        outcome = Conflict(base, mine or "", theirs or "")
    if outcome is not None:
        yield outcome


def _both_added(mine: list[str], theirs: list[str]) -> list[str]:
    """At one place: what both added stands once, the rest in an order that doesn't ask who came first."""
    if mine == theirs or not theirs:
        return mine
    first, second = sorted((mine, theirs))
    return [*first, *(block for block in second if block not in first)]


def _follow_moves(base: list[str], mover: Script, editor: Script) -> None:
    """A paragraph that one moved and the other rewrote is moved, rewritten."""
    for place, text in enumerate(base):
        rewritten = editor.slots[place]
        if mover.slots[place] is not None or rewritten is None or rewritten == text:
            continue
        for blocks in mover.added:
            if text in blocks:
                blocks[blocks.index(text)] = rewritten
                editor.slots[place] = text  # Nothing is left to settle at its old place.
                break


def _move_once(base: list[str], ours: Script, others: Script) -> None:
    """A paragraph that both moved, to different places, stands at the earlier one."""
    for place, text in enumerate(base):
        if ours.slots[place] is not None or others.slots[place] is not None:
            continue
        moved = [n for n, blocks in enumerate(ours.added) if text in blocks]
        also = [n for n, blocks in enumerate(others.added) if text in blocks]
        if moved and also and moved[0] != also[0]:
            later = ours if moved[0] > also[0] else others
            later.added[max(moved[0], also[0])].remove(text)


def _script(base: list[str], side: list[str]) -> Script:
    script = Script([*base], [[] for _ in range(len(base) + 1)])
    moved = {*base} & {*side}  # What stands on both sides is itself, wherever it stands: a rewriting of nothing.
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, base, side, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        i, j = i1, j1
        for old, new in _pairs(_without(moved, base[i1:i2]), _without(moved, side[j1:j2])):
            _rewrite(script, range(i, i1 + old), side[j : j1 + new], moved)
            script.slots[i1 + old] = side[j1 + new]
            i, j = i1 + old + 1, j1 + new + 1
        _rewrite(script, range(i, i2), side[j:j2], moved)
    return script


def _without(moved: set[str], texts: list[str]) -> list[str]:
    return ["" if text in moved else text for text in texts]


def _rewrite(script: Script, olds: range, news: list[str], moved: set[str]) -> None:
    """Between two paragraphs that are paired: one by one in their order, the rest taken away or added."""
    place = olds.start
    for new in news:
        while place < olds.stop and script.slots[place] in moved:
            script.slots[place] = None
            place += 1
        if new in moved or place == olds.stop:
            script.added[place].append(new)
        else:
            script.slots[place] = new
            place += 1
    for old in range(place, olds.stop):
        script.slots[old] = None


def _pairs(olds: list[str], news: list[str]) -> list[tuple[int, int]]:
    """Which old paragraph became which new one, by the words they share: in order, as alike as possible."""
    if not olds or not news or len(olds) * len(news) > MOST_PAIRS:
        return []
    bags = [[Counter(WORD.findall(text)) for text in texts] for texts in (olds, news)]
    best: list[list[tuple[float, tuple[tuple[int, int], ...]]]] = [[(0.0, ())] * (len(news) + 1)]
    for i, old in enumerate(bags[0]):
        row: list[tuple[float, tuple[tuple[int, int], ...]]] = [(0.0, ())]
        for j, new in enumerate(bags[1]):
            choice = max(best[i][j + 1], row[j], key=lambda found: found[0])
            likeness = _likeness(old, new)
            if likeness >= ALIKE and best[i][j][0] + likeness > choice[0]:
                choice = (best[i][j][0] + likeness, (*best[i][j][1], (i, j)))
            row.append(choice)
        best.append(row)
    return list(best[-1][-1][1])


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """From 0, no word in common, to 1."""
    words = one.total() + other.total()
    fewer, more = (one, other) if len(one) < len(other) else (other, one)
    shared = sum(min(count, more[word]) for word, count in fewer.items() if word in more)
    return 2 * shared / words if words else 0.0
