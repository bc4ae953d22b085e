"""A desk on a server and a database of its own, for the proofs that kill it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.newspaper import collected_into
from tests.prove.desk import PASSWORD, Desk


@pytest.fixture
def desk(tmp_path: Path, another_database: Callable[[str], str]) -> Iterator[Desk]:
    desk = Desk(tmp_path, another_database("kill"))
    desk.manage("migrate", "--verbosity", "0")
    if not collected_into(tmp_path):
        desk.manage("collectstatic", "--no-input", "--verbosity", "0")
    names = {"DJANGO_SUPERUSER_USERNAME": "ed", "DJANGO_SUPERUSER_EMAIL": "ed@example.vn"}
    desk.manage("createsuperuser", "--no-input", "--verbosity", "0", **names, DJANGO_SUPERUSER_PASSWORD=PASSWORD)
    try:
        desk.start()
        desk.sign_in()
        yield desk
    finally:
        desk.kill()
