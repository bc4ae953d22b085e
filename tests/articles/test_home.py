from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests import cast
from tests.reading import edition_of, part, stories_on, text_of

pytestmark = pytest.mark.django_db


def test_the_newest_story_with_a_photo_leads(client: Any) -> None:
    stories = edition_of(3)
    pictured = cast.live_article(
        "Có ảnh", at=timezone.now() - timedelta(days=1), lead_photo=cast.photo(credit="Vũ Lợi")
    )
    cast.live_article("Ảnh cũ hơn", at=timezone.now() - timedelta(days=2), lead_photo=cast.photo(credit="Vũ Lợi"))
    shown = stories_on(client.get("/"))
    assert shown[:4] == [pictured.pk, *(story.pk for story in stories)]


def test_without_any_photo_the_newest_story_leads(client: Any) -> None:
    stories = edition_of(2)
    assert stories_on(client.get("/"))[0] == stories[0].pk


def test_no_story_stands_twice_on_the_front_page(client: Any) -> None:
    for name in ("Xã hội", "Kinh tế", "Pháp luật"):
        edition_of(9, section=cast.section(name))
    shown = stories_on(client.get("/"))
    assert len(shown) == len(set(shown)) == 24  # 1 + 4 + 7, then 4 for each section


def test_each_section_has_a_block_of_its_newest_stories_its_inner_sections_too(client: Any) -> None:
    top = cast.section("Kinh tế")
    inner = cast.section("Nông nghiệp", parent=top)
    old = cast.live_article("Chè Tủa Chùa", section=inner, at=timezone.now() - timedelta(days=9))
    edition_of(12, section=cast.section("Xã hội"))
    block = part(client.get("/"), 'aria-labelledby="muc-kinh-te"', "</section>")
    assert old.get_absolute_url() in block
    assert "Tin số" not in block


def test_a_closed_section_has_no_block_and_stands_in_no_menu(client: Any) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    edition_of(13)
    closed = cast.section("Bầu cử", closes_on=yesterday)
    cast.live_article("Kết quả", section=closed, at=timezone.now() - timedelta(days=9))
    assert "Bầu cử" not in text_of(client.get("/"))
    assert client.get(closed.get_absolute_url()).status_code == 200


def test_a_paper_without_stories_has_a_front_page_that_says_so(client: Any) -> None:
    cast.masthead(language="en")
    assert "The first edition is being prepared." in text_of(client.get("/"))


def test_masthead_sections_and_static_pages_frame_it(client: Any) -> None:
    cast.masthead(language="en", licence="Số 12/GP", editor_in_chief="Lò Thị Mai", hotline="0900 000 000")
    cast.section("Kinh tế")
    said = text_of(client.get("/"))
    for words in ("Báo Thử", "Kinh tế", "Số 12/GP", "Lò Thị Mai", "0900 000 000", "RSS"):
        assert words in said


def test_the_page_is_in_the_papers_language(client: Any) -> None:
    cast.masthead(language="en")
    assert '<html lang="en">' in client.get("/", headers={"Accept-Language": "vi"}).content.decode()
    cast.masthead(language="vi")
    assert '<html lang="vi">' in client.get("/", headers={"Accept-Language": "en"}).content.decode()


def test_a_sections_block_opens_with_its_newest_story_that_has_a_photo(client: Any) -> None:
    edition_of(12, section=cast.section("Kinh tế"))
    now, photo = timezone.now(), cast.photo(credit="Vũ Lợi", picture={"size": (320, 240)})
    plain = cast.live_article("Không ảnh", at=now - timedelta(days=2))
    pictured = cast.live_article("Có ảnh", at=now - timedelta(days=3), lead_photo=photo)
    block = part(client.get("/"), 'aria-labelledby="muc-xa-hoi"', "</section>")
    assert block.index(pictured.get_absolute_url()) < block.index(plain.get_absolute_url())
