"""Ready pages: handed out without asking Django, and nobody's."""

from __future__ import annotations

import gzip
from typing import Any

import brotli
import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Article, Redirect
from tests.newsroom.store import Door

pytestmark = pytest.mark.django_db


# Made once


def test_the_second_reader_of_a_page_asks_neither_django_nor_the_database(
    door: Door, story: Article, django_assert_num_queries: Any
) -> None:
    first = door.get(story.get_absolute_url())
    assert (first.status, first.how) == (200, "fwd=miss; stored")
    with django_assert_num_queries(0):
        again = door.get(story.get_absolute_url())
    assert (again.status, again.how, again.body) == (200, "hit", first.body)
    assert again.text == Client().get(story.get_absolute_url()).content.decode()
    assert len(door.made) == 1


def test_each_encoding_is_ready_and_holds_the_same_page(door: Door, story: Article) -> None:
    plain = door.get(story.get_absolute_url())
    br = door.get(story.get_absolute_url(), HTTP_ACCEPT_ENCODING="gzip, deflate, br")
    gz = door.get(story.get_absolute_url(), HTTP_ACCEPT_ENCODING="gzip, br;q=0")
    assert (br.headers["content-encoding"], gz.headers["content-encoding"]) == ("br", "gzip")
    assert brotli.decompress(br.body) == gzip.decompress(gz.body) == plain.body
    assert {got.headers["vary"] for got in (plain, br, gz)} == {"Accept-Encoding"}
    assert len({got.headers["etag"] for got in (plain, br, gz)}) == 3
    assert len(door.made) == 1


def test_who_has_the_page_is_told_so_and_head_has_no_body(door: Door, story: Article) -> None:
    whole = door.get(story.get_absolute_url(), HTTP_ACCEPT_ENCODING="br")
    known = door.get(story.get_absolute_url(), HTTP_ACCEPT_ENCODING="br", HTTP_IF_NONE_MATCH=whole.headers["etag"])
    assert (known.status, known.body, known.headers["etag"]) == (304, b"", whole.headers["etag"])
    other = door.get(story.get_absolute_url(), HTTP_IF_NONE_MATCH='"another"')
    assert other.status == 200
    head = door.get(story.get_absolute_url(), method="HEAD", HTTP_ACCEPT_ENCODING="br")
    assert (head.status, head.body) == (200, b"")
    assert head.headers == {**whole.headers, "cache-status": "newsroom; hit"}


def test_head_first_keeps_the_whole_page(door: Door, story: Article) -> None:
    assert door.get(story.get_absolute_url(), method="HEAD").body == b""
    assert story.headline in door.get(story.get_absolute_url()).text
    assert len(door.made) == 1


def test_a_browser_asks_again_and_headers_are_those_of_the_page(door: Door, story: Article) -> None:
    kept, made = door.get(story.get_absolute_url()), Client().get(story.get_absolute_url())
    assert kept.headers["cache-control"] == "public, no-cache"
    for name in ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Content-Type"):
        assert kept.headers[name.lower()] == made.headers[name]


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/tin-moi/",
        "/rss/",
        "/atom/",
        "/sitemap.xml",
        "/sitemap-news.xml",
        "/su-kien/",
        "/luu-tru/",
        "/tin-moi/?trang=1",
    ],
)
def test_lists_and_feeds_are_kept_too(door: Door, story: Article, address: str) -> None:
    assert door.get(address).status == 200
    assert door.get(address).how == "hit"


@pytest.mark.parametrize("address", ["/khong-co/", "/tim-kiem/?q=lua", "/quan-tri/", "/luot-xem/1.json", "/robots.txt"])
def test_what_is_nobodys_page_is_not_kept(door: Door, story: Article, address: str) -> None:
    assert door.get(address).how in {"", "fwd=miss"}
    assert door.get(address).how in {"", "fwd=miss"}


# Nothing of a request but its address


NOISE = [
    {"HTTP_X_FORWARDED_HOST": "evil.example"},
    {"HTTP_X_FORWARDED_PROTO": "https"},
    {"HTTP_X_ORIGINAL_URL": "/quan-tri/"},
    {"HTTP_X_HTTP_METHOD_OVERRIDE": "POST"},
    {"HTTP_COOKIE": "sessionid=x; csrftoken=y; django_language=en"},
    {"HTTP_ACCEPT_LANGUAGE": "en"},
    {"HTTP_AUTHORIZATION": "Basic eA=="},
    {"HTTP_RANGE": "bytes=0-9"},
    {"HTTP_ACCEPT": "application/json"},
    {"HTTP_USER_AGENT": "<script>alert(1)</script>"},
    {"HTTP_REFERER": "http://evil.example/"},
    {"HTTP_FORWARDED": "host=evil.example"},
]


@pytest.mark.parametrize("sent", NOISE, ids=lambda sent: next(iter(sent)))
def test_what_a_stranger_sends_with_it_is_not_kept_with_the_page(
    door: Door, story: Article, sent: dict[str, str]
) -> None:
    first = door.get(story.get_absolute_url(), **sent)
    assert first.how == "fwd=miss; stored"
    assert "evil" not in first.text
    assert "set-cookie" not in first.headers
    assert door.get(story.get_absolute_url()).body == first.body
    assert len(door.made) == 1


def test_noise_in_the_query_neither_splits_nor_poisons(door: Door, story: Article) -> None:
    for query in (
        "",
        "?utm_source=zalo",
        "?fbclid=x&utm_source=y",
        "?trang=2",
        "?a[]=1&&=",
        "?<script>",
        "?q=" + "x" * 400,
    ):
        assert door.get(story.get_absolute_url() + query).status == 200
    assert door.made == [story.get_absolute_url()]
    assert "utm_source" not in door.get("/tin-moi/?utm_source=evil&trang=1").text
    assert door.made[-1] == "/tin-moi/?trang=1"


def test_a_parameter_of_many_values_is_answered_but_not_kept(door: Door, story: Article) -> None:
    for number in range(3):
        assert door.get(f"/tin-moi/?truoc=17000000000000{number}-1").how == ""
    address = reverse("comments", args=[story.slug, story.pk])
    assert [door.get(f"{address}?tu=1").how, door.get(address).how] == ["", "fwd=miss; stored"]


def test_another_host_is_refused_and_hosts_of_ours_are_kept_apart(door: Door, story: Article, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["testserver", "bao.example.vn"]
    address = story.get_absolute_url()
    assert door.get(address, HTTP_HOST="evil.example").status == 400
    assert "http://bao.example.vn/" in door.get(address, HTTP_HOST="bao.example.vn").text
    assert "http://testserver/" in door.get(address).text
    assert door.get(address, HTTP_HOST="BAO.example.vn").how == "hit"


def test_a_body_or_another_method_is_not_answered_from_the_store(door: Door, story: Article) -> None:
    door.get(story.get_absolute_url())
    assert door.get(story.get_absolute_url(), CONTENT_LENGTH="5").how == ""
    assert door.get(story.get_absolute_url(), method="POST").status == 405
    assert door.get(story.get_absolute_url(), method="BREW").status == 405
    assert door.get(story.get_absolute_url()).how == "hit"


def test_an_old_address_that_is_known_with_its_query_still_leads_on(door: Door, story: Article) -> None:
    Redirect.moved("/bai/cu-99/?p=7", story.get_absolute_url())
    moved = door.get("/bai/cu-99/?p=7")
    assert (moved.status, moved.headers["location"]) == (301, story.get_absolute_url())
    assert door.get("/bai/cu-99/").status == 404


def test_an_encoded_path_is_the_same_page_and_a_strange_one_is_none(door: Door, story: Article) -> None:
    door.get(story.get_absolute_url())
    for path in (
        story.get_absolute_url() + "%2e%2e/",
        "//evil.example/",
        "/bai/\x00/",
        "/bai/\udcff/",
        "/" + "a" * 3000,
    ):
        raw = path.encode("utf-8", "surrogateescape").decode("latin-1")
        assert door.get("/", PATH_INFO=raw).status in {400, 404}
