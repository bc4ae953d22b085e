"""The desk's first page, the language each person works in, and the history of a story."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article, Masthead, MostRead, Note, StaffSettings, ViewHour
from tests import cast
from tests.articles import desk

pytestmark = pytest.mark.django_db
TODAY = "/quan-tri/"


def today(person):
    return desk.signed_in(person).get(TODAY).context["today"]


def test_it_shows_what_waits_what_is_mine_what_comes_and_what_is_out() -> None:
    waiting, mine = cast.article("Chờ duyệt"), cast.article("Nháp của Ed", by=cast.ed())
    waiting.submit(by=cast.rosa())
    due, live = cast.article("Hẹn giờ"), cast.article("Đã đăng")
    due.publish(by=cast.ed(), at=timezone.now() + timedelta(hours=3))
    live.publish(by=cast.ed())
    seen = today(cast.ed())
    assert [list(part()) for part in (seen.waiting, seen.mine, seen.scheduled, seen.published)] == [
        [waiting],
        [mine],
        [due],
        [live],
    ]


def test_a_reporter_sees_own_stories_alone_and_no_decisions() -> None:
    cast.article("Của Ed", by=cast.ed())
    mine = cast.article("Của Rosa")
    seen = today(cast.rosa())
    assert (list(seen.mine()), seen.decides) == ([mine], False)
    assert "Của Ed" not in desk.signed_in(cast.rosa()).get(TODAY).content.decode()


def test_an_empty_desk_says_so() -> None:
    assert desk.signed_in(cast.ed()).get(TODAY).content.decode().count('class="empty"') == 5


def test_it_names_what_the_gate_holds_up_for_whom_it_concerns() -> None:
    cast.masthead(language="en")
    bare, noted, passed = (cast.article(name, by=cast.ed()) for name in ("Thiếu sapo", "Có ghi chú", "Cho qua"))
    for story in (bare, passed):
        Article.objects.filter(pk=story.pk).update(lead="")
    passed.let_pass(by=cast.sam(), reason="Tin ngắn")
    Note.write(noted, cast.ed(), "Hỏi lại số liệu")
    cast.article("Đủ", by=cast.rosa()).submit(by=cast.rosa())
    client = desk.signed_in(cast.person("another", "Editor"))
    assert client.get(TODAY).context["today"].held_up == []
    answer = desk.signed_in(cast.ed()).get(TODAY)
    held = {each.story: [found.rule.name for found in each.findings] for each in answer.context["today"].held_up}
    assert held == {bare: ["lead"], noted: ["open_notes"]}
    assert [each.blocks for each in answer.context["today"].held_up] == [True, False]
    assert "The lead is missing.</span>" in answer.content.decode()


def test_the_desk_speaks_the_papers_language_until_somebody_chooses() -> None:
    Masthead(language="en", name="The Test").save()
    ed = desk.signed_in(cast.ed())
    assert '<html lang="en' in ed.get(TODAY).content.decode()
    ed.post("/quan-tri/language/", {"language": "vi", "next": desk.LIST})
    assert '<html lang="vi' in ed.get(TODAY).content.decode()
    assert StaffSettings.objects.get().language == "vi"
    assert '<html lang="en' in desk.signed_in(cast.sam()).get(TODAY).content.decode()


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "", "/\\evil.example"]
)
def test_the_language_switch_leads_nowhere_else(back: str) -> None:
    response = desk.signed_in(cast.ed()).post("/quan-tri/language/", {"language": "en", "next": back})
    assert response["Location"] == TODAY


def test_the_language_switch_is_a_post_with_a_token_and_a_known_language() -> None:
    ed = desk.signed_in(cast.ed())
    assert ed.get("/quan-tri/language/").status_code == 405
    ed.post("/quan-tri/language/", {"language": "xx"})
    assert not StaffSettings.objects.exists()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.ed())
    assert strict.post("/quan-tri/language/", {"language": "en"}).status_code == 403


def test_the_history_shows_who_when_why_and_every_text() -> None:
    story = cast.article("Tít đầu")
    story.remember(cast.rosa())
    ed = desk.signed_in(cast.ed())
    desk.send(ed, desk.change(story), {**desk.opened(ed, desk.change(story)), "headline": "Tít sau"})
    story.refresh_from_db()
    story.submit(by=cast.rosa())
    story.send_back(by=cast.ed(), reason="Thiếu nguồn")
    assert "Thiếu nguồn" in ed.get(f"{desk.LIST}{story.pk}/history/").content.decode()
    page = ed.get(f"{desk.LIST}{story.pk}/history/?version=1")
    assert "Tít đầu" in page.content.decode().partition('class="revision"')[2]
    [part] = ed.get(f"{desk.LIST}{story.pk}/history/?version=2").context["parts"]
    assert [piece.text for piece in part.rows[0][1][0].after if piece.is_marked] == ["sau"]


@pytest.mark.parametrize("version", ["x", "-1", "99", "9" * 40, ""])
def test_a_version_that_is_not_there_is_no_error(version: str) -> None:
    story = cast.article()
    assert desk.signed_in(cast.ed()).get(f"{desk.LIST}{story.pk}/history/?version={version}").status_code == 200


def test_the_masthead_is_one_form() -> None:
    ada = desk.signed_in(cast.ada())
    assert ada.get("/quan-tri/articles/masthead/")["Location"].endswith("/masthead/add/")
    cast.masthead()
    assert ada.get("/quan-tri/articles/masthead/")["Location"].endswith("/masthead/1/change/")
    assert ada.get("/quan-tri/articles/masthead/add/").status_code == 403


def test_what_is_read_now_stands_with_a_line_of_its_hours() -> None:
    Masthead(language="en", name="The Test").save()
    story, gone = cast.live_article("Đang đọc"), cast.live_article("Đã gỡ")
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    for place, read in enumerate((story, gone), 1):
        ViewHour.objects.create(article=read, hour=hour, count=7)
        MostRead.objects.create(article=read, window="1h", root=None, place=place, views=7)
    gone.withdraw(by=cast.ed(), reason="Sai")
    [reading] = today(cast.ed()).read_now
    assert (reading.pk, reading.views, reading.hours.total, len(reading.hours.bars)) == (story.pk, 7, 7, 12)
    page = desk.signed_in(cast.ed()).get(TODAY).content.decode()
    assert "7 views in the last hour" in page
    assert page.count('class="chart"') == 1


def test_what_comes_down_is_told() -> None:
    story = cast.live_article("Sắp hạ")
    story.end_at(timezone.now() + timedelta(hours=2), by=cast.ed())
    assert list(today(cast.ed()).ending()) == [story]
