"""What holds for every reader's page: nobody's, read only, flat, strict."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import front
from articles.models import Article, Edition, Page
from newsroom.middleware import client_address, security_headers
from tests import cast

pytestmark = pytest.mark.django_db
CSP = (
    "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; font-src 'self'; connect-src 'self'; "
    "media-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "object-src 'none'"
)
PAGES: dict[str, Callable[[Article], str]] = {
    "home": lambda story: "/",
    "latest": lambda story: "/tin-moi/",
    "section": lambda story: "/chuyen-muc/xa-hoi/",
    "inner section": lambda story: "/chuyen-muc/y-te/",
    "deep in a section": lambda story: "/chuyen-muc/xa-hoi/?truoc=3900000000000000-1",
    "author": lambda story: "/tac-gia/duc-hanh/",
    "story": lambda story: story.get_absolute_url(),
    "print": lambda story: f"{story.get_absolute_url()}in/",
    "static page": lambda story: "/trang/gioi-thieu/",
    "feed": lambda story: "/rss/",
    "section's feed": lambda story: "/chuyen-muc/xa-hoi/rss/",
    "author's feed": lambda story: "/tac-gia/duc-hanh/rss/",
    "not found": lambda story: "/khong-co/",
    "withdrawn": lambda story: gone().get_absolute_url(),
}
each_page = pytest.mark.parametrize("address_of", PAGES.values(), ids=PAGES.keys())


def gone() -> Article:
    return Article.objects.filter(status="withdrawn").get()


@pytest.fixture
def story() -> Article:
    """A small paper: two stories in an inner section, one withdrawn; the newest has all that a story can have."""
    cast.masthead()
    Page.objects.create(title="Giới thiệu", body="<p>Chữ.</p>")
    inner = cast.section("Y tế", parent=cast.section("Xã hội"))
    cast.live_article("Sẽ gỡ", section=inner).withdraw(by=cast.ed(), reason="Sai.")
    cast.live_article("Tin trước", section=inner, at=timezone.now() - timedelta(hours=2))
    credits = [("text", "Đức Hạnh"), ("photo", "Mai Giáp")]
    return cast.live_article(
        "Tin chính", section=inner, credits=credits, lead_photo=cast.photo(picture={"size": (320, 240)})
    )


@each_page
def test_the_page_is_nobodys_strict_and_only_read(
    client: Any, story: Article, address_of: Callable[[Article], str], select_only: Callable[..., Any]
) -> None:
    address = address_of(story)
    with select_only(at_most=6 + 4 if address == story.get_absolute_url() else 8):  # Comments have four of their own.
        answer = client.get(address)
    its_policy_is_strict_and_it_keeps_to_it(answer)
    asked_for_its_head_it_answers_alike(client.head(address), answer)
    asked_again_it_says_that_nothing_has_changed(client, address)
    client.cookies["sessionid"], client.cookies["csrftoken"] = "x" * 32, "y" * 32
    it_is_nobodys(client.get(address))


def it_is_nobodys(answer: Any) -> None:
    assert not answer.cookies
    assert answer.headers["Cache-Control"] == "public, no-cache"
    assert "cookie" not in answer.headers.get("Vary", "").lower()
    assert "csrf" not in answer.content.decode().lower()


def its_policy_is_strict_and_it_keeps_to_it(answer: Any) -> None:
    assert answer.headers["Content-Security-Policy"] == CSP
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in answer.headers["Permissions-Policy"]
    html = answer.content.decode()
    assert not re.search(r"\sstyle=|<style|\son\w+=|javascript:", html)
    for tag in re.findall(r"<script[^>]*>", html):
        assert "src=" in tag or "application/ld+json" in tag


def asked_for_its_head_it_answers_alike(head: Any, whole: Any) -> None:
    assert head.content == b""
    for name in ("Content-Type", "Cache-Control", "Content-Security-Policy"):
        assert head.headers[name] == whole.headers[name]
    assert head.status_code == whole.status_code


def asked_again_it_says_that_nothing_has_changed(client: Any, address: str) -> None:
    first = client.get(address, headers={"Accept-Encoding": "gzip"})
    if first.status_code != 200:
        return
    tag = first.headers["ETag"]
    again = client.get(address, headers={"If-None-Match": tag, "Accept-Encoding": "gzip"})
    assert (again.status_code, again.content) == (304, b"")
    Edition.objects.update(headline="Tin khác hẳn")
    Page.objects.update(title="Trang khác hẳn")
    changed = client.get(address, headers={"If-None-Match": tag, "Accept-Encoding": "gzip"})
    assert changed.status_code == 200


def test_ten_times_the_stories_cost_not_one_query_more(
    client: Any, story: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as sent:
            client.get(address)
        return len(sent)

    monkeypatch.setattr(front, "TOP", [front.LEAD])
    monkeypatch.setattr(front, "LATEST", 0)  # So that the small paper's section has a block already.
    addresses = {name: address_of(story) for name, address_of in PAGES.items()}
    before = {name: queries(address) for name, address in addresses.items()}
    for number in range(20):
        section = cast.section(f"Mục {number % 3}") if number % 2 else story.section
        names = [("text", f"Tác giả {number}"), ("photo", "Đức Hạnh")]
        cast.live_article(f"Tin {number}", section=section, credits=names, lead_photo=story.edition.lead_photo)
    assert {name: queries(address) for name, address in addresses.items()} == before


def test_a_forwarding_header_is_believed_only_as_far_as_our_own_proxies_wrote_it(rf: Any, settings: Any) -> None:
    def seen(proxies: int, forwarded: str, peer: str = "10.0.0.1") -> str:
        settings.TRUSTED_PROXIES = proxies
        request = rf.get("/", headers={"X-Forwarded-For": forwarded}, REMOTE_ADDR=peer)
        client_address(lambda request: request)(request)
        return str(request.META["REMOTE_ADDR"])

    assert seen(0, "1.2.3.4") == "10.0.0.1"
    assert seen(1, "6.6.6.6, 1.2.3.4") == "1.2.3.4"
    assert seen(2, "6.6.6.6, 1.2.3.4, 10.0.0.2") == "1.2.3.4"
    assert seen(2, "1.2.3.4") == "10.0.0.1"
    assert seen(1, "<script>") == "10.0.0.1"
    assert seen(0, "", peer="::ffff:1.2.3.4") == "1.2.3.4"
    assert seen(0, "", peer="") == ""


def test_an_answer_to_head_has_no_body_that_a_server_would_have_to_drop() -> None:
    answer = security_headers(lambda request: HttpResponse("words"))(RequestFactory().head("/"))
    assert answer.content == b""  # type: ignore[attr-defined]
