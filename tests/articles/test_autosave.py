"""The form that sends itself while somebody writes: saved like any other save, and folded into few revisions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, ArticlePhoto, Credit, Photo, Presence, Revision
from articles.models.photo import new_key
from tests import cast
from tests.articles import desk

pytestmark = pytest.mark.django_db


def autosave(client: Any, address: str, sent: dict[str, Any]) -> Any:
    return client.post(address, {**sent, "_verb": "autosave"})


def test_an_autosave_saves_the_working_copy_and_readers_see_nothing_of_it() -> None:
    story = cast.live_article()
    story.remember(cast.ed())
    ed = desk.signed_in(cast.ed())
    answer = autosave(ed, desk.change(story), {**desk.opened(ed, desk.change(story)), "headline": "Đang sửa"})
    assert answer.json()["version"] == story.version + 1
    story.refresh_from_db()
    assert (story.headline, story.has_unpublished_edits) == ("Đang sửa", True)
    assert "Đang sửa" not in ed.get(story.get_absolute_url()).content.decode()


def test_one_sitting_is_one_revision_and_one_line_of_history_but_every_base_of_a_day_is_kept() -> None:
    story, rosa = cast.article(), cast.rosa()
    noon = timezone.now().replace(hour=5, minute=0, second=1)
    story.remember(rosa, at=noon)
    for second in range(1, 6):
        story.claim(story.version)
        story.remember(rosa, at=noon + timedelta(minutes=20, seconds=second), auto=True)
    assert [(r.version, r.is_passing) for r in Revision.objects.order_by("version")] == [
        (1, False), (2, True), (3, True), (4, True), (5, True), (6, False)
    ]  # fmt: skip
    story.claim(story.version)
    story.remember(rosa, at=noon + timedelta(minutes=20, seconds=9))  # By hand: it takes the autosave in.
    assert list(Revision.objects.filter(is_passing=False).order_by("version").values_list("version", flat=True)) == [
        1,
        7,
    ]
    assert story.changes.count() == 2
    for later in (timedelta(hours=30), timedelta(hours=30, seconds=5)):
        story.claim(story.version)
        story.remember(rosa, at=noon + later, auto=True)
    assert list(Revision.objects.order_by("version").values_list("version", flat=True)) == [1, 7, 8, 9]


def test_somebody_elses_autosave_takes_nothing_in() -> None:
    story, now = cast.article(), timezone.now()
    story.remember(cast.rosa(), at=now, auto=True)
    story.claim(story.version)
    story.remember(cast.ed(), at=now, auto=True)
    assert not Revision.objects.filter(is_passing=True).exists()


def test_a_stale_autosave_saves_nothing_and_says_who_was_there() -> None:
    story = cast.article()
    story.remember(cast.rosa())
    ed, sam = desk.signed_in(cast.ed()), desk.signed_in(cast.sam())
    opened = desk.opened(ed, desk.change(story))
    desk.send(sam, desk.change(story), {**opened, "headline": "Của Sam"})
    answer = autosave(ed, desk.change(story), {**opened, "lead": "Của Ed"})
    assert (answer.status_code, answer.json()["by"]) == (409, "sam")
    assert Article.objects.get().lead != "Của Ed"


def test_what_cannot_be_saved_is_said_in_a_sentence() -> None:
    story = cast.article()
    ed = desk.signed_in(cast.ed())
    form = desk.opened(ed, desk.change(story))
    answer = autosave(ed, desk.change(story), {**form, "headline": "ă" * 201})
    assert answer.status_code == 422
    assert "200" in answer.json()["why"]
    answer = autosave(ed, desk.change(story), {**form, "credits-0-author": "", "credits-0-name": ""})
    assert answer.json()["why"]


def test_a_writer_whose_story_is_handed_in_is_refused_and_a_stranger_finds_nothing() -> None:
    story = cast.article()
    rosa = desk.signed_in(cast.rosa())
    form = desk.opened(rosa, desk.change(story))
    story.submit(by=cast.rosa())
    assert autosave(rosa, desk.change(story), {**form, "headline": "Muộn"}).status_code == 403
    assert rosa.get(f"{desk.LIST}{story.pk}/presence/").status_code == 405
    other = desk.signed_in(cast.person("lan", "Reporter"))
    assert other.post(f"{desk.LIST}{story.pk}/presence/").status_code == 404


def test_those_at_a_story_are_named_for_as_long_as_they_are_there() -> None:
    story, now = cast.article(), timezone.now()
    ed, sam = cast.ed(), cast.sam()
    for seconds in (0, 20):
        Presence.tell(story.pk, sam, at=now + timedelta(seconds=seconds))
    assert Presence.others(story.pk, ed, at=now + timedelta(seconds=60)) == ["sam"]
    assert Presence.others(story.pk, sam, at=now + timedelta(seconds=60)) == []
    assert Presence.others(story.pk, ed, at=now + timedelta(seconds=90)) == []
    answer = desk.signed_in(ed).post(f"{desk.LIST}{story.pk}/presence/")
    assert answer.json() == {"others": ["sam"], "version": story.version}


def test_a_form_goes_on_from_its_own_save_whose_answer_was_lost_and_from_no_other() -> None:
    story, rosa = cast.article(body="<p>Một.</p>"), desk.signed_in(cast.rosa())
    story.remember(cast.rosa())
    opened = desk.opened(rosa, desk.change(story))

    def send(body: str, turn: str, **facts: str) -> Any:
        return autosave(rosa, desk.change(story), {**opened, "body": f"<p>{body}.</p>", "turn": turn, **facts})

    assert send("Hai", "2").json()["version"] == 2
    assert send("Ba", "3").json()["version"] == 3  # Of the second nothing had been heard.
    assert send("Một rưỡi", "1").status_code == 409  # Sent before, and slower on its way.
    assert send("Khác", "4", nonce="0" * 24).status_code == 409  # Another tab of the same person.
    page = desk.send(rosa, desk.change(story), {**opened, "body": "<p>Bốn.</p>", "turn": "4"})
    assert page.context["meeting"] is None
    story.refresh_from_db()
    assert (story.version, story.body) == (4, "<p>Bốn.</p>")
    assert list(story.revisions.filter(is_passing=False).values_list("version", flat=True)) == [4, 1]
    desk.send(desk.signed_in(cast.ed()), desk.change(story), {**opened, "version": "4", "body": "<p>Của Ed.</p>"})
    assert send("Năm", "5").status_code == 409
    page = desk.send(rosa, desk.change(story), {**opened, "body": "<p>Năm.</p>", "turn": "5"})
    assert len(page.context["meeting"].choices) == 1
    assert Article.objects.get().body == "<p>Của Ed.</p>"


def story_of(count: int) -> tuple[Article, list[Photo]]:
    """So many of everything that a form holds; and so many photos besides."""
    first = cast.live_article(f"Đầu {count}")
    facts = {"status": "published", "published_at": first.published_at, "edition_id": first.edition_id}
    facts |= {"filed_section": first.filed_section, "filed_root": first.filed_root}
    live = Article.objects.bulk_create(Article(headline=f"Cũ {n}", slug="x", **facts) for n in range(count))
    size, key = {"width": 3, "height": 2}, new_key()[:8]
    photos = Photo.objects.bulk_create(Photo(alt="x", key=f"{key}{n}", **size) for n in range(2 * count))
    chosen = {
        "related": [each.pk for each in live],
        "topics": [cast.topic(f"Sự kiện {n}").pk for n in range(min(count, 5))],
        "tags": [cast.tag(f"Thẻ {n}").pk for n in range(count)],
    }
    story = cast.article("Bài đủ", credits=[], **chosen)
    Credit.objects.bulk_create(Credit(article=story, author=cast.author(f"Tên {n}"), order=n) for n in range(count))
    ArticlePhoto.objects.bulk_create(ArticlePhoto(article=story, photo=photo) for photo in photos[:count])
    story.remember(cast.rosa())
    return story, photos[count:]


def test_ten_of_everything_cost_an_autosave_no_more_than_one() -> None:
    """All rows changed, as many photos and credits new."""
    asked, ed = {}, desk.signed_in(cast.ed())
    for count in (1, 10, 1):  # The first is also what a process asks once in its life.
        story, more = story_of(count)
        sent: dict[str, Any] = desk.opened(ed, desk.change(story))
        for n in range(count):
            sent |= {f"photos-{n}-caption": f"Mới {n}", f"credits-{n}-role": "photo"}
            sent |= {f"photos-{count + n}-photo": more[n].pk, f"photos-{count + n}-key": f"abcdefg{n}"}
            sent |= {f"credits-{count + n}-role": "source", f"credits-{count + n}-author": cast.author(f"Bạn {n}").pk}
        sent |= {"photos-TOTAL_FORMS": 2 * count, "credits-TOTAL_FORMS": 2 * count}
        with CaptureQueriesContext(connection) as queries:
            assert autosave(ed, desk.change(story), sent).status_code == 200
        asked[count] = len(queries)
        assert story.photos.filter(caption__startswith="Mới").count() == count
        assert (story.photos.count(), story.credits.filter(role="source").count()) == (2 * count, count)
    assert asked[10] <= asked[1]
