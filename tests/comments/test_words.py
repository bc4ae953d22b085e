"""The word matcher: what people write clean is left alone, what they disguise is found, and marked where it stands."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.moderation import ordinary
from comments.moderation.words import Hit, Matcher, Rule
from tests.comments.evasions import REWRITES, caught, terms, unmarked

CLEAN = (Path(__file__).parent / "clean_sentences.txt").read_text(encoding="utf-8").splitlines()
LISTED = Matcher(Rule(term) for term in ordinary.lines("default.txt"))


def found(text: str, *rules: str) -> list[str]:
    """The places that are marked, as they stand in the text."""
    matcher = Matcher(map(Rule, rules)) if rules else LISTED
    return [text[hit.start : hit.end] for hit in matcher.find(text)]


def flagged(lines: list[str]) -> dict[str, list[Hit]]:
    return {line: hits for line in lines if (hits := LISTED.find(line))}


def test_there_are_enough_clean_sentences_and_no_two_alike() -> None:
    assert len(set(CLEAN)) == len(CLEAN) >= 1100


def test_no_clean_sentence_is_flagged() -> None:
    assert flagged(CLEAN) == {}


def test_no_clean_sentence_without_its_marks_is_flagged() -> None:
    assert flagged([unmarked(line) for line in CLEAN]) == {}


def test_no_clean_sentence_is_flagged_in_capitals_or_in_nfd() -> None:
    assert flagged([line.upper() for line in CLEAN]) == {}
    assert flagged([unicodedata.normalize("NFD", line) for line in CLEAN]) == {}


@pytest.mark.parametrize("words", ["các bạn", "buổi sáng", "lon bia", "10 ml", "Cần Đước", "chim cút", "vãi hạt giống"])
def test_everyday_words_are_never_flagged(words: str) -> None:
    for text in (words, unmarked(words), words.upper(), f"Sáng nay tôi thấy {words} ở chợ."):
        assert found(text) == []


def test_nineteen_of_twenty_disguises_are_seen_through() -> None:
    results = [hit for rewrite in REWRITES.values() for hit in caught(LISTED, rewrite)]
    assert len(REWRITES) == 14
    assert len(results) == 14 * 50
    assert sum(results) >= 0.95 * len(results)


@pytest.mark.parametrize("name", ["as it is", "capitals", "NFD", "zero-width space", "soft hyphen, joiner"])
def test_invisible_differences_hide_nothing(name: str) -> None:
    missed = [term for term, hit in zip(terms(), caught(LISTED, REWRITES[name]), strict=True) if not hit]
    assert missed == []


@pytest.mark.parametrize("name", ["dotted", "letters spaced", "stars and dashes", "cut in two"])
def test_four_of_five_are_found_where_letters_are_set_apart(name: str) -> None:
    assert sum(caught(LISTED, REWRITES[name])) >= 40


@pytest.mark.parametrize(
    "text, place",
    [
        ("Thật là khốn nạn!", "khốn nạn"),
        ("Thật là KHỐN\u200b NẠN!", "KHỐN\u200b NẠN"),
        (unicodedata.normalize("NFD", "Thật là khốn nạn!"), unicodedata.normalize("NFD", "khốn nạn")),
        ("Cái đ.ồ n.g.u này", "đ.ồ n.g.u"),
        ("Cái đ ồ  n g u này", "đ ồ  n g u"),
        ("Bảo nó là đồ nguuuuu đi", "đồ nguuuuu"),
        ("Mấy thằng nói c4c gì thế", "c4c"),
        ("Nó bảo đjt chứ gì", "đjt"),
        ("Nói с\u0103\u0323\u0441 gì thế hả mày", "с\u0103\u0323\u0441"),
        ("Nói ｎｇｕ thế hả mày", "ｎｇｕ"),
        ("🤬🤬 đồ ngu 👨‍👩‍👧", "đồ ngu"),
    ],
)
def test_the_place_is_marked_in_the_text_as_it_was_sent(text: str, place: str) -> None:
    assert found(text) == [place]


def test_either_place_of_the_tone_is_the_same_word() -> None:
    assert found("Đồ hoà, đồ hòa, đồ HOÀ", "đồ hòa") == ["Đồ hoà", "đồ hòa", "đồ HOÀ"]


@pytest.mark.parametrize(
    "drawn", ["ng\u200bốc", "ng\u2800ố\u3164c", "NGỐC", "ΝGỐС", "ｎｇố𝐜", "ngo\u0301\u0302c", "n̶gố\ufe0fc"]
)
def test_one_syllable_has_one_key_however_it_is_drawn(drawn: str) -> None:
    assert ordinary.keys(drawn) == ("ngôcS",)


def test_a_rule_is_found_inside_a_longer_row_of_single_letters() -> None:
    assert found("Nó bảo a b c c ặ c x y z đấy") == ["c ặ c"]


def test_a_wider_gap_between_single_letters_parts_two_words() -> None:
    assert found("Nó bảo n g u  n g ố c đấy", "ngu", "ngốc") == ["n g u", "n g ố c"]


def test_the_longest_rule_wins_where_several_overlap() -> None:
    assert [hit.term for hit in LISTED.find("địt mẹ mày")] == ["địt mẹ mày"]


def test_a_word_that_lost_its_marks_is_found_among_words_that_kept_theirs() -> None:
    assert found("Nói thật là cac gì cũng không ra hồn") == ["cac"]
    assert found("noi that la cac ban oi") == []


def test_a_rule_without_marks_spares_comments_without_marks() -> None:
    assert found("Sao mà ngu thế không biết", "ngu") == ["ngu"]
    assert found("toi nay ngu som di con", "ngu") == []


def test_a_phrase_without_marks_is_found_where_no_ordinary_phrase_is_written_the_same() -> None:
    assert found("thang nay khon nan that") == ["khon nan"]
    assert found("tai nan do ngu gat") == []


def test_a_unit_after_a_number_is_not_the_abuse_that_is_written_like_it() -> None:
    assert found("Tấm ván dài 10 dm và rộng 3,5 dm nhé", "dm") == []
    assert found("Làm ăn thế này thì dm chứ còn gì nữa", "dm") == ["dm"]


def test_initials_in_a_police_report_are_not_abuse() -> None:
    assert found("Anh Đ.M. (35 tuổi) và chị V.C.L. trú cùng bản") == []


def test_a_house_number_is_no_disguise() -> None:
    assert found("Nhà Đ17, lô C4, ngõ B12 phường Him Lam") == []


def test_a_phrase_does_not_run_from_one_sentence_into_the_next() -> None:
    assert found("Con nhớ mẹ. Mày mò mãi mới xong.", "mẹ mày") == []


def test_a_newsrooms_own_phrase_is_found_in_both_spellings() -> None:
    assert found("Vào nhà cái uy tín nhé", "nhà cái uy tín") == ["nhà cái uy tín"]
    assert found("vao nha cai uy tin nhe", "nhà cái uy tín") == ["nha cai uy tin"]


def test_what_a_rule_asks_for_comes_with_its_hit() -> None:
    assert Matcher([Rule("khốn nạn", "note")]).find("khốn nạn")[0].action == "note"


@pytest.mark.parametrize("term", ["", " ", "!!!", "\u200b", "😀"])
def test_a_rule_without_letters_finds_nothing(term: str) -> None:
    assert found("Thật là! 😀 \u200b!!!", term, "khốn nạn") == []


ROUGH = st.text(
    st.sampled_from("địtmẹngulồnacDĐ0134@$!|.*- \n\u200b\u0301\u0323\u0302аеоＡﬁ①İß😀\U000e0041\ud800"), max_size=80
)


@given(st.one_of(st.text(max_size=200), ROUGH))
def test_any_text_is_read_and_every_place_lies_inside_it(text: str) -> None:
    ends = [0]
    for hit in LISTED.find(text):
        assert ends[-1] <= hit.start < hit.end <= len(text)
        ends.append(hit.end)


@given(st.lists(st.one_of(st.text(max_size=12), ROUGH), max_size=5), ROUGH)
def test_any_rules_can_be_compiled(rules: list[str], text: str) -> None:
    for hit in Matcher(map(Rule, rules)).find(text):
        assert 0 <= hit.start < hit.end <= len(text)
