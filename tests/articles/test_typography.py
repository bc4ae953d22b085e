"""Punctuation by the house's rules: quotes, ranges, and the spaces at which no line may end."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from articles import markup, typography
from articles.models import Article, Page
from tests import cast
from tests.articles import desk

# As typed, and as the house prints it; "⍽" stands for a space at which no line ends. The browser does the same.
SET_RIGHT = [
    ('Ông nói: "Bà con phấn khởi", rồi cười.', "Ông nói: “Bà con phấn khởi”, rồi cười."),
    ('"Điện Biên" và ("Lai Châu")', "“Điện Biên” và (“Lai Châu”)"),
    ('Ông nói " rất vui " .', "Ông nói “rất vui”."),
    ('"Đoạn mở đầu lời nói còn tiếp', "“Đoạn mở đầu lời nói còn tiếp"),
    ('và đoạn khép lại."', "và đoạn khép lại.”"),
    ('"Anh bảo "được" rồi', "“Anh bảo “được” rồi"),
    ('Màn hình 21" và 24" mới', 'Màn hình 21" và 24" mới'),
    ("Điện Biên , Lai Châu ;và Sơn La .", "Điện Biên, Lai Châu; và Sơn La."),
    ("Lúa,ngô và ( sắn )", "Lúa, ngô và (sắn)"),
    ("giai đoạn 2021-2025", "giai đoạn 2021–2025"),
    ("giai đoạn 2021 - 2025", "giai đoạn 2021 – 2025"),
    ("20-25 triệu đồng", "20–25⍽triệu đồng"),
    ("tăng 5%-7%, từ 7h30-9h", "tăng 5%–7%, từ 7h30–9h"),
    ("từ 12-15/10/2022, 1/10-15/10", "từ 12–15/10/2022, 1/10–15/10"),
    ("ở độ tuổi từ 5-7", "ở độ tuổi từ 5–7"),
    ("thắng 2-1, COVID-19, số 12-NQ/TW", "thắng 2-1, COVID-19, số⍽12-NQ/TW"),
    ("gọi 0215-3824-159 hoặc 091-234-567", "gọi 0215-3824-159 hoặc 091-234-567"),
    ("Văn hóa - Thể thao", "Văn hóa - Thể thao"),
    ("ngày 5 tháng 10 năm 2022", "ngày⍽5 tháng⍽10 năm⍽2022"),
    ("dài 5 km, nặng 20 tấn, hết 3 triệu", "dài 5⍽km, nặng 20⍽tấn, hết 3⍽triệu"),
    ("Điều 5, khoản 2, trang 17", "Điều⍽5, khoản⍽2, trang⍽17"),
    ("xem https://bao.vn/a,b-2021-2025?x=5 km", "xem https://bao.vn/a,b-2021-2025?x=5⍽km"),
    ("thư gửi a,b@bao.vn hoặc bao.vn/tin,tuc", "thư gửi a,b@bao.vn hoặc bao.vn/tin,tuc"),
    ("5 mét và 5 mẹo", "5⍽mét và 5 mẹo"),
    ("", ""),
]
PIECES = ['"', "“", "”", " ", "  ", "\u00a0", "-", "–", "--", ",", ";", ".", ":", "(", ")", "5", "2021", "2025",
          "12/10", "7h", "%", "km", "triệu", "ngày", "từ", "Điện", "b", "https://", "@", "bao.vn/",
          "\n", "&", "<"]  # fmt: skip
TYPED = st.lists(st.sampled_from(PIECES), max_size=24).map("".join)
TAGS = ["<strong>", "</strong>", '<a href="/bai/2021-2025,b-5/">', "</a>", "<br>", "</p><p>", "<em>", "</em>", "<li>"]
WRITTEN = st.lists(st.sampled_from([*PIECES[:-1], *TAGS]), max_size=24).map("".join)


@pytest.mark.parametrize("typed, printed", SET_RIGHT)
def test_punctuation_follows_the_house(typed: str, printed: str) -> None:
    assert typography.line(typed) == printed.replace("⍽", " ")
    right = typography.body(markup.clean(f"<p>{typed}</p>"))
    assert markup.plain(right) == " ".join(printed.replace("⍽", " ").split())
    assert right.count("\u00a0") == printed.count("⍽")
    assert markup.clean(right) == right  # What was set stays set when it is saved.


@given(TYPED)
@example('" " "')
@example('“ "5" ” ,')
def test_what_is_right_is_left_alone(typed: str) -> None:
    once = typography.line(typed)
    assert typography.line(once) == once
    assert _bare(once) == _bare(typed)


@given(WRITTEN)
@example('"<strong>5 km</strong>" 20 <em>triệu</em>')
def test_a_text_keeps_its_tags_its_addresses_and_its_words(written: str) -> None:
    html = markup.clean(f"<p>{written}</p>")
    once = typography.body(html)
    assert typography.body(once) == once
    assert re.findall("<[^<>]+>", once) == re.findall("<[^<>]+>", html)
    assert _bare(markup.plain(once)) == _bare(markup.plain(html))
    assert typography.body(markup.clean(once)) == markup.clean(once)  # Saved, and pressed again.


def _bare(words: str) -> str:
    """Without what the rules may touch."""
    return re.sub(r"[\s\u00a0]", "", words).replace("“", '"').replace("”", '"').replace("–", "-").replace("--", "-")


def test_quotes_reach_across_emphasis_and_links() -> None:
    html = '<p>"<strong>Điện Biên</strong>" và "<a href="/bai/x-1/">Lai Châu</a>"</p>'
    right = '<p>“<strong>Điện Biên</strong>” và “<a href="/bai/x-1/">Lai Châu</a>”</p>'
    assert typography.body(html) == right


def test_only_a_figure_binds_a_space_when_a_text_is_cleaned() -> None:
    word = "<p>Điện&nbsp;Biên có 5&nbsp;km, 20&nbsp; triệu, 1&nbsp;000, ngày&nbsp;5</p>"
    assert markup.clean(word) == "<p>Điện Biên có 5\u00a0km, 20 triệu, 1 000, ngày\u00a05</p>"


@pytest.mark.django_db
def test_the_button_works_without_a_script() -> None:
    ed, story = desk.signed_in(cast.ed()), cast.article(lead_photo=cast.photo())
    form: dict[str, Any] = desk.opened(ed, desk.change(story))
    typed = {"headline": 'Vụ "mùa vàng" 2021-2025', "lead": "Lúa,ngô", "body": '<p>"Được" 5 km</p>'}
    desk.send(ed, desk.change(story), {**form, **typed, "photos-0-caption": '"Cầu"'}, verb="punctuation")
    kept = Article.objects.get()
    assert (kept.headline, kept.lead) == ("Vụ “mùa vàng” 2021–2025", "Lúa, ngô")
    assert kept.body == "<p>“Được” 5\u00a0km</p>"
    assert kept.photos.get().caption == "“Cầu”"
    assert kept.status == "draft"
    sam, typed = desk.signed_in(cast.sam()), {"title": '"Mùa" vàng', "body": "<p>5 km</p>", "order": "0", "slug": ""}
    answer = desk.send(sam, "/quan-tri/articles/page/add/", typed, verb="punctuation")
    page = Page.objects.get()
    assert (page.title, page.body) == ("“Mùa” vàng", "<p>5\u00a0km</p>")
    assert answer.request["PATH_INFO"].endswith(f"/{page.pk}/change/")
