"""A door with a store of the test's own, and a story that readers have."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from articles.models import Article
from tests import cast
from tests.newsroom.store import Door, opened

Done = Callable[[], AbstractContextManager[Any]]


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    cast.masthead()
    with opened(tmp_path / "pages") as found:
        yield found


@pytest.fixture
def done(django_capture_on_commit_callbacks: Any) -> Done:
    """`with done():` ends like a transaction: what waits for its end is done."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def story(door: Door, done: Done) -> Article:
    with done():
        return cast.live_article("Lúa xuân được mùa ở Mường Thanh")
