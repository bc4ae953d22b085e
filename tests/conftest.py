"""What every test may ask for, and what none may do: reach another machine, or leave a file behind."""

from __future__ import annotations

import gc
import hashlib
import ipaddress
import os
import re
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import wraps
from itertools import count
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.conf import settings
from django.db import connection as django_connection
from django.db import connections
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, is_hypothesis_test
from hypothesis import settings as hypothesis_settings
from PIL import Image

from articles.models import darkroom
from tests import emptying

TOUCH = {"db", "transactional_db", "live_server", "another_database", "demo_paper"}
READS = re.compile(r"[( ]*SELECT\b|DECLARE \S+ NO SCROLL CURSOR WITHOUT HOLD FOR SELECT\b", re.I)

# `make prove` sets PROVE to the number of examples; a test that sets its own count keeps it.
_calm = {"deadline": None, "suppress_health_check": list(HealthCheck), "database": None}
hypothesis_settings.register_profile("suite", max_examples=60, derandomize=True, **_calm)
hypothesis_settings.register_profile("prove", max_examples=int(os.environ.get("PROVE", "2000")), **_calm)
hypothesis_settings.load_profile("prove" if "PROVE" in os.environ else "suite")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if is_hypothesis_test(getattr(item, "obj", None)):
            item.add_marker(pytest.mark.fuzz)
        if "prove" in item.path.parts:
            item.add_marker(pytest.mark.prove)
        mark = item.get_closest_marker("django_db")
        if not mark and not TOUCH & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.plain)  # Django lets no such test reach the database.
        commits = {"live_server", "transactional_db"} & set(getattr(item, "fixturenames", ()))
        if commits or (mark and mark.kwargs.get("transaction")):
            # Such a test empties every table when it ends: the next gets back what migrations wrote (groups, rights).
            item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True), append=False)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: the collector needn't walk through it again and again, nor so often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(autouse=True, scope="session")
def _no_other_machine() -> Iterator[None]:
    """Only this machine's own addresses can be reached."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6} and not ipaddress.ip_address(_numeric(address)).is_loopback:
            raise AssertionError(f"A test tried to reach {address[0]}.")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture(autouse=True, scope="session")
def _emptied_quickly() -> Iterator[None]:
    with emptying.quickly(connections["default"]):
        yield


@pytest.fixture(autouse=True)
def _readers_have_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A search is not cut off because the machine is busy."""
    monkeypatch.setattr("articles.views.search.PATIENCE", 60)


def _numeric(address: Any) -> str:
    return "127.0.0.1" if address[0] == "localhost" else address[0]


@pytest.fixture(autouse=True)
def _own_media(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[None]:
    """Each test that touches the database has a media folder of its own."""
    marked = request.node.get_closest_marker("django_db")
    if not marked and not {"db", "transactional_db"} & set(request.fixturenames):
        yield
        return
    request.getfixturevalue("settings").MEDIA_ROOT = tmp_path_factory.mktemp("media")
    yield


@pytest.fixture(autouse=True, scope="session")
def _same_picture_same_files() -> Iterator[None]:
    """Most tests' photos are one plain picture: its renditions, which depend on nothing else, are drawn once a run."""
    with pytest.MonkeyPatch.context() as patch:
        for part in ("whole", "shapes"):
            patch.setattr(darkroom, part, _drawn_once(getattr(darkroom, part)))
        yield


def _drawn_once(draw: Callable[..., list[Any]]) -> Callable[..., list[Any]]:
    drawn: dict[str, list[Any]] = {}

    @wraps(draw)
    def remembered(picture: Image.Image, **how: Any) -> list[Any]:
        key = f"{picture.size} {how} {hashlib.sha256(picture.tobytes()).hexdigest()}"
        if key not in drawn and len(drawn) < 100:
            drawn[key] = draw(picture, **how)
        return drawn.get(key) or draw(picture, **how)

    return remembered


@pytest.fixture
def media(settings: Any) -> Path:
    """The folder of this test's pictures."""
    return Path(settings.MEDIA_ROOT)


@pytest.fixture
def select_only() -> Callable[..., AbstractContextManager[CaptureQueriesContext]]:
    """`with select_only(at_most=8) as queries:` fails where anything but SELECT is sent, or more than `at_most`."""

    @contextmanager
    def watch(at_most: int | None = None) -> Iterator[CaptureQueriesContext]:
        with CaptureQueriesContext(django_connection) as queries:
            yield queries
        sent = [query["sql"] for query in queries]
        writes = [sql for sql in sent if not READS.match(sql)]
        assert not writes, "A reading page wrote:\n" + "\n".join(writes)
        if at_most is not None:
            assert len(sent) <= at_most, f"{len(sent)} queries, not {at_most} at most:\n" + "\n".join(sent)

    return watch


@pytest.fixture(scope="session")
def another_database(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """`another_database("demo")`: the DATABASE_URL of an empty one of this run's kind, for a process of its own."""

    numbers = count(1)  # Several proofs may ask for one of the same name.

    def make(name: str) -> str:
        ours = settings.DATABASES["default"]
        if not ours["ENGINE"].endswith("postgresql"):
            return f"sqlite:///{tmp_path_factory.mktemp(name)}/{name}.sqlite3"
        owned = f"{name}_{os.getpid()}_{next(numbers)}"
        connection = psycopg2.connect(
            host=ours["HOST"], port=ours["PORT"] or None, user=ours["USER"], dbname="postgres"
        )
        connection.autocommit = True
        connection.cursor().execute(f"CREATE DATABASE {owned}")
        connection.close()
        return f"postgres://{ours['USER']}@/{owned}?host={ours['HOST']}"

    return make
