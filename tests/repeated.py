"""A paper entered as the product enters stories, then repeated in SQL until a million stand in the index within
minutes. What is repeated says the same a minute later: each word is as frequent as it was, each list so much longer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, models, transaction

from articles.models import Article, Edition, Findable, Term
from articles.search import dialects

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
APART = 61  # seconds between a story and its next repetition


@contextmanager
def noted() -> Iterator[None]:
    """Around entering. FTS5 doesn't keep what it was told: written down beside it."""
    put = dialects.SQLite.put
    if connection.vendor == "sqlite":
        _run("PRAGMA cache_size = -1000000", "CREATE TEMP TABLE told (place integer PRIMARY KEY, words text)")

        def noting(rows: Any) -> None:
            with connection.cursor() as cursor:
                cursor.executemany("INSERT INTO told VALUES (%s, %s)", [(row[1], " ".join(row[4])) for row in rows])
            put(rows)

        dialects.SQLite.put = staticmethod(noting)  # type: ignore[method-assign]
    try:
        yield
    finally:
        dialects.SQLite.put = staticmethod(put)  # type: ignore[method-assign]


def repeat(times: int) -> None:
    """What is entered stands there so many times in all."""
    is_postgres = connection.vendor == "postgresql"
    rooms = {model: _next(model) for model in (Article, Edition)}
    if not is_postgres:
        dialects.SQLite.hold(1 << 28)
        _run("PRAGMA foreign_keys = OFF")  # An edition comes before its story.
    else:
        _run("SET session_replication_role = replica", dialects.PostgreSQL.unmade[0])
    for turn in range(1, times):
        with transaction.atomic():
            _again(turn, rooms, ", words" if is_postgres else "")
            if not is_postgres:
                told = f"SELECT place + {_later(turn, rooms)}, words FROM told ORDER BY place"
                _run(f"INSERT INTO articles_words (rowid, words) {told}")
    Term.objects.update(stories=models.F("stories") * times)
    if not is_postgres:
        dialects.SQLite.hold(dialects.HELD)
    else:
        _run("SET maintenance_work_mem = '2GB'", dialects.PostgreSQL.made[1])


def _again(turn: int, rooms: dict[Any, int], words: str) -> None:
    story, edition = turn * rooms[Article], turn * rooms[Edition]
    moved = {"id": f"id + {edition}", "article_id": f"article_id + {story}"}
    _copied(Edition, rooms[Edition], moved)
    moved = {"id": f"id + {story}", "edition_id": f"edition_id + {edition}", "nonce": "NULL"}
    _copied(Article, rooms[Article], {**moved, "published_at": _moment(turn)})
    _run(
        f"INSERT INTO articles_findable (article_id, place, edition_id, filed, reported, is_counted{words}) "
        f"SELECT article_id + {story}, place + {_later(turn, rooms)}, edition_id + {edition}, filed, reported, "
        f"is_counted{words} FROM articles_findable WHERE article_id < {rooms[Article]}"
    )


def _copied(model: type[models.Model], room: int, moved: dict[str, str]) -> None:
    columns = [field.column for field in model._meta.concrete_fields]
    names, values = (", ".join(each) for each in (map(_quoted, columns), (moved.get(c, _quoted(c)) for c in columns)))
    table = model._meta.db_table
    _run(f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} WHERE id < {room}")


def _later(turn: int, rooms: dict[Any, int]) -> int:
    """How much farther a repetition's place lies."""
    return Findable.place_of(turn * rooms[Article], EPOCH + turn * timedelta(seconds=APART))


def _moment(turn: int) -> str:
    if connection.vendor == "postgresql":
        return f"published_at + interval '{turn * APART} seconds'"
    return f"strftime('%Y-%m-%d %H:%M:%f', published_at, '+{turn * APART} seconds')"


def _next(model: type[models.Model]) -> int:
    return int(model._default_manager.aggregate(last=models.Max("pk"))["last"]) + 1


def _quoted(column: str) -> str:
    return connection.ops.quote_name(column)


def _run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
