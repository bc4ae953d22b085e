from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest

from tests import cast
from tests.reading import edition_of, items_of

pytestmark = pytest.mark.django_db
DC = "{http://purl.org/dc/elements/1.1/}"
ATOM = "{http://www.w3.org/2005/Atom}"


def test_an_item_has_headline_lead_credits_photo_and_a_lasting_address(client: Any) -> None:
    cast.masthead()
    credits = [("text", "Đức Hạnh"), ("photo", "Mai Giáp"), ("source", "TTXVN")]
    story = cast.live_article(lead="Lúa chín vàng.", credits=credits, lead_photo=cast.photo())
    (item,) = items_of(client.get("/rss/"))
    address = f"http://testserver{story.get_absolute_url()}"
    assert item.findtext("title") == "Điện Biên vào mùa gặt"
    assert item.findtext("description") == "BTH - Lúa chín vàng."
    assert item.findtext("link") == item.findtext("guid") == address
    assert [creator.text for creator in item.findall(f"{DC}creator")] == ["Đức Hạnh", "Mai Giáp"]
    assert item.findtext("category") == "Xã hội"
    enclosure = item.find("enclosure")
    assert enclosure is not None
    assert enclosure.get("type") == "image/jpeg"
    picture = client.get(enclosure.get("url"))
    assert len(b"".join(picture.streaming_content)) == int(enclosure.get("length") or 0) > 0


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
    assert "]]> <b>đậm</b>" in (item.findtext("description") or "")


def test_a_feed_of_nobody_is_a_404(client: Any) -> None:
    assert client.get("/chuyen-muc/khong-co/rss/").status_code == 404
    assert client.get("/tac-gia/khong-co/rss/").status_code == 404
