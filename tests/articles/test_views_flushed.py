"""From the spool into the counters: exactly, whoever flushes, however often, whatever breaks."""

from __future__ import annotations

import random
import secrets
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.utils import timezone

from articles.models import SpoolPosition, ViewDay, ViewHour, ViewReject, ViewSalt, ViewTotal
from articles.readership import flush as flushing
from articles.readership import ledger, runner, spool
from articles.readership.agents import Verdict
from articles.readership.flush import Flusher
from articles.readership.spool import Record, Spool
from tests import cast
from tests.articles.views_told import crowd, flush, micro, record, rejected, views_of, write_segment

pytestmark = pytest.mark.django_db

DAY = datetime(2026, 3, 2, 1, 10, tzinfo=timezone.get_fixed_timezone(0))


@pytest.fixture(autouse=True)
def _own_spool(settings: Any, tmp_path: Any) -> None:
    settings.SPOOL = tmp_path / "spool"


def counters() -> tuple[Any, ...]:
    return (
        sorted(ViewHour.objects.values_list("article_id", "hour", "count")),
        sorted(ViewTotal.objects.values_list("article_id", "count")),
        sorted(ViewReject.objects.values_list("day", "reason", "count")),
    )


def forget() -> None:
    for model in (ViewHour, ViewTotal, ViewReject, SpoolPosition):
        model.objects.all().delete()


def deal(records: list[Record], folder: Path, seed: int) -> None:
    """The records in several segments, as several processes wrote them, under names that tell no order."""
    chance, hands = random.Random(seed), [list[Record]() for _n in range(5)]
    for one in records:
        chance.choice(hands).append(one)
    for hand in hands:
        write_segment(folder, hand, f"{chance.randrange(10**15):016d}-h-1-{secrets.token_hex(4)}.spool")


def test_the_result_depends_on_no_batch_no_order_of_files_and_no_number_of_flushers() -> None:
    stories = [cast.live_article(f"Tin {n}", at=DAY - timedelta(days=1)) for n in range(3)]
    told = crowd(stories, DAY, 2500, seed=5)
    found = []
    for batch, flushers, seed in ((20_000, 1, 1), (2000, 1, 2), (7, 1, 3), (7, 3, 4), (2000, 3, 5)):
        folder = settings.SPOOL / f"{batch}-{flushers}"
        deal(told, folder, seed)
        forget()
        crew = [Flusher(folder, batch, cap=10) for _n in range(flushers)]
        while sum(flusher.flush_batch() for flusher in crew):
            pass
        found.append(counters())
    assert all(one == found[0] for one in found)
    assert sum(count for *_key, count in found[0][0]) + sum(count for *_key, count in found[0][2]) == 2500
    assert {Verdict.FLOOD, Verdict.REPEATED, Verdict.CRAWLER, Verdict.NOT_LIVE} <= set(rejected())


def test_one_record_at_a_time_with_three_flushers_and_restarts_comes_to_the_same() -> None:
    stories = [cast.live_article("Tin", at=DAY - timedelta(days=1))]
    told = crowd(stories, DAY, 250, seed=9)
    deal(told, settings.SPOOL, 1)
    Flusher(settings.SPOOL, cap=10).flush()
    whole = counters()
    forget()
    while Flusher(settings.SPOOL, batch=1, cap=10).flush_batch():  # Each with no memory but the spool.
        pass
    assert counters() == whole


def test_a_flusher_whose_transaction_failed_loses_and_doubles_nothing(monkeypatch: Any) -> None:
    story = cast.live_article(at=DAY - timedelta(days=1))
    flusher = Flusher(settings.SPOOL)
    write_segment(settings.SPOOL, [record(story, DAY)])
    flusher.flush()
    write_segment(settings.SPOOL, [record(story, DAY) for _n in range(9)])

    def fails(*_args: Any) -> None:
        raise DatabaseError("the disk of the database is full")

    with monkeypatch.context() as patch:
        patch.setattr(flushing, "upsert", fails)
        with pytest.raises(DatabaseError):
            flusher.flush()
    assert views_of(story) == 1
    flusher.flush()
    assert views_of(story) == 10


def test_a_torn_tail_is_left_until_it_is_whole() -> None:
    story = cast.live_article(at=DAY - timedelta(days=1))
    path = write_segment(settings.SPOOL, [record(story, DAY), record(story, DAY)])
    data = path.read_bytes()
    path.write_bytes(data[:-7])
    assert flush() == 1
    path.write_bytes(data)
    assert flush() == 1
    assert views_of(story) == 2


def test_a_flipped_byte_costs_its_record_and_is_counted() -> None:
    story = cast.live_article(at=DAY - timedelta(days=1))
    path = write_segment(settings.SPOOL, [record(story, DAY + timedelta(hours=n)) for n in range(3)])
    data = bytearray(path.read_bytes())
    data[spool.SIZE + 20] ^= 1
    path.write_bytes(data)
    flush(batch=1)
    assert (views_of(story), rejected()) == (2, {Verdict.DAMAGED: 1})


def test_threads_that_come_late_with_an_earlier_moment_are_not_passed_over() -> None:
    story = cast.live_article(at=DAY - timedelta(days=1))
    write_segment(settings.SPOOL, [record(story, DAY + timedelta(seconds=n)) for n in (9, 3, 5, 1)])
    assert flush(batch=1) == 4
    assert views_of(story) == 4


def test_the_spool_never_steps_back_in_time() -> None:
    end = Spool(settings.SPOOL)
    for seconds in (5, 2, 9):
        end.append(record(1, DAY + timedelta(seconds=seconds)))
    [path] = spool.segments(settings.SPOOL)
    assert [at - micro(DAY) for at, _offset, _record in spool.read(path)] == [5_000_000, 5_000_000, 9_000_000]


def test_a_long_backlog_of_many_processes_loses_nothing_to_their_order() -> None:
    story = cast.live_article(at=DAY - timedelta(days=1))
    told = [record(story, DAY + timedelta(seconds=n * 3), reader=bytes([n % 40]) * 16) for n in range(1200)]
    deal(told, settings.SPOOL, 3)
    flush(batch=50, cap=300)
    assert (views_of(story), rejected()) == (1200, {})


def test_the_same_load_an_hour_later_is_another_view() -> None:
    story = cast.live_article(at=DAY - timedelta(days=1))
    load = b"l" * 16
    moments = [DAY, DAY + timedelta(minutes=59), DAY + timedelta(minutes=120, seconds=1)]
    write_segment(settings.SPOOL, [record(story, at, load=load) for at in moments])
    flush()
    assert (views_of(story), rejected()) == (2, {Verdict.REPEATED: 1})


def test_a_day_counted_anew_is_the_same_twice_and_takes_a_new_cap() -> None:
    noon = timezone.localtime().replace(hour=0, minute=5, second=0, microsecond=0)
    story = cast.live_article(at=noon - timedelta(days=2))
    write_segment(settings.SPOOL, [record(story, noon) for _n in range(30)])
    write_segment(settings.SPOOL, [record(story, noon - timedelta(hours=2)) for _n in range(4)])
    flush(cap=10)
    before = counters()
    for _n in range(2):
        ledger.recount(settings.SPOOL, noon.date(), cap=10)
        assert counters() == before
    ledger.recount(settings.SPOOL, noon.date(), cap=25)
    assert (views_of(story), rejected()) == (29, {Verdict.FLOOD: 5})


def test_a_host_that_came_late_is_put_right_by_the_recount() -> None:
    noon = timezone.localtime().replace(hour=0, minute=5, second=0, microsecond=0)
    story = cast.live_article(at=noon - timedelta(days=2))
    told = [record(story, noon + timedelta(seconds=n), reader=bytes([n % 2]) * 16) for n in range(60)]
    write_segment(settings.SPOOL, told[:30])
    flush(cap=20)
    write_segment(settings.SPOOL, told[30:])
    flush(cap=20)
    ledger.recount(settings.SPOOL, noon.date(), cap=20)
    assert (views_of(story), rejected()) == (40, {Verdict.FLOOD: 20})


def test_a_day_is_not_counted_anew_from_a_part_of_its_spool() -> None:
    today = timezone.localdate()
    with pytest.raises(CommandError):
        call_command("flush_views", recount=str(today - timedelta(days=4)))
    SpoolPosition.objects.create(segment="elsewhere.spool", offset=60, read_at=timezone.now())
    with pytest.raises(CommandError):
        call_command("flush_views", recount=str(today))
    with pytest.raises(CommandError, match="no day"):
        call_command("flush_views", recount="yesterday")


def test_yesterday_is_counted_anew_once_a_night_by_whoever_comes_first() -> None:
    story = cast.live_article(at=DAY - timedelta(days=3))
    write_segment(settings.SPOOL, [record(story, DAY)])
    flush()
    ViewHour.objects.all().delete()  # Whatever went wrong.
    night = timezone.localtime(DAY).replace(hour=3, minute=0, second=1) + timedelta(days=1)
    assert ledger.recount_yesterday(settings.SPOOL, now=night - timedelta(seconds=2)) is None
    assert ledger.recount_yesterday(settings.SPOOL, now=night) is not None
    assert [row.count for row in ViewHour.objects.all()] == [1]
    assert ledger.recount_yesterday(settings.SPOOL, now=night + timedelta(minutes=1)) is None


def test_the_command_counts_what_waits() -> None:
    story = cast.live_article(at=DAY - timedelta(days=1))
    write_segment(settings.SPOOL, [record(story, DAY)])
    said = StringIO()
    call_command("flush_views", stdout=said)
    assert said.getvalue() == "1 records\n"
    assert views_of(story) == 1


def test_old_hours_become_days_and_the_total_stays() -> None:
    story = cast.live_article(at=DAY - timedelta(days=1))
    write_segment(settings.SPOOL, [record(story, DAY + timedelta(hours=n)) for n in range(5)])
    write_segment(settings.SPOOL, [record(story, DAY + timedelta(days=8))])
    flush()
    ledger.fold(now=DAY + timedelta(days=9))
    ledger.fold(now=DAY + timedelta(days=9))
    assert ViewDay.objects.get().count == 5
    assert ViewHour.objects.get().count == 1
    assert views_of(story) == 6


def test_only_what_was_wholly_counted_is_swept() -> None:
    story = cast.live_article(at=DAY - timedelta(days=1))
    counted = write_segment(settings.SPOOL, [record(story, DAY)])
    flush()
    waiting = write_segment(settings.SPOOL, [record(story, DAY)])
    ViewSalt.of(timezone.now().date() - timedelta(days=1))
    later = timezone.now() + timedelta(days=3)
    assert ledger.sweep(settings.SPOOL, now=timezone.now()) == 0
    assert ledger.sweep(settings.SPOOL, now=later) == 1
    assert (counted.exists(), waiting.exists()) == (False, True)
    assert not ViewSalt.objects.exists()
    flush()
    assert views_of(story) == 2


def test_the_lag_is_the_age_of_the_oldest_record_that_waits() -> None:
    story = cast.live_article(at=DAY - timedelta(days=1))
    assert ledger.lag(settings.SPOOL) == timedelta()
    write_segment(settings.SPOOL, [record(story, DAY), record(story, DAY + timedelta(minutes=3))])
    assert ledger.lag(settings.SPOOL, now=DAY + timedelta(minutes=4)) == timedelta(minutes=4)
    flush()
    assert ledger.lag(settings.SPOOL, now=DAY + timedelta(minutes=4)) == timedelta()


def test_the_thread_goes_on_after_a_failure_and_says_why(monkeypatch: Any, caplog: Any) -> None:
    rounds = iter([DatabaseError("away"), ValueError("a mistake"), None])

    class Stop:
        left = 3

        def wait(self, _seconds: float) -> bool:
            self.left -= 1
            return self.left == 0

    def go(_self: Any) -> int:
        error = next(rounds)
        if error:
            raise error
        return 0

    monkeypatch.setattr(runner.Rounds, "go", go)
    monkeypatch.setattr(runner, "close_old_connections", lambda: None)
    monkeypatch.setattr(runner, "connection", type("C", (), {"close": staticmethod(lambda: None)}))
    runner.loop(Stop())  # type: ignore[arg-type]
    assert [line.levelname for line in caplog.records] == ["ERROR", "ERROR"]


def test_a_process_has_one_thread_that_flushes(monkeypatch: Any) -> None:
    monkeypatch.setattr(runner, "_started_in", set())
    monkeypatch.setattr(runner, "loop", lambda _stop: None)
    assert [runner.start(), runner.start()] == [True, False]
