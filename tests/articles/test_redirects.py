"""Moved addresses: left behind by every move, typed at the desk, imported from another system."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from articles import moving
from articles.models import Page, Redirect
from tests import cast
from tests.articles import desk
from tests.reading import text_of

pytestmark = pytest.mark.django_db
TABLE = "/quan-tri/articles/redirect/"


def typed(old: str, new: str = "", kind: int = 301, by: Any = None) -> Any:
    return desk.signed_in(by or cast.sam()).post(f"{TABLE}add/", {"old_path": old, "new_path": new, "kind": kind})


def imported(lines: str | bytes, keep: bool = True, by: Any = None) -> Any:
    client = desk.signed_in(by or cast.sam())
    if not keep:
        data = lines if isinstance(lines, bytes) else lines.encode()
        return client.post(f"{TABLE}import/", {"file": SimpleUploadedFile("cu.csv", data)})
    return client.post(f"{TABLE}import/", {"lines": lines, "keep": "1"}, follow=True)


def table() -> dict[str, tuple[str, int]]:
    return {row.old_path: (row.new_path, row.kind) for row in Redirect.objects.all()}


def test_whatever_changes_its_address_is_found_under_the_old_one_with_its_feeds(client: Any) -> None:
    page = Page.objects.create(title="Giới thiệu", body="<p>Về chúng tôi</p>")
    rows = {"section": cast.section(), "author": cast.author(), "topic": cast.topic(), "tag": cast.tag(), "page": page}
    for noun, row in rows.items():
        first = row.get_absolute_url()
        for slug in ("mot", "hai"):
            row.slug = slug
            row.save()
        for end in ("",) if noun == "page" else ("", "rss/", "atom/"):
            answer = client.get(f"{first}{end}?utm=x")
            assert (answer.status_code, answer["Location"]) == (301, f"{row.get_absolute_url()}{end}?utm=x")
    assert all("/hai/" in new for new, _kind in table().values())
    story = cast.live_article()
    old = story.get_absolute_url()
    story.wanted_slug, story.version = "ten-moi", story.version + 1
    story.save()
    story.publish(by=cast.ed())
    assert client.get(old)["Location"] == f"/bai/ten-moi-{story.pk}/"


def test_an_address_of_another_system_leads_on_by_its_query_first(client: Any, select_only: Any) -> None:
    Redirect.moved("/tin.asp?id=7", "/tin-moi/")
    Redirect.moved("/tin.asp", "/luu-tru/")
    Redirect.moved("/tam.html", "/su-kien/", 302)
    with select_only(at_most=2):  # The masthead, the address.
        assert client.get("/tin.asp?id=7")["Location"] == "/tin-moi/"
    assert client.get("/tin.asp?id=8")["Location"] == "/luu-tru/?id=8"
    assert (client.get("/tam.html").status_code, client.get("/tin.asp").status_code) == (302, 301)
    Redirect.moved("/cu.html", "/tin-moi/?trang=1")
    assert client.get("/cu.html?utm=x")["Location"] == "/tin-moi/?trang=1&utm=x"


def test_what_an_editor_says_is_gone_is_a_410_with_what_led_there(client: Any) -> None:
    Redirect.moved("/a/", "/b/")
    assert typed("/b/", kind=410).status_code == 302
    for path in ("/a/", "/b/"):
        answer = client.get(path)
        assert answer.status_code == 410
        assert "Trang này không còn nữa" in text_of(answer)
    assert Redirect.objects.get(old_path="/b/").by == cast.sam()


@pytest.mark.parametrize(
    "old, new, kind, sentence",
    [
        ("/cu/", "https://evil.example/", 301, "Chỉ quản trị viên"),
        ("/cu/", "//evil.example/", 301, "Hãy ghi một địa chỉ"),
        ("/cu/", "/\\evil.example", 301, "Hãy ghi một địa chỉ"),
        ("/cu/", "javascript:alert(1)", 301, "Hãy ghi một địa chỉ"),
        ("x", "/tin-moi/", 301, "Hãy ghi một địa chỉ"),
        ("//evil.example/", "/tin-moi/", 301, "Hãy ghi một địa chỉ"),
        ("/cu/", "/khong-co/", 301, "không thấy gì"),
        ("/tin-moi/", "/", 301, "đang có một trang"),
        ("/tin-moi", "/", 301, "đang có một trang"),
        ("/quan-tri/", "/", 301, "đang có một trang"),
        ("/chuyen-muc/xa-hoi/", "/", 301, "đang có một trang"),
        ("/cu/", "/cu/", 301, "vòng tròn"),
        ("/cu/", "", 301, "Hãy ghi nơi dẫn tới"),
        ("/cu/", "/tin-moi/", 410, "Hãy ghi nơi dẫn tới"),
    ],
)
def test_no_line_hides_a_page_leads_nowhere_in_a_circle_or_away(old: str, new: str, kind: int, sentence: str) -> None:
    cast.masthead()
    cast.section()
    answer = typed(old, new, kind)
    assert answer.status_code == 200
    assert sentence in text_of(answer)
    assert not Redirect.objects.exists()


def test_an_administrator_may_lead_readers_to_another_site(client: Any) -> None:
    assert typed("/bao-giay/", "https://giay.vidu.vn/a?b=1", by=cast.ada()).status_code == 302
    assert client.get("/bao-giay/")["Location"] == "https://giay.vidu.vn/a?b=1"


def test_no_chain_and_no_circle_arises_whichever_line_comes_first() -> None:
    typed("/a/", "/tin-moi/")
    typed("/b/", "/a/")
    assert table() == {"/a/": ("/tin-moi/", 301), "/b/": ("/tin-moi/", 301)}
    lines = "/a/,/c/\n/c/,/d/\n/d/,/su-kien/\n/x/,/y/\n/y/,/x/\n"
    assert text_of(imported(lines, keep=False)).count("vòng tròn") == 2
    imported(lines)
    assert table() == {"/b/": ("/tin-moi/", 301), **dict.fromkeys(("/a/", "/c/", "/d/"), ("/su-kien/", 301))}
    Redirect.moved("/e/", "/trang/da-bo/")
    imported("/trang/da-bo/,/luu-tru/")
    assert table()["/e/"] == ("/luu-tru/", 301)
    with pytest.raises(IntegrityError), transaction.atomic():
        Redirect.objects.create(old_path="/q/", new_path="/q/")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_another_systems_addresses_are_shown_first_and_then_kept_once(client: Any, separator: str) -> None:
    cast.masthead()
    story = cast.live_article()
    lines = [
        ("Địa chỉ cũ", "Địa chỉ mới", "Kiểu"),
        ("/tin-tuc/123-abc.html?x=1", f"/bai/ten-khac-{story.pk}/", ""),
        ("https://cu.vidu.vn/tin/9.html", "/tin-moi/", "302"),
        ("/rao-vat.html", "", "410"),
        ("", "", ""),
        ("/hong.html", "/khong-co/", ""),
        ("/tin-moi/", "/", ""),
        ("/rao-vat.html", "/tin-moi/", ""),
        ("/la.html", "/tin-moi/", "303"),
    ]
    text = "\r\n".join(separator.join(cells) for cells in lines)
    shown = imported(b"\xef\xbb\xbf" + text.encode(), keep=False)
    assert not Redirect.objects.exists()
    told = text_of(shown)
    assert "Sẽ giữ 3 địa chỉ" in told
    assert "4 dòng bị bỏ qua" in told
    for line in (6, 7, 8, 9):
        assert f"Dòng {line}," in told
    again = shown.context["lines"]
    assert "Đã giữ 3 địa chỉ" in text_of(imported(again))
    assert table() == {
        "/tin-tuc/123-abc.html?x=1": (story.get_absolute_url(), 301),
        "/tin/9.html": ("/tin-moi/", 302),
        "/rao-vat.html": ("", 410),
    }
    assert client.get("/tin-tuc/123-abc.html?x=1")["Location"] == story.get_absolute_url()
    assert "Không có gì để giữ" in text_of(imported(again))


def test_a_file_that_cannot_be_read_gets_a_sentence_and_a_reporter_no_door(monkeypatch: pytest.MonkeyPatch) -> None:
    cast.masthead()
    assert "UTF-8" in text_of(imported("Điện".encode("utf-16"), keep=False))
    assert "Hãy chọn tệp" in text_of(imported("", keep=False))
    monkeypatch.setattr(moving, "MOST_LINES", 2)
    assert "quá dài" in text_of(imported("/a,/b\n" * 3, keep=False))
    for person in (cast.rosa(), cast.ed(), cast.mo()):
        assert desk.signed_in(person).get(f"{TABLE}import/").status_code == 403
    assert desk.signed_in(cast.sam()).get(TABLE).content.decode().count(f"{TABLE}import/") == 1
