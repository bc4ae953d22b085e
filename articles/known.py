"""How the database is asked: by a statement that is worked out once, and from the right end of an index."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Q, QuerySet
from django.db.models.query import get_related_populators
from django.db.models.sql.datastructures import BaseTable

Value = int | date | datetime | Collection[int]
Given = dict[str, list[Any]]  # each value as a list, of one where it is no list
NUMBER, EACH, YEAR = 1 << 61, 10_000, 1001  # Marks for numbers and for moments begin here: no row has such ones.
NOBODY, GREATEST = 0, (1 << 63) - 1  # no row's number; the greatest that a database holds


class Known:
    """A question that every page asks: Django works its text out once, and then only the values in it change, for most
    of a page's time went into building the same statements anew. It is still the queryset's own, with the one
    definition of what is live in it.

    `build` makes the queryset from named numbers, days, moments, or lists of numbers. Each of them has to reach the
    statement as it is, and none may decide on its form: no None, no limit. Of a list the last number is said again
    until there are 1, 2, 4, 8…, for each length has a text of its own; of an empty one, a number that no row has."""

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        self.build = build
        self._statements: dict[tuple[Any, ...], Statement] = {}

    def text(self, **values: Value) -> tuple[str, list[Any]]:
        """The statement and its parameters, on the database that is asked."""
        statement, parameters = self._stated(values)
        return statement.sql, parameters

    def rows(self, **values: Value) -> list[tuple[Any, ...]]:
        """As the database gives them."""
        with connection.cursor() as cursor:
            cursor.execute(*self.text(**values))
            return cursor.fetchall()

    def found(self, **values: Value) -> list[Any]:
        """As the queryset gives them: rows of its model, with those that it joins and without what it leaves out."""
        statement, parameters = self._stated(values)
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, parameters)
            return list(statement.made(cursor.fetchall()))

    def first(self, **values: Value) -> Any:
        return next(iter(self.found(**values)), None)

    def in_bulk(self, **values: Value) -> dict[int, Any]:
        return {row.pk: row for row in self.found(**values)}

    def _stated(self, values: dict[str, Value]) -> tuple[Statement, list[Any]]:
        given = {name: [value] if isinstance(value, int | date) else _evened(value) for name, value in values.items()}
        vendor = connection.vendor
        form = (vendor, *((name, len(several)) for name, several in given.items()))
        statement = self._statements.get(form)
        if statement is None:
            statement = self._statements[form] = self._worked_out(values, given, vendor)
        return statement, statement.parameters(given, vendor)

    def _worked_out(self, values: dict[str, Value], given: Given, vendor: str) -> Statement:
        marks = {name: _marks(several, number) for number, (name, several) in enumerate(given.items())}
        each = ((name, at, mark) for name, several in marks.items() for at, mark in enumerate(several))
        places = {_adapted(mark, vendor): (name, at) for name, at, mark in each}
        single = {name for name, value in values.items() if isinstance(value, int | date)}
        return Statement(
            self.build(**{name: mark[0] if name in single else mark for name, mark in marks.items()}), places
        )


class Statement:
    """A queryset's text on one kind of database, the places of its values, and what makes rows of its answer.

    It outlives the thread that works it out, so it keeps nothing of that thread's connection: it has a copy that is
    never opened."""

    def __init__(self, rows: QuerySet[Any, Any], marks: dict[Any, tuple[str, int]]) -> None:
        self.compiler: Any = rows.query.get_compiler(connection=connection.copy())
        self.sql, parameters = self.compiler.as_sql()
        self.places = [(marks.get(one) if isinstance(one, int | str | date) else None, one) for one in parameters]
        missing = set(marks.values()) - {place for place, _constant in self.places}
        if missing:
            raise ValueError(f"not found in the statement: {', '.join(sorted({name for name, _at in missing}))}")
        self.converters = self.compiler.get_converters([column for column, *_more in self.compiler.select])
        if self.compiler.klass_info:
            places, self.model = self.compiler.klass_info["select_fields"], self.compiler.klass_info["model"]
            self.columns = slice(places[0], places[-1] + 1)
            self.names = [column.target.attname for column, *_more in self.compiler.select[self.columns]]
            self.joined = get_related_populators(self.compiler.klass_info, self.compiler.select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]

    def parameters(self, given: Given, vendor: str) -> list[Any]:
        adapted = {name: [_adapted(one, vendor) for one in several] for name, several in given.items()}
        return [constant if place is None else adapted[place[0]][place[1]] for place, constant in self.places]

    def made(self, answer: Iterable[Sequence[Any]]) -> Iterator[Any]:
        """As Django's own querysets make them."""
        for columns in self.compiler.apply_converters(answer, self.converters) if self.converters else answer:
            row = self.model.from_db(DEFAULT_DB_ALIAS, self.names, columns[self.columns])
            for joined in self.joined:
                joined.populate(columns, row)
            for name, at in self.compiler.annotation_col_map.items():
                setattr(row, name, columns[at])
            yield row


def _evened(numbers: Collection[int]) -> list[int]:
    """So many that there are few lengths."""
    several = [*numbers] or [NOBODY]
    return several + several[-1:] * ((1 << (len(several) - 1).bit_length()) - len(several))


def _marks(several: list[Any], number: int) -> list[Any]:
    if isinstance(several[0], datetime):
        return [datetime(YEAR + number, 1, 1, tzinfo=UTC)]
    if isinstance(several[0], date):
        return [date(YEAR + number, 1, 1)]
    if len(several) > EACH:
        raise ValueError(f"a known statement takes {EACH} numbers at most")
    return [NUMBER + number * EACH + at for at in range(len(several))]


def _adapted(value: Any, vendor: str) -> Any:
    if isinstance(value, int):
        return min(value, GREATEST)  # Whatever somebody has typed into an address.
    return _adapted_date(value, vendor, getattr(value, "fold", 0)) if isinstance(value, date) else value


@lru_cache(64)  # A page asks ten times for one moment.
def _adapted_date(value: date, _vendor: str, _fold: int) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value)


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


class Along(BaseTable):
    """A table that SQLite is told how to walk: along an index, or with none, by its rows' numbers alone. It knows
    nothing of how often a value is met, and takes what looks alike for equally good. The others know better."""

    def __init__(self, table_name: str, alias: str | None, index: str) -> None:
        super().__init__(table_name, alias)
        self.index = index

    def relabeled_clone(self, change_map: dict[str | None, str]) -> Along:
        return Along(self.table_name, change_map.get(self.table_alias, self.table_alias), self.index)

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        sql, parameters = super().as_sql(compiler, connection)
        way = f"INDEXED BY {self.index}" if self.index else "NOT INDEXED"
        return (f"{sql} {way}" if connection.vendor == "sqlite" else sql), parameters


def along(rows: Any, index: str = "") -> Any:
    """`rows`, walked along this index; without one, where their numbers are given. Those that are stay so."""
    walked = rows.all()
    name = walked.query.get_initial_alias()
    if not are_named(walked):
        walked.query.alias_map[name] = Along(walked.model._meta.db_table, name, index)
    return walked


def are_named(rows: Any) -> bool:
    """Whether they are walked by their numbers."""
    return any(isinstance(table, Along) and not table.index for table in rows.query.alias_map.values())
