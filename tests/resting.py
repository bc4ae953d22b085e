"""A database that is away, for the tests of what is said then."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg2
import pytest
from django.db import OperationalError, connection


@contextmanager
def database_away() -> Iterator[None]:
    """Every question fails as it does when PostgreSQL has been killed."""

    def away(*args: Any, **kwargs: Any) -> None:
        cut = psycopg2.OperationalError("could not connect to server: Connection refused\n\thost db.example user desk")
        raise OperationalError(*cut.args) from cut

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "cursor", away)
        yield
