"""Every saved state of a story beside another, to the word, and the way back."""

from __future__ import annotations

import pytest

from articles import comparing, markup
from articles.comparing import Kind
from articles.models import Article
from tests import cast
from tests.articles import desk

pytestmark = pytest.mark.django_db

BODY = "<p>Lúa đã chín.</p>\n<p>Bà con gặt sớm.</p>"


def saved(story: Article, **facts: object) -> Article:
    """Another version of the story, as the desk's form makes one."""
    story.claim(story.version)
    for name, value in facts.items():
        setattr(story, name, value)
    story.save()
    story.remember(cast.ed())
    return story


def test_two_texts_are_compared_to_the_word() -> None:
    after = "<p>Lúa đã chín vàng.</p>\n<p><strong>Bà con</strong> gặt sớm.</p>\n<p>Giá cao.</p>"
    rows = comparing.texts(BODY, after, markup.plain)
    assert [row.kind for row in rows] == [Kind.CHANGED, Kind.RESTYLED, Kind.ADDED]
    assert [piece.text for piece in rows[0].after if piece.is_marked] == ["vàng"]
    assert "".join(piece.text for piece in rows[0].before) == "Lúa đã chín."


def test_a_taken_away_paragraph_stands_beside_nothing_and_marks_alone_are_a_change() -> None:
    rows = comparing.texts(BODY, "<p>Lúa da chín.</p>", markup.plain)
    assert [row.kind for row in rows] == [Kind.CHANGED, Kind.REMOVED]
    assert [piece.text for piece in rows[0].after if piece.is_marked] == ["da"]


def test_the_history_shows_a_version_beside_the_one_before_or_beside_any() -> None:
    story = cast.article(body=BODY)
    story.remember(cast.rosa())
    saved(story, lead="Sapo hai", body=BODY.replace("sớm", "muộn"))
    saved(story, headline="Tít ba")
    ed = desk.signed_in(cast.ed())
    page = ed.get(f"{desk.LIST}{story.pk}/history/?version=2")
    assert [part.label for part in page.context["parts"]] == ["sapo", "nội dung"]
    assert "<del>sớm</del>" in page.content.decode()
    assert "<ins>muộn</ins>" in page.content.decode()
    page = ed.get(f"{desk.LIST}{story.pk}/history/?version=3&with=1")
    assert len(page.context["parts"]) == 3
    whole = ed.get(f"{desk.LIST}{story.pk}/history/?version=2&with=2").content.decode()
    assert '<p dir="auto">Bà con gặt muộn.</p>' in whole  # To be read as it was, beside nothing.
    assert "<ins>" not in whole
    for odd in ("version=9", "version=-1", "version=x&with=1", "version=2&with=99", "version=" + "9" * 40):
        assert ed.get(f"{desk.LIST}{story.pk}/history/?{odd}").status_code == 200


def test_an_earlier_text_comes_back_whole_as_a_new_version_and_readers_keep_theirs() -> None:
    photo = cast.photo(caption="Lúa chín", credit="Mai Lan")
    story = cast.live_article(body=BODY, lead_photo=photo, credits=[("text", "Đức Hạnh")])
    story.remember(cast.ed())
    before = story.content()
    use = story.photos.get()
    use.caption = "Chú thích khác"
    use.save()
    story.credits.all().delete()
    saved(story, headline="Tít khác", body="<p>Khác.</p>", section=cast.section("Văn hóa"))
    ed = desk.signed_in(cast.ed())
    answer = ed.post(f"{desk.LIST}{story.pk}/restore/", {"version": "1"}, follow=True)
    assert "phiên bản 1" in desk.said(answer)
    story = Article.objects.get()
    assert story.content() == before
    assert (story.version, story.revisions.count()) == (3, 3)
    assert story.changes.first().reason == "v1"
    assert not story.has_unpublished_edits  # It is the very text that readers have.
    ed.post(f"{desk.LIST}{story.pk}/restore/", {"version": "3"})
    assert Article.objects.get().version == 3


def test_what_the_house_no_longer_has_does_not_come_back_and_nothing_fails() -> None:
    photo = cast.photo()
    story = cast.article(body=BODY, lead_photo=photo)
    story.remember(cast.ed())
    story.photos.all().delete()
    photo.delete()
    saved(story, headline="Tít khác")
    story.restore(1, by=cast.ed())
    assert (story.headline, story.photos.count()) == ("Điện Biên vào mùa gặt", 0)


def test_only_who_may_write_the_story_brings_a_text_back() -> None:
    story = cast.article(body=BODY)
    story.remember(cast.rosa())
    saved(story, headline="Tít khác")
    story.submit(by=cast.rosa())
    rosa = desk.signed_in(cast.rosa())
    assert rosa.post(f"{desk.LIST}{story.pk}/restore/", {"version": "1"}).status_code == 403
    lan = desk.signed_in(cast.person("lan", "Reporter"))
    assert lan.post(f"{desk.LIST}{story.pk}/restore/", {"version": "1"}).status_code == 404
    ed = desk.signed_in(cast.ed())
    assert ed.get(f"{desk.LIST}{story.pk}/restore/").status_code == 405
    for odd in ("", "x", "99", "9" * 30):
        assert ed.post(f"{desk.LIST}{story.pk}/restore/", {"version": odd}).status_code == 302
    assert Article.objects.get().headline == "Tít khác"
