"""Take-down times and embargoes: what is refused, what is said, what the desk sees of the hours to come."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from articles.models import Article, NotNow, NotReady
from articles.readership.judge import _public
from articles.search import finding, words
from articles.text import coming_date
from tests import cast
from tests.articles import desk
from tests.newsroom.store import opened
from tests.reading import text_of

pytestmark = pytest.mark.django_db
NOW = timezone.now()
HOUR = timedelta(hours=1)
COMING = f"{desk.LIST}coming/"


def typed(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%dT%H:%M}"


def press(story: Article, verb: str, person: Any = cast.ed, **fields: Any) -> str:
    client, address = desk.signed_in(person()), desk.change(story)
    said = desk.said(desk.send(client, address, desk.opened(client, address), verb, **fields))
    story.refresh_from_db()
    return said


def test_an_hour_to_come_is_said_as_the_desk_says_it() -> None:
    moment = datetime(2022, 10, 15, 6, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    with translation.override("vi"):
        assert coming_date(moment, moment) == "06:00 Thứ Bảy, 15/10"
        assert coming_date(moment, moment + timedelta(days=365)) == "06:00 Thứ Bảy, 15/10/2022"


def test_a_story_comes_down_and_is_put_back_at_the_desk() -> None:
    cast.masthead(language="en")
    story, until = cast.live_article(), (timezone.now() + 2 * HOUR).replace(second=0, microsecond=0)
    assert "comes down by itself at" in press(story, "end", live_until=typed(until))
    assert story.live_until == until
    assert story.changes.first().action == "ends_set"
    assert "comes down" in text_of(desk.signed_in(cast.ed()).get(desk.change(story)))
    Article.objects.filter(pk=story.pk).update(live_until=NOW - HOUR)
    assert "came down" in text_of(desk.signed_in(cast.ed()).get(f"{desk.LIST}?state=past"))
    assert "Its take-down time is" in press(story, "publish")
    assert "no take-down time" in press(story, "end", live_until="")
    assert story.is_live()


@pytest.mark.parametrize("field", ["live_until", "embargo_until"])
@pytest.mark.parametrize("nonsense", ["x", "2026-02-31T10:00", "9999999-01-01", "1001-01-01T00:00"])
def test_no_moment_is_no_error(field: str, nonsense: str) -> None:
    cast.masthead(language="en")
    story = cast.article()
    verb = {"live_until": "end", "embargo_until": "embargo"}[field]
    assert press(story, verb, **{field: nonsense}) == "Choose a day and a time."
    assert getattr(story, field) is None


def test_what_makes_no_sense_is_refused_with_a_sentence() -> None:
    live, due = cast.live_article(), cast.article("Hẹn")
    due.publish(by=cast.ed(), at=NOW + 3 * HOUR)
    refused = [
        lambda: live.end_at(NOW - HOUR, by=cast.ed(), at=NOW),
        lambda: due.end_at(NOW + 3 * HOUR, by=cast.ed(), at=NOW),
        lambda: live.embargo(NOW + HOUR, by=cast.ed(), at=NOW),
        lambda: due.embargo(NOW + 4 * HOUR, by=cast.ed(), at=NOW),
        lambda: due.embargo(NOW - HOUR, by=cast.ed(), at=NOW),
    ]
    changes = live.changes.count() + due.changes.count()
    for act in refused:
        with pytest.raises(NotNow) as told:
            act()
        assert told.value.messages[0]
    assert live.changes.count() + due.changes.count() == changes


def test_an_embargo_holds_until_its_second_and_then_no_longer() -> None:
    story, ends = cast.article(), NOW + 3 * HOUR
    for _time in range(2):
        story.embargo(ends, by=cast.rosa(), at=NOW)
    assert story.changes.filter(action="embargoed").count() == 1
    for at in (None, NOW + HOUR, ends - timedelta(seconds=1)):
        with pytest.raises(NotReady) as refused:
            story.publish(by=cast.ed(), at=at, now=NOW)
        assert any(word in refused.value.messages[0] for word in ("embargo", "cấm đăng"))
    story.publish(by=cast.ed(), at=ends, now=NOW)
    assert not Article.objects.live(ends - timedelta(seconds=1)).exists()
    assert Article.objects.live(ends).get() == story
    assert Article.objects.embargoed(NOW).exists() == story.is_embargoed(NOW)
    assert not Article.objects.embargoed(ends).exists()


def test_a_reporter_sets_an_embargo_and_only_an_editor_lifts_or_shortens_it() -> None:
    cast.masthead(language="en")
    story, until = cast.article(), (NOW + 5 * HOUR).replace(second=0, microsecond=0)
    assert "Under embargo" in press(story, "embargo", cast.rosa, embargo_until=typed(until))
    for less in ("", typed(until - HOUR)):
        assert "Only an editor" in press(story, "embargo", cast.rosa, embargo_until=less)
        assert story.embargo_until == until
    assert "under embargo" in press(story, "publish")
    assert "The embargo is lifted." in press(story, "embargo", embargo_until="")
    assert "Published" in press(story, "publish")


def test_a_reporter_has_no_say_in_when_a_story_comes_down() -> None:
    story = cast.article()
    client = desk.signed_in(cast.rosa())
    sent = desk.opened(client, desk.change(story))
    assert desk.send(client, desk.change(story), sent, "end", live_until=typed(NOW + HOUR)).status_code == 403
    story.refresh_from_db()
    assert story.live_until is None


def test_a_story_that_ends_before_it_begins_is_not_scheduled() -> None:
    story = cast.article()
    story.end_at(NOW + HOUR, by=cast.ed(), at=NOW)
    with pytest.raises(NotReady):
        story.publish(by=cast.ed(), at=NOW + 2 * HOUR, now=NOW)
    story.publish(by=cast.ed(), now=NOW)
    assert (story.is_live(NOW), story.is_live(NOW + HOUR)) == (True, False)


def test_withdrawn_and_brought_back_it_is_as_readers_last_had_it_whatever_the_desk_wrote_since(client: Any) -> None:
    story = cast.live_article("Bản đầu", topics=[cast.topic().pk], tags=[cast.tag().pk])
    date, edition = story.published_at, story.edition_id
    story.withdraw(by=cast.ed(), reason="Kiểm tra lại")
    story.claim(story.version)
    story.headline = "Bản sau"
    story.save()
    for _time in range(2):
        story.bring_back(by=cast.ed(), reason="Đã kiểm tra")
    assert (story.published_at, story.edition_id, story.gone_at) == (date, edition, None)
    for place in ("/", "/tac-gia/duc-hanh/", "/su-kien/bao-so-3/", "/tu-khoa/dien-bien-phu/", "/tim-kiem/?q=ban+dau"):
        assert story.get_absolute_url() in client.get(place).content.decode(), place
    assert "Bản sau" not in text_of(client.get(story.get_absolute_url()))
    assert (story.has_unpublished_edits, story.changes.filter(action="brought_back").count()) == (True, 1)


def test_only_what_readers_had_is_brought_back() -> None:
    due = cast.article()
    due.publish(by=cast.ed(), at=NOW + HOUR)
    due.withdraw(by=cast.ed(), reason="Hoãn")
    for story in (cast.article("Nháp"), due):
        with pytest.raises(NotNow):
            story.bring_back(by=cast.ed())


def test_an_editor_brings_back_with_a_button() -> None:
    cast.masthead(language="en")
    story = cast.live_article()
    story.withdraw(by=cast.ed(), reason="Kiểm tra lại")
    assert "Brought back" in press(story, "bring_back")
    assert story.is_live()


@pytest.mark.django_db(transaction=True)
def test_no_ready_page_outlives_a_take_down_time_that_has_been_set(tmp_path: Path) -> None:
    cast.masthead()
    story = cast.live_article()
    places = ["/", "/tin-moi/", "/tac-gia/duc-hanh/", "/rss/", story.get_absolute_url()]
    with opened(tmp_path) as door:
        assert all("gặt" in door.get(place).text for place in (*places, *places))
        story.end_at(timezone.now() + timedelta(milliseconds=300), by=cast.ed())
        while story.is_live():
            pass
        assert [place for place in places if story.headline in door.get(place).text] == []
        story.end_at(None, by=cast.ed())
        assert [place for place in places if story.headline not in door.get(place).text] == []


def test_a_view_after_the_take_down_time_is_none() -> None:
    story = cast.live_article(at=NOW - 3 * HOUR)
    Article.objects.filter(pk=story.pk).update(live_until=NOW - HOUR)
    since, until = _public({story.pk})[story.pk]
    assert (until - since) // 1_000_000 == 2 * 3600


def test_the_list_of_what_is_coming(django_assert_max_num_queries: Any) -> None:
    cast.masthead(language="en")
    due, ends, held = cast.article("Sẽ lên"), cast.live_article("Sẽ xuống"), cast.article("Bị giữ")
    due.publish(by=cast.ed(), at=NOW + HOUR)
    ends.end_at(NOW + 2 * HOUR, by=cast.ed())
    held.embargo(NOW + 3 * HOUR, by=cast.ed())
    ed = desk.signed_in(cast.ed())
    with django_assert_max_num_queries(12):
        page = ed.get(COMING)
    assert [[story for _moment, story in stories] for _title, stories, _empty in page.context["lists"]] == [
        [due],
        [ends],
        [held],
    ]
    with translation.override("en"):
        assert coming_date(due.published_at) in text_of(page)  # type: ignore[arg-type]
    assert "Sẽ xuống" not in text_of(desk.signed_in(cast.person("other", "Reporter")).get(COMING))


@pytest.mark.parametrize("few", [1, 500])
def test_what_has_come_down_is_not_found_be_it_one_of_few_or_of_many(few: int, monkeypatch: Any) -> None:
    monkeypatch.setattr("articles.models.findable.FEW", few)
    now = timezone.now()
    for name in ("Còn", "Hết"):
        story = cast.live_article(f"{name} mùa lúa")
        if name == "Hết":
            story.end_at(now + timedelta(hours=1), by=cast.ed())
    for hours, wanted in ((0, {"Còn mùa lúa", "Hết mùa lúa"}), (2, {"Còn mùa lúa"})):
        found = finding.find(words.question("mua lua"), finding.Narrowed(), at=now + timedelta(hours=hours))
        assert {str(hit.story) for hit in found.hits} == wanted
