"""A cache in front that the paper can purge: what it is told, and that nothing of it is lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from articles import pagestore
from articles.models import Article, CdnPurge
from articles.pagestore import cdn as outside
from articles.pagestore.counters import slot
from articles.pagestore.store import ANY
from newsroom import metrics, outward
from tests import cast
from tests.articles import desk
from tests.newsroom.cdn import Cdn, listening
from tests.newsroom.conftest import Done
from tests.newsroom.store import Door

pytestmark = pytest.mark.django_db
CONTROL, KEYS = "cdn-cache-control", "xkey"


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    waited = list[float]()
    monkeypatch.setattr(outside.time, "sleep", waited.append)
    return waited


@pytest.fixture
def cdn(door: Door, story: Article, settings: Any, waits: list[float], monkeypatch: Any) -> Iterator[Cdn]:
    """With a story that readers have had through it."""
    with listening() as found:
        settings.CDN = found.settings
        monkeypatch.setattr(outside.Errand, "spared_until", 0.0)
        found.door = Door(outward.Outward(door.edge, door.edge.store))  # type: ignore[arg-type]
        connection.run_on_commit.clear()  # A test's transaction never ends.
        yield found


@pytest.fixture
def errands(door: Door) -> outside.Errands:
    return outside.Errands(door.edge.store)


def later(errands: outside.Errands) -> None:
    """What is told again, when its time has come."""
    CdnPurge.objects.update(due=timezone.now())
    errands.try_to_tell()


def age(control: str, word: str = "max-age") -> int:
    return next((int(part.partition("=")[2]) for part in control.split(", ") if part.startswith(word)), 0)


# What it is told


def test_without_a_cdn_nothing_is_told_to_anybody(door: Door, story: Article, done: Done) -> None:
    assert outward.before(door.edge) is door.edge
    with done() as left:
        story.withdraw(by=cast.ed(), reason="Sai")
    assert not CdnPurge.objects.exists()
    assert not any(isinstance(one, outside.Errand) for one in left)


def test_a_kept_page_may_stand_there_with_its_keys_and_browsers_still_ask_again(cdn: Cdn, story: Article) -> None:
    assert cdn.door
    for sent in ({}, {"method": "HEAD"}, {"HTTP_IF_NONE_MATCH": "*"}):
        got = cdn.door.get(story.get_absolute_url(), **sent)  # type: ignore[arg-type]
        assert got.headers["cache-control"] == "public, no-cache"
        assert 0 < age(got.headers[CONTROL]) <= 600  # The paper's midnight may be near.
        assert {f"{slot(key):x}" for key in (ANY, "frame", story.page_key)} <= set(got.headers[KEYS].split())


def test_it_keeps_nothing_beyond_the_next_moment_at_which_the_paper_changes_by_itself(
    cdn: Cdn, story: Article, done: Done
) -> None:
    assert cdn.door
    assert "stale-if-error=86400" in cdn.door.get("/tin-moi/").headers[CONTROL]
    with done():
        cast.article("Hẹn giờ").publish(by=cast.ed(), at=timezone.now() + timedelta(seconds=90))
    assert 80 < age(cdn.door.get("/tin-moi/").headers[CONTROL]) < 90
    assert "stale-if-error=86400" in cdn.door.get("/tin-moi/").headers[CONTROL]  # It lacks something, no more.
    with done():
        story.end_at(timezone.now() + timedelta(seconds=60), by=cast.ed())
    told = cdn.door.get("/tin-moi/").headers[CONTROL]
    assert 50 < age(told) < 60
    assert age(told, "stale-if-error") <= 1  # Nobody may read it then, whatever fails.
    with done():
        story.end_at(timezone.now() + timedelta(seconds=1.2), by=cast.ed())
    assert cdn.door.get("/tin-moi/").headers[CONTROL] == outside.NOTHING


@pytest.mark.parametrize("address", ["/khong-co/", "/quan-tri/", "/tin-moi/?truoc=2026-01-01", "/robots.txt"])
def test_what_is_not_kept_here_is_not_kept_there(cdn: Cdn, address: str) -> None:
    assert cdn.door
    got = cdn.door.get(address)
    assert (got.headers[CONTROL], KEYS in got.headers) == (outside.NOTHING, False)


def test_what_is_sent_is_not_kept_and_a_file_is_known_by_its_own_age(cdn: Cdn, story: Article, door: Door) -> None:
    assert cdn.door
    assert cdn.door.get(story.get_absolute_url(), method="POST").headers[CONTROL] == outside.NOTHING
    file = [("Content-Type", "text/css"), ("Cache-Control", "public, max-age=315360000, immutable")]
    plain = Door(outward.Outward(lambda _environ, start: start("200 OK", file) or [], door.edge.store))  # type: ignore[arg-type]
    assert CONTROL not in plain.get("/static/a.css").headers


def test_a_page_that_is_being_changed_or_has_too_many_keys_is_not_kept(
    cdn: Cdn, story: Article, door: Door, monkeypatch: Any
) -> None:
    assert cdn.door
    door.edge.store.hold([story.page_key])
    assert cdn.door.get(story.get_absolute_url()).headers[CONTROL] == outside.NOTHING
    door.edge.store.purge([story.page_key])
    page = cdn.door.get(story.get_absolute_url())
    assert page.headers[CONTROL] != outside.NOTHING
    monkeypatch.setitem(outside.DIALECTS, "varnish", replace(outside.DIALECTS["varnish"], most_on_a_page=1))
    assert cdn.door.get(story.get_absolute_url()).headers[CONTROL] == outside.NOTHING


# What it is purged of


def test_when_a_verb_has_answered_it_has_let_go_and_some_seconds_later_it_is_told_once_more(
    cdn: Cdn, story: Article, done: Done, errands: outside.Errands, waits: list[float]
) -> None:
    address = story.get_absolute_url()
    assert [cdn.get(path).status for path in (address, address, "/tin-moi/")] == [200] * 3
    assert set(cdn.kept) == {address, "/tin-moi/"}
    with done(), outside.listening() as unheard:
        story.withdraw(by=cast.ed(), reason="Sai")
    assert (cdn.get(address).status, story.headline in cdn.get("/tin-moi/").text) == (410, False)
    assert (len(cdn.heard), unheard) == (1, [])  # One call, however much a verb names.
    assert len(waits) == 1
    assert 0 < waits[0] <= outside.UNDERWAY  # Until what left us before has arrived.
    errands.try_to_tell()
    assert len(cdn.heard) == 1
    later(errands)
    assert (len(cdn.heard), CdnPurge.objects.count()) == (2, 0)


def test_an_old_page_that_was_on_its_way_goes_too(
    cdn: Cdn, story: Article, done: Done, errands: outside.Errands, monkeypatch: Any
) -> None:
    address = story.get_absolute_url()
    cdn.get(address)
    old, cdn.kept = cdn.kept, {}
    monkeypatch.setattr(outside.time, "sleep", lambda _seconds: cdn.kept.update(old))  # It arrives meanwhile.
    with done():
        story.withdraw(by=cast.ed(), reason="Sai")
    assert cdn.get(address).status == 410
    cdn.kept = old  # Slower than that.
    assert cdn.get(address).status == 200
    later(errands)
    assert cdn.get(address).status == 410


def test_what_it_refuses_waits_and_is_told_until_it_is_confirmed(
    cdn: Cdn, story: Article, done: Done, errands: outside.Errands
) -> None:
    address = story.get_absolute_url()
    cdn.get(address)
    cdn.status = 503
    with outside.listening() as unheard, done():
        story.withdraw(by=cast.ed(), reason="Sai")
    connection.run_on_commit.clear()
    with outside.listening() as unheard_too, done():
        story.publish(by=cast.ed())
        story.withdraw(by=cast.ed(), reason="Sai")
    assert unheard == unheard_too == [True]
    assert len(cdn.heard) == 1  # Who did not answer is not waited for again at once.
    assert cdn.get(address).status == 200
    waiting = CdnPurge.objects.count()
    later(errands)
    assert (CdnPurge.objects.filter(tries=1).count(), waiting > 0) == (waiting, True)
    assert CdnPurge.objects.filter(due__lte=timezone.now() + timedelta(seconds=1)).count() == 0
    counted = [gauge.samples[0].value for gauge in metrics._Cdn().collect()]
    assert counted == [waiting, waiting]
    cdn.status = 200
    later(errands)
    assert (cdn.get(address).status, CdnPurge.objects.count(), errands.failed) == (410, 0, 0)


def test_a_process_that_is_killed_after_its_commit_has_not_lost_it(
    cdn: Cdn, story: Article, errands: outside.Errands
) -> None:
    cdn.get(story.get_absolute_url())
    story.withdraw(by=cast.ed(), reason="Sai")  # What waits for the end of the transaction never runs.
    assert cdn.heard == []
    later(errands)
    assert cdn.get(story.get_absolute_url()).status == 410


def test_a_change_that_is_taken_back_tells_nobody(cdn: Cdn, story: Article) -> None:
    with transaction.atomic():
        story.withdraw(by=cast.ed(), reason="Sai")
        transaction.set_rollback(True)
    assert (CdnPurge.objects.count(), connection.run_on_commit) == (0, [])


def test_an_editor_is_told_where_it_was_not_confirmed(cdn: Cdn, story: Article, monkeypatch: Any) -> None:
    monkeypatch.setattr(outside.transaction, "on_commit", lambda task, **_how: task())
    cdn.status, client, address = 500, desk.signed_in(cast.ed()), desk.change(story)
    sent = desk.opened(client, address) | {"withdraw_reason": "Sai"}
    told = desk.said(desk.send(client, address, sent, "withdraw"))
    assert told.count("tối đa 10 phút") == 1
    story.refresh_from_db()
    assert story.status == "withdrawn"


# How it is spoken to


@pytest.mark.parametrize("dialect", ["varnish", "fastly", "cloudflare"])
def test_each_is_spoken_to_as_its_makers_write(dialect: str, settings: Any) -> None:
    first, second = sorted([slot("section:3"), slot("paper")])
    with listening(dialect) as cdn:
        settings.CDN = cdn.settings
        outside.purge(["section:3", "paper"])
        ((method, headers, body),) = cdn.heard
        if dialect == "varnish":
            assert (method, headers["xkey"]) == ("PURGE", f"{first:x} {second:x}")
        if dialect == "fastly":
            assert (method, headers["fastly-key"]) == ("POST", "secret")
            assert headers["surrogate-key"] == f"{first:x} {second:x}"
        if dialect == "cloudflare":
            assert (method, headers["authorization"]) == ("POST", "Bearer secret")
            assert json.loads(body) == {"tags": [f"{first:x}", f"{second:x}"]}
        outside.purge([f"article:{number}" for number in range(1500)])  # Too many for one call: all.
        _method, headers, body = cdn.heard[-1]
        assert f"{slot(ANY):x}" in (headers.get(cdn.speaks.tags.lower()), *json.loads(body or b'{"tags": []}')["tags"])


def test_what_is_no_confirmation_is_none(settings: Any) -> None:
    with listening("cloudflare") as cdn:
        settings.CDN = cdn.settings
        for cdn.status, cdn.answer in ((200, b'{"success": false}'), (200, b"<h1>Hello</h1>"), (302, b""), (429, b"")):
            with pytest.raises(outside.FAILS):
                outside.purge(["paper"])
        assert len(cdn.heard) == 4  # Nobody was led elsewhere.


def test_a_command_tells_it_too(cdn: Cdn, done: Done) -> None:
    cdn.get("/tin-moi/")
    with done():
        pagestore.purge([pagestore.ANY])
    assert cdn.kept == {}


def test_what_one_request_changes_in_several_transactions_is_one_call(cdn: Cdn, story: Article, done: Done) -> None:
    address = story.get_absolute_url()
    assert cdn.get(address).status == 200
    with outside.listening() as unheard:
        for verb in (lambda: story.withdraw(by=cast.ed(), reason="Sai"), lambda: cast.live_article("Tin khác")):
            with done():
                verb()
        assert cdn.heard == []
    assert (len(cdn.heard), unheard, cdn.get(address).status) == (1, [], 410)
    with outside.listening():
        pass
    assert len(cdn.heard) == 1


def test_of_several_addresses_one_that_is_dead_keeps_none_from_hearing(cdn: Cdn, settings: Any) -> None:
    settings.CDN = {**cdn.settings, "addresses": ["http://127.0.0.1:9/purge", *cdn.settings["addresses"]]}
    with pytest.raises(OSError, match="refused"):
        outside.purge(["story:1"])
    assert len(cdn.heard) == 1


def test_whoever_stands_in_waits_where_the_folder_has_just_been_taken_away(door: Door) -> None:
    gone = outside.Errands(door.edge.store)
    gone.path = gone.path.parent / "gone" / "cdn"
    assert gone.leads() is False
    gone.path.parent.mkdir()
    assert gone.leads() is True
