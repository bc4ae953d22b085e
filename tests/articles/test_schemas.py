"""What machines get, judged by grammars that others wrote or published: tests/schemas says whose."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from lxml import etree

from articles.models import ArticlePhoto
from tests import cast
from tests.comments.cast import comment

pytestmark = pytest.mark.django_db
FOLDER = Path(__file__).parent.parent / "schemas"
ATOM = "{http://www.w3.org/2005/Atom}"


@cache
def grammar(name: str) -> Any:
    return etree.RelaxNG(etree.parse(FOLDER / f"{name}.rng"))


def faults(name: str, answer: Any) -> list[str]:
    """What the grammar has against a page; it is well-formed XML at least."""
    document = etree.fromstring(answer.getvalue())
    grammar(name).validate(document)
    return [f"{fault.line}: {fault.message}" for fault in grammar(name).error_log]


@pytest.fixture
def paper() -> Any:
    """A story with everything, one without a picture, one that says odd things; comments; all lists."""
    cast.masthead(name="Báo <Thử> & Bạn", reuse_notice="Ghi rõ nguồn.", slogan="Tiếng nói vùng cao")
    filed = {"topics": [cast.topic().pk], "tags": [cast.tag().pk]}
    credits = [("text", "Đức Hạnh"), ("photo", "Mai Giáp"), ("source", "TTXVN")]
    story = cast.article("Đủ cả", credits=credits, lead_photo=cast.photo(credit="Lan & <Mai>"), source="TTXVN", **filed)
    use = ArticlePhoto.objects.create(article=story, photo=cast.photo("Chợ <phiên>", credit="Minh"))
    story.body = f'<p>Xem <a href="/trang/x/">đây</a> &amp; kia.</p><figure data-photo="{use.key}"></figure>'
    story.save()
    story.publish(by=cast.ed(), at=timezone.now() - timedelta(hours=1))
    cast.live_article("]]> <script>", lead="& <b>", body="<p>Hết.</p>", **filed)
    story.headline, story.version = "Đủ cả, sửa", story.version + 1
    story.save()
    story.publish(by=cast.ed())
    comment(story, "Hay <quá> & đúng.", state="published")
    return story


def feeds(story: Any) -> list[str]:
    lists = ("/", "/chuyen-muc/xa-hoi/", "/tac-gia/duc-hanh/", "/su-kien/bao-so-3/", "/tu-khoa/dien-bien-phu/")
    return [*lists, f"{story.get_absolute_url()}binh-luan/"]


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_every_feed_obeys_its_grammar_full_or_empty(client: Any, paper: Any, form: str) -> None:
    assert {page: found for page in feeds(paper) if (found := faults(form, client.get(f"{page}{form}/")))} == {}
    assert (
        len(
            etree.fromstring(client.get(f"/{form}/").content).findall(
                f".//{ATOM}entry" if form == "atom" else ".//item"
            )
        )
        == 2
    )
    for page in (cast.author("Không bài"), cast.section("Trống")):
        assert faults(form, client.get(f"{page.get_absolute_url()}{form}/")) == []


def test_every_atom_entry_has_an_author_and_no_two_one_identity(client: Any, paper: Any) -> None:
    """What RFC 4287 asks beside its grammar."""
    for page in feeds(paper):
        feed = etree.fromstring(client.get(f"{page}atom/").content)
        entries = feed.findall(f"{ATOM}entry")
        assert entries
        assert all(
            feed.find(f"{ATOM}author") is not None or entry.find(f"{ATOM}author") is not None for entry in entries
        )
        names = [entry.findtext(f"{ATOM}id") for entry in entries]
        assert len(set(names)) == len(names)
        links = [link.get("rel", "alternate") for link in feed.findall(f"{ATOM}link")]
        assert sorted(links) == ["alternate", "self"]


def test_sitemaps_obey_their_grammar_also_when_nothing_is_new(client: Any, paper: Any) -> None:
    index = etree.fromstring(client.get("/sitemap.xml").content)
    files = [str(loc.text).removeprefix("http://testserver") for loc in index.iter("{*}loc")]
    assert len(files) == 2
    assert {address: found for address in ("/sitemap.xml", *files, "/sitemap-news.xml")
            if (found := faults("sitemap", client.get(address)))} == {}  # fmt: skip
    assert client.get("/sitemap-news.xml").content.count(b"<news:news>") == 2
    type(paper).objects.update(published_at=timezone.now() - timedelta(days=9))
    news = client.get("/sitemap-news.xml")
    assert b"<news:news>" not in news.content
    assert faults("sitemap", news) == []


BROKEN = [
    ("rss", "/rss/", b"<title>", b"<titel>", b"</title>", b"</titel>"),
    ("rss", "/rss/", b"http://testserver", b"", b"", b""),
    ("atom", "/atom/", b"<id>", b"<x>", b"</id>", b"</x>"),
    ("atom", "/atom/", b"T", b" ", b"", b""),
    ("sitemap", "/sitemap-news.xml", b"<news:title>", b"<news:t>", b"</news:title>", b"</news:t>"),
    ("sitemap", "/sitemap-news.xml", b"<loc>http", b"<loc>ftp", b"", b""),
]


@pytest.mark.parametrize("name, address, old, new, old_end, new_end", BROKEN)
def test_the_grammars_refuse_what_is_wrong(
    client: Any, paper: Any, name: str, address: str, old: bytes, new: bytes, old_end: bytes, new_end: bytes
) -> None:
    answer = client.get(address)
    changed = answer.content.replace(old, new)
    answer.content = changed.replace(old_end, new_end) if old_end else changed
    assert faults(name, answer)
