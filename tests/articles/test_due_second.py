"""A story appears and comes down by the clock alone, at the second, on every public address; its comments with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article, Byline, TagStory, TopicStory
from articles.views.paper import known_due, next_due
from tests import cast
from tests.comments.cast import comment
from tests.newsroom.store import opened

pytestmark = pytest.mark.django_db
ZONES = ("Asia/Ho_Chi_Minh", "America/New_York", "Pacific/Kiritimati")
SECOND = timedelta(seconds=1)
TITLE, SAID = "Quyzat mở hội gieo hạt", "Wexkoril hay lắm"
Clock = Callable[[datetime], None]


@pytest.fixture(params=ZONES)
def due(request: Any, settings: Any) -> datetime:
    """A midnight of the paper's, so that the story opens a day, a month and a year of the archive."""
    settings.TIME_ZONE = request.param
    return datetime(2025, 1, 1, tzinfo=ZoneInfo(request.param))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    def stands_at(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return stands_at


def a_story(headline: str) -> Article:
    section = cast.section("Y tế", parent=cast.section("Xã hội"))
    return cast.article(
        headline,
        section=section,
        topics=[cast.topic("Bão số 3").pk],
        tags=[cast.tag("Điện Biên").pk],
        credits=[("text", "Đức Hạnh")],
    )


def an_older_paper(due: datetime, clock: Clock) -> Article:
    """One story of three days ago, in all the lists in which the next will stand."""
    clock(due - timedelta(days=3))
    cast.masthead()
    older = a_story("Tin cũ trong tỉnh")
    older.publish(by=cast.ed())
    comment(older, "Lời cũ")
    return older


def addresses(older: Article, due: datetime) -> list[str]:
    """All public addresses but the story's own."""
    lists = [
        "chuyen-muc/xa-hoi/",
        "chuyen-muc/y-te/",
        "tac-gia/duc-hanh/",
        "su-kien/bao-so-3/",
        "tu-khoa/dien-bien/",
        "",
    ]
    feeds = [f"/{place}{form}/" for place in (*lists, "cai-chinh/") for form in ("rss", "atom")]
    days = ["", f"{due:%Y}/", f"{due:%Y/%m}/", f"{due:%Y/%m/%d}/"]
    archives = [f"/{place}luu-tru/{day}" for place in ("", "chuyen-muc/xa-hoi/", "tac-gia/duc-hanh/") for day in days]
    maps = ["/sitemap.xml", "/sitemap-chung.xml", "/sitemap-news.xml", "/sitemap-bai-0.xml"]
    own = older.get_absolute_url()
    others = [own, f"{own}in/", f"{own}binh-luan/", f"{own}binh-luan/rss/", "/tin-moi/", "/su-kien/", "/cai-chinh/"]
    searches = ["/tim-kiem/?q=quyzat", "/tim-kiem/?q=gieo+hat&xep=moi", "/tim-kiem/?q=%22mở+hội%22", "/khong-co/"]
    if str(due.tzinfo) != ZONES[0]:  # Elsewhere those alone that know days, and one of each other kind.
        return ["/", "/rss/", "/chuyen-muc/xa-hoi/", *archives, maps[2], own, searches[1]]
    return [*(f"/{place}" for place in lists), *feeds, *archives, *maps, *others, *searches]


def own_addresses(story: Article) -> list[str]:
    talk = story.comments.order_by("id").first()
    own = story.get_absolute_url()
    comments = [f"{own}binh-luan/", f"{own}binh-luan/rss/", f"/binh-luan/{talk.pk}/", f"/binh-luan/{talk.pk}/tra-loi/"]
    return [own, f"{own}in/", *comments]


def seen(address: str) -> tuple[int, str]:
    answer = Client().get(address)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer.status_code, body.decode()


def whole_paper(older: Article, due: datetime) -> dict[str, tuple[int, str]]:
    return {address: seen(address) for address in addresses(older, due)}


def tells(page: tuple[int, str]) -> bool:
    return any(word in page[1] for word in ("Quyzat", "quyzat-mo-hoi", "Wexkoril"))


def test_a_scheduled_story_is_nowhere_one_second_before_and_everywhere_at_its_second(
    due: datetime, clock: Clock
) -> None:
    older = an_older_paper(due, clock)
    clock(due - SECOND)
    without = whole_paper(older, due)
    clock(due - timedelta(hours=5))
    story = a_story(TITLE)
    story.publish(by=cast.ed(), at=due)
    comment(story, SAID)
    clock(due - SECOND)
    assert whole_paper(older, due) == without  # To the byte: no count, no calendar, no list, no feed's date is another.
    assert [seen(address)[0] for address in own_addresses(story)] == [404] * 6
    clock(due)
    after = whole_paper(older, due)
    own = older.get_absolute_url()
    assert {address for address, page in after.items() if not tells(page)} == {
        *(
            f"/{place}luu-tru/{year}"
            for place in ("", "chuyen-muc/xa-hoi/", "tac-gia/duc-hanh/")
            for year in ("", "2025/")
        ),
        *("/cai-chinh/", "/cai-chinh/rss/", "/cai-chinh/atom/", "/su-kien/", "/sitemap.xml", "/sitemap-chung.xml"),
        *(f"{own}in/", f"{own}binh-luan/", f"{own}binh-luan/rss/"),
    } & set(after)
    assert story.get_absolute_url() in after["/tim-kiem/?q=gieo+hat&xep=moi"][1]
    assert after["/luu-tru/2025/"][0] == 200
    assert without["/luu-tru/2025/"][0] == 404
    assert [seen(address)[0] for address in own_addresses(story)] == [200, 200, 200, 200, 302, 200]


def test_a_story_comes_down_at_its_second_everywhere_with_its_comments_and_counts(due: datetime, clock: Clock) -> None:
    older = an_older_paper(due, clock)
    end = due + timedelta(hours=6)
    clock(end)
    without = whole_paper(older, due)
    clock(due)
    story = a_story(TITLE)
    story.publish(by=cast.ed())
    comment(story, SAID)
    story.end_at(end, by=cast.ed())
    clock(end - SECOND)
    assert seen(story.get_absolute_url())[0] == 200
    assert tells(seen("/"))
    clock(end)
    after = whole_paper(older, due)
    dated = {address for address in after if address.endswith(("/rss/", "/atom/"))}  # They say when they lost a story.
    assert {address: page for address, page in after.items() if address not in dated} == {
        address: page for address, page in without.items() if address not in dated
    }
    assert not [address for address in dated if tells(after[address])]
    assert [seen(address)[0] for address in own_addresses(story)] == [410, 410, 410, 410, 404, 404]
    story.end_at(None, by=cast.ed())
    assert (seen(story.get_absolute_url())[0], tells(seen("/")), tells(seen("/rss/"))) == (200, True, True)


@pytest.mark.parametrize("state", ["draft", "published", "withdrawn"])
@pytest.mark.parametrize("begins", [-2, 0, 2])
@pytest.mark.parametrize("ends", [None, -1, 0, 1, 3])
def test_the_row_the_queries_and_the_lists_agree_at_every_moment(state: str, begins: int, ends: int | None) -> None:
    now, hour = timezone.now(), timedelta(hours=1)
    until = None if ends is None else now + ends * hour
    story = a_story(TITLE)
    story.publish(by=cast.ed(), at=now + begins * hour, now=now - 3 * hour)
    Article.objects.filter(pk=story.pk).update(status=state, live_until=until)
    for rows in (Byline, TopicStory, TagStory):
        rows.objects.update(live_until=until)
    story.refresh_from_db()
    for at in (now + step * hour / 2 for step in range(-5, 8)):
        found = Article.objects.filter(pk=story.pk)
        asked = (found.live(at), found.scheduled(at), found.past(at), found.gone(at))
        said = (story.is_live(at), story.is_scheduled(at), story.is_past(at), story.is_gone(at))
        assert said == tuple(rows.exists() for rows in asked)
        if state == "published":
            assert story.is_live(at) == Byline.objects.due(at).exists() == TopicStory.objects.due(at).exists()
            assert story.is_live(at) == Article.objects.tagged(cast.tag("Điện Biên"), at).exists()


def test_the_next_moment_at_which_the_paper_changes_by_itself() -> None:
    now = timezone.now()
    assert next_due(now) == (None, None)
    live = cast.live_article()
    live.end_at(now + timedelta(hours=3), by=cast.ed())
    assert next_due(now) == (None, now + timedelta(hours=3))
    cast.article("Hẹn").publish(by=cast.ed(), at=now + timedelta(hours=2))
    assert next_due(now) == (now + timedelta(hours=2), now + timedelta(hours=3))
    assert next_due(now + timedelta(hours=2)) == (None, now + timedelta(hours=3))


def test_pages_made_at_once_ask_for_the_next_moment_once_and_again_when_a_verb_has_set_one(
    tmp_path: Path, django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.monotonic", lambda: 5.0)  # All within one second.
    live, waiting, now = cast.live_article(), cast.article("Hẹn"), timezone.now()
    with opened(tmp_path):
        with django_assert_num_queries(1):
            assert [known_due(now) for _page in range(3)] == [(None, None)] * 3
        live.end_at(now + timedelta(hours=3), by=cast.ed())
        assert known_due(now) == (None, now + timedelta(hours=3))
        waiting.publish(by=cast.ed(), at=now + timedelta(hours=2))
        with django_assert_num_queries(1):
            assert [known_due(now) for _page in range(3)] == [(now + timedelta(hours=2), now + timedelta(hours=3))] * 3
        come = now + timedelta(hours=2)
        assert known_due(come) == (None, now + timedelta(hours=3))  # At that very moment it has come.
        waiting.withdraw(by=cast.ed(), reason="Nhầm")
        assert known_due(now) == (None, now + timedelta(hours=3))


def test_what_another_process_has_set_is_known_at_once_what_no_verb_has_set_within_a_second(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, waiting, now = [5.0], cast.article("Hẹn"), timezone.now()
    monkeypatch.setattr("time.monotonic", lambda: clock[0])
    with opened(tmp_path):
        assert known_due(now) == (None, None)
        with opened(tmp_path):  # Its own store, in the same folder.
            waiting.publish(by=cast.ed(), at=now + timedelta(hours=2))
        assert known_due(now)[0] == now + timedelta(hours=2)
        Article.objects.filter(pk=waiting.pk).update(published_at=now + timedelta(hours=1))
        clock[0] += 1
        assert known_due(now)[0] == now + timedelta(hours=1)
