from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
from django.utils import timezone

from articles.models import Article, ArticlePhoto
from tests import cast
from tests.reading import edition_of, items_of

pytestmark = pytest.mark.django_db
DC = "{http://purl.org/dc/elements/1.1/}"
ATOM = "{http://www.w3.org/2005/Atom}"


def test_an_item_has_headline_lead_credits_photo_and_an_identity_that_outlives_its_address(client: Any) -> None:
    cast.masthead()
    credits = [("text", "Đức Hạnh"), ("photo", "Mai Giáp"), ("source", "TTXVN")]
    story = cast.live_article(lead="Lúa chín <vàng>.", credits=credits, lead_photo=cast.photo(credit="Lan"))
    (item,) = items_of(client.get("/rss/"))
    assert item.findtext("title") == "Điện Biên vào mùa gặt"
    assert item.findtext("description") == "BTH - Lúa chín &lt;vàng&gt;."
    assert item.findtext("link") == f"http://testserver{story.get_absolute_url()}"
    assert [creator.text for creator in item.findall(f"{DC}creator")] == ["Đức Hạnh", "Mai Giáp"]
    assert item.findtext("category") == "Xã hội"
    enclosure = item.find("enclosure")
    assert enclosure is not None
    assert enclosure.get("type") == "image/jpeg"
    picture = client.get(enclosure.get("url"))
    assert len(b"".join(picture.streaming_content)) == int(enclosure.get("length") or 0) > 0
    guid = item.find("guid")
    assert guid is not None
    assert guid.get("isPermaLink") == "false"
    story.wanted_slug, story.version = "ten-moi", story.version + 1
    story.save()
    story.publish(by=cast.ed())
    (moved,) = items_of(client.get("/rss/"))
    assert moved.findtext("link") == f"http://testserver/bai/ten-moi-{story.pk}/"
    assert moved.findtext("guid") == guid.text


def _whole_story() -> Article:
    """With a photo in the text, a table, links here and elsewhere, credits and a source."""
    lead, inner = cast.photo("Cầu", credit="Lan"), cast.photo("Chợ phiên", credit="Minh")
    story = cast.article(source="TTXVN", credits=[("text", "Đức Hạnh")], lead_photo=lead)
    use = ArticlePhoto.objects.create(article=story, photo=inner)
    story.body = (
        f'<p>Xem <a href="/trang/gioi-thieu/">đây</a> và <a href="https://vidu.vn/a?b=1&amp;c=2">kia</a>.</p>'
        f'<figure data-photo="{use.key}"></figure><table><tr><td>1</td></tr></table>'
    )
    story.save()
    story.publish(by=cast.ed(), at=timezone.now() - timedelta(hours=1))
    return story


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_an_independent_reader_finds_the_full_text_with_absolute_addresses(client: Any, form: str) -> None:
    cast.masthead(reuse_notice="Ghi rõ nguồn.")
    story = _whole_story()
    answer = client.get(f"/{form}/")
    read = feedparser.parse(answer.content, response_headers={"content-type": answer.headers["Content-Type"]})
    assert not read.bozo, read.bozo_exception
    assert read.version == {"rss": "rss20", "atom": "atom10"}[form]
    assert read.feed.title == "Báo Thử"
    assert read.feed.rights == "Ghi rõ nguồn."
    (entry,) = read.entries
    assert entry.link == f"http://testserver{story.get_absolute_url()}"
    assert entry.id.startswith("tag:testserver,")
    assert entry.published_parsed[:6] == story.published_at.utctimetuple()[:6]
    assert [author.name for author in entry.authors] == ["Đức Hạnh"]
    text = entry.content[0].value
    addresses = re.findall(r'(?:href|src)="([^"]*)"', unescape(answer.content.decode()))
    assert len(addresses) > 4
    assert all(address.startswith(("http://", "https://")) for address in addresses)
    assert '<a href="http://testserver/trang/gioi-thieu/">' in text
    assert '<a href="https://vidu.vn/a?b=1&amp;c=2">' in text
    for printed in ("BTH - Lúa chín vàng", "<table>", "Chợ phiên", "Ảnh: Minh", "Tin: Đức Hạnh", "TTXVN"):
        assert printed in text
    assert text.count("<figure>") == text.count("<img ") == len(entry.media_content) == 2
    assert [photo["medium"] for photo in entry.media_content] == ["image", "image"]
    assert len(entry.enclosures) == 1


def test_every_list_has_a_feed_in_both_forms_which_its_page_names(client: Any) -> None:
    cast.masthead()
    story = cast.article(credits=[("text", "Đức Hạnh")])
    story.topics, story.tags = [cast.topic().pk], [cast.tag().pk]
    story.save()
    story.publish(by=cast.ed(), at=timezone.now() - timedelta(hours=1))
    lists = ("/", "/chuyen-muc/xa-hoi/", "/tac-gia/duc-hanh/", "/su-kien/bao-so-3/", "/tu-khoa/dien-bien-phu/")
    for page in (*lists, f"{story.get_absolute_url()}binh-luan/"):
        html = client.get(page).content.decode()
        for form in ("rss", "atom"):
            assert re.search(rf'<link rel="alternate" type="application/{form}\+xml" [^>]*href="{page}{form}/">', html)
            read = feedparser.parse(client.get(f"{page}{form}/").content)
            assert not read.bozo, (page, form)
            assert [entry.link for entry in read.entries] == (
                [] if "binh-luan" in page else [f"http://testserver{story.get_absolute_url()}"]
            )
    for page in ("/tin-moi/", *lists[1:]):
        assert 'rss/">' in client.get(page).content.decode().split("<main")[1].split("</main>")[0]


def test_a_reader_who_has_the_feed_gets_304_until_a_story_comes_changes_or_goes(client: Any) -> None:
    story, other = edition_of(2)

    def asked(first: Any) -> int:
        since = {"If-Modified-Since": first.headers["Last-Modified"]}
        both = client.get("/rss/", headers={"If-None-Match": first.headers["ETag"]}), client.get("/rss/", headers=since)
        assert both[0].status_code == both[1].status_code
        return int(both[0].status_code)

    first = client.get("/rss/")
    assert asked(first) == 304
    assert client.get("/rss/").content == first.content
    story.headline, story.version = "Tên khác", story.version + 1
    story.save()
    story.publish(by=cast.ed(), now=timezone.now() + timedelta(seconds=2))
    assert asked(first) == 200
    second = client.get("/rss/")
    other.withdraw(by=cast.ed(), reason="Sai", at=timezone.now() + timedelta(seconds=4))
    assert asked(second) == 200


def test_a_feed_costs_the_same_for_few_and_for_many(client: Any, select_only: Any) -> None:
    edition_of(5, lead_photo=cast.photo(credit="Lan"))
    with select_only(at_most=7):
        client.get("/rss/")


def test_a_feed_says_whose_it_is_and_where_it_stands(client: Any) -> None:
    cast.masthead(slogan="Tiếng nói vùng cao")
    cast.section("Xã hội", description="Đời sống quanh ta.")
    cast.author("Đức Hạnh")
    for address, title, link in (
        ("/rss/", "Báo Thử", "/"),
        ("/chuyen-muc/xa-hoi/rss/", "Xã hội - Báo Thử", "/chuyen-muc/xa-hoi/"),
        ("/tac-gia/duc-hanh/rss/", "Đức Hạnh - Báo Thử", "/tac-gia/duc-hanh/"),
    ):
        answer = client.get(address)
        assert answer.headers["Content-Type"] == "application/rss+xml; charset=utf-8"
        channel = ElementTree.fromstring(answer.content).find("channel")
        assert channel is not None
        assert channel.findtext("title") == title
        assert channel.findtext("link") == f"http://testserver{link}"
        assert channel.findtext("language") == "vi"
        own = channel.find(f"{ATOM}link")
        assert own is not None
        assert (own.get("rel"), own.get("href")) == ("self", f"http://testserver{address}")
        assert channel.findtext("description")


def test_it_holds_the_newest_thirty(client: Any) -> None:
    stories = edition_of(32)
    links = [item.findtext("link") for item in items_of(client.get("/rss/"))]
    assert links == [f"http://testserver{story.get_absolute_url()}" for story in stories[:30]]


def test_markup_and_the_end_of_a_cdata_block_are_only_text(client: Any) -> None:
    cast.live_article("<script>alert(1)</script> & ]]>", lead="]]> <b>đậm</b>")
    (item,) = items_of(client.get("/rss/"))
    assert item.findtext("title") == "<script>alert(1)</script> & ]]>"
    assert "]]&gt; &lt;b&gt;đậm&lt;/b&gt;" in (item.findtext("description") or "")


def test_a_feed_of_nobody_is_a_404(client: Any) -> None:
    assert client.get("/chuyen-muc/khong-co/rss/").status_code == 404
    assert client.get("/tac-gia/khong-co/rss/").status_code == 404
