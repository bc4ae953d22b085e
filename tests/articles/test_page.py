from __future__ import annotations

from typing import Any

import pytest

from articles.models import Page
from tests import cast
from tests.reading import part

pytestmark = pytest.mark.django_db


def test_a_static_page_is_read_and_linked_from_every_footer(client: Any) -> None:
    page = Page.objects.create(title="Giới thiệu", body="<p>Tờ báo của <strong>bản</strong> ta.</p>")
    assert "<p>Tờ báo của <strong>bản</strong> ta.</p>" in client.get("/trang/gioi-thieu/").content.decode()
    story = cast.live_article()
    for address in ("/", story.get_absolute_url(), "/tin-moi/", page.get_absolute_url(), "/khong-co/"):
        assert '<a href="/trang/gioi-thieu/">Giới thiệu</a>' in part(client.get(address), "<footer", "</footer>")


def test_a_moved_page_leads_on(client: Any) -> None:
    page = Page.objects.create(title="Giới thiệu", body="<p>Chữ.</p>")
    page.slug = "ve-chung-toi"
    page.save()
    moved = client.get("/trang/gioi-thieu/")
    assert (moved.status_code, moved.headers["Location"]) == (301, "/trang/ve-chung-toi/")
