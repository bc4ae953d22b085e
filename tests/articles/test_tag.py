"""A tag's page, the other words for a tag, and two tags that become one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles import pages
from articles.models import Article, Tag, TagStory
from articles.models.refusals import NotNow
from tests import cast
from tests.articles import desk
from tests.reading import stories_on, text_of

pytestmark = pytest.mark.django_db


def test_readers_find_a_tags_stories_under_it_from_the_button_on(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "PER_PAGE", 1)  # A story that waits takes nobody's place.
    tag = cast.tag("Điện Biên Phủ")
    story = cast.article(tags=[tag.pk])
    assert stories_on(client.get("/tu-khoa/dien-bien-phu/")) == []
    story.publish(by=cast.ed())
    cast.live_article("Không nhãn")
    cast.live_article("Ngày mai", tags=[tag.pk], at=timezone.now() + timedelta(days=1))
    assert stories_on(client.get("/tu-khoa/dien-bien-phu/")) == [story.pk]
    assert [found.pk for found in Article.objects.live().tagged(tag)] == [story.pk]


def test_an_other_word_leads_to_its_tag_in_one_step_its_feed_too(client: Any) -> None:
    tag = cast.tag("Điện Biên Phủ")
    tag.also_called("ĐBP", by=cast.sam())
    moved = client.get("/tu-khoa/dbp/?trang=2")
    assert (moved.status_code, moved.headers["Location"]) == (301, "/tu-khoa/dien-bien-phu/?trang=2")
    tag.slug = "thanh-pho-dien-bien-phu"
    tag.save()
    assert client.get("/tu-khoa/dbp/rss/").headers["Location"] == "/tu-khoa/thanh-pho-dien-bien-phu/rss/"


def test_a_merged_tags_stories_words_and_address_follow_the_one_that_stays(client: Any) -> None:
    stays, goes = cast.tag("Điện Biên Phủ"), cast.tag("TP. Điện Biên Phủ")
    goes.also_called("ĐBP", by=cast.sam())
    both = cast.live_article("Cả hai", tags=[goes.pk, stays.pk], at=timezone.now() - timedelta(hours=2))
    one = cast.live_article("Một", tags=[goes.pk])
    frozen = one.edition.tags
    goes.merge_into(stays, by=cast.sam())
    assert stories_on(client.get("/tu-khoa/dien-bien-phu/")) == [one.pk, both.pk]
    for old in ("/tu-khoa/tp-dien-bien-phu/", "/tu-khoa/dbp/"):
        assert client.get(old).headers["Location"] == "/tu-khoa/dien-bien-phu/"
    assert [(row.same_as, row.merged_by) for row in Tag.objects.filter(pk=goes.pk)] == [(stays, cast.sam())]
    assert Tag.objects.get(name="ĐBP").same_as == stays
    one.refresh_from_db()
    assert one.edition.tags == frozen
    one.claim(one.version)
    one.publish(by=cast.ed())
    assert not TagStory.objects.exclude(tag=stays).exists()
    with pytest.raises(NotNow):
        stays.merge_into(goes, by=cast.sam())


@pytest.mark.parametrize("typed", ["điện biên phủ", "ĐIỆN BIÊN PHỦ", "dien bien phu", "Ðiện Biên Phủ", "dbp", "đbp"])
def test_what_is_typed_is_understood_as_the_tag(typed: str) -> None:
    tag = cast.tag("Điện Biên Phủ")
    tag.also_called("ĐBP", by=cast.sam())
    cast.tag("Hoà Bình")
    assert Tag.objects.called(typed) == tag
    assert Tag.objects.called("HÒA BÌNH").name == "Hoà Bình"


def test_words_that_differ_in_their_diacritics_are_two_tags_and_neither_is_guessed() -> None:
    cast.tag("Hà Đông"), cast.tag("Hạ Đông")
    assert Tag.objects.called("ha dong") is None
    assert [like.name for like in Tag.objects.like("hà đồng")] == ["Hà Đông", "Hạ Đông"]
    with pytest.raises(ValidationError):
        Tag(name="HÀ ĐÔNG").full_clean()


def test_a_tag_without_stories_says_so_and_an_unknown_one_is_a_404(client: Any) -> None:
    cast.masthead(language="en")
    cast.tag("Du lịch")
    assert "No stories here yet." in text_of(client.get("/tu-khoa/du-lich/"))
    assert client.get("/tu-khoa/khong-co/").status_code == 404


def test_tags_are_typed_on_the_story_and_a_new_word_becomes_one_where_one_may_make_it() -> None:
    tag, other = cast.tag("Điện Biên Phủ"), cast.tag("Hà Đông")
    tag.also_called("ĐBP", by=cast.sam())
    story, ed, rosa = cast.article(), desk.signed_in(cast.ed()), desk.signed_in(cast.rosa())
    sent = desk.opened(rosa, desk.change(story))
    refused = desk.send(rosa, desk.change(story), sent, tags="ĐBP, Mùa lúa")
    assert "Mùa lúa" in str(refused.context["adminform"].form.errors["tags"])
    refused = desk.send(ed, desk.change(story), sent, tags="Hạ Đông")
    assert other.name in str(refused.context["adminform"].form.errors["tags"])
    assert not Tag.objects.filter(name__in=["Mùa lúa", "Hạ Đông"]).exists()
    desk.send(ed, desk.change(story), sent, tags="đbp; Mùa lúa,dien bien phu,#Mùa Lúa")
    story.refresh_from_db()
    assert story.tags == [tag.pk, Tag.objects.get(name="Mùa lúa").pk]
    assert desk.opened(ed, desk.change(story))["tags"] == "Điện Biên Phủ\nMùa lúa"
    history = ed.get(f"{desk.LIST}{story.pk}/history/?version={story.version}")
    assert "Mùa lúa" in text_of(history)
    before = story.version
    desk.send(ed, desk.change(story), desk.opened(ed, desk.change(story)))
    story.refresh_from_db()
    assert story.version == before


def test_what_is_typed_is_offered_without_diacritics_to_those_who_write_and_nobody_else() -> None:
    cast.tag("Điện Biên Phủ").also_called("ĐBP", by=cast.sam())
    address = "/quan-tri/articles/article/suggest/tags/"
    offers = desk.signed_in(cast.rosa()).get(f"{address}?q=dien%20b").json()["offers"]
    assert offers == [{"line": "Điện Biên Phủ", "note": ""}]
    assert desk.signed_in(cast.rosa()).get(f"{address}?q=dbp").json()["offers"][0]["line"] == "Điện Biên Phủ"
    assert desk.signed_in(cast.mo()).get(f"{address}?q=dbp").status_code == 403


def test_the_secretary_merges_in_the_list_and_the_tag_tells_who_did_it() -> None:
    stays, goes = cast.tag("Điện Biên Phủ"), cast.tag("TP. Điện Biên")
    sent = {"action": "merge", "_selected_action": [stays.pk, goes.pk]}
    rooms = "/quan-tri/articles/tag/"
    desk.signed_in(cast.ed()).post(rooms, {**sent, "stays": stays.pk})
    assert Tag.objects.kept().count() == 2
    sam = desk.signed_in(cast.sam())
    assert "TP. Điện Biên" in sam.post(rooms, sent).content.decode()
    assert Tag.objects.kept().count() == 2
    sam.post(rooms, {**sent, "stays": stays.pk})
    assert [tag.name for tag in Tag.objects.kept()] == ["Điện Biên Phủ"]
    html = sam.get(f"{rooms}{stays.pk}/change/").content.decode()
    assert "<bdi>TP. Điện Biên</bdi> (sam," in html
    assert sam.get(f"{rooms}?q=tp.").content.decode().count("Điện Biên Phủ</a>") == 1


def test_other_words_are_added_in_the_room_tags_but_never_another_tag() -> None:
    tag, other, ed = cast.tag("Điện Biên Phủ"), cast.tag("Hà Đông"), desk.signed_in(cast.ed())
    address = f"/quan-tri/articles/tag/{tag.pk}/change/"
    facts = {"name": tag.name, "description": "", "slug": tag.slug}
    assert ed.post(address, {**facts, "more": f"ĐBP\n{other.name}"}).status_code == 200
    assert Tag.objects.count() == 2
    assert ed.post(address, {**facts, "more": "ĐBP\nTP. ĐBP"}).status_code == 302
    assert [alias.name for alias in tag.aliases.all()] == ["ĐBP", "TP. ĐBP"]


def test_an_other_word_is_taken_away_in_the_room_tags_and_leaves_a_row() -> None:
    tag, ed = cast.tag("Điện Biên Phủ"), desk.signed_in(cast.ed())
    for word in ("ĐBP", "Điện Bien Phủ"):
        tag.also_called(word, by=cast.sam())
    address = f"/quan-tri/articles/tag/{tag.pk}/change/"
    facts = {"name": tag.name, "description": "", "slug": tag.slug, "more": ""}
    wrong = Tag.objects.get(name="Điện Bien Phủ")
    assert f'name="fewer" value="{wrong.pk}"' in ed.get(address).content.decode()
    assert ed.post(address, {**facts, "fewer": [tag.pk]}).status_code == 200  # No word of this tag's.
    assert ed.post(address, {**facts, "fewer": [wrong.pk]}).status_code == 302
    assert {row.name for row in Tag.objects.all()} == {"Điện Biên Phủ", "ĐBP"}
    assert ": Điện Bien Phủ" in ed.get(f"/quan-tri/articles/tag/{tag.pk}/history/").content.decode()
    wrong.let_go()  # Pressed twice: nothing more.
    assert Tag.objects.called("Điện Bien Phủ") is None


def test_a_word_that_stories_carry_is_a_tag_again_with_those_stories(client: Any) -> None:
    stays, goes, third = cast.tag("Hà Nội"), cast.tag("Hà Đông"), cast.tag("Hà Thành")
    hour = timedelta(hours=1)
    one = cast.live_article("Một", tags=[goes.pk], at=timezone.now() - hour)
    both = cast.live_article("Cả hai", tags=[goes.pk, third.pk], at=timezone.now() - 2 * hour)
    other = cast.live_article("Khác", tags=[stays.pk], at=timezone.now() - 3 * hour)
    for tag in (goes, third):
        tag.merge_into(stays, by=cast.sam())
    assert client.get("/tu-khoa/ha-dong/").status_code == 301
    goes.let_go()
    assert stories_on(client.get("/tu-khoa/ha-dong/")) == [one.pk, both.pk]
    assert stories_on(client.get("/tu-khoa/ha-noi/")) == [both.pk, other.pk]
    assert "Hà Đông" in text_of(client.get(one.get_absolute_url()))
    assert (Tag.objects.called("hà đông"), Tag.objects.called("hà thành")) == (goes, stays)


def test_a_word_that_only_a_draft_carries_is_not_lost() -> None:
    stays, goes = cast.tag("Hà Nội"), cast.tag("Hà Đông")
    cast.article("Bản nháp", tags=[goes.pk])
    goes.merge_into(stays, by=cast.sam())
    goes.let_go()
    assert Tag.objects.called("hà đông") == goes
