"""Two people in one story: what only one touched comes together by itself, the rest is chosen side by side."""

from __future__ import annotations

from typing import Any

import pytest

from articles.models import Article, Revision
from tests import cast
from tests.articles import desk
from tests.articles.test_stale import two_at_once

pytestmark = pytest.mark.django_db

BODY = "<p>Đoạn thứ nhất của bài.</p>\n<p>Đoạn thứ hai của bài.</p>\n<p>Đoạn thứ ba của bài.</p>"


def body(**changed: str) -> str:
    """The story's three paragraphs, some in other words or, where empty, taken away: `body(hai="Đoạn khác.")`."""
    texts = dict(zip(("nhat", "hai", "ba"), BODY.split("\n"), strict=True))
    texts |= {name: f"<p>{words}</p>" if words else "" for name, words in changed.items()}
    return "\n".join(filter(None, texts.values()))


def chosen(response: Any, ed: Any, story: Article, **picks: str) -> Article:
    """Ed saves again, with what was chosen beside the form."""
    sent = desk.typed(response.content.decode())
    assert desk.send(ed, desk.change(story), {**sent, **picks}).redirect_chain
    return Article.objects.get()


def test_different_paragraphs_and_fields_merge_by_themselves_and_are_saved() -> None:
    mine = {"body": body(nhat="Đoạn thứ nhất, Ed viết lại."), "lead": "Sapo của Ed"}
    theirs = {"body": body(hai="Đoạn thứ hai, Sam viết lại."), "headline": "Tít của Sam"}
    story, _ed, response = two_at_once(mine, theirs, body=BODY)
    story.refresh_from_db()
    assert (story.headline, story.lead, story.version) == ("Tít của Sam", "Sapo của Ed", 3)
    assert story.body == body(nhat="Đoạn thứ nhất, Ed viết lại.", hai="Đoạn thứ hai, Sam viết lại.")
    assert "sam" in desk.said(response)
    assert Revision.objects.filter(article=story).count() == 3


def test_the_same_paragraph_is_shown_side_by_side_and_nothing_is_saved_until_one_is_chosen() -> None:
    mine, theirs = body(hai="Đoạn thứ hai của Ed."), body(hai="Đoạn thứ hai của Sam.", ba="Đoạn ba, Sam viết.")
    story, ed, response = two_at_once({"body": mine}, {"body": theirs}, body=BODY)
    story.refresh_from_db()
    assert story.body == theirs
    [choice] = response.context["meeting"].choices
    assert (choice.mine_read, choice.theirs_read) == ("Đoạn thứ hai của Ed.", "Đoạn thứ hai của Sam.")
    assert chosen(response, ed, story).body == body(hai="Đoạn thứ hai của Ed.", ba="Đoạn ba, Sam viết.")


@pytest.mark.parametrize("pick", ["theirs", "both"])
def test_theirs_or_both_may_be_chosen(pick: str) -> None:
    mine, theirs = body(hai="Đoạn thứ hai của Ed."), body(hai="Đoạn thứ hai của Sam.")
    story, ed, response = two_at_once({"body": mine}, {"body": theirs}, body=BODY)
    saved = chosen(response, ed, story, **{"pick-body-0": pick})
    both = BODY.replace("<p>Đoạn thứ hai của bài.</p>", "<p>Đoạn thứ hai của Sam.</p>\n<p>Đoạn thứ hai của Ed.</p>")
    assert saved.body == (theirs if pick == "theirs" else both)


@pytest.mark.parametrize("pick, stays", [("mine", ""), ("theirs", "Đoạn thứ hai của Sam.")])
def test_what_one_took_away_and_the_other_rewrote_stays_until_it_is_chosen_away(pick: str, stays: str) -> None:
    story, ed, response = two_at_once({"body": body(hai="")}, {"body": body(hai="Đoạn thứ hai của Sam.")}, body=BODY)
    assert "Đoạn thứ hai của Sam." in desk.typed(response.content.decode())["body"]
    assert chosen(response, ed, story, **{"pick-body-0": pick}).body == body(hai=stays)


def test_a_field_that_both_changed_may_be_theirs() -> None:
    story, ed, response = two_at_once({"headline": "Của Ed", "lead": "Sapo Ed"}, {"headline": "Của Sam"})
    saved = chosen(response, ed, story, **{"pick-headline": "theirs"})
    assert (saved.headline, saved.lead) == ("Của Sam", "Sapo Ed")


def test_a_section_and_a_box_that_only_they_changed_are_theirs() -> None:
    other = cast.section("Văn hóa")
    story, _ed, _response = two_at_once({"headline": "Của Ed"}, {"section": str(other.pk), "kicker": "Mùa vàng"})
    story.refresh_from_db()
    assert (story.section, story.kicker, story.headline) == (other, "Mùa vàng", "Của Ed")


def test_credits_and_photos_that_one_left_alone_are_the_others() -> None:
    """Sam writes another caption and takes the credit's role; Ed, who touched neither, saves a headline."""
    photo = cast.photo(caption="Lúa chín")
    theirs = {"photos-0-caption": "Lúa chín, Sam viết", "credits-0-role": "photo"}
    story, _ed, _response = two_at_once({"headline": "Của Ed"}, theirs, lead_photo=photo)
    story.refresh_from_db()
    assert story.headline == "Của Ed"
    assert [use.caption for use in story.photos.all()] == ["Lúa chín, Sam viết"]
    assert [credit.role for credit in story.credits.all()] == ["photo"]


def test_a_caption_that_both_wrote_is_chosen_and_credits_that_both_changed_both_stand() -> None:
    photo = cast.photo(caption="Lúa chín")
    mine = {"photos-0-caption": "Ed chú thích", "credits-0-role": "text_photo"}
    theirs = {"photos-0-caption": "Sam chú thích", "credits-0-role": "photo"}
    story, ed, response = two_at_once(mine, theirs, lead_photo=photo)
    [choice] = response.context["meeting"].choices
    assert "Ed chú thích" in choice.mine_read
    assert "Sam chú thích" in choice.theirs_read
    chosen(response, ed, story, **{f"pick-{choice.name}": "theirs"})
    assert [use.caption for use in story.photos.all()] == ["Sam chú thích"]
    assert sorted(credit.role for credit in story.credits.all()) == ["photo", "text_photo"]


def test_who_may_not_write_the_story_merges_nothing_into_it() -> None:
    story = cast.article()
    story.submit(by=cast.rosa())
    rosa = desk.signed_in(cast.rosa())
    assert rosa.post(desk.change(story), {"version": "1", "body": "<p>x</p>"}).status_code == 403
