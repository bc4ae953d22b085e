"""The desk's buttons: each saves, then calls the story's verb; a refusal is a list of sentences and the save stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article
from tests import cast
from tests.articles import desk

pytestmark = pytest.mark.django_db


def pressed(person, story: Article, verb: str, **typed):
    client = desk.signed_in(person)
    response = desk.send(client, desk.change(story), {**desk.opened(client, desk.change(story)), **typed}, verb)
    story.refresh_from_db()
    return response


def test_a_story_goes_from_its_writer_to_its_readers() -> None:
    story = cast.article()
    pressed(cast.rosa(), story, "submit")
    assert story.status == "submitted"
    pressed(cast.ed(), story, "approve")
    assert story.status == "approved"
    pressed(cast.ed(), story, "publish")
    assert story.is_live()
    assert [c.action for c in story.changes.order_by("id")] == ["submitted", "approved", "published"]


def test_a_button_saves_first() -> None:
    story = cast.article()
    pressed(cast.ed(), story, "publish", headline="Tít mới")
    assert (story.edition.headline, story.version) == ("Tít mới", 2)


def test_what_is_missing_is_listed_and_the_save_stays() -> None:
    story = cast.article(lead="", credits=[])
    response = pressed(cast.ed(), story, "publish", headline="Tít đã sửa")
    assert (story.status, story.headline) == ("draft", "Tít đã sửa")
    assert len(response.context["messages"]) == len(story.missing()) == 2
    assert all(sentence in desk.said(response) for sentence in story.missing())


def test_a_story_goes_back_with_a_reason_that_its_writer_reads() -> None:
    story = cast.article()
    story.submit(by=cast.rosa())
    response = pressed(cast.ed(), story, "return", return_reason="  ")
    assert story.status == "submitted"
    assert desk.said(response)
    pressed(cast.ed(), story, "return", return_reason="Thiếu số liệu")
    assert story.status == "returned"
    page = desk.signed_in(cast.rosa()).get(desk.change(story)).content.decode()
    assert "Thiếu số liệu" in page


def test_a_story_is_scheduled_at_the_papers_clock() -> None:
    story = cast.article()
    moment = timezone.localtime(timezone.now() + timedelta(days=1)).replace(second=0, microsecond=0)
    pressed(cast.ed(), story, "schedule", publish_at=f"{moment:%Y-%m-%dT%H:%M}")
    assert story.is_scheduled()
    assert story.published_at == moment


@pytest.mark.parametrize(
    "when", ["", "soon", "2020-01-01T00:00", "2026-02-30T10:00", "99999-01-01T00:00", "0001-01-01T00:00"]
)
def test_nonsense_or_the_past_is_no_time_to_publish_at(when: str) -> None:
    story = cast.article()
    response = pressed(cast.ed(), story, "schedule", publish_at=when)
    assert story.status == "draft"
    assert desk.said(response)


def test_a_scheduled_story_published_now_waits_no_longer() -> None:
    story = cast.article()
    story.publish(by=cast.ed(), at=timezone.now() + timedelta(days=1))
    pressed(cast.ed(), story, "publish")
    assert story.is_live()


def test_withdrawing_asks_for_a_reason_and_keeps_it() -> None:
    story = cast.live_article()
    pressed(cast.ed(), story, "withdraw", withdraw_reason="")
    assert story.is_live()
    pressed(cast.ed(), story, "withdraw", withdraw_reason="Sai tên nhân vật")
    assert story.status == "withdrawn"
    assert story.changes.first().reason == "Sai tên nhân vật"


@pytest.mark.parametrize("verb", ["publish", "approve", "withdraw", "schedule", "return", "nonsense"])
def test_a_button_that_a_reporter_does_not_have_is_forbidden_and_saves_nothing(verb: str) -> None:
    story = cast.article()
    response = pressed(cast.rosa(), story, verb, headline="Lén")
    assert response.status_code == 403
    assert (story.status, story.headline) == ("draft", "Điện Biên vào mùa gặt")


def test_the_form_offers_what_fits_the_person_and_the_state() -> None:
    story = cast.article()

    def offered(person) -> list[str]:
        return [button["name"] for button in desk.signed_in(person).get(desk.change(story)).context["buttons"]]

    assert offered(cast.rosa()) == ["submit", "embargo"]
    assert offered(cast.ed()) == ["submit", "approve", "publish", "schedule", "end", "embargo"]
    story.publish(by=cast.ed())
    assert offered(cast.ed()) == ["publish", "withdraw", "end"]
    assert offered(cast.rosa()) == []


def test_typing_and_updating_a_live_story_is_one_press_and_a_press_for_nothing_says_so() -> None:
    story = cast.live_article()
    said = desk.said(pressed(cast.ed(), story, "publish", headline="Tít mới"))
    assert story.edition.headline == "Tít mới"
    assert desk.said(pressed(cast.ed(), story, "publish")) != said
    assert story.editions.count() == 2


def test_preview_saves_and_shows_the_frame() -> None:
    story = cast.article()
    response = pressed(cast.rosa(), story, "preview", headline="Xem thử")
    assert response.redirect_chain[-1][0].partition("#")[0].endswith("/preview/look/")
    assert story.headline == "Xem thử"
