"""Rows that are found by words without diacritics, in a column that holds them so."""

from __future__ import annotations

from typing import Any

from articles import text


def with_words(rows: Any, words: str, column: str = "folded") -> Any:
    """Those that have all the words, with or without diacritics."""
    for word in text.fold(words).split():
        rows = rows.filter(**{f"{column}__contains": word})
    return rows
