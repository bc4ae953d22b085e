"""Whose photo it is, until when it may be shown, who may have it, and which stories say what of it."""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, ArticlePhoto, Photo, darkroom
from articles.models.correcting import take_over
from tests import cast
from tests.articles import desk

pytestmark = pytest.mark.django_db
TODAY = date(2022, 10, 14)


def with_photo(photo: Photo, **facts: object) -> Article:
    return cast.live_article(lead_photo=photo, **{"credits": [("text_photo", "Đức Hạnh")], **facts})


def ended(photo: Photo, days: int = 1) -> Photo:
    Photo.objects.filter(pk=photo.pk).update(rights_until=timezone.localdate() - timedelta(days=days))
    photo.refresh_from_db()
    return photo


def test_a_photo_is_shown_until_the_end_of_its_last_day() -> None:
    photo = Photo(rights_until=TODAY)
    assert not photo.is_expired(on=TODAY)
    assert photo.is_expired(on=TODAY + timedelta(days=1))
    assert not Photo().is_expired(on=TODAY)


@pytest.mark.parametrize("hides", [True, False])
@pytest.mark.parametrize("until", [None, TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=1)])
def test_the_row_and_the_query_agree_on_what_is_shown(hides: bool, until: date | None) -> None:
    paper = cast.masthead(hides_expired_photos=hides)
    photo = cast.photo()
    Photo.objects.update(rights_until=until)
    photo.refresh_from_db()
    assert photo.is_shown(paper, TODAY) == Photo.objects.shown(TODAY).filter(pk=photo.pk).exists()
    assert photo.is_expired(TODAY) == Photo.objects.expired(TODAY).filter(pk=photo.pk).exists()
    photo.put_in_bin(by=cast.ed())
    assert not photo.is_shown(paper, TODAY)
    assert not Photo.objects.shown(TODAY).exists()


def test_an_expired_photo_leaves_every_page_without_a_job_and_comes_back() -> None:
    paper = cast.masthead()
    photo = cast.photo()
    story = with_photo(photo)
    pages = [story.get_absolute_url(), "/"]
    key = photo.key
    assert all(key in Client().get(page).content.decode() for page in pages)
    ended(photo)
    assert not any(key in Client().get(page).content.decode() for page in pages)
    paper.hides_expired_photos = False
    paper.save()
    assert all(key in Client().get(page).content.decode() for page in pages)


def test_a_photo_that_may_not_be_passed_on_stays_out_of_feeds_alone() -> None:
    photo = cast.photo()
    story = with_photo(photo)
    feed = reverse("feed")
    assert photo.key in Client().get(feed).content.decode()
    Photo.objects.update(may_be_passed_on=False)
    assert photo.key not in Client().get(feed).content.decode()
    assert photo.key in Client().get(story.get_absolute_url()).content.decode()


def test_the_story_form_warns_of_rights_and_of_another_name() -> None:
    photo = ended(cast.photo())
    Photo.objects.update(byline="Lê Minh")
    story = cast.article(lead_photo=photo, credits=[("text_photo", "Đức Hạnh")])
    page = desk.signed_in(cast.ed()).get(desk.change(story)).content.decode()
    found = [finding.sentence for finding in story.findings()]
    assert len(found) == 2
    assert "Lê Minh" in found[1]
    assert "Đức Hạnh" in found[1]
    assert all(sentence.partition("(")[0] in page for sentence in found)
    story.publish(by=cast.ed())
    assert story.is_live()


@pytest.mark.parametrize("byline, own", [("ĐỨC HẠNH", ""), ("Đức Hạnh/TTXVN", ""), ("Lê Minh", "Lê Minh/TTXVN")])
def test_the_same_name_written_otherwise_or_printed_with_the_photo_is_no_warning(byline: str, own: str) -> None:
    photo = cast.photo()
    Photo.objects.update(byline=byline)
    story = cast.article(lead_photo=photo, credits=[("text_photo", "Đức Hạnh")])
    story.photos.update(credit=own)
    assert story.findings() == []


def test_corrected_words_are_offered_to_each_story_and_taken_over_as_a_new_version() -> None:
    photo = cast.photo("Cầu Mường Thanh")
    own, inherits = with_photo(photo), with_photo(photo, headline="Bài khác")
    own.photos.update(caption="Cầu Mường Than")
    ed = desk.signed_in(cast.ed())
    sent = {"alt": photo.alt, "caption": "Cầu Mường Thanh, năm 1954", "credit": "", "focal_x": 50, "focal_y": 50}
    answer = ed.post(f"/quan-tri/articles/photo/{photo.pk}/change/", {**sent, "_save": ""}, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain[-1][0].endswith(f"/{photo.pk}/uses/")
    assert "Cầu Mường Than" in page
    assert "Bài khác" in page
    ed.post(f"/quan-tri/articles/photo/{photo.pk}/uses/", {"story": [own.pk, inherits.pk]})
    for story in (own, inherits):
        story.refresh_from_db()
        assert story.photos.get().as_printed()["caption"] == "Cầu Mường Thanh, năm 1954"
        assert story.has_unpublished_edits
        assert "năm 1954" not in Client().get(story.get_absolute_url()).content.decode()
        story.publish(by=cast.ed())
        assert "năm 1954" in Client().get(story.get_absolute_url()).content.decode()


def test_nobody_changes_a_story_that_they_may_not_edit_by_way_of_its_photo() -> None:
    photo = cast.photo()
    story = with_photo(photo)
    story.photos.update(caption="Lời riêng")
    assert take_over(photo, [story.pk], by=cast.rosa()) == []
    assert story.photos.get().caption == "Lời riêng"
    answer = desk.signed_in(cast.mo()).post(f"/quan-tri/articles/photo/{photo.pk}/uses/", {"story": story.pk})
    assert answer.status_code == 404


def test_the_photos_of_a_withdrawn_story_are_gone_from_their_addresses_but_not_from_the_desk(
    client: Any, django_capture_on_commit_callbacks: Any
) -> None:
    alone, shared = cast.photo(credit="Vũ Lợi"), cast.photo(credit="Vũ Lợi", picture={"colour": "#822"})
    story = cast.live_article(lead_photo=alone)
    cast.live_article("Bài khác", lead_photo=shared)
    ArticlePhoto.objects.create(article=story, photo=shared)
    story.claim(story.version)
    story.publish(by=cast.ed())

    def answers(photo: Photo) -> set[bool]:
        """Files that the storage has: the application, or the server in front, answers with no other."""
        return {default_storage.exists(name) for name in photo.names}

    with django_capture_on_commit_callbacks(execute=True):
        story.withdraw(by=cast.ed(), reason="Sai người")
    assert (answers(alone), answers(shared)) == ({False}, {True})
    kept = Photo.objects.get(pk=alone.pk)
    assert (answers(kept), not {*kept.names} & {*alone.names}) == ({True}, True)
    assert darkroom.compared(Photo.objects.all()) == ([], [])
    story.bring_back(by=cast.ed())
    assert kept.plain_url() in client.get(story.get_absolute_url()).content.decode()


def test_the_photos_of_a_story_that_came_down_by_the_clock_follow_once() -> None:
    now = timezone.now()
    ended, stays = (cast.photo(credit="Vũ Lợi", picture={"colour": colour}) for colour in ("#822", "#282"))
    for photo, until in ((ended, now + timedelta(hours=1)), (stays, now + timedelta(days=3))):
        with_photo(photo).end_at(until, by=cast.ed())
    Article.objects.filter(live_until__lt=now + timedelta(days=1)).update(live_until=now)
    call_command("take_down_photos", stdout=StringIO())
    darkroom.sweep()
    assert [default_storage.exists(photo.file) for photo in (ended, stays)] == [False, True]
    ended.refresh_from_db()
    call_command("take_down_photos", stdout=StringIO())
    assert Photo.objects.get(pk=ended.pk).file == ended.file


def test_what_values_gave_of_a_list_of_files_can_be_written_back() -> None:
    photo = cast.photo()
    before = list(photo.renditions)
    for name in ("renditions", "crops"):
        Photo.objects.filter(pk=photo.pk).update(**{name: Photo.objects.values_list(name, flat=True).get(pk=photo.pk)})
    assert Photo.objects.get(pk=photo.pk).renditions == before != []
