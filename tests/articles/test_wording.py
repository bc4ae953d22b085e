"""The house's words at the desk, and the stories that a writer links to."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import HouseWord, Redirect
from tests import cast
from tests.articles import desk

pytestmark = pytest.mark.django_db
WORDS = "/quan-tri/articles/houseword/"
PICKER = f"{desk.LIST}story-picker/"


def offered(person: Any, asked: str) -> list[dict[str, str]]:
    response = desk.signed_in(person).get(PICKER, {"q": asked})
    assert response.status_code == 200
    return response.json()["stories"]  # type: ignore[no-any-return]


def test_an_editor_lists_a_word_and_a_reporter_reads_the_list() -> None:
    ed, rosa = desk.signed_in(cast.ed()), desk.signed_in(cast.rosa())
    ed.post(f"{WORDS}add/", {"avoid": " uỷ  ban ", "use": "ủy ban", "note": "Dấu ở u."})
    entry = HouseWord.objects.get()
    assert (entry.avoid, entry.use, str(entry)) == ("uỷ ban", "ủy ban", "uỷ ban → ủy ban")
    assert "uỷ ban" in rosa.get(f"{WORDS}?q=uy+ban").content.decode()
    assert rosa.post(f"{WORDS}add/", {"avoid": "x", "use": "y"}).status_code == 403
    page = rosa.get(desk.ADD)
    assert page.context["house_words"] == [{"avoid": "uỷ ban", "use": "ủy ban", "note": "Dấu ở u."}]


@pytest.mark.parametrize(
    "avoid, use, note, field",
    [("…", "x", "", "avoid"), ("nhà báo", "nhà báo", "", "use"), ("nhà báo", "", "", "use"), ("HOÀ", "x", "", "avoid")],
)
def test_an_entry_that_says_nothing_is_refused_with_a_sentence(avoid: str, use: str, note: str, field: str) -> None:
    HouseWord.objects.create(avoid="hòa", use="hoà")
    with pytest.raises(ValidationError) as refused:
        HouseWord(avoid=avoid, use=use, note=note).full_clean()
    assert set(refused.value.message_dict) == {field}


def test_an_entry_may_be_saved_again_and_may_only_warn() -> None:
    entry = HouseWord(avoid="vùng cao", note="Chỉ khi nói về địa lý.")
    entry.full_clean()
    entry.save()
    entry.full_clean()


def test_stories_are_found_without_diacritics_and_only_those_that_readers_have() -> None:
    cast.masthead()
    live = cast.live_article("Mường Nhé mở hội mùa", section=cast.section("Văn hóa"))
    cast.article("Mường Nhé còn là nháp")
    cast.article("Mường Nhé ngày mai").publish(by=cast.ed(), at=timezone.now() + timedelta(days=1))
    cast.live_article("Mường Nhé đã gỡ").withdraw(by=cast.ed(), reason="Sai")
    (story,) = offered(cast.rosa(), "muong nhe")
    assert story["headline"] == "Mường Nhé mở hội mùa"
    assert story["address"] == live.get_absolute_url()
    assert story["note"].startswith("Văn hóa · ")
    assert [each["address"] for each in offered(cast.rosa(), "")] == [live.get_absolute_url()]
    assert offered(cast.rosa(), "không có đâu") == []


def test_an_old_address_or_a_number_means_the_story_where_it_stands_now() -> None:
    cast.masthead()
    live = cast.live_article("Tên đầu tiên")
    old = live.get_absolute_url()
    live.headline = "Tên sau này"
    live.save()
    live.publish(by=cast.ed())
    Redirect.moved("/tin-cu/123.html", old)
    now = live.get_absolute_url()
    for asked in (
        old,
        f"https://bao.example.vn{old}",
        f"bao.example.vn{old}",
        "/tin-cu/123.html",
        str(live.pk),
        f"#{live.pk}",
    ):
        assert [each["address"] for each in offered(cast.ed(), asked)] == [now], asked
    for odd in ("/bai/khong-co-9999999/", "9" * 30, "//", "/" * 200, "http://[", "đ" * 900):
        assert offered(cast.ed(), odd) in ([], offered(cast.ed(), "")), odd


def test_whoever_may_not_write_gets_no_stories_and_the_answer_costs_the_same_for_many() -> None:
    cast.masthead()
    assert desk.signed_in(cast.mo()).get(PICKER).status_code == 403
    client = desk.signed_in(cast.ed())
    counts = []
    for number in range(6):
        cast.live_article(f"Mường Nhé {number}")
        with CaptureQueriesContext(connection) as caught:
            assert len(client.get(PICKER, {"q": "muong nhe"}).json()["stories"]) == number + 1
        counts.append(len(caught))
    assert counts[-1] == counts[1]
