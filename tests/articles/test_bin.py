"""The bin: nothing is lost by a slip, and nothing that readers have had goes into it."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles.models import Article, Change, Edition, NotNow
from tests import cast
from tests.articles import desk
from tests.reading import text_of

pytestmark = pytest.mark.django_db
BIN = f"{desk.LIST}bin/"


def deleting(story: Article) -> str:
    return f"{desk.LIST}{story.pk}/delete/"


def test_a_draft_put_in_is_off_the_desk_and_can_be_taken_out_with_all_its_versions() -> None:
    cast.masthead(language="en")
    story, rosa = cast.article("Nháp cũ"), desk.signed_in(cast.rosa())
    story.remember(cast.rosa())
    assert "thirty days" in text_of(rosa.get(deleting(story)))
    assert "In the bin" in desk.said(rosa.post(deleting(story), {"reason": "Trùng bài"}, follow=True))
    for address in (desk.LIST, desk.change(story), f"{desk.LIST}board/", "/quan-tri/", f"{desk.LIST}?q=nhap+cu"):
        assert "Nháp cũ" not in text_of(rosa.get(address)).replace("“Nháp cũ”", ""), address
    assert rosa.get(desk.change(story)).status_code == 404
    listed = text_of(rosa.get(BIN))
    assert ("Nháp cũ" in listed, "by rosa" in listed, "Trùng bài" in listed) == (True, True, True)
    rosa.post(BIN, {"story": story.pk, "take_out": "1"})
    assert "Nháp cũ" in text_of(rosa.get(desk.LIST))
    assert list(story.changes.values_list("action", flat=True)) == ["unbinned", "binned", "created"]
    assert story.revisions.count() == 1


def test_what_readers_have_or_had_is_never_in_it() -> None:
    live, gone, due = cast.live_article("Một"), cast.live_article("Hai"), cast.article("Ba")
    gone.withdraw(by=cast.ed(), reason="Sai")
    due.publish(by=cast.ed(), at=timezone.now() + timedelta(hours=1))
    sam = desk.signed_in(cast.sam())
    for story in (live, gone, due):
        assert sam.post(deleting(story)).status_code == 403
        with pytest.raises(NotNow):
            story.put_in_bin(by=cast.sam())
    assert Article.objects.filter(binned_at=None).count() == 3


def test_a_story_called_off_before_its_hour_may_go_into_it_and_for_good() -> None:
    story = cast.article()
    story.publish(by=cast.ed(), at=timezone.now() + timedelta(hours=1))
    story.withdraw(by=cast.ed(), reason="Hoãn")
    story.put_in_bin(by=cast.ed())
    story.delete_for_good(by=cast.sam())
    assert not Edition.objects.exists()


def test_deleting_for_good_is_a_right_and_leaves_a_row_that_says_who_what_and_why() -> None:
    cast.masthead(language="en")
    story = cast.article("Bài thử", lead_photo=cast.photo())
    story.put_in_bin(by=cast.rosa(), reason="Bài thử máy")
    sent = {"story": story.pk, "destroy": "1", "reason": "Xóa theo yêu cầu"}
    for person in (cast.rosa, cast.ed):
        assert "Delete for good" not in text_of(desk.signed_in(person()).get(BIN))
        assert desk.signed_in(person()).post(BIN, sent).status_code == 403
    assert "Deleted for good." in desk.said(desk.signed_in(cast.sam()).post(BIN, sent, follow=True))
    assert not Article.objects.exists()
    change = Change.objects.get()
    assert (change.action, change.by, change.reason) == (
        "deleted",
        cast.sam(),
        f"#{sent['story']} Bài thử\nXóa theo yêu cầu",
    )


def test_what_is_not_in_the_bin_is_not_deleted_for_good() -> None:
    with pytest.raises(NotNow):
        cast.article().delete_for_good(by=cast.sam())
    assert Article.objects.exists()


def test_after_thirty_days_nobody_finds_it_and_the_command_deletes_it() -> None:
    old, young = cast.article("Cũ"), cast.article("Mới")
    now = timezone.now()
    old.put_in_bin(by=cast.ed(), at=now - timedelta(days=30))
    young.put_in_bin(by=cast.ed(), at=now - timedelta(days=29))
    assert list(Article.objects.binned(cast.ed(), now)) == [young]
    said = StringIO()
    for _time in range(2):
        call_command("empty_bin", stdout=said)
    assert list(Article.objects.all()) == [young]
    assert Change.objects.filter(article=None, action="deleted", by=None).count() == 1


def test_a_reporter_finds_the_own_drafts_in_it_and_nobody_elses() -> None:
    theirs = cast.article("Của Ed", by=cast.ed())
    theirs.put_in_bin(by=cast.ed())
    rosa = desk.signed_in(cast.rosa())
    assert "Của Ed" not in text_of(rosa.get(BIN))
    assert rosa.post(BIN, {"story": theirs.pk, "take_out": "1"}).status_code == 404
    assert desk.signed_in(cast.mo()).get(BIN).status_code == 403


@pytest.mark.parametrize("story", ["x", "", "-1", "9" * 30])
def test_a_story_that_is_not_in_it_is_not_there(story: str) -> None:
    assert desk.signed_in(cast.sam()).post(BIN, {"story": story, "take_out": "1"}).status_code == 404
