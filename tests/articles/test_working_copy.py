"""Editing a live story: readers keep what was published until somebody updates it."""

from __future__ import annotations

import pytest
from django.test import Client

from articles.models import Article
from tests import cast
from tests.articles import desk

pytestmark = pytest.mark.django_db


def read(story: Article) -> str:
    return Client().get(story.get_absolute_url()).content.decode()


def test_readers_see_the_old_text_until_the_story_is_updated() -> None:
    story, ed = cast.live_article(), desk.signed_in(cast.ed())
    form = desk.opened(ed, desk.change(story))
    page = desk.send(ed, desk.change(story), {**form, "headline": "Tít sửa sau khi đăng"})
    assert "Tít sửa sau khi đăng" not in read(story)
    assert page.context["story"].has_unpublished_edits
    assert "state-published" in page.content.decode()
    desk.send(ed, desk.change(story), desk.opened(ed, desk.change(story)), "publish")
    assert "Tít sửa sau khi đăng" in read(story)


def test_a_caption_or_credit_changed_at_the_desk_waits_as_well() -> None:
    story = cast.live_article(lead_photo=cast.photo(), credits=[("text_photo", "Đức Hạnh")])
    ed = desk.signed_in(cast.ed())
    form = desk.opened(ed, desk.change(story))
    desk.send(ed, desk.change(story), {**form, "photos-0-caption": "Chú thích sửa", "credits-0-role": "text"})
    before = read(story)
    assert "Chú thích sửa" not in before
    story.refresh_from_db()
    assert story.edition.credits[0]["role"] == "text_photo"
    form = desk.opened(ed, desk.change(story))
    desk.send(ed, desk.change(story), {**form, "credits-0-role": "text_photo"}, "publish")
    assert "Chú thích sửa" in read(story)


def test_an_update_keeps_the_date_and_the_address() -> None:
    story, ed = cast.live_article(), desk.signed_in(cast.ed())
    date, address = story.published_at, story.get_absolute_url()
    form = desk.opened(ed, desk.change(story))
    desk.send(ed, desk.change(story), {**form, "headline": "Tít khác hẳn"}, "publish")
    story.refresh_from_db()
    assert (story.published_at, story.get_absolute_url()) == (date, address)


def test_the_library_photos_words_do_not_change_what_was_published() -> None:
    photo = cast.photo(caption="Lời cũ")
    story = cast.live_article(lead_photo=photo, credits=[("text_photo", "Đức Hạnh")])
    photo.caption = "Lời mới"
    photo.save()
    assert "Lời cũ" in read(story)
    assert "Lời mới" not in read(story)


def test_what_was_typed_and_typed_back_is_no_edit() -> None:
    cast.masthead()
    ed, story = desk.signed_in(cast.ed()), cast.live_article(lead_photo=cast.photo(credit="Mai Lan"))
    story.remember(cast.ed())
    form = desk.opened(ed, desk.change(story))
    for headline, is_edit in (("Tít khác", True), (story.headline, False)):
        desk.send(ed, desk.change(story), {**desk.opened(ed, desk.change(story)), "headline": headline})
        assert Article.objects.get().has_unpublished_edits is is_edit
    desk.send(ed, desk.change(story), {**desk.opened(ed, desk.change(story)), "wanted_slug": "dia-chi-moi"})
    assert Article.objects.get().has_unpublished_edits  # Readers would find it elsewhere.
    desk.send(ed, desk.change(story), {**desk.opened(ed, desk.change(story)), "wanted_slug": form["wanted_slug"]})
    assert not Article.objects.get().has_unpublished_edits
    desk.send(ed, desk.change(story), {**desk.opened(ed, desk.change(story)), "lead": "Sapo khác."})
    Article.objects.get().restore(version=1, by=cast.ed())
    assert not Article.objects.get().has_unpublished_edits
