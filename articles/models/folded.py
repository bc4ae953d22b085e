"""Rows that are found by words without diacritics, in their `folded` column."""

from __future__ import annotations

from typing import Any

from articles import text


def with_words(rows: Any, words: str) -> Any:
    """Those that have all the words, with or without diacritics."""
    for word in text.fold(words).split():
        rows = rows.filter(folded__contains=word)
    return rows
