"""What a reader may have meant: the paper's own vocabulary, kept with the index, and what is offered out of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Findable, Term
from articles.search import finding, suggesting, words
from articles.search.dialects import dialect
from articles.search.terms import terms
from tests import cast
from tests.reading import part

pytestmark = pytest.mark.django_db


def offered(q: str, at: Any = None, **more: Any) -> list[str]:
    return list(finding.find(words.question(q), finding.Narrowed(**more), at=at).suggestions)


def stories_with(written: str) -> int:
    return sum(Term.objects.filter(written=written).values_list("stories", flat=True))


def told(body: str, count: int = 1, headline: str = "Tin") -> list[Any]:
    return [cast.live_article(headline, lead="Tin.", body=f"<p>{body}</p>") for _n in range(count)]


def test_a_texts_words_and_pairs_are_kept_as_written_but_no_figures_and_nothing_across_a_sign() -> None:
    found = {term.split("\t")[1] for term in terms(["Mường Thanh, Điện Biên 2022", "COVID-19"])}
    assert found == {"Mường", "Thanh", "Mường Thanh", "Điện", "Biên", "Điện Biên", "COVID"}
    assert "dien bien\tĐiện Biên" in terms(["Điện Biên"])


def test_the_tones_are_put_back_as_most_of_our_stories_write_them() -> None:
    told("Cánh đồng Mường Thanh ở Điện Biên.", 3)
    told("MƯỜNG THANH vào vụ, hoà bình.")
    assert offered("muong thanh") == offered("MUONG THANH") == offered("mương thanh") == ["Mường Thanh"]
    assert offered("canh dong muong thanh") == ["Cánh đồng Mường Thanh"]
    assert offered("muong thanh dien bien") == ["Mường Thanh Điện Biên"]  # Two names that are never side by side.
    assert offered("Mường Thanh") == offered("hòa bình") == offered("hoà bình") == []


def test_what_is_often_written_two_ways_is_offered_in_both_and_what_is_rare_is_not() -> None:
    told("Ở Điện Biên hôm nay.", 6)
    told("Theo dõi diễn biến mưa lũ.", 2)
    told("Lời điền biên bản.")
    assert offered("dien bien") == ["Điện Biên", "diễn biến"]
    assert offered("diễn bien") == ["diễn biến"]  # The tone that was typed is meant.
    assert offered("an ninh") == []


def test_what_most_write_without_tones_is_left_alone() -> None:
    told("Mạng internet về bản.", 3)
    told("Mạng intẻnet.")
    assert offered("internet") == []


@pytest.mark.parametrize(
    "typed, meant",
    [
        ("nong thon moj", "nông thôn mới"),
        ("nông thn mới", "nông thôn mới"),
        ("nogn thon", "nông thôn"),
        ("nongthon moi", "nông thôn mới"),
        ("thong moi", "thôn mới"),
        ("moii", "mới"),
        ("noong thon nghi quyet 26", "nông thôn nghị quyết 26"),
        ("xyzzy qwrt", None),
    ],
)
def test_a_letter_or_a_space_is_put_right(typed: str, meant: str | None) -> None:
    told("Xây dựng nông thôn mới theo nghị quyết 26.", 2)
    assert offered(typed)[:1] == ([meant] if meant else [])


def test_a_word_of_no_story_that_readers_have_is_never_offered() -> None:
    (story,) = told("Mường Thanh.")
    coming = cast.article("Sắp tới", body="<p>Nậm Rốm vào hội.</p>")
    due = timezone.now() + timedelta(days=1)
    coming.publish(by=cast.ed(), at=due)
    assert offered("nam rom") == offered("nam romm") == []
    assert offered("nam rom", at=due) == offered("nam romm", at=due) == ["Nậm Rốm"]
    assert offered("muong thanh") == ["Mường Thanh"]
    assert offered("muong thanh", section=cast.section("Thể thao")) == []
    story.withdraw(by=cast.ed(), reason="Sai")
    assert offered("muong thanh") == offered("muong thnh") == []
    assert stories_with("Mường Thanh") == stories_with("Mường") == 0
    coming.withdraw(by=cast.ed(), reason="Sai")
    assert not Term.objects.exists()


def test_the_vocabulary_follows_what_readers_have_and_not_the_desk() -> None:
    first, _second = told("Mường Thanh.", 2)
    assert stories_with("Mường Thanh") == 2
    first.body = "<p>Nậm Rốm, Nậm Rốm.</p>"
    first.claim(first.version)
    first.save()
    assert stories_with("Nậm Rốm") == 0
    first.publish(by=cast.ed())
    first.publish(by=cast.ed())
    assert (stories_with("Mường Thanh"), stories_with("Nậm Rốm"), stories_with("Tin")) == (1, 1, 2)


def test_publishing_again_touches_only_the_words_that_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    (story,) = told("Cánh đồng Mường Thanh. " + "Bà con ra đồng từ sáng sớm. " * 9)
    story.body = story.body.replace("Mường", "Nậm")
    story.claim(story.version)
    story.save()
    counted: list[Any] = []
    monkeypatch.setattr(dialect(), "count", counted.extend)
    story.publish(by=cast.ed())
    assert {(written, count) for _folded, written, count in counted} == {
        ("Mường", -1), ("Mường Thanh", -1), ("đồng Mường", -1), ("Nậm", 1), ("Nậm Thanh", 1), ("đồng Nậm", 1)
    }  # fmt: skip
    assert counted == sorted(counted)


def test_the_vocabulary_is_made_anew_by_the_command_also_for_an_index_from_before_it(capsys: Any) -> None:
    first, _second = told("Mường Thanh.", 2)
    Term.objects.all().delete()
    Findable.objects.update(is_counted=False)
    first.withdraw(by=cast.ed(), reason="Sai")  # Was never counted: takes nothing away.
    assert not Term.objects.exists()
    for options in ([], [], ["--all"]):
        call_command("rebuild_search", *options)
        assert stories_with("Mường Thanh") == 1
    assert "1 stories" in capsys.readouterr().out


def test_the_page_leads_on_to_each_and_keeps_what_narrows_the_search() -> None:
    told("Ở Điện Biên hôm nay.", 2)
    told("Theo dõi diễn biến.")
    page = Client().get("/tim-kiem/", {"q": "dien bien", "chuyen-muc": "xa-hoi"})
    line = part(page, 'class="suggestion"', "</p>")
    assert 'q=%C4%90i%E1%BB%87n+Bi%C3%AAn&amp;chuyen-muc=xa-hoi">Điện Biên</a>, <a' in line
    assert ">diễn biến</a>?" in line


def test_a_suggestion_costs_as_many_questions_for_few_stories_as_for_many() -> None:
    def queries(q: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            Client().get("/tim-kiem/", {"q": q})
        return len(caught)

    told("Mường Thanh.")
    before = [queries(q) for q in ("muong thanh", "muong thnah")]
    told("Mường Thanh bên Nậm Rốm.", 9)
    assert [queries(q) for q in ("muong thanh", "muong thnah")] == before


def test_the_vocabulary_tells_how_many_stories_have_the_rarest_word_at_most() -> None:
    for n in range(3):
        cast.live_article(f"Gặt lúa {n}", lead="Bà con ra đồng.")
    cast.live_article("Gật đầu", lead="Ông cười 2026 lần.")
    for typed, exact, folded in (
        ("gặt", 3, 4), ("gat", 0, 4), ("gặt đầu", 1, 1), ("gặt zzz", 0, 0), ("gặt 2026", 3, 4),
        ("2026", suggesting.TYPED, suggesting.TYPED),
    ):  # fmt: skip
        asked = words.question(typed)
        known = suggesting.known(asked)
        assert (suggesting.rarest(asked, known, True), suggesting.rarest(asked, known, False)) == (exact, folded), typed
