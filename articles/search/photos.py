"""The photo library's index as each database keeps it: folded words, found by how they begin. The newest come first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from articles import text

WORD = re.compile(r"[^\W_]+")
CREDIT, SECTION = "xc", "xs"  # What a word begins with that stands in the credit; a section's number.
MOST = 1000  # photos found: nobody leafs further, and a narrower question is quickly put
RECENT = 100_000  # photos that are looked through first: a common word has its newest there
LONGEST, MOST_WORDS = 40, 8

Group = tuple[Sequence[str], bool]  # One of these has to be there; as a whole word, or as a word's beginning.

POSTGRESQL = (
    "ALTER TABLE articles_photo ADD COLUMN words tsvector GENERATED ALWAYS AS "
    "(array_to_tsvector(array_remove(string_to_array(folded, ' '), ''))) STORED",
    "CREATE INDEX photo_words ON articles_photo USING gin (words)",
)
SQLITE = (
    "CREATE VIRTUAL TABLE articles_photo_words USING "
    "fts5(words, detail=none, tokenize='unicode61 remove_diacritics 0')",
)
UNMADE = {
    "postgresql": ("DROP INDEX photo_words", "ALTER TABLE articles_photo DROP COLUMN words"),
    "sqlite": ("DROP TABLE articles_photo_words",),
}


def words(typed: str) -> list[str]:
    """Letters and figures alone, without diacritics: "Điện Biên, 2022" → dien, bien, 2022."""
    return [found[:LONGEST] for found in WORD.findall(text.fold(typed))]


def line(told: Iterable[str], credit: str, sections: Iterable[int]) -> str:
    """What is kept of a photo for the index, each word once."""
    plain = words(" ".join([*told, credit]))
    marked = [f"{CREDIT}{word}" for word in words(credit)]
    return " ".join(dict.fromkeys([*plain, *marked, *(f"{SECTION}{pk}" for pk in sections)]))


def question(typed: str = "", credit: str = "", sections: Iterable[int] = ()) -> list[Group]:
    """All of the words, a credit's among them; and one of the sections, where some are named."""
    groups: list[Group] = [([word], False) for word in words(typed)[:MOST_WORDS]]
    groups += [([f"{CREDIT}{word}"], False) for word in words(credit)[:MOST_WORDS]]
    named = [f"{SECTION}{pk}" for pk in sections]
    return [*groups, (named, True)] if named else groups


def put(pk: int, folded: str) -> None:
    """PostgreSQL makes its column by itself."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT OR REPLACE INTO articles_photo_words (rowid, words) VALUES (%s, %s)", [pk, folded])


def drop(pk: int) -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM articles_photo_words WHERE rowid = %s", [pk])


def newest(asked: Sequence[Group], first: int = 0, last: int = 2**62) -> list[int]:
    """The photos that answer, by number, from `first` to `last`: the newest MOST."""
    if connection.vendor == "sqlite":
        told = " AND ".join(f"({' OR '.join(_fts(word, whole) for word in group)})" for group, whole in asked)
        sql = "SELECT rowid FROM articles_photo_words WHERE articles_photo_words MATCH %s AND rowid BETWEEN %s AND %s"
        return _column(f"{sql} ORDER BY rowid DESC LIMIT {MOST}", [told, first, last])
    told = " & ".join(f"({' | '.join(_lexeme(word, whole) for word in group)})" for group, whole in asked)
    recent = (
        "SELECT id FROM articles_photo WHERE words @@ %s::tsquery AND id BETWEEN %s AND %s AND id > "
        f"(SELECT coalesce(max(id), 0) - {RECENT} FROM articles_photo WHERE id <= %s) ORDER BY id DESC LIMIT {MOST}"
    )
    found = _column(recent, [told, first, last, last])
    if len(found) == MOST:
        return found
    # The sums keep the planner from walking along `id`, past a million that don't match.
    whole = (
        "SELECT id FROM articles_photo WHERE words @@ %s::tsquery AND id + 0 BETWEEN %s AND %s "
        f"ORDER BY id + 0 DESC LIMIT {MOST}"
    )
    return _column(whole, [told, first, last])


def _fts(word: str, whole: bool) -> str:
    return f'"{word}"' if whole else f'"{word}"*'


def _lexeme(word: str, whole: bool) -> str:
    return f"'{word}'" if whole else f"'{word}':*"


def _column(sql: str, values: list[Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [row[0] for row in cursor.fetchall()]
