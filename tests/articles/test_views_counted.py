"""What is a view, and what is none."""

from __future__ import annotations

import errno
import secrets
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from articles.models import SpoolPosition, ViewHour, ViewReject, ViewSalt, ViewTotal
from articles.readership import door
from articles.readership.agents import Verdict
from articles.readership.spool import Spool
from tests import cast
from tests.articles.views_told import CHROME, beacon, flush, record, rejected, views_of, write_segment

pytestmark = pytest.mark.django_db

IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148"
READERS = {
    "Zalo on an iPhone": f"{IPHONE} Zalo iOS/662 ZaloTheme/light ZaloLanguage/vi",
    "Facebook on an iPhone": f"{IPHONE} [FBAN/FBIOS;FBAV/470.0.0.39.108;FBBV/612345678;FBDV/iPhone14,5;FBMD/iPhone]",
    "Cốc Cốc": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "coc_coc_browser/121.0.230 Chrome/115.0.5790.230 Safari/537.36",
    "CUBOT": "Mozilla/5.0 (Linux; Android 11; CUBOT NOTE 20 PRO) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 "
    "Mobile Safari/537.36",
    "Samsung": "Mozilla/5.0 (Linux; Android 14; SAMSUNG SM-A057F) AppleWebKit/537.36 (KHTML, like Gecko) "
    "SamsungBrowser/24.0 Chrome/117.0 Mobile Safari/537.36",
}
ROBOTS = {
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)": Verdict.CRAWLER,
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +openai.com/gptbot)": Verdict.AI,
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)": Verdict.CRAWLER,
    "curl/8.5.0": Verdict.NO_AGENT,
    "curl/8.5.0 (x86_64-pc-linux-gnu) libcurl/8.5.0": Verdict.LIBRARY,
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/130.0 Safari/537.36": Verdict.LIBRARY,
    "": Verdict.NO_AGENT,
    "Mozilla/5.0 " + "x" * 400: Verdict.NO_AGENT,
}


@pytest.fixture(autouse=True)
def _own_spool(settings: Any, tmp_path: Any) -> None:
    settings.SPOOL = tmp_path / "spool"


def test_a_beacon_is_a_view_in_its_hour_and_in_the_total() -> None:
    story = cast.live_article()
    answer = beacon(story)
    assert (answer.status_code, answer.content, answer["Cache-Control"]) == (204, b"", "no-store")
    assert not answer.cookies
    assert flush() == 1
    assert views_of(story) == 1
    now = timezone.now()
    assert ViewHour.objects.get().hour in {
        moment.replace(minute=0, second=0, microsecond=0) for moment in (now, now - timedelta(minutes=1))
    }


def test_a_beacon_costs_no_query(django_assert_num_queries: Any) -> None:
    story = cast.live_article()
    beacon(story)  # The day's salt.
    with django_assert_num_queries(0):
        assert beacon(story).status_code == 204


@pytest.mark.parametrize("agent", READERS.values(), ids=READERS.keys())
def test_a_readers_telephone_is_no_robot(agent: str) -> None:
    story = cast.live_article()
    beacon(story, User_Agent=agent)
    flush()
    assert views_of(story) == 1


@pytest.mark.parametrize("agent", ROBOTS)
def test_a_robot_is_counted_under_its_kind_and_not_as_a_view(agent: str) -> None:
    story = cast.live_article()
    beacon(story, User_Agent=agent)
    flush()
    assert (views_of(story), rejected()) == (0, {ROBOTS[agent]: 1})


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Sec_Fetch_Site": ""},
        {"Sec_Fetch_Site": "", "Origin": "https://evil.example"},
        {"Sec_Fetch_Site": "", "Origin": "null"},
    ],
)
def test_what_no_page_of_ours_has_sent_is_foreign(headers: dict[str, str]) -> None:
    story = cast.live_article()
    beacon(story, **headers)
    flush()
    assert (views_of(story), rejected()) == (0, {Verdict.FOREIGN: 1})


def test_an_older_browser_that_tells_only_its_origin_is_heard() -> None:
    story = cast.live_article()
    beacon(story, Sec_Fetch_Site="", Origin="http://testserver")
    flush()
    assert views_of(story) == 1


@pytest.mark.parametrize("header", ["Sec_Purpose", "Purpose", "X_Moz"])
def test_a_page_fetched_ahead_has_no_reader(header: str) -> None:
    story = cast.live_article()
    beacon(story, **{header: "prefetch;prerender"})
    flush()
    assert (views_of(story), rejected()) == (0, {Verdict.PREFETCH: 1})


@pytest.mark.parametrize(
    "body", [b"", b"1", b"x " + b"a" * 32, b"1 " + b"A" * 32, b"1 " + b"a" * 32 + b"\n", b"0 " + b"a" * 32, b"1" * 5000]
)
def test_nonsense_is_answered_like_a_view_and_counted_as_nonsense(body: bytes) -> None:
    assert beacon(1, body=body).status_code == 204
    flush()
    assert rejected() == {Verdict.MALFORMED: 1}


def test_only_post_is_heard() -> None:
    for method in ("get", "head", "put", "delete"):
        answer = getattr(Client(), method)("/luot-xem/")
        assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert not settings.SPOOL.exists()


def test_staff_who_signed_in_are_not_counted_until_they_sign_out() -> None:
    story, desk = cast.live_article(), Client()
    answer = desk.post("/quan-tri/login/", {"username": cast.ed().username, "password": cast.PASSWORD})
    marker = answer.cookies[door.STAFF_COOKIE]
    assert marker["httponly"]
    assert marker["path"] == "/luot-xem/"
    beacon(story, desk)
    flush()
    assert (views_of(story), rejected()) == (0, {Verdict.STAFF: 1})
    desk.post("/quan-tri/logout/")
    beacon(story, desk)
    flush()
    assert views_of(story) == 1


def test_who_was_signed_in_before_there_was_a_mark_gets_it_on_the_desks_first_page() -> None:
    story, desk = cast.live_article(), Client()
    desk.force_login(cast.ed())
    assert desk.get("/quan-tri/").cookies[door.STAFF_COOKIE]["path"] == "/luot-xem/"
    beacon(story, desk)
    flush()
    assert (views_of(story), rejected()) == (0, {Verdict.STAFF: 1})


def test_a_page_from_a_cache_counts_like_one_made_anew() -> None:
    """Its bytes are everybody's: what counts is the beacon, which no cache answers."""
    story = cast.live_article()
    first, second = (Client().get(story.get_absolute_url(), HTTP_USER_AGENT=agent) for agent in ("One", "Two"))
    assert first.content == second.content
    assert "no-store" in beacon(story)["Cache-Control"]
    beacon(story)
    flush()
    assert views_of(story) == 2


def test_a_failed_sign_in_marks_nobody() -> None:
    answer = Client().post("/quan-tri/login/", {"username": "nobody", "password": "wrong"})
    assert door.STAFF_COOKIE not in answer.cookies


def test_a_story_that_readers_do_not_have_gets_no_view() -> None:
    draft = cast.article("Bản thảo")
    for pk in (draft.pk, 10**15):
        beacon(pk)
    flush()
    assert (ViewTotal.objects.count(), rejected()) == (0, {Verdict.NOT_LIVE: 2})


def test_a_view_before_the_withdrawal_stays_one_and_one_after_it_is_none() -> None:
    story, now = cast.live_article(), timezone.now()
    story.withdraw(by=cast.ed(), reason="Sai", at=now)
    early, late = record(story, now - timedelta(minutes=5)), record(story, now + timedelta(minutes=5))
    write_segment(settings.SPOOL, [early, late])
    flush()
    assert (views_of(story), rejected()) == (1, {Verdict.NOT_LIVE: 1})


def test_a_load_sent_again_counts_once() -> None:
    story, body = cast.live_article(), secrets.token_hex(16)
    for _n in range(3):
        beacon(story, body=f"{story.pk} {body}".encode())
        flush()
    assert (views_of(story), rejected()) == (1, {Verdict.REPEATED: 2})


def test_two_hundred_readers_behind_one_address_are_two_hundred() -> None:
    story = cast.live_article()
    for _n in range(200):
        beacon(story)
    flush()
    assert views_of(story) == 200


def test_a_script_is_cut_at_the_cap_and_other_readers_are_not() -> None:
    story, noon = cast.live_article(), timezone.now().replace(minute=5)
    story.published_at = noon - timedelta(days=1)
    story.save()
    flood = [record(story, noon, reader=b"f" * 16) for _n in range(10_000)]
    write_segment(settings.SPOOL, [*flood, record(story, noon, reader=b"o" * 16)])
    flush(cap=300)
    assert (views_of(story), rejected()) == (301, {Verdict.FLOOD: 9700})


def test_midnight_changes_the_salt_where_no_flood_is_counted() -> None:
    story, midnight = cast.live_article(at=timezone.now() - timedelta(days=3)), timezone.now().replace(hour=0, minute=0)
    assert ViewSalt.of(ViewSalt.day_of(midnight)) != ViewSalt.of(ViewSalt.day_of(midnight - timedelta(minutes=1)))
    assert int(midnight.replace(second=0, microsecond=0).timestamp()) % 1800 == 0
    assert story.is_live()


def test_a_full_disk_is_nobodys_error_page_and_raises_an_alarm_once(monkeypatch: Any, caplog: Any) -> None:
    story = cast.live_article()

    def full(*_args: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Spool, "append", full)
    monkeypatch.setattr(door, "alarm", door.Alarm())
    assert {beacon(story).status_code for _n in range(3)} == {204}
    assert [line.levelname for line in caplog.records if "Views are being lost" in line.message] == ["ERROR"]


def test_while_the_database_rests_beacons_are_taken_and_their_hours_stay_true(monkeypatch: Any) -> None:
    story = cast.live_article()
    monkeypatch.setattr(door, "_salts", door.Salts())

    def rests(*_args: Any) -> None:
        raise OperationalError("no connection")

    with monkeypatch.context() as patch:
        patch.setattr(ViewSalt, "of", rests)
        assert beacon(story).status_code == 204
    hour = timezone.now().replace(minute=0, second=0, microsecond=0) - timedelta(minutes=20)
    write_segment(settings.SPOOL, [record(cast.live_article("Khác", at=hour - timedelta(days=1)), hour)])
    flush()
    assert views_of(story) == 1
    assert ViewHour.objects.exclude(article=story).get().hour == hour.replace(minute=0)


def test_no_address_agent_or_cookie_is_kept_anywhere(caplog: Any) -> None:
    story, reader = cast.live_article(), Client()
    reader.cookies["secret"] = "cookie-value-9731"
    beacon(story, reader, address="198.51.100.77")
    flush()
    kept = b"".join(path.read_bytes() for path in settings.SPOOL.iterdir())
    for model in (ViewHour, ViewTotal, ViewReject, ViewSalt, SpoolPosition):
        kept += repr(list(model.objects.values())).encode()
    kept += caplog.text.encode()
    for told in (b"198.51.100", bytes([198, 51, 100, 77]), CHROME.encode()[:20], b"SM-A057F", b"cookie-value"):
        assert told not in kept


def test_the_client_sets_neither_time_nor_address_nor_count() -> None:
    story = cast.live_article()
    beacon(story, X_Forwarded_For="1.2.3.4", Date="Thu, 01 Jan 2015 00:00:00 GMT")
    beacon(story, body=f"{story.pk} {'a' * 32} 500".encode())
    flush()
    assert (views_of(story), rejected()) == (1, {Verdict.MALFORMED: 1})
    assert ViewHour.objects.get().hour.year == timezone.now().year
