from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from articles import pages
from tests import cast
from tests.reading import edition_of, part, stories_on, text_of

pytestmark = pytest.mark.django_db


def test_it_shows_who_they_are_and_all_they_are_credited_for(client: Any) -> None:
    cast.author("Mai Giáp", job="Phóng viên ảnh", bio="Chụp vùng cao từ năm 2009.", photo=cast.photo())
    written = cast.live_article("Viết", credits=[("text", "Mai Giáp")])
    pictured = cast.live_article("Chụp", credits=[("text", "Đức Hạnh"), ("photo", "Mai Giáp")])
    cast.live_article("Của người khác")
    page = client.get("/tac-gia/mai-giap/")
    assert stories_on(page) == [pictured.pk, written.pk]
    head = part(page, '<header class="head author">', "</header>")
    for words in ("Mai Giáp", "Phóng viên ảnh", "Chụp vùng cao từ năm 2009.", "<picture>", "/tac-gia/mai-giap/rss/"):
        assert words in head


def test_a_story_by_two_authors_stands_once_on_each_page_however_deep(
    client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "PER_PAGE", 2)
    monkeypatch.setattr(pages, "NUMBERED", 1)
    stories = edition_of(5, credits=[("text", "Mai Giáp"), ("photo", "Đức Hạnh"), ("graphics", "Mai Giáp")])
    seen, query = [], ""
    for _page in range(3):
        page = client.get(f"/tac-gia/mai-giap/{query}")
        seen += stories_on(page)
        query = part(page, 'rel="next" href="', '"') if 'rel="next"' in page.content.decode() else ""
    assert seen == [story.pk for story in stories]


def test_an_author_without_stories_has_a_page(client: Any) -> None:
    cast.masthead(language="en")
    cast.author("Lò Văn Ún")
    assert "No stories here yet." in text_of(client.get("/tac-gia/lo-van-un/"))


def test_a_renamed_author_is_found_under_the_old_address(client: Any) -> None:
    author = cast.author("Mai Giáp")
    author.slug = "giap-mai"
    author.save()
    moved = client.get("/tac-gia/mai-giap/")
    assert (moved.status_code, moved.headers["Location"]) == (301, "/tac-gia/giap-mai/")


def test_a_credit_taken_off_in_a_later_edition_leaves_the_authors_page(client: Any) -> None:
    story = cast.live_article(credits=[("text", "Mai Giáp")], at=timezone.now() - timedelta(days=1))
    story.credits.update(author=cast.author("Đức Hạnh"))
    story.claim(story.version)
    assert stories_on(client.get("/tac-gia/mai-giap/")) == [story.pk]
    story.publish(by=cast.ed())
    assert stories_on(client.get("/tac-gia/mai-giap/")) == []
    assert stories_on(client.get("/tac-gia/duc-hanh/")) == [story.pk]
