"""The index as each database keeps it: a tsvector under GIN, or FTS5. The same words in, the same places out."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Collection, Iterator, Sequence, Set
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import OperationalError, connection, transaction

from articles.search.terms import Term

Row = tuple[int, int, int, str, list[str], Set[Term]]  # story, place, edition, where it is filed, lexemes, terms
Counts = Sequence[
    tuple[str, str, int]
]  # folded, as written, stories more or fewer; in order, so that none wait in a ring
Window = tuple[int, int, Sequence[str]]  # places from, to (excluded); one of these words in it, where there are any
Wanted = Sequence[Sequence[str]]  # of each inner sequence, one word has to be there


COUNTED = "articles_term (folded, written, stories)"
MORE = "ON CONFLICT (folded, written) DO UPDATE SET stories = articles_term.stories + excluded.stories"


HELD, MANY_HELD = 1 << 20, 1 << 26  # bytes of new entries in SQLite's memory; the first is FTS5's own measure


class CutOff(Exception):
    """The search took longer than a reader should wait."""


class PostgreSQL:
    takes_strides = True  # All that match are fetched before the newest of them are taken.
    made = (
        "ALTER TABLE articles_findable ADD COLUMN words tsvector",
        "CREATE INDEX IF NOT EXISTS findable_words ON articles_findable USING gin (words)",
    )
    unmade = ("DROP INDEX IF EXISTS findable_words", "ALTER TABLE articles_findable DROP COLUMN words")

    @staticmethod
    def put(rows: Sequence[Row]) -> None:
        """Lexemes are letters and figures alone: as they stand in a tsvector, and in COPY."""
        lines = "".join("\t".join([*map(str, row[:4]), "t", " ".join(row[4])]) + "\n" for row in rows)
        with connection.cursor() as cursor:
            columns = "article_id, place, edition_id, filed, is_counted, words"
            cursor.copy_expert(f"COPY articles_findable ({columns}) FROM STDIN", io.StringIO(lines))

    @classmethod
    def ready(cls) -> None:
        """Also after a kill while very many were entered."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass('findable_words')")
            if cursor.fetchone()[0] is None:
                cursor.execute(cls.made[1])

    @staticmethod
    def clear() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM articles_findable")
            cursor.execute("DELETE FROM articles_term")

    @classmethod
    @contextmanager
    def many(cls) -> Iterator[None]:
        """The index is made when all rows are there: many times faster than row by row."""
        with connection.cursor() as cursor:
            cursor.execute(cls.unmade[0])
            try:
                yield
            finally:
                cursor.execute("SET maintenance_work_mem = '512MB'")
                cursor.execute(cls.made[1])
                cursor.execute("RESET maintenance_work_mem")

    @staticmethod
    def drop(rows: Sequence[Row]) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM articles_findable WHERE article_id = ANY(%s)", [[row[0] for row in rows]])

    @staticmethod
    def count(terms: Counts) -> None:
        with connection.cursor() as cursor:
            given = "unnest(%s::text[], %s::text[], %s::int[])"
            columns = [list(column) for column in zip(*terms, strict=True)]
            cursor.execute(f"INSERT INTO {COUNTED} SELECT * FROM {given} {MORE}", columns)
            if gone := [term for term in terms if term[2] < 0]:
                columns = [list(column) for column in zip(*gone, strict=True)][:2]
                sql = "DELETE FROM articles_term t USING unnest(%s::text[], %s::text[]) AS gone (folded, written) "
                cursor.execute(
                    sql + "WHERE (t.folded, t.written) = (gone.folded, gone.written) AND stories < 1", columns
                )

    @staticmethod
    def places(must: Wanted, window: Window, limit: int) -> list[int]:
        """Newest first. The sums keep the planner from walking along `place`, past rows that don't match."""
        start, end, some = window
        groups = [*must, some] if some else must
        asked = " & ".join(f"({' | '.join(map(_quoted, group))})" for group in groups)
        sql = (
            "SELECT place FROM articles_findable WHERE words @@ %s::tsquery AND place + 0 >= %s AND place + 0 < %s "
            "ORDER BY place + 0 DESC LIMIT %s"
        )
        return _column(sql, [asked, start, end, limit])

    @staticmethod
    def terms(keys: Collection[str]) -> list[tuple[str, str, int]]:
        return _rows("SELECT folded, written, stories FROM articles_term WHERE folded = ANY(%s)", [list(keys)])

    @staticmethod
    def ended(places: Collection[int], at: datetime) -> list[int]:
        """A thousand places are one value: as many of their own take longer to read than to answer."""
        sql = "SELECT place FROM articles_findable WHERE live_until <= %s AND place = ANY(%s::bigint[])"
        return _column(sql, [at, f"{{{','.join(map(str, places))}}}"])

    @staticmethod
    @contextmanager
    def within(until: float) -> Iterator[None]:
        """Each statement gets what is left, set in the same message: no way to the server more."""

        def timed(execute: Any, sql: str, values: Any, many: bool, context: Any) -> Any:
            return execute(f"SET LOCAL statement_timeout = {_left(until)}; {sql}", values, many, context)

        is_part = connection.in_atomic_block  # What follows in it has its own time.
        with transaction.atomic():
            with connection.execute_wrapper(timed):
                yield
            if is_part:
                with connection.cursor() as cursor:
                    cursor.execute("SET LOCAL statement_timeout TO DEFAULT")


class SQLite:
    takes_strides = False
    made = (
        "CREATE VIRTUAL TABLE articles_words USING "
        "fts5(words, content='', detail=none, tokenize='unicode61 remove_diacritics 0')",
    )
    unmade = ("DROP TABLE articles_words",)

    @staticmethod
    def ready() -> None:
        """Also after a kill while very many were entered."""
        SQLite.hold(HELD)

    @staticmethod
    def clear() -> None:
        """Whatever words it holds, and however they were once formed."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO articles_words (articles_words) VALUES ('delete-all')")
            cursor.execute("DELETE FROM articles_findable")
            cursor.execute("DELETE FROM articles_term")

    @staticmethod
    def hold(bytes_: int) -> None:
        """So much is gathered in memory before it is written: the fewer the pieces, the less is merged afterwards."""
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO articles_words (articles_words, rank) VALUES ('hashsize', %s)", [bytes_])

    @classmethod
    @contextmanager
    def many(cls) -> Iterator[None]:
        cls.hold(MANY_HELD)
        try:
            yield
        finally:
            cls.hold(HELD)

    @staticmethod
    def put(rows: Sequence[Row]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO articles_findable (article_id, place, edition_id, filed, is_counted) "
                "VALUES (%s, %s, %s, %s, 1)",
                [row[:4] for row in rows],
            )
            told = [(row[1], " ".join(row[4])) for row in rows]
            cursor.executemany("INSERT INTO articles_words (rowid, words) VALUES (%s, %s)", told)

    @staticmethod
    def drop(rows: Sequence[Row]) -> None:
        """An index without contents has to be told what it holds."""
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO articles_words (articles_words, rowid, words) VALUES ('delete', %s, %s)",
                [(row[1], " ".join(row[4])) for row in rows],
            )
            cursor.executemany("DELETE FROM articles_findable WHERE article_id = %s", [(row[0],) for row in rows])

    @staticmethod
    def count(terms: Counts) -> None:
        gone = [term[:2] for term in terms if term[2] < 0]
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {COUNTED} VALUES (%s, %s, %s) {MORE}", terms)
            cursor.executemany("DELETE FROM articles_term WHERE folded = %s AND written = %s AND stories < 1", gone)

    @staticmethod
    def places(must: Wanted, window: Window, limit: int) -> list[int]:
        start, end, _some = window
        groups = (" OR ".join(f'"{word}"' for word in group) for group in must)
        asked = " AND ".join(f"({group})" for group in groups)
        sql = "SELECT rowid FROM articles_words WHERE articles_words MATCH %s AND rowid >= %s AND rowid < %s "
        return _column(f"{sql} ORDER BY rowid DESC LIMIT %s", [asked, start, end, limit])

    @staticmethod
    def terms(keys: Collection[str]) -> list[tuple[str, str, int]]:
        listed = "(SELECT value FROM json_each(%s))"
        sql = f"SELECT folded, written, stories FROM articles_term WHERE folded IN {listed}"
        return _rows(sql, [json.dumps(list(keys))])

    @staticmethod
    def ended(places: Collection[int], at: datetime) -> list[int]:
        """Along the index of those that end, which are few: the sum keeps it from looking each place up."""
        listed = "(SELECT value FROM json_each(%s))"
        sql = f"SELECT place FROM articles_findable WHERE live_until <= %s AND place + 0 IN {listed}"
        return _column(sql, [connection.ops.adapt_datetimefield_value(at), f"[{','.join(map(str, places))}]"])

    @staticmethod
    @contextmanager
    def within(until: float) -> Iterator[None]:
        def timed(execute: Any, sql: str, values: Any, many: bool, context: Any) -> Any:
            _left(until)
            return execute(sql, values, many, context)

        connection.ensure_connection()
        raw: Any = connection.connection
        raw.set_progress_handler(lambda: time.monotonic() > until, 20_000)
        try:
            with connection.execute_wrapper(timed):
                yield
        finally:
            raw.set_progress_handler(None, 0)


def ended(at: datetime, most: int) -> list[int]:
    """Where stories are that have come down, along the index of those that end."""
    sql = "SELECT place FROM articles_findable WHERE live_until <= %s LIMIT %s"
    return _column(sql, [connection.ops.adapt_datetimefield_value(at), most])


def dialect() -> type[PostgreSQL] | type[SQLite]:
    return PostgreSQL if connection.vendor == "postgresql" else SQLite


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """All that is asked of the database in here, together, may take so many seconds; then it is given up: CutOff."""
    try:
        with dialect().within(time.monotonic() + seconds):
            yield
    except OperationalError as error:
        if "timeout" in str(error) or "interrupted" in str(error):
            raise CutOff from error
        raise


def _left(until: float) -> int:
    """Milliseconds. Raises CutOff where there are none."""
    left = int((until - time.monotonic()) * 1000)
    if left < 1:
        raise CutOff
    return left


def _column(sql: str, values: list[Any]) -> list[int]:
    return [row[0] for row in _rows(sql, values)]


def _rows(sql: str, values: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found: list[Any] = cursor.fetchall()
        return found


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "").replace("'", "") + "'"
