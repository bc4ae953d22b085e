from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from articles import pages
from articles.models import Section
from tests import cast
from tests.reading import edition_of, part, stories_on, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two stories a page, three numbered pages: what 20 and 50 are to a paper of a million."""
    monkeypatch.setattr(pages, "PER_PAGE", 2)
    monkeypatch.setattr(pages, "NUMBERED", 3)


def older(response: Any) -> str:
    html = response.content.decode()
    return html.split('rel="next" href="')[1].split('"')[0] if 'rel="next"' in html else ""


def test_it_shows_its_stories_and_its_inner_sections_stories_newest_first(client: Any) -> None:
    top = cast.section("Xã hội", description="Đời sống quanh ta.")
    inner = cast.section("Y tế", parent=top)
    first, second = edition_of(2, section=inner)
    third = cast.live_article("Tin cũ", section=top, at=timezone.now() - timedelta(days=3))
    cast.live_article("Giá cà phê", section=cast.section("Kinh tế"))
    page = client.get("/chuyen-muc/xa-hoi/")
    assert stories_on(page) == [first.pk, second.pk, third.pk]
    head = part(page, '<header class="head">', "</header>")
    assert "Đời sống quanh ta." in head
    assert inner.get_absolute_url() in head
    assert "/chuyen-muc/xa-hoi/rss/" in head
    assert stories_on(client.get("/chuyen-muc/y-te/")) == [first.pk, second.pk]


def test_leafing_from_the_first_page_on_shows_every_story_once(client: Any, short_pages: None) -> None:
    stories = edition_of(13)
    seen, query = [], ""
    for _page in range(20):
        page = client.get(f"/chuyen-muc/xa-hoi/{query}")
        seen += stories_on(page)
        query = older(page)
        if not query:
            break
    assert seen == [story.pk for story in stories]
    assert query == ""


def test_beyond_the_numbered_pages_one_goes_on_by_time(client: Any, short_pages: None) -> None:
    stories = edition_of(9)
    third = client.get("/chuyen-muc/xa-hoi/?trang=3")
    assert older(third).startswith("?truoc=")
    assert stories_on(client.get(f"/chuyen-muc/xa-hoi/{older(third)}")) == [story.pk for story in stories[6:8]]


def test_stories_of_the_same_moment_are_neither_lost_nor_doubled(client: Any, short_pages: None) -> None:
    at = timezone.now() - timedelta(hours=1)
    stories = [cast.live_article(f"Cùng giờ {n}", at=at) for n in range(10)]
    seen, query = [], ""
    for _page in range(5):
        page = client.get(f"/chuyen-muc/xa-hoi/{query}")
        seen += stories_on(page)
        query = older(page)
    assert seen == sorted((story.pk for story in stories), reverse=True)


def test_each_page_names_its_own_address_as_the_canonical_one(client: Any, short_pages: None) -> None:
    edition_of(9)

    def canonical(query: str) -> str:
        return part(client.get(f"/chuyen-muc/xa-hoi/{query}"), '<link rel="canonical" href="http://testserver', '"')

    assert canonical("") == canonical("?trang=1") == canonical("?utm_source=x") == "/chuyen-muc/xa-hoi/"
    assert canonical("?trang=2") == "/chuyen-muc/xa-hoi/?trang=2"
    deep = older(client.get("/chuyen-muc/xa-hoi/?trang=3"))
    assert canonical(deep) == f"/chuyen-muc/xa-hoi/{deep}"


@pytest.mark.parametrize(
    "query",
    [
        "trang=abc",
        "trang=-1",
        "trang=0",
        "trang=",
        "trang=1000000000000",
        "trang=٣",
        "trang=51",
        "trang=2",
        "trang=1.5",
        "truoc=",
        "truoc=abc",
        "truoc=1-",
        "truoc=-1",
        "truoc=99999999999999999-1",
        "truoc=1-99999999999999999999",
        "truoc=0-0",
    ],
)
def test_a_page_that_does_not_exist_is_a_404_with_a_clear_sentence(client: Any, query: str) -> None:
    cast.masthead(language="en")
    edition_of(1)
    page = client.get(f"/chuyen-muc/xa-hoi/?{query}")
    assert page.status_code == 404
    assert "There is no such page of this list." in text_of(page)


def test_a_section_without_stories_says_so(client: Any) -> None:
    cast.masthead(language="en")
    cast.section("Du lịch")
    page = client.get("/chuyen-muc/du-lich/")
    assert page.status_code == 200
    assert "No stories here yet." in text_of(page)


def test_a_renamed_section_leads_on_from_its_old_address_page_number_and_feed_included(client: Any) -> None:
    section = cast.section("Xã hội")
    section.slug = "doi-song"
    section.save()
    assert client.get("/chuyen-muc/xa-hoi/?trang=2").headers["Location"] == "/chuyen-muc/doi-song/?trang=2"
    moved = client.get("/chuyen-muc/xa-hoi/rss/")
    assert (moved.status_code, moved.headers["Location"]) == (301, "/chuyen-muc/doi-song/rss/")


def test_a_name_with_markup_is_text(client: Any) -> None:
    Section.objects.create(name="<b>Tin</b> & ảnh", slug="tin-anh")
    page = client.get("/chuyen-muc/tin-anh/").content.decode()
    assert "<b>Tin" not in page
    assert "&lt;b&gt;Tin&lt;/b&gt; &amp; ảnh" in page
