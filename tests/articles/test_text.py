"""Vietnamese text as the paper keeps, compares, sorts and prints it."""

from __future__ import annotations

import json
import shutil
import subprocess
import unicodedata
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from articles import text

SLUG_IN_JAVASCRIPT = r"""
const fold = s => s.toLowerCase().normalize("NFD").replace(/[\p{Mn}\p{Me}\p{Cf}]/gu, "").replace(/[đð]/g, "d")
  .replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/g, " ").trim();
const slug = (s, most = 80) => {
  const whole = fold(s).normalize("NFKD").replace(/[^\x00-\x7f]/g, "").toLowerCase()
    .replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
  if (whole.length <= most) return whole;
  const cut = whole.slice(0, most + 1).lastIndexOf("-");
  return cut > 0 ? whole.slice(0, cut) : whole.slice(0, most);
};
const told = JSON.parse(require("fs").readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(told.map(s => slug(s))));
"""
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
SCOTLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"


@pytest.mark.parametrize(
    "typed, kept",
    [
        (unicodedata.normalize("NFD", "Điện Biên"), "Điện Biên"),
        ("Ðiện Biên Phủ, HÐND tỉnh", "Điện Biên Phủ, HĐND tỉnh"),
        ("ðường sá", "đường sá"),
        ("  hai \u00a0 ba\tbốn\r\nnăm ", "hai ba bốn năm"),
        ("Mường\u200b Ảng\ufeff", "Mường Ảng"),
        ("a\x00b\x07c", "abc"),
        ("abc\u202egpj.exe", "abcgpj.exe"),
        ("a\u200db", "ab"),
        ("e\u034f\u0301", "é"),
        ("", ""),
    ],
)
def test_a_line_is_kept_clean(typed: str, kept: str) -> None:
    assert text.clean_line(typed) == kept


@pytest.mark.parametrize("word", ["Sigurður", "Þórð", "Æðr", FAMILY, "❤️", "1️⃣", SCOTLAND, "Đi\ufffdn", "Ελλάδα", "한국"])
def test_what_means_something_is_left_alone(word: str) -> None:
    assert text.clean_line(word) == unicodedata.normalize("NFC", word)


def test_several_lines_keep_their_breaks_and_at_most_one_empty_line() -> None:
    assert text.clean_text("một \r\n\r\n\r\n\r\n hai\u2028ba\x0bbốn\n") == "một\n\nhai\nba\nbốn"


@given(st.text(max_size=60))
def test_cleaning_twice_is_cleaning_once(typed: str) -> None:
    assert text.clean_line(text.clean_line(typed)) == text.clean_line(typed)
    assert text.clean_text(text.clean_text(typed)) == text.clean_text(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "ĐBP - Sáng nay",
        "ĐBP – Sáng nay",
        "  ĐBP- Sáng nay",
        "(ĐBP) - Sáng nay",
        "( ĐBP ) Sáng nay",
        "ĐBP - ĐBP - Sáng nay",
        "(ĐBP) - ĐBP: Sáng nay",
        "ĐBP—Sáng nay",
        "ÐBP - Sáng nay",
        unicodedata.normalize("NFD", "ĐBP - Sáng nay"),
    ],
)
def test_a_typed_sign_is_taken_away(typed: str) -> None:
    assert text.strip_sign(typed, "ĐBP") == "Sáng nay"


@pytest.mark.parametrize(
    "lead", ["ĐBP-Online ra mắt", "đbp - Sáng nay", "ĐBPX - Sáng", "ĐBP ra số đầu", "Báo ĐBP - số 1"]
)
def test_a_lead_that_only_looks_like_a_sign_stays(lead: str) -> None:
    assert text.strip_sign(lead, "ĐBP") == lead


def test_a_paper_without_a_sign_takes_nothing_away() -> None:
    assert text.strip_sign("- Sáng nay", "") == "- Sáng nay"


def test_a_lead_of_nothing_but_signs_is_empty() -> None:
    assert text.strip_sign("ĐBP - " * 20_000, "ĐBP") == ""


@pytest.mark.parametrize(
    "one, other",
    [
        ("hoà", "hòa"),
        ("uỷ ban", "ủy ban"),
        ("Điện Biên", "dien bien"),
        ("ÐIỆN  BIÊN", "dien bien"),
        ("Mường Ảng", "muong ang"),
    ],
)
def test_words_are_compared_without_diacritics(one: str, other: str) -> None:
    assert text.fold(one) == text.fold(other)


def test_different_letters_stay_different() -> None:
    assert text.fold("tan") != text.fold("tang")


@pytest.mark.parametrize(
    "headline, address",
    [
        ("Điện Biên", "dien-bien"),
        (unicodedata.normalize("NFD", "Điện Biên"), "dien-bien"),
        ("Ðường lên Mường Phăng: “20 triệu” & 5 km²", "duong-len-muong-phang-20-trieu-5-km2"),
        ("Nghị quyết № 5", "nghi-quyet-no-5"),
        ("北京", ""),
        ("--- !!!", ""),
    ],
)
def test_an_address_is_ascii(headline: str, address: str) -> None:
    assert text.slug(headline) == address


def test_an_address_is_cut_between_words() -> None:
    assert text.slug("Điện Biên Phủ", 12) == "dien-bien"
    assert text.slug("Điện Biên Phủ", 9) == "dien-bien"
    assert text.slug("a" * 100) == "a" * 80


def test_a_browser_would_make_the_same_address(tmp_path: Path) -> None:
    node = shutil.which("node")
    if not node:
        pytest.skip("node is not installed: the browser tests compare the same rule in the desk's own script.")
    told = [
        "Điện Biên",
        "Ðường №5 ﬁ ½",
        "Hoà–hòa  ỦY\u200b",
        "İstanbul",
        "một hai ba bốn năm " * 9,
        "a" * 99,
        "",
        "北京",
    ]
    sent = json.dumps(told).encode()
    answer = subprocess.run([node, "-e", SLUG_IN_JAVASCRIPT], input=sent, capture_output=True, check=True)
    assert json.loads(answer.stdout) == [text.slug(words) for words in told]


def test_people_are_sorted_by_given_name_in_the_vietnamese_alphabet() -> None:
    wanted = [
        "Lê An", "Trần An", "Lê Ánh", "Lê Ăn", "Lê Ân", "Vũ Anh Bình", "Lê Dung", "Lê Đức", "Lê Em", "Lê Hoa",
        "Lê Hoà", "Lê Oanh", "Lê Ổn", "Lê Ơn", "Lê Uyên", "Lê Ưng", "Lê Yến",
    ]  # fmt: skip
    by_first_name = sorted(wanted)
    assert sorted(by_first_name, key=text.name_key) == wanted


def test_an_is_before_anh_and_the_surname_decides_between_equals() -> None:
    names = ["Vũ Anh", "Vũ An", "Đỗ An", "Dương An"]
    assert sorted(names, key=text.name_key) == ["Dương An", "Đỗ An", "Vũ An", "Vũ Anh"]


def test_a_sort_key_is_digits_so_that_every_database_agrees() -> None:
    assert text.name_key("Nguyễn-Văn O'Brien 3 北").isdigit()
    assert len(text.name_key("Nguyễn " * 100)) == 200


@pytest.mark.parametrize(
    "language, printed",
    [
        ("vi", "17:25 - Thứ Sáu, 14/10/2022"),
        ("en", "17:25 - Friday, 14/10/2022"),
        ("en-gb", "17:25 - Friday, 14/10/2022"),
    ],
)
def test_a_moment_is_printed_the_papers_way(language: str, printed: str) -> None:
    with translation.override(language), timezone.override("Asia/Ho_Chi_Minh"):
        assert text.paper_date(datetime(2022, 10, 14, 10, 25, tzinfo=UTC)) == printed


def test_early_morning_belongs_to_its_own_day_in_vietnam() -> None:
    moment = datetime(2024, 2, 29, 23, 59, tzinfo=UTC)
    with translation.override("vi"), timezone.override("Asia/Ho_Chi_Minh"):
        assert text.paper_date(moment) == "06:59 - Thứ Sáu, 01/03/2024"
        assert text.paper_day(moment) == "Thứ Sáu, 01/03/2024"


def test_a_week_has_its_seven_names() -> None:
    with translation.override("vi"):
        week = [text.paper_day(date(2022, 10, day)).split(",")[0] for day in range(10, 17)]
    assert week == ["Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật"]


def test_where_no_language_is_active_the_paper_speaks_vietnamese() -> None:
    with translation.override(None):
        assert text.paper_day(date(2022, 10, 14)) == "Thứ Sáu, 14/10/2022"


@pytest.mark.parametrize(
    "words, many",
    [
        ("", 0),
        ("một hai - ba", 3),
        ("<p>một</p><p>hai <strong>b</strong>a</p>", 3),
        ("Tin &amp; ảnh", 2),
        ("2 < 3", 2),
    ],
)
def test_words_are_counted_as_an_editor_counts(words: str, many: int) -> None:
    assert text.count_words(words) == many


def test_nothing_takes_less_than_a_minute_to_read() -> None:
    assert [text.reading_minutes(words) for words in (0, 240, 600, 1200)] == [1, 1, 2, 5]


@pytest.mark.parametrize(
    "words",
    [
        "§iÖn Biªn Phñ lµ thµnh phè",
        "Céng hoµ x· héi chñ nghÜa ViÖt Nam",
        "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam",
    ],
)
def test_text_from_old_fonts_is_suspected(words: str) -> None:
    assert text.looks_legacy(words)


@pytest.mark.parametrize(
    "words",
    [
        "Cộng hòa xã hội chủ nghĩa Việt Nam, hoà bình, toán, quá, khoá, yêu",
        "Les élèves français, à Noël: « Ça alors ! » dit le garçon naïf",
        "El niño español, mañana",
        "R&D® 10µm 5 m² 30°",
        "",
    ],
)
def test_honest_text_is_not_suspected(words: str) -> None:
    assert not text.looks_legacy(words)
