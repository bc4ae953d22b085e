"""Whatever somebody types or pastes, the rules for text hold."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from articles import text

VIETNAMESE = "aăâbcdđeêghiklmnoôơpqrstuưvxyAĂÂĐÊÔƠƯàảãáạằẳẵắặờởỡớợựỵỹỳÐð"
ODD = "\x00\x07\x0b\x1b\u00a0\u00ad\u034f\u200b\u200c\u200d\u200e\u202e\u2028\u2060\ufeff\ufffd\u0300\u0309\u0323\u0306"
ANY = st.text(st.one_of(st.sampled_from(VIETNAMESE + ODD + " \t\r\n-–—:.(){}<>&\"'"), st.characters()), max_size=120)
SIGNS = st.sampled_from(["ĐBP", "BTH", "TTXVN", "(A)", "Đ.B.P", ""])


@given(ANY)
def test_a_cleaned_line_is_one_line_and_stays_as_it_is(typed: str) -> None:
    line = text.clean_line(typed)
    assert text.clean_line(line) == line
    assert unicodedata.is_normalized("NFC", line)
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200b\ufeff]", line)
    assert line == line.strip()


@given(ANY)
def test_cleaned_text_stays_as_it_is(typed: str) -> None:
    cleaned = text.clean_text(typed)
    assert text.clean_text(cleaned) == cleaned
    assert "\n\n\n" not in cleaned


@given(st.text(st.sampled_from(VIETNAMESE.replace("Ð", "").replace("ð", "") + " ,.0123456789"), max_size=200))
def test_cleaning_never_changes_plain_vietnamese(typed: str) -> None:
    assert text.clean_line(typed) == " ".join(unicodedata.normalize("NFC", typed).split())


@given(ANY)
def test_an_address_is_ascii_and_short(typed: str) -> None:
    assert re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", text.slug(typed, 40))
    assert len(text.slug(typed, 40)) <= 40


@given(ANY)
def test_folded_words_stay_as_they_are(typed: str) -> None:
    assert text.fold(text.fold(typed)) == text.fold(typed)


@given(ANY)
def test_decomposed_letters_fold_like_composed_ones(typed: str) -> None:
    assert text.fold(unicodedata.normalize("NFD", typed)) == text.fold(unicodedata.normalize("NFC", typed))


@given(ANY, SIGNS)
def test_a_sign_is_taken_away_once_and_for_all(typed: str, sign: str) -> None:
    lead = text.strip_sign(f"{sign} - {typed}" if sign else typed, sign)
    assert text.strip_sign(lead, sign) == lead


@given(ANY)
def test_any_name_can_be_sorted_and_its_words_counted(typed: str) -> None:
    assert re.fullmatch(r"\d{0,200}", text.name_key(typed))
    assert text.count_words(typed) >= 0
