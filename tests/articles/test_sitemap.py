"""Sitemaps as a search engine finds them: through robots.txt, read by somebody else's parser."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from usp.objects.page import SitemapPage
from usp.objects.sitemap import InvalidSitemap
from usp.tree import sitemap_tree_for_homepage
from usp.web_client.abstract_client import AbstractWebClient, AbstractWebClientSuccessResponse, WebClientErrorResponse

from articles import sitemaps
from articles.models import Article
from tests import cast
from tests.reading import edition_of

pytestmark = pytest.mark.django_db
HOST = "http://testserver"


class Answered(AbstractWebClientSuccessResponse):
    def __init__(self, url: str, response: Any) -> None:
        self.address, self.response = url, response

    def status_code(self) -> int:
        return int(self.response.status_code)

    def status_message(self) -> str:
        return str(self.response.reason_phrase)

    def header(self, case_insensitive_name: str) -> str | None:
        return self.response.headers.get(case_insensitive_name)

    def raw_data(self) -> bytes:
        return self.response.getvalue()

    def url(self) -> str:
        return self.address


class Refused(WebClientErrorResponse):
    pass


class Robot(AbstractWebClient):
    """A search engine's client, whose net is our test client."""

    def set_max_response_data_length(self, max_response_data_length: int) -> None:
        pass

    def get(self, url: str) -> Any:
        response = Client().get(url.removeprefix(HOST))
        return Answered(url, response) if response.status_code == 200 else Refused(str(response.status_code), False)


def crawled(caplog: pytest.LogCaptureFixture) -> list[SitemapPage]:
    tree = sitemap_tree_for_homepage(f"{HOST}/", web_client=Robot(), use_known_paths=False)
    broken = [part.url for part in tree.all_sitemaps() if isinstance(part, InvalidSitemap)]
    pages = list(tree.all_pages())
    assert not broken
    assert not [record.message for record in caplog.records if record.levelname in {"WARNING", "ERROR"}]
    return pages


def test_a_robot_finds_every_live_story_and_every_list_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sitemaps, "SPAN", 3)
    monkeypatch.setattr(sitemaps, "BATCH", 2)
    cast.masthead(name="Báo <Thử> & Bạn")
    stories = edition_of(7, lead_photo=cast.photo(credit="Lan"))
    cast.author("Không bài")
    cast.article("Bản nháp")
    cast.live_article("Hẹn giờ", at=timezone.now() + timedelta(hours=1))
    withdrawn = cast.live_article("Đã gỡ")
    withdrawn.withdraw(by=cast.ed(), reason="Sai")
    pages = crawled(caplog)
    found = {page.url.removeprefix(HOST) for page in pages}
    lists = {"/", "/luu-tru/", "/su-kien/", "/chuyen-muc/xa-hoi/", "/tac-gia/duc-hanh/"}
    assert found == {story.get_absolute_url() for story in stories} | lists
    for page in pages:
        assert Client().get(page.url.removeprefix(HOST)).status_code == 200
    photographed = [page for page in pages if page.images]
    assert len(photographed) == 7
    picture = Client().get(photographed[0].images[0].loc.removeprefix(HOST))
    assert picture.status_code == 200
    assert picture.getvalue().startswith(b"\xff\xd8")
    told = [page for page in pages if page.news_story]
    assert len(told) == 7
    news = told[0].news_story
    assert news is not None
    assert (news.title, news.publication_name) == ("Tin số 1", "Báo <Thử> & Bạn")
    assert news.publication_language == "vi"
    assert news.publish_date == stories[0].published_at.replace(microsecond=0)


def test_the_news_sitemap_holds_two_days_and_a_thousand_stories_at_most(client: Any, monkeypatch: Any) -> None:
    cast.live_article("Mới", at=timezone.now() - timedelta(hours=47))
    cast.live_article("Cũ", at=timezone.now() - timedelta(hours=49))
    told = client.get("/sitemap-news.xml").content.decode()
    assert "<news:title>Mới</news:title>" in told
    assert "Cũ" not in told
    cast.live_article("Mới hơn")
    monkeypatch.setattr(sitemaps, "NEWS", 1)
    assert client.get("/sitemap-news.xml").content.decode().count("<news:news>") == 1


def test_whoever_has_a_file_already_gets_304_until_a_story_in_it_changes(client: Any) -> None:
    stories = edition_of(3)
    (address,) = [f"/sitemap-bai-{number}.xml" for number in {story.pk // sitemaps.SPAN for story in stories}]

    def asked(mark: str) -> int:
        return int(client.get(address, headers={"If-None-Match": mark}).status_code)

    mark = client.get(address).headers["ETag"]
    assert (asked(mark), asked('"other"')) == (304, 200)
    head = client.head(address)
    assert (head.status_code, head.headers["ETag"], head.content) == (200, mark, b"")
    stories[1].withdraw(by=cast.ed(), reason="Sai")
    assert asked(mark) == 200
    assert f"-{stories[1].pk}/" not in client.get(address).getvalue().decode()


@pytest.mark.parametrize("number", ["7", "99999999999999999999", "x"])
def test_a_file_without_stories_is_a_404(client: Any, number: str) -> None:
    assert client.get(f"/sitemap-bai-{number}.xml").status_code == 404
    assert client.get("/sitemap.xml").status_code == 200


def test_a_file_is_written_batch_by_batch_in_memory_that_does_not_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Eight times the stories: as many queries a batch, and not twice the memory."""
    (story,) = edition_of(1)
    monkeypatch.setattr(sitemaps, "BATCH", 50)
    peaks, first = [], story.pk
    for count in (100, 800):
        _multiplied(story, count)
        within = Article.objects.live().filter(pk__gte=first)
        with CaptureQueriesContext(connection) as queries:
            assert sum(written.count("<url>") for written in sitemaps._written(within, HOST)) == count
        assert len(queries) == count // 50 + 1
        peaks.append(_peak(sitemaps._written(within, HOST)))
    assert peaks[1] < 2 * peaks[0]


def _multiplied(story: Article, count: int) -> None:
    fields = {field.attname: getattr(story, field.attname) for field in Article._meta.concrete_fields}
    rows = [Article(**{**fields, "id": None, "nonce": None}) for _n in range(count - Article.objects.live().count())]
    Article.objects.bulk_create(rows)


def _peak(pieces: Iterator[str]) -> int:
    tracemalloc.start()
    for _piece in pieces:
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak
