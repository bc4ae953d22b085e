"""A desk on a server and a database of its own, for the proofs that kill it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.prove.desk import Desk


@pytest.fixture
def desk(tmp_path: Path, another_database: Callable[[str], str]) -> Iterator[Desk]:
    desk = Desk(tmp_path, another_database("kill"))
    try:
        desk.start()
        desk.sign_in()
        yield desk
    finally:
        desk.kill()
