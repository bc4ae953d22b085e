"""Two states of a text side by side, to the word. Pure: canonical HTML in, rows of marked words out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple

from articles import merging

WORDS = re.compile(r"(?:\w+|[^\w\s])\s*|\s+")  # Each with the space behind it, which makes no difference.
MOST_WORDS = 3000  # A longer paragraph that changed is shown as changed, whole.


class Kind(StrEnum):
    SAME = "same"
    CHANGED = "changed"
    RESTYLED = "restyled"  # The words are the same, not how they are set.
    ADDED = "added"
    REMOVED = "removed"


class Piece(NamedTuple):
    text: str
    is_marked: bool


@dataclass(frozen=True)
class Row:
    kind: Kind
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


def texts(before: str, after: str, read: Callable[[str], str]) -> list[Row]:
    """The paragraphs of two texts in pairs; `read` gives a paragraph's HTML as words."""
    return list(_rows(before, after, read))


def _rows(before: str, after: str, read: Callable[[str], str]) -> Iterator[Row]:
    for old, new in merging.pairs(merging.paragraphs(before), merging.paragraphs(after)):
        if old is None:
            yield Row(Kind.ADDED, (), (Piece(read(new or ""), True),))
        elif new is None:
            yield Row(Kind.REMOVED, (Piece(read(old), True),), ())
        elif old == new:
            words = (Piece(read(old), False),)
            yield Row(Kind.SAME, words, words)
        else:
            left, right = words_of(read(old), read(new))
            restyled = not any(piece.is_marked for piece in (*left, *right))
            yield Row(Kind.RESTYLED if restyled else Kind.CHANGED, left, right)


def words_of(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both, with the words marked that the other doesn't have there."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    if max(len(old), len(new)) > MOST_WORDS:
        return (Piece(before, before != after),), (Piece(after, before != after),)
    left: list[Piece] = []
    right: list[Piece] = []
    bare = [word.rstrip() for word in old], [word.rstrip() for word in new]
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, bare[0], bare[1], autojunk=False).get_opcodes():
        left += _pieces("".join(old[i1:i2]), kind != "equal")
        right += _pieces("".join(new[j1:j2]), kind != "equal")
    return tuple(piece for piece in left if piece.text), tuple(piece for piece in right if piece.text)


def _pieces(words: str, is_marked: bool) -> list[Piece]:
    """The space behind the last word is never marked."""
    bare = words.rstrip()
    return [Piece(bare, is_marked), Piece(words[len(bare) :], False)]
