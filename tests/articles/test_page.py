from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles.models import Change, Page
from tests import cast
from tests.articles import desk
from tests.reading import part

pytestmark = pytest.mark.django_db
BIN = f"{desk.LIST}bin/"


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


def test_a_page_put_in_the_bin_is_gone_for_readers_and_comes_back_at_its_address(client: Any) -> None:
    page, ada = Page.objects.create(title="Giới thiệu", body="<p>Chữ.</p>"), desk.signed_in(cast.ada())
    deleting = f"/quan-tri/articles/page/{page.pk}/delete/"
    assert desk.signed_in(cast.rosa()).post(deleting).status_code == 403
    assert "Giới thiệu" in ada.get(deleting).content.decode()
    ada.post(deleting, {"reason": "Đã cũ"})
    assert client.get("/trang/gioi-thieu/").status_code == 404
    for address in ("/", "/sitemap-1.xml", "/sitemap.xml"):
        assert "gioi-thieu" not in client.get(address).content.decode()
    assert ada.get(f"/quan-tri/articles/page/{page.pk}/change/").status_code == 404
    assert Page.objects.create(title="Giới thiệu", body="<p>Mới.</p>").slug == "gioi-thieu-2"
    assert "Đã cũ" in ada.get(BIN).content.decode()
    assert "Đã cũ" not in desk.signed_in(cast.rosa()).get(BIN).content.decode()
    assert desk.signed_in(cast.rosa()).post(BIN, {"page": page.pk, "take_out": "1"}).status_code == 403
    ada.post(BIN, {"page": page.pk, "take_out": "1"})
    assert client.get("/trang/gioi-thieu/").status_code == 200
    page.put_in_bin(by=cast.ada(), at=timezone.now() - timedelta(days=31))
    assert "/trang/gioi-thieu/" not in ada.get(BIN).content.decode()
    call_command("empty_bin", stdout=StringIO())
    assert list(Change.objects.filter(article=None).order_by("id").values_list("action", flat=True)) == [
        "binned", "unbinned", "binned", "deleted"
    ]  # fmt: skip
