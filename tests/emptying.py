"""A test that commits leaves an empty database, and the next finds what migrations wrote, faster than by Django.

Only tables with rows are emptied, and rows go back as they were read, many with one statement.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

Rows = dict[str, list[tuple[Any, ...]]]


def filled(connection: BaseDatabaseWrapper, tables: Iterable[str]) -> list[str]:
    """Those tables that hold a row, asked with one statement."""
    quote = connection.ops.quote_name
    asked = " UNION ALL ".join(
        f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {quote(table)})" for table in sorted(tables)
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return [table for (table,) in cursor.fetchall()]


def read(connection: BaseDatabaseWrapper) -> Rows:
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    rows: Rows = {}
    with connection.cursor() as cursor:
        for table in filled(connection, tables):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows[table] = cursor.fetchall()
    return rows


def write(connection: BaseDatabaseWrapper, rows: Rows) -> None:
    """In one transaction, at whose end the keys are checked."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for table, lines in rows.items():
            places = ", ".join(["%s"] * len(lines[0]))
            one = f"({places})"
            for start in range(0, len(lines), 50):
                part = lines[start : start + 50]
                sql = f"INSERT INTO {connection.ops.quote_name(table)} VALUES {', '.join([one] * len(part))}"
                cursor.execute(sql, [value for line in part for value in line])


@contextmanager
def quickly(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """While this lasts, Django's flush and its bringing back are ours."""
    kept: Rows = {}
    flush: Callable[..., list[str]] = connection.ops.sql_flush

    def remember() -> str:
        """Called by Django when migrations have run, before any test."""
        kept.update(read(connection))
        return ""

    def bring_back(_contents: str) -> None:
        if not filled(connection, kept):
            write(connection, kept)

    def sql_flush(style: Any, tables: list[str], **options: Any) -> list[str]:
        if not tables or options.get("reset_sequences"):
            return flush(style, tables, **options)
        return [f"DELETE FROM {connection.ops.quote_name(table)}" for table in filled(connection, tables)]

    with (
        mock.patch.object(connection.creation, "serialize_db_to_string", remember),
        mock.patch.object(connection.creation, "deserialize_db_from_string", bring_back),
        mock.patch.object(connection.ops, "sql_flush", sql_flush),
    ):
        yield
