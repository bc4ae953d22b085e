"""Ready pages are gone the moment that what they show changes, everywhere, and no other page with them."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Page, Photo
from articles.pagestore.store import PageStore
from comments.models import Discussion, HouseRules, Mode
from newsroom.edge import Edge
from tests import cast
from tests.comments import cast as readers
from tests.newsroom.store import Door

pytestmark = pytest.mark.django_db
Done = Callable[[], AbstractContextManager[Any]]


# Gone the moment that it changes


def everywhere(story: Article) -> list[str]:
    """All pages that show a story's headline."""
    here = [
        story.get_absolute_url(),
        reverse("print", args=[story.slug, story.pk]),
        "/",
        "/tin-moi/",
        "/rss/",
        "/atom/",
    ]
    return [*here, story.filed_section.get_absolute_url(), story.filed_section.get_absolute_url() + "rss/"]


def test_a_changed_headline_is_on_every_page_once_the_button_has_answered(
    door: Door, story: Article, done: Done
) -> None:
    for address in everywhere(story):
        door.get(address)
    with done():
        story.headline = "Lúa xuân mất mùa ở Mường Thanh"
        story.version += 1
        story.save()
        story.publish(cast.ed())
    for address in everywhere(story):
        got = door.get(address)
        assert "mất mùa" in got.text, address
        assert "được mùa" not in got.text, address
        assert door.get(address).how == "hit"


def test_a_withdrawn_story_is_gone_everywhere_at_once_also_beside_other_stories(
    door: Door, story: Article, done: Done
) -> None:
    with done():
        other = cast.live_article("Mưa lớn ở Tủa Chùa")
    pages = [*everywhere(story)[2:], other.get_absolute_url()]
    assert all(story.headline in door.get(address).text for address in pages)
    assert door.get(story.get_absolute_url()).status == 200
    with done():
        story.withdraw(cast.ed(), "Nhầm nguồn.")
    assert [address for address in pages if story.headline in door.get(address).text] == []
    assert door.get(story.get_absolute_url()).status == 410
    assert door.get(reverse("print", args=[story.slug, story.pk])).status == 410
    assert door.get(reverse("comments", args=[story.slug, story.pk])).status == 410


def test_a_new_story_is_on_its_lists_and_no_other_page_is_made_anew(door: Door, story: Article, done: Done) -> None:
    with done():
        elsewhere = cast.section("Thể thao")
    untouched = [story.get_absolute_url(), reverse("print", args=[story.slug, story.pk]), elsewhere.get_absolute_url()]
    lists = ["/", "/tin-moi/", "/rss/", story.filed_section.get_absolute_url()]
    for address in [*untouched, *lists]:
        door.get(address)
    with done():
        new = cast.live_article("Khánh thành cầu treo Nậm Rốm")
    assert [address for address in untouched if door.get(address).how != "hit"] == []
    assert [address for address in lists if new.headline not in door.get(address).text] == []


def test_a_mended_text_is_read_at_once_and_pages_that_show_the_headline_alone_stay(
    door: Door, story: Article, done: Done
) -> None:
    with done():
        other = cast.live_article("Mưa lớn ở Tủa Chùa")
    assert story.headline in door.get(other.get_absolute_url()).text
    door.get(story.get_absolute_url())
    with done():
        story.body = "<p>Sản lượng đạt 70 tạ một héc-ta.</p>"
        story.version += 1
        story.save()
        story.publish(cast.ed())
    assert "70 tạ" in door.get(story.get_absolute_url()).text
    assert "70 tạ" in door.get("/rss/").text
    assert door.get(other.get_absolute_url()).how == "hit"


def test_the_desks_text_touches_no_ready_page(door: Door, story: Article, done: Done) -> None:
    for address in everywhere(story):
        door.get(address)
    with done():
        story.headline = "Bản nháp mới"
        story.version += 1
        story.save()
        story.remember(cast.rosa())
    assert {door.get(address).how for address in everywhere(story)} == {"hit"}


def test_the_masthead_a_section_and_a_static_page_are_on_all_pages(door: Door, story: Article, done: Done) -> None:
    address = story.get_absolute_url()
    door.get(address)
    with done():
        cast.masthead(name="Báo Mới")
    assert "Báo Mới" in door.get(address).text
    with done():
        cast.section("Du lịch")
    assert "Du lịch" in door.get(address).text
    with done():
        page = Page.objects.create(title="Liên hệ tòa soạn", body="<p>Ở đây.</p>")
    assert "Liên hệ tòa soạn" in door.get(address).text
    with done():
        page.delete()
    assert "Liên hệ tòa soạn" not in door.get(address).text


def test_names_of_authors_topics_tags_and_photos_change_where_they_stand(door: Door, done: Done) -> None:
    topic, tag, author = cast.topic(), cast.tag(), cast.author()
    with done():
        story = cast.live_article("Bão đổ bộ", topics=[topic.pk], tags=[tag.pk], credits=[("text", author.name)])
    address = story.get_absolute_url()
    assert all(name in door.get(address).text for name in (topic.headline, tag.name, author.name))
    for row, field, new in ((topic, "headline", "Bão số 4"), (tag, "name", "Tủa Chùa"), (author, "name", "Hạnh Đức")):
        setattr(row, field, new)
        with done():
            row.save()
        assert new in door.get(address).text, field


def test_a_decision_about_a_comment_is_seen_at_once_and_touches_its_story_alone(
    door: Door, story: Article, done: Done
) -> None:
    with done():
        other = cast.live_article("Bài khác")
    talk = reverse("comments", args=[story.slug, story.pk])
    pages = [story.get_absolute_url(), talk, f"{talk}rss/"]
    for address in [*pages, other.get_absolute_url(), "/"]:
        door.get(address)
    comment = readers.comment(story, "Chúc mừng bà con nông dân!", state="pending")
    assert {door.get(address).how for address in pages} == {"hit"}
    with done():
        comment.approve(cast.mo())
    assert all("Chúc mừng bà con" in door.get(address).text for address in pages)
    with done():
        comment.reject(cast.mo())
    assert not any("Chúc mừng bà con" in door.get(address).text for address in pages)
    assert [door.get(address).how for address in (other.get_absolute_url(), "/")] == ["hit", "hit"]


def test_how_readers_may_talk_is_seen_at_once(door: Door, story: Article, done: Done) -> None:
    address = story.get_absolute_url()
    opened_form = door.get(address).text
    with done():
        Discussion.objects.create(article=story, mode=Mode.CLOSED)
    assert door.get(address).text != opened_form
    with done():
        Discussion.objects.get(article=story).delete()
    assert door.get(address).text == opened_form
    with done():
        HouseRules(pk=1, mode=Mode.CLOSED).save()
    assert door.get(address).text != opened_form


def test_a_photo_with_other_files_is_seen_at_once(door: Door, done: Done) -> None:
    with done():
        story = cast.live_article("Có ảnh", lead_photo=cast.photo(credit="Lê Lan"))
    photo = Photo.objects.get()
    door.get(story.get_absolute_url())
    photo.renditions = [{**one, "name": one["name"].replace("photos/", "photos/moi/")} for one in photo.renditions]
    with done():
        photo.save()
    assert "photos/moi/" in door.get(story.get_absolute_url()).text


# Two at once, and what is under way


def test_what_is_made_while_a_change_is_under_way_is_not_kept(door: Door, story: Article, done: Done) -> None:
    with done():
        story.withdraw(cast.ed(), "Nhầm nguồn.")
        assert door.get("/").how == "fwd=miss"  # The transaction is not over: this may be what was before.
        assert door.get("/").how == "fwd=miss"
    assert door.get("/").how == "fwd=miss; stored"
    assert door.get("/").how == "hit"


def test_a_page_overtaken_by_a_change_is_not_kept(door: Door, story: Article, done: Done) -> None:
    django = door.edge.application

    def slow(environ: Any, start: Any) -> Any:
        answer = django(environ, start)
        with done():
            story.withdraw(cast.ed(), "Nhầm nguồn.")
        return answer

    door.edge.application = slow
    assert door.get(story.get_absolute_url()).how == "fwd=miss"
    door.edge.application = django
    assert door.get(story.get_absolute_url()).status == 410


def test_a_scheduled_story_is_on_the_page_at_its_second_and_no_sooner(door: Door, story: Article, done: Done) -> None:
    due = timezone.now() + timedelta(seconds=1)
    with done():
        new = cast.article("Hẹn đăng sáu giờ")
        new.publish(cast.ed(), at=due)
    assert new.headline not in door.get("/").text
    assert door.get("/").how == "hit"
    time.sleep(max((due - timezone.now()).total_seconds(), 0) + 0.02)
    assert new.headline in door.get("/").text


def test_every_process_of_the_machine_sees_a_purge_and_reads_what_another_made(
    door: Door, story: Article, done: Done, tmp_path: Path
) -> None:
    neighbour = Door(Edge(lambda environ, start: pytest.fail("it was ready"), PageStore(tmp_path / "pages", 5000)))
    page = door.get(story.get_absolute_url())
    assert neighbour.get(story.get_absolute_url()).body == page.body
    neighbour.edge.application = door.edge.application
    with done():
        story.withdraw(cast.ed(), "Nhầm nguồn.")
    assert neighbour.get(story.get_absolute_url()).status == 410
