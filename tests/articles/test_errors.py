from __future__ import annotations

from contextlib import closing
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from articles.views import lists
from tests import cast
from tests.reading import stories_on, text_of

pytestmark = pytest.mark.django_db


def test_an_unknown_address_is_a_404_in_the_papers_design_with_the_latest_stories(client: Any) -> None:
    cast.masthead(language="en")
    story = cast.live_article()
    page = client.get("/khong-co/")
    assert page.status_code == 404
    assert "This page doesn't exist" in text_of(page)
    assert stories_on(page) == [story.pk]
    assert '<meta name="robots" content="noindex">' in page.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/bai/1/",
        "/bai/x-99999999999999999999999999/",
        "/bai/x-0/",
        "/bai/x-" + "9" * 5000 + "/",
        "/chuyen-muc/" + "a" * 3000 + "/",
        "/tac-gia/khong-co/",
        "/trang/khong-co/",
        "/%ff%fe/",
        "/bai/%E1%BB%87-1/",
        "/../../etc/passwd",
        "/media/../newsroom.sqlite3",
        "/media/photos/%2e%2e/%2e%2e/secret-key",
        "/media/photos/../../secret-key.jpg",
        "/media/photos/2026/01/khong-co.jpg",
        "/media/secret-key",
        "/media/",
        "/{{7*7}}/",
        "/' OR 1=1--/",
    ],
)
def test_no_odd_address_is_more_than_a_404(client: Any, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/%00", "/bai/a%00-1/", "/tin-moi/?trang=%00", "/?q=a%00b", "/quan-tri/?q=%00"])
def test_a_nul_in_an_address_gets_a_sentence(client: Any, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 400
    assert len(text_of(answer)) > 20


@pytest.mark.parametrize("query", ["%ff", "trang=%ff", "a=" + "b" * 3000, "&&&", "%", "trang[]=1", "=%zz"])
def test_an_odd_query_breaks_nothing(client: Any, query: str) -> None:
    assert client.get(f"/tin-moi/?{query}").status_code in {200, 404}


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_a_reading_page_takes_no_other_method(method: str) -> None:
    client = Client(enforce_csrf_checks=True)
    cast.section("Xã hội")
    for address in ("/", "/chuyen-muc/xa-hoi/", "/rss/", "/robots.txt"):
        answer = getattr(client, method)(address)
        assert answer.status_code == 405
        assert answer.headers["Allow"] == "GET, HEAD"
        assert not answer.cookies


def test_a_strange_host_is_refused_with_a_sentence(client: Any) -> None:
    answer = client.get("/", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert "evil.example" not in answer.content.decode()
    assert len(text_of(answer)) > 20


def test_when_something_breaks_the_page_needs_no_database_and_tells_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        monkeypatch.setattr(connection, "cursor", broken)
        raise RuntimeError("the secret of Mường Thanh")

    monkeypatch.setattr(lists, "page_of", broken)
    answer = Client(raise_request_exception=False).get("/tin-moi/")
    monkeypatch.undo()
    assert answer.status_code == 500
    assert "secret" not in answer.content.decode()
    assert "css/paper" in answer.content.decode()
    assert len(text_of(answer)) > 20


def test_robots_are_kept_from_the_desk_alone(client: Any) -> None:
    lines = client.get("/robots.txt").content.decode().split("\n")
    assert [line for line in lines if line.startswith("Disallow")] == ["Disallow: /quan-tri/"]


def test_a_phone_keeps_the_paper_under_its_own_name(client: Any) -> None:
    cast.masthead(name="Báo Thử", slogan="Tin nhanh", language="vi")
    page = client.get("/")
    assert '<link rel="manifest" href="/site.webmanifest">' in page.content.decode()
    assert "manifest-src 'self'" in page["Content-Security-Policy"]
    answer = client.get("/site.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    assert (answer.json()["name"], answer.json()["lang"]) == ("Báo Thử", "vi")
    for icon in answer.json()["icons"]:
        with closing(client.get(icon["src"])) as file:
            assert file.status_code == 200


def test_who_finds_a_hole_reads_whom_to_tell(client: Any) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404
    cast.masthead(email="toasoan@vidu.vn")
    lines = dict(line.split(": ", 1) for line in client.get("/.well-known/security.txt").content.decode().splitlines())
    assert lines["Contact"] == "mailto:toasoan@vidu.vn"
    assert timezone.now() < datetime.fromisoformat(lines["Expires"]) < timezone.now() + timedelta(days=365)


def test_a_pictures_file_runs_nothing_and_may_be_kept_for_ever(client: Any) -> None:
    photo = cast.photo()
    for name in photo.names:
        answer = client.get(f"/media/{name}", headers={"Accept-Encoding": "gzip"})
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] in {"image/jpeg", "image/webp"}
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert "immutable" in answer.headers["Cache-Control"]
        assert "Content-Encoding" not in answer.headers
        assert len(b"".join(answer.streaming_content)) == int(answer.headers["Content-Length"])


def test_what_belongs_to_a_withdrawn_story_is_gone_with_it(client: Any) -> None:
    story = cast.live_article()
    addresses = [f"{story.get_absolute_url()}{part}" for part in ("", "in/", "binh-luan/", "binh-luan/rss/")]
    assert [client.get(address).status_code for address in addresses] == [200, 200, 200, 200]
    story.withdraw(by=cast.ed(), reason="Sai")
    assert [client.get(address).status_code for address in addresses] == [410, 410, 410, 410]


def test_more_than_can_be_taken_gets_a_sentence_of_its_own(client: Any, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    client.force_login(cast.ed())
    answer = client.post("/quan-tri/articles/article/add/", {"body": "chữ " * 1000})
    assert answer.status_code == 413
    assert "trình duyệt" in text_of(answer)
