"""A store with files for nginx, and a door before it."""

from __future__ import annotations

from pathlib import Path

import pytest

from articles.pagestore.store import PageStore
from newsroom.edge import Edge
from tests.newsroom.ready.nginx import Nginx, application
from tests.newsroom.store import Door


@pytest.fixture
def nginx(tmp_path: Path) -> Nginx:
    return Nginx(tmp_path / "ready")


@pytest.fixture
def store(tmp_path: Path) -> PageStore:
    return PageStore(tmp_path / "pages", 5000, ready=tmp_path / "ready")


@pytest.fixture
def door(store: PageStore) -> Door:
    found = Door(Edge(application(), store))
    store.renew()
    return found
