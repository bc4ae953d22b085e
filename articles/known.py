"""How the database is asked: by a statement that is worked out once, and from the right end of an index."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

Value = int | datetime
NUMBER, YEAR = 1 << 61, 1001  # Marks for numbers and for moments begin here: no row has such ones.


class Known:
    """A question that every page asks: Django works its text out once, and then only the values in it change, for most
    of a page's time went into building the same statements anew. It is still the queryset's own, with the one
    definition of what is live in it.

    `build` makes the queryset from named numbers and moments. Each of them has to reach the statement as it is, and
    none may decide on its form: no None, no list, no limit."""

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        self.build = build
        self._texts: dict[str, tuple[str, list[tuple[str | None, Any]]]] = {}

    def text(self, **values: Value) -> tuple[str, list[Any]]:
        """The statement and its parameters, on the database that is asked."""
        if connection.vendor not in self._texts:
            self._texts[connection.vendor] = self._worked_out(values)
        sql, places = self._texts[connection.vendor]
        given = {name: _adapted(value) for name, value in values.items()}
        return sql, [constant if name is None else given[name] for name, constant in places]

    def rows(self, **values: Value) -> list[tuple[Any, ...]]:
        """As the database gives them."""
        with connection.cursor() as cursor:
            cursor.execute(*self.text(**values))
            return cursor.fetchall()

    def _worked_out(self, values: dict[str, Value]) -> tuple[str, list[tuple[str | None, Any]]]:
        marks = {name: _mark(value, number) for number, (name, value) in enumerate(values.items())}
        names = {_adapted(mark): name for name, mark in marks.items()}
        sql, parameters = self.build(**marks).query.sql_with_params()
        places = [(names.get(one) if isinstance(one, int | str | datetime) else None, one) for one in parameters]
        missing = set(values) - {name for name, _constant in places}
        if missing:
            raise ValueError(f"not found in the statement: {', '.join(sorted(missing))}")
        return sql, places


def _mark(value: Value, number: int) -> Value:
    return datetime(YEAR + number, 1, 1, tzinfo=UTC) if isinstance(value, datetime) else NUMBER + number


def _adapted(value: Value) -> Any:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


def moment_of(given: str | datetime) -> datetime:
    """A moment as a statement of our own gives it: SQLite tells it without a zone, or as text."""
    moment = datetime.fromisoformat(given) if isinstance(given, str) else given
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def from_there(rows: Any, *parts: Q, **bounds: Any) -> Any:
    """`rows` within these bounds, which are asked for before all else: SQLite walks an index from the first of two
    upper limits on, and from that of `due`, which is now, it would walk down a million stories."""
    found = rows.filter(*parts, **bounds)
    known, children = len(rows.query.where.children), found.query.where.children
    children[:] = children[known:] + children[:known]
    return found
