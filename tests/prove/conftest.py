"""A desk on a server and a database of its own, for the proofs that kill it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.prove.desk import Desk

# The production stack is PostgreSQL's.
collect_ignore = [] if os.environ.get("DATABASE_URL", "").startswith("postgres") else ["test_stack.py", "test_rest.py"]


@pytest.fixture
def desk(tmp_path: Path, another_database: Callable[[str], str]) -> Iterator[Desk]:
    desk = Desk(tmp_path, another_database("kill"))
    try:
        desk.start()
        desk.sign_in()
        yield desk
    finally:
        desk.kill()
