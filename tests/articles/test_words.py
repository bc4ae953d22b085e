"""A text's words as they are looked for: the fast way finds what the plain one finds."""

from __future__ import annotations

import random
import unicodedata
from typing import Any

import pytest

from articles.search import words
from tests.articles.spellings import SPELLINGS, phrases, texts

ODD = ["x\u0323n an", "Điện\u0301 Biên", "한국 an", "a_b ab", "ĐIỆN—BIÊN.", "5 \u212a", "điện\u00adbiên", "", "İ i ẛ"]


def test_words_are_found_fast_as_they_are_found_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    chance, written = random.Random(1), [" ".join(each.split()) for each in texts()]
    asked = [(number, spell(phrase)) for number, phrase in phrases(10) for spell in SPELLINGS.values()]
    asked += [(0, line) for line in ("k", "i", "an", "ab a", "biên", "한국", "điện biên", "x" * 50)]
    cases = [
        (words.question(line), sentence)
        for number, line in asked
        for sentence in (
            written[number], written[number].upper(), unicodedata.normalize("NFD", written[number]),
            chance.choice(written), *ODD,
        )
    ]  # fmt: skip

    def results() -> list[Any]:
        return [
            (words.stands_in(each.words, line), words.excerpt(each, line), words.excerpt(each, line, whole=True))
            for each, line in cases
        ]

    fast = results()
    monkeypatch.setattr(words, "_finder", lambda *_words: None)
    assert fast == results()
    assert 50 < sum(stands for stands, _piece, _whole in fast) < len(cases) / 2
