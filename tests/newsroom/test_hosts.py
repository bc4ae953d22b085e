"""Several hosts, one database: what one of them purges, no other serves once the verb has answered."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from articles.models import Article, PurgeNotice
from articles.pagestore import bus, counters
from articles.pagestore.bus import Bus
from articles.pagestore.store import LEASE
from tests import cast
from tests.newsroom.conftest import Done
from tests.newsroom.store import Door, opened

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def waits(settings: Any, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long verbs waited for the others."""
    settings.SEVERAL_HOSTS, waited = True, list[float]()
    monkeypatch.setattr(bus.time, "sleep", waited.append)
    return waited


@pytest.fixture
def other(tmp_path: Path, door: Door) -> Iterator[Door]:
    """The door of another host, whose store hears of a purge by the database alone."""
    with opened(tmp_path / "other") as other:
        other.edge.store.one_of_several = True
        ear = Bus(other.edge.store)
        assert ear.leads()
        ear.hear()
        other.ear = ear  # type: ignore[attr-defined]
    with opened(tmp_path / "pages"):  # The verbs' own host again.
        yield other
    give_up(ear)


def give_up(ear: Bus) -> None:
    """As the system does for a process that ends."""
    if ear.lock is not None:
        os.close(ear.lock)
    ear.lock = None


def hear(host: Door) -> bool:
    return bool(host.ear.try_to_hear())  # type: ignore[attr-defined]


def is_kept_ready(host: Door, story: Article) -> bool:
    host.get(story.get_absolute_url())
    return host.get(story.get_absolute_url()).how == "hit"


def test_what_one_host_purges_is_gone_on_the_other_when_it_has_heard(
    other: Door, story: Article, done: Done, waits: list[float]
) -> None:
    hear(other)
    assert is_kept_ready(other, story)
    waits.clear()
    connection.run_on_commit.clear()  # A test's transaction never ends.
    with done():
        story.withdraw(by=cast.ed(), reason="Sai")
    assert waits == [LEASE]  # Once, however much a verb purges.
    hear(other)
    assert other.get(story.get_absolute_url()).status == 410


def test_a_host_that_does_not_hear_serves_nothing_unasked(
    other: Door, story: Article, done: Done, monkeypatch: pytest.MonkeyPatch
) -> None:
    hear(other)
    assert is_kept_ready(other, story)
    with done():
        story.withdraw(by=cast.ed(), reason="Sai")
    later = counters.time.monotonic() + LEASE
    monkeypatch.setattr(counters.time, "monotonic", lambda: later)
    assert other.get(story.get_absolute_url()).status == 410


def test_where_the_database_does_not_answer_it_is_not_heard_and_pages_say_that_they_are_old(
    other: Door, story: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    hear(other)
    assert is_kept_ready(other, story)

    def gone(*_ignored: Any) -> Any:
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(bus, "notices", gone)
    monkeypatch.setattr(bus.connection, "close", lambda: None)
    before = other.edge.store.counters.silence()
    assert not hear(other)
    assert other.edge.store.counters.silence() >= before
    later = counters.time.monotonic() + LEASE
    monkeypatch.setattr(counters.time, "monotonic", lambda: later)
    monkeypatch.setattr(other.edge, "application", _out_of_order)
    page = other.get(story.get_absolute_url())
    assert (page.status, page.how) == (200, "hit; stale; detail=failed")
    assert other.get("/tin-moi/").status == 503


def _out_of_order(_environ: Any, start: Any) -> list[bytes]:
    start("503 Service Unavailable", [("Content-Type", "text/html; charset=utf-8")])
    return [b"Sorry"]


def test_a_change_that_is_taken_back_tells_nobody(other: Door, story: Article, waits: list[float]) -> None:
    PurgeNotice.objects.all().delete()
    waits.clear()
    with transaction.atomic():
        story.withdraw(by=cast.ed(), reason="Sai")
        transaction.set_rollback(True)
    assert (PurgeNotice.objects.count(), waits) == (0, [])


def test_a_transaction_that_began_first_and_ended_last_is_heard(other: Door, story: Article) -> None:
    hear(other)
    PurgeNotice.objects.create(pk=10_002, keys=["section:1"])
    hear(other)
    assert is_kept_ready(other, story)
    PurgeNotice.objects.create(pk=10_001, keys=[story.page_key])
    hear(other)
    assert other.get(story.get_absolute_url()).how == "fwd=miss; stored"


def test_whoever_was_deaf_for_long_begins_anew(other: Door, story: Article, monkeypatch: pytest.MonkeyPatch) -> None:
    hear(other)
    assert is_kept_ready(other, story)
    later = counters.time.monotonic() + bus.RECENT.total_seconds()
    monkeypatch.setattr(counters.time, "monotonic", lambda: later)
    hear(other)
    assert other.get(story.get_absolute_url()).how == "fwd=miss; stored"


def test_one_process_of_a_host_listens_and_another_takes_over(other: Door) -> None:
    second = Bus(other.edge.store)
    assert not second.leads()
    give_up(other.ear)  # type: ignore[attr-defined]
    assert second.leads()
    give_up(second)


def test_old_notices_are_taken_away(other: Door, story: Article) -> None:
    PurgeNotice.objects.update(at=timezone.now() - bus.KEPT - timedelta(seconds=1))
    PurgeNotice.objects.create(keys=["paper"])
    hear(other)
    assert PurgeNotice.objects.count() == 1
