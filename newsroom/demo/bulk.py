"""Many rows at once: as many columns as the model has, by COPY on PostgreSQL, by executemany on SQLite."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models

Converter = Callable[[Any], Any]


class Rows:
    """Rows of `model`, gathered by `add()` and written by `write()`.

    A row starts from the model's own defaults, so that a field added tomorrow has its default here too; a name
    that the model doesn't have is refused. Without `with_id` the database numbers the rows.
    """

    def __init__(self, model: type[models.Model], with_id: bool = False) -> None:
        fields = [f for f in model._meta.concrete_fields if with_id or not f.primary_key]
        self.table = connection.ops.quote_name(model._meta.db_table)
        self.columns = ", ".join(connection.ops.quote_name(str(f.column)) for f in fields)
        self.converters = [(place, to) for place, f in enumerate(fields) if (to := _converter(f))]
        self.blank = {f.attname: None if f.primary_key else f.get_default() for f in fields}
        self.marks = ", ".join(["%s"] * len(fields))
        self.rows: list[list[Any]] = []

    def add(self, **values: Any) -> None:
        """One row more. Raises TypeError for a name that is no column of the model."""
        row = {**self.blank, **values}
        if len(row) != len(self.blank):
            raise TypeError(f"{self.table} has no {', '.join(values.keys() - self.blank.keys())}")
        cells = list(row.values())
        for place, convert in self.converters:
            if cells[place] is not None:
                cells[place] = convert(cells[place])
        self.rows.append(cells)

    def write(self) -> int:
        """Send what was gathered, and gather anew. The number of rows sent."""
        sent = len(self.rows)
        if sent:
            with connection.cursor() as cursor:
                if connection.vendor == "postgresql":
                    lines = io.StringIO("".join(map(_copy_line, self.rows)))
                    cursor.copy_expert(f"COPY {self.table} ({self.columns}) FROM STDIN", lines)
                else:
                    cursor.executemany(f"INSERT INTO {self.table} ({self.columns}) VALUES ({self.marks})", self.rows)
        self.rows = []
        return sent


def _converter(field: models.Field[Any, Any]) -> Converter | None:
    if isinstance(field, models.JSONField):
        return json.dumps
    if isinstance(field, models.DateTimeField):
        return connection.ops.adapt_datetimefield_value
    return None


def _copy_line(cells: list[Any]) -> str:
    return "\t".join(map(_copy_cell, cells)) + "\n"


def _copy_cell(value: Any) -> str:
    if value is None:
        return "\\N"
    if not isinstance(value, str):
        return str(value)
    if "\\" in value:
        value = value.replace("\\", "\\\\")
    return value.replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")


def next_id(model: type[models.Model]) -> int:
    return (model._default_manager.aggregate(most=models.Max("pk"))["most"] or 0) + 1


def finish(*tables: type[models.Model]) -> None:
    """Let the database number on from the ids that we wrote, and know what its tables hold."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(tables)):
            cursor.execute(statement)
        cursor.execute("ANALYZE")
