"""Searching the paper: what is found, in which order, and what is said to what can't be."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import cache
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Findable, indexing
from articles.search import finding, words
from articles.search.dialects import CutOff, dialect, within
from tests import cast
from tests.articles import desk
from tests.articles.spellings import SPELLINGS, phrases, texts
from tests.reading import part

pytestmark = pytest.mark.django_db


def search(q: str, **more: str) -> Any:
    return Client().get("/tim-kiem/", {"q": q, **more})


def found(q: str, **more: str) -> list[str]:
    """The headlines on the page, in order."""
    return [hit.story.edition.headline for hit in search(q, **more).context["found"].hits]


def test_words_without_tones_find_words_with_them_and_exact_tones_come_first() -> None:
    now = timezone.now()
    for hours, headline in (
        (4, "Điện Biên vào mùa"),
        (3, "Điền biên bản"),
        (2, "Dien Bien khong dau"),
        (1, "Chuyện khác"),
    ):
        cast.live_article(headline, at=now - timedelta(hours=hours), lead="Tin trong ngày.", body="<p>Hết.</p>")
    assert found("dien bien") == ["Dien Bien khong dau", "Điền biên bản", "Điện Biên vào mùa"]
    assert found("điện biên") == ["Điện Biên vào mùa", "Dien Bien khong dau", "Điền biên bản"]
    assert found("ĐIỆN BIÊN", xep="moi") == ["Dien Bien khong dau", "Điền biên bản", "Điện Biên vào mùa"]


def test_the_headline_comes_before_the_text_and_all_of_the_text_is_searched() -> None:
    now = timezone.now()
    cast.live_article("Lũ quét ở Mường Pồn", at=now - timedelta(hours=9))
    cast.live_article("Tin khác", at=now - timedelta(hours=1), body="<p>Sau trận lũ quét, bà con dọn bùn.</p>")
    photo = cast.photo(caption="Kéo pháo trên đèo", credit="Mai Lan")
    cast.live_article("Ảnh cũ", at=now - timedelta(hours=2), lead_photo=photo)
    assert found("lũ quét") == ["Lũ quét ở Mường Pồn", "Tin khác"]
    assert found("kéo pháo") == ["Ảnh cũ"]
    assert len(found("đức hạnh")) == 3  # By whom it is.


def test_quotes_keep_words_together() -> None:
    cast.live_article("Một", body="<p>Cầu Mường Thanh nối đôi bờ.</p>")
    cast.live_article("Hai", body="<p>Thanh niên Mường xây cầu.</p>")
    assert sorted(found("mường thanh")) == ["Hai", "Một"]
    assert found("“mường thanh”") == found('"muong thanh" cầu') == ["Một"]
    assert found('"thanh mường"') == []


def test_words_side_by_side_come_before_scattered_ones_of_newer_stories() -> None:
    old = timezone.now() - timedelta(days=9)
    cast.live_article("Cũ", at=old, lead="Tin.", body="<p>Chợ phiên Tủa Chùa đông vui.</p>")
    cast.live_article("Mới", lead="Tin.", body="<p>Chùa cổ ở Tủa Sín.</p>")
    cast.live_article("Không dấu", lead="Tin.", body="<p>Cho phien Tua Chua.</p>")
    assert found("tủa chùa") == ["Cũ", "Mới", "Không dấu"]
    assert found("tua chua") == ["Không dấu", "Cũ", "Mới"]
    assert found("tủa chùa", xep="moi") == ["Không dấu", "Mới", "Cũ"]


def test_a_quoted_headline_is_found_behind_any_number_of_newer_stories(monkeypatch: Any) -> None:
    monkeypatch.setattr(finding, "LOOKED_AT", 3)
    old = timezone.now() - timedelta(days=99)
    cast.live_article("Chuyện Tủa Chùa", at=old)
    for number in range(12):
        cast.live_article(f"Chùa {number}", body="<p>Gần Tủa.</p>")
    assert found('"tủa chùa"') == found('"tua chua"', xep="moi") == ["Chuyện Tủa Chùa"]


def test_a_section_that_has_moved_is_searched_where_it_is_now() -> None:
    first, second = cast.section("Kinh tế"), cast.section("Xã hội")
    inner = cast.section("Thị trường", parent=first)
    cast.live_article("Giá gạo", section=inner)
    assert found("giá gạo", **{"chuyen-muc": first.slug}) == ["Giá gạo"]
    inner.parent = second
    inner.save()
    assert found("giá gạo", **{"chuyen-muc": second.slug}) == ["Giá gạo"]
    assert found("giá gạo", **{"chuyen-muc": first.slug}) == []


def test_sections_authors_and_days_narrow_the_search() -> None:
    root, now = cast.section("Xã hội"), timezone.now()
    inner, other = cast.section("Y tế", parent=root), cast.section("Thể thao")
    for headline, section, days in (("Một", inner, 1), ("Hai", root, 9), ("Ba", other, 40)):
        cast.live_article(headline, section=section, at=now - timedelta(days=days), lead="Cùng một từ.")
    day = f"{timezone.localtime(now) - timedelta(days=10):%Y-%m-%d}"
    assert found("cùng từ", **{"chuyen-muc": "xa-hoi"}) == ["Một", "Hai"]
    assert found("cùng từ", **{"chuyen-muc": "y-te"}) == ["Một"]
    assert (found("cùng từ", tu=day), found("cùng từ", den=day)) == (["Một", "Hai"], ["Ba"])
    assert found("cùng từ", **{"tac-gia": "duc hanh"}) == ["Một", "Hai", "Ba"]
    assert found("cùng từ", **{"tac-gia": "duc-hanh", "tu": "31/02/2022", "den": "x", "chuyen-muc": "khong-co"}) != []


def test_the_index_is_the_papers_at_every_moment() -> None:
    story = cast.live_article("Tít đầu", body="<p>Chữ ban đầu.</p>")
    assert found("ban đầu") == ["Tít đầu"]
    story.body = "<p>Chữ về sau.</p>"
    story.claim(story.version)
    story.save()
    assert found("về sau") == []  # Readers don't have it yet.
    story.publish(by=cast.ed())
    assert (found("về sau"), found("ban đầu")) == (["Tít đầu"], [])
    story.withdraw(by=cast.ed(), reason="Sai")
    assert found("về sau") == []
    assert not Findable.objects.exists()
    coming = cast.article("Hẹn giờ")
    coming.publish(by=cast.ed(), at=timezone.now() + timedelta(days=1))
    cast.article("Bản nháp")
    assert found("hẹn giờ") == found("bản nháp") == []
    assert [hit.story for hit in _find("hẹn giờ", coming.published_at).hits] == [coming]
    assert not _find("hẹn giờ", coming.published_at - timedelta(seconds=1)).hits


def _find(q: str, at: Any) -> Any:
    return finding.find(words.question(q), finding.Narrowed(), at=at)


def test_the_index_is_made_anew_by_a_command(capsys: Any) -> None:
    story = cast.live_article("Điện Biên")
    indexing.take_out(story)
    assert found("điện biên") == []
    for options in ([], ["--all"], ["--all"]):
        call_command("rebuild_search", *options)
        assert found("dien bien") == ["Điện Biên"]
    assert Findable.objects.count() == 1
    assert "0 stories" not in capsys.readouterr().out.splitlines()[-1]


def test_an_index_whose_words_were_kept_otherwise_is_emptied_and_made_anew(monkeypatch: Any) -> None:
    monkeypatch.setattr(words, "forms_of", lambda word: (word[::-1], word[::-1]))
    words._in_a_part.cache_clear()
    words._kept.cache_clear()
    cast.live_article("Điện Biên")
    monkeypatch.undo()
    words._in_a_part.cache_clear()
    words._kept.cache_clear()
    assert found("điện biên") == []
    call_command("rebuild_search", "--all")
    assert found("điện biên") == ["Điện Biên"]
    assert found("neib neid") == []


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_very_many_are_entered_the_fast_way_and_a_kill_in_it_is_mended(monkeypatch: Any) -> None:
    cast.live_article("Điện Biên")
    monkeypatch.setattr(indexing, "MANY", 1)
    with monkeypatch.context() as broken:
        broken.setattr(indexing, "_rebuild", lambda *_asked: (_ for _ in ()).throw(RuntimeError))
        with pytest.raises(RuntimeError):
            call_command("rebuild_search", "--all")
    for _twice in range(2):
        call_command("rebuild_search")
        assert found("dien bien") == ["Điện Biên"]


def test_what_was_found_is_marked_where_it_stands_and_is_only_text() -> None:
    cast.live_article("Lũ <b>quét</b>", body="<p>" + "Chữ. " * 200 + "Trận lũ quét đêm qua.</p>", lead="Tin.")
    html = part(search("lu quet"), 'class="stories hits"', "</article>")
    assert re.findall(r"<mark>(.*?)</mark>", html) == ["Lũ", "quét", "lũ", "quét"]
    assert "&lt;b&gt;" in html


ODD = ["", " ", '"', '""', "'", "---", "!!!", "a" * 9999, "AND", "OR NOT", "NEAR(a b)", "*", "a*", "f:x", "x' | y",
       ")(", "\\", "%", "_", "🌾", "a\x01b", "'; DROP TABLE x --", "{x} : y", "\u202e", "x\u0301" * 90, "한국",
       "'&'", ":*"]  # fmt: skip


@pytest.mark.parametrize("q", ODD)
def test_silly_and_hostile_questions_are_answered_politely(q: str) -> None:
    cast.live_article()
    for more in ({}, {"trang": "2"}, {"trang": "-1", "xep": "x"}, {"tac-gia": q, "chuyen-muc": q, "tu": q}):
        page = search(q, **more)
        assert page.status_code == 200
        assert "noindex" in page.content.decode()


def test_a_search_that_takes_too_long_is_cut_off_with_a_sentence(monkeypatch: Any) -> None:
    def slow(*_asked: Any, **_more: Any) -> None:
        raise CutOff

    monkeypatch.setattr("articles.views.search.finding.find", slow)
    page = search("điện biên")
    assert page.status_code == 200
    assert page.context["is_slow"]


def test_the_database_itself_is_stopped_in_the_middle_of_a_question_and_answers_the_next() -> None:
    endless = (
        "SELECT pg_sleep(60)"
        if connection.vendor == "postgresql"
        else "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    )
    with pytest.raises(CutOff), within(0.05), connection.cursor() as cursor:
        cursor.execute(endless)
    cast.live_article("Điện Biên")
    assert found("dien bien") == ["Điện Biên"]


def test_the_time_is_for_the_whole_search_and_not_for_each_of_its_questions(monkeypatch: Any) -> None:
    cast.live_article("Điện Biên")
    moments = iter(range(1000))
    with monkeypatch.context() as slow:
        slow.setattr("articles.views.search.PATIENCE", 0.5)
        slow.setattr("articles.search.dialects.time.monotonic", lambda: next(moments) / 10)
        assert search("dien bien").context["is_slow"]  # Each takes a tenth of a second.
    assert found("dien bien") == ["Điện Biên"]
    with within(5), CaptureQueriesContext(connection) as caught:
        assert Article.objects.count() == 1
    assert len(caught) == 1


def test_pages_follow_each_other_and_the_queries_stay_the_same() -> None:
    for number in range(45):
        cast.live_article(f"Tin số {number}", at=timezone.now() - timedelta(hours=number))
    seen: list[str] = []
    for page in ("1", "2", "3"):
        seen += found("tin số", trang=page)
    assert seen == [f"Tin số {number}" for number in range(45)]
    assert search("tin số", trang="9").context["found"].hits == []
    assert search("tin số").context["found"].total == 45


def test_twelve_hits_cost_no_more_queries_than_one(select_only: Any) -> None:
    cast.masthead()

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            search("tin")
        return len(caught)

    cast.live_article("Tin 0")
    one = queries()
    for number in range(1, 12):
        cast.live_article(f"Tin {number}")
    assert search("tin").context["found"].total == 12
    assert queries() <= one <= 30


def test_the_desk_finds_by_the_text_what_is_published_and_what_is_not_but_nobody_elses_drafts() -> None:
    cast.live_article("Đã đăng", body="<p>Trận lũ quét đêm qua.</p>")
    cast.article("Bản nháp về lũ quét")
    cast.article("Bài của Ed", by=cast.ed(), body="<p>Sau <strong>lũ</strong> quét, bà con dọn bùn.</p>")
    taken = cast.live_article("Đã gỡ", lead="Lũ quét đã qua.")
    taken.withdraw(by=cast.ed(), reason="Sai")

    def found_by(person: Any, q: str) -> list[str]:
        page = desk.signed_in(person).get(desk.LIST, {"q": q})
        return sorted(story.headline for story in page.context["cl"].result_list)

    assert found_by(cast.ed(), "lu quet") == ["Bài của Ed", "Bản nháp về lũ quét", "Đã gỡ", "Đã đăng"]
    assert found_by(cast.rosa(), "lũ quét") == ["Bản nháp về lũ quét", "Đã gỡ", "Đã đăng"]


def test_two_hundred_phrases_are_found_in_six_spellings_the_exact_one_first(monkeypatch: Any) -> None:
    stories = [cast.live_article(f"Bài {n}", lead="Tin.", body=f"<p>{body}</p>").pk for n, body in enumerate(texts())]
    monkeypatch.setattr(dialect(), "takes_strides", False)  # It's a week.
    missed = []
    for number, phrase in phrases():
        for name, spell in SPELLINGS.items():
            asked = words.question(spell(phrase))
            ordered = _everything(spell(phrase))
            if stories[number] not in ordered:
                missed.append((name, phrase))
            exact = [pk for pk in ordered if {word.exact for word in asked.words} <= _exact_words(pk)]
            if ordered[: len(exact)] != exact:
                missed.append(("exact first", name, phrase))
    assert not missed


def _everything(q: str) -> list[int]:
    """All that is found, over all pages, in order."""
    asked = words.question(q)
    known = finding.suggesting.known(asked)
    places, _is_more = finding._ordered(asked, finding.Narrowed(), 50, False, None, finding.Reading(), known)
    return [Findable.number(place) for place in places]


@cache
def _exact_words(pk: int) -> set[str]:
    edition: Any = Article.objects.get(pk=pk).edition
    return {word.exact for word in words.words(f"{edition.headline} . {edition.lead} . {edition.body} Đức Hạnh")}
