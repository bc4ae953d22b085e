"""The desk's list: found, filtered, shown at the same cost, acted on many at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from articles.text import coming_date
from tests import cast
from tests.articles import desk

pytestmark = pytest.mark.django_db


def listed(query: str = "", person=cast.ed) -> list[str]:
    response = desk.signed_in(person()).get(f"{desk.LIST}?{query}")
    return [story.headline for story in response.context["cl"].result_list]


@pytest.mark.parametrize("words", ["dien bien", "ĐIỆN BIÊN", "gặt mua", "Điện"])
def test_search_does_not_ask_for_diacritics(words: str) -> None:
    cast.article("Điện Biên vào mùa gặt")
    cast.article("Chợ phiên Tủa Chùa")
    assert listed(f"q={words}") == ["Điện Biên vào mùa gặt"]


def test_filters_by_state_also_those_that_are_only_ways_to_be_published() -> None:
    cast.article("Nháp")
    cast.live_article("Đã đăng")
    edited = cast.live_article("Đã sửa")
    edited.claim(edited.version)
    edited.save()
    due = cast.article("Hẹn giờ")
    due.publish(by=cast.ed(), at=timezone.now() + timedelta(hours=5))
    assert listed("state=draft") == ["Nháp"]
    assert set(listed("state=published")) == {"Đã đăng", "Đã sửa"}
    assert listed("state=scheduled") == ["Hẹn giờ"]
    assert listed("state=edited") == ["Đã sửa"]


def test_filters_by_section_with_its_inner_ones_and_by_writer() -> None:
    outer = cast.section("Xã hội")
    inner = cast.section("Giáo dục", parent=outer)
    cast.article("Ngoài", section=outer)
    cast.article("Trong", section=inner, by=cast.ed())
    cast.article("Khác", section=cast.section("Kinh tế"))
    assert set(listed(f"section={outer.pk}")) == {"Ngoài", "Trong"}
    assert listed(f"section={inner.pk}") == ["Trong"]
    assert listed(f"by={cast.ed().pk}") == ["Trong"]


def test_a_line_shows_the_hour_of_a_scheduled_story_the_credits_and_the_mark_of_unpublished_edits() -> None:
    due = timezone.localtime(timezone.now() + timedelta(days=1))
    cast.article(credits=[("text", "Mai Lan"), ("photo", "Đức Hạnh")], lead_photo=cast.photo()).publish(
        by=cast.ed(), at=due
    )
    edited = cast.live_article("Đã sửa")
    edited.claim(edited.version)
    edited.save()
    page = desk.signed_in(cast.ed()).get(desk.LIST).content.decode()
    assert f"{coming_date(due)}</span>" in page
    assert "Mai Lan, Đức Hạnh" in page
    assert page.count('class="mark"') == 1
    assert page.count('class="thumb"') == 1


@pytest.mark.parametrize(
    "query",
    [
        "p=abc",
        "p=-1",
        "p=999999999999",
        "state=nope",
        "section=x",
        "section=" + "9" * 40,
        "by=%27",
        "q=" + "a" * 5000,
        "o=99",
        "nothing=1",
        "genre=nope",
        "published_at__gte=nope",
        "published_at__gte=0001-01-01 00:00:00%2B07:00",
        "published_at__lt=9999-12-31 23:59:59-07:00",
    ],
)
def test_nonsense_asked_of_the_list_is_no_error(query: str) -> None:
    cast.article()
    response = desk.signed_in(cast.ed()).get(f"{desk.LIST}?{query}")
    assert response.status_code in {200, 302}


def test_the_list_is_sorted_by_date_alone_which_an_index_serves() -> None:
    """By anything else a million stories would be sorted for a page."""
    for headline in ("A", "C", "B"):
        cast.article(headline)
    assert listed("") == listed("o=2") == listed("o=-3.4.5") == ["B", "C", "A"]
    assert listed("o=6") == ["A", "C", "B"]
    assert desk.signed_in(cast.ed()).get(desk.LIST).content.decode().count('class="sortable') == 1


@pytest.mark.parametrize("page", ["0", "2", "-1"])
def test_beyond_an_only_page_stands_that_page(page: str) -> None:
    cast.article("Một")
    assert listed(f"p={page}") == ["Một"]


def test_a_state_that_is_none_narrows_no_search() -> None:
    cast.article("Nhà", body="<p>Ruộng lúa.</p>")
    assert listed("q=ruong&state=xx") == listed("q=ruong&state=draft") == ["Nhà"]
    assert listed("q=ruong&state=submitted") == []
    assert listed("published_at__isnull=True") == ["Nhà"]


def test_a_story_that_was_brought_back_says_what_is_not_out_yet() -> None:
    story = cast.live_article("Sửa")
    story.withdraw(by=cast.ed(), reason="Sai")
    Article.objects.filter(pk=story.pk).update(published_version=None)  # as before there was such a number
    story.claim(story.version)
    story.bring_back(by=cast.ed())
    assert listed("state=edited") == ["Sửa"]


def test_a_section_empty_or_full_takes_whatever_else_is_chosen(monkeypatch: Any) -> None:
    empty, full = cast.section("Vắng"), cast.section("Đầy")
    for headline in ("A", "B", "C"):
        cast.live_article(headline, section=full)
    cast.article("D", section=full)
    day = f"published_at__gte={timezone.now():%Y}-01-01 00:00:00%2B07:00"
    for few in (10_000, 1, 0):  # Then two of a section are many; then one is.
        monkeypatch.setattr("articles.admin.filters.FEW", few)
        for more in ("", "&state=published", "&genre__exact=news", f"&{day}", "&q=a", "&by=1"):
            assert listed(f"section={empty.pk}{more}") == []
        assert listed(f"section={full.pk}") == ["D", "C", "B", "A"]
        assert listed(f"section={full.pk}&o=6") == ["A", "B", "C", "D"]
        assert listed(f"section={full.pk}&state=draft") == ["D"]
        assert listed(f"section={full.pk}&{day}") == ["C", "B", "A"]
        assert listed(f"section={full.pk}&q=b") == ["B"]


CHOSEN = (
    "state=published",
    "section={section}",
    "genre__exact=news",
    "by={writer}",
    "published_at__gte=2020-01-01 00:00:00%2B07:00",
)


def test_whatever_is_chosen_the_lists_index_is_enough(monkeypatch: Any) -> None:
    """Every combination of filters, each of which leaves many. SQLite has to be told so."""
    monkeypatch.setattr("articles.admin.filters.FEW", 0)
    story = cast.live_article("A", by=cast.ed())
    for number in range(1, 1 << len(CHOSEN)):
        chosen = "&".join(one for place, one in enumerate(CHOSEN) if number >> place & 1)
        with CaptureQueriesContext(connection) as asked:
            assert listed(chosen.format(section=story.section_id, writer=cast.ed().pk)) == ["A"]
        statement = next(one["sql"] for one in asked if "LIMIT 10000" in one["sql"])
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                plan = cursor.execute(f"EXPLAIN QUERY PLAN {statement}".replace("%", "%%"), []).fetchall()
            assert [row[3] for row in plan] == ["SCAN articles_article USING COVERING INDEX stories_on_the_desk"]


def test_by_day_are_found_those_that_readers_have() -> None:
    now = timezone.now()
    cast.article("Chưa")
    live, gone = cast.live_article("Có"), cast.live_article("Từng có")
    gone.withdraw(by=cast.ed(), reason="Sai")
    since, until = (f"{now + timedelta(days=days):%Y-%m-%d}" for days in (-1, 2))
    assert listed(f"published_at__gte={since} 00:00:00%2B07:00&published_at__lt={until} 00:00:00%2B07:00") == [
        str(live)
    ]
    days = desk.signed_in(cast.ed()).get(desk.LIST).content.decode().count("?published_at__gte=")
    assert days == 3


@pytest.mark.parametrize("query", ["published_at__year=999999", "published_at__iso_year=0", "body__regex=("])
def test_an_address_asks_no_more_of_the_list_than_its_filters_do(query: str) -> None:
    cast.article()
    assert desk.signed_in(cast.ed()).get(f"{desk.LIST}?{query}").status_code == 400


def chosen(action: str, *stories: Article, **more: str):
    sent = {"action": action, "_selected_action": [story.pk for story in stories], **more}
    return desk.signed_in(cast.ed()).post(desk.LIST, sent, follow=True)


def test_many_are_published_by_the_same_verb_and_each_refusal_is_named() -> None:
    ready, unready = cast.article("Đủ"), cast.article("Thiếu", lead="")
    response = chosen("publish_chosen", ready, unready)
    ready.refresh_from_db()
    unready.refresh_from_db()
    assert (ready.is_live(), unready.status) == (True, "draft")
    assert [action.action for action in ready.changes.all()] == ["published"]
    assert "Đủ: " in desk.said(response)
    assert f"Thiếu: {unready.missing()[0]}" in desk.said(response)


def test_withdrawing_many_asks_why_first() -> None:
    story = cast.live_article()
    page = chosen("withdraw_chosen", story)
    story.refresh_from_db()
    assert story.is_live()
    assert 'name="withdraw_reason"' in page.content.decode()
    page = chosen("withdraw_chosen", story, withdraw_reason=" ")
    story.refresh_from_db()
    assert story.is_live()
    chosen("withdraw_chosen", story, withdraw_reason="Sai sự thật")
    story.refresh_from_db()
    assert (story.status, story.changes.first().reason) == ("withdrawn", "Sai sự thật")
