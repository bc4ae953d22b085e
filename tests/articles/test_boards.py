"""The board: every story by state and section, at a cost that doesn't grow; and a story as the beginning of another."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from articles.models import Article
from tests import cast
from tests.articles import desk

pytestmark = pytest.mark.django_db
BOARD = f"{desk.LIST}board/"


def shown(person: Any, query: str = "") -> dict[str, list[str]]:
    page = desk.signed_in(person()).get(f"{BOARD}{query}")
    return {column.state: [story.headline for story in column.stories] for column in page.context["columns"]}


def one_of_each() -> None:
    health = cast.section("Y tế", parent=cast.section("Xã hội"))
    cast.article("Nháp", section=health)
    cast.article("Chờ").submit(by=cast.rosa())
    back, due, gone = cast.article("Trả lại"), cast.article("Hẹn"), cast.live_article("Gỡ")
    back.submit(by=cast.rosa())
    back.send_back(by=cast.ed(), reason="Thiếu nguồn")
    due.publish(by=cast.ed(), at=timezone.now() + timedelta(hours=1))
    gone.withdraw(by=cast.ed(), reason="Sai")
    cast.article("Duyệt", section=cast.section("Kinh tế"), by=cast.ed()).approve(by=cast.sam())
    cast.live_article("Đăng", section=health)


def test_every_story_stands_in_the_column_of_its_state() -> None:
    one_of_each()
    assert shown(cast.ed) == {
        "draft": ["Nháp"],
        "returned": ["Trả lại"],
        "submitted": ["Chờ"],
        "approved": ["Duyệt"],
        "scheduled": ["Hẹn"],
        "published": ["Đăng"],
        "withdrawn": ["Gỡ"],
    }


def test_a_section_shows_its_own_and_its_inner_sections_stories() -> None:
    one_of_each()
    root, inner, other = cast.section("Xã hội"), cast.section("Y tế"), cast.section("Kinh tế")
    assert sum(map(len, shown(cast.ed, f"?section={root.pk}").values())) == 6
    assert [name for names in shown(cast.ed, f"?section={inner.pk}").values() for name in names] == ["Nháp", "Đăng"]
    assert shown(cast.ed, f"?section={other.pk}")["approved"] == ["Duyệt"]


def test_mine_and_what_waits_for_me() -> None:
    one_of_each()
    assert [name for names in shown(cast.ed, "?whose=mine").values() for name in names] == ["Duyệt"]
    assert shown(cast.ed, "?whose=for-me") == {"returned": [], "submitted": ["Chờ"], "approved": ["Duyệt"]}
    assert shown(cast.rosa, "?whose=for-me") == {"returned": ["Trả lại"]}
    assert "Duyệt" not in str(shown(cast.rosa))


@pytest.mark.parametrize("query", ["?section=x", "?section=999999", "?whose=x", f"?section={'9' * 40}"])
def test_nonsense_asks_for_all(query: str) -> None:
    one_of_each()
    assert len(shown(cast.ed, query)) == 7


def test_it_says_where_there_are_more() -> None:
    made = cast.live_article("Đăng")
    of_same = {"section": made.section, "edition_id": made.edition_id, "filed_root": made.filed_root}
    for facts in ({"status": "draft"}, {"status": "published", "published_at": made.published_at}):
        Article.objects.bulk_create(Article(headline=f"Bài {n}", **facts, **of_same) for n in range(15))
    page = desk.signed_in(cast.ed()).get(BOARD)
    assert [len(column.stories) for column in page.context["columns"] if column.is_more] == [12, 12]
    assert page.content.decode().count("?state=draft") == 1


def test_a_copy_has_the_text_and_photos_a_number_of_its_own_and_no_past() -> None:
    cast.masthead(language="en")
    story = cast.live_article("Bản đầu", lead_photo=cast.photo(), credits=[("text", "Đức Hạnh"), ("photo", "Mai Giáp")],
                              tags=[cast.tag().pk], wanted_slug="ban-dau")  # fmt: skip
    ed = desk.signed_in(cast.ed())
    said = desk.said(ed.post(f"{desk.LIST}{story.pk}/duplicate/", follow=True))
    assert "It is yours" in said
    copy = Article.objects.exclude(pk=story.pk).get()
    assert (copy.status, copy.created_by, copy.wanted_slug, copy.edition) == ("draft", cast.ed(), "", None)
    same = {**story.content(), "wanted_slug": ""}
    assert copy.content() == same
    assert list(copy.changes.order_by("id").values_list("action", "reason")) == [
        ("created", ""),
        ("duplicated", f"#{story.pk}"),
    ]
    copy.publish(by=cast.ed())
    assert copy.get_absolute_url() != story.get_absolute_url()


def test_a_copy_is_made_by_a_button_of_those_who_may_write_and_see() -> None:
    story = cast.article("Của Ed", by=cast.ed())
    address = f"{desk.LIST}{story.pk}/duplicate/"
    assert desk.signed_in(cast.ed()).get(address).status_code == 405
    assert desk.signed_in(cast.rosa()).post(address).status_code == 404
    assert desk.signed_in(cast.mo()).post(address).status_code in {403, 404}
    assert Article.objects.count() == 1
