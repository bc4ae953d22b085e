"""Writing at the desk: a save is a version, and no save loses anything."""

from __future__ import annotations

from threading import Thread

import pytest
from django.db import connection

from articles.models import Article, Revision
from tests import cast
from tests.articles import desk

pytestmark = pytest.mark.django_db


def test_a_first_save_makes_a_draft_of_the_writers_with_its_first_version() -> None:
    rosa = desk.signed_in(cast.rosa())
    form = desk.opened(rosa, desk.ADD)
    desk.send(rosa, desk.ADD, {**form, "headline": "Chợ phiên Tủa Chùa"})
    story = Article.objects.get()
    assert (story.status, story.created_by, story.version) == ("draft", cast.rosa(), 1)
    assert [change.action for change in story.changes.all()] == ["created"]
    assert story.revisions.get().content["headline"] == "Chợ phiên Tủa Chùa"


def test_an_empty_draft_may_be_saved() -> None:
    rosa = desk.signed_in(cast.rosa())
    desk.send(rosa, desk.ADD, desk.opened(rosa, desk.ADD))
    assert Article.objects.count() == 1


def test_a_form_sent_twice_makes_one_story() -> None:
    rosa, section = desk.signed_in(cast.rosa()), cast.section()
    form = {
        **desk.opened(rosa, desk.ADD),
        "headline": "Một bài",
        "section": section.pk,
        "credits-0-role": "text",
        "credits-0-author": cast.author().pk,
    }
    desk.send(rosa, desk.ADD, form)
    desk.send(rosa, desk.ADD, form)
    story = Article.objects.get()
    assert (story.credits.count(), story.version) == (1, 1)


def test_a_form_that_came_back_with_more_text_is_a_second_version_of_the_same_story() -> None:
    rosa = desk.signed_in(cast.rosa())
    form = desk.opened(rosa, desk.ADD)
    desk.send(rosa, desk.ADD, {**form, "headline": "Một bài"})
    desk.send(rosa, desk.ADD, {**form, "headline": "Một bài dài hơn"})
    story = Article.objects.get()
    assert (story.headline, story.version) == ("Một bài dài hơn", 2)


def test_somebody_elses_nonce_is_not_a_way_into_their_story() -> None:
    rosa, ed = desk.signed_in(cast.rosa()), desk.signed_in(cast.ed())
    form = desk.opened(rosa, desk.ADD)
    desk.send(rosa, desk.ADD, {**form, "headline": "Của Rosa"})
    desk.send(ed, desk.ADD, {**form, "headline": "Của Ed"})
    assert set(Article.objects.values_list("headline", "created_by__username")) == {
        ("Của Rosa", "rosa"),
        ("Của Ed", "ed"),
    }


def test_each_save_with_a_change_is_a_version_and_one_without_is_none() -> None:
    story = cast.article(body="<p>Một.</p>\n<p>Hai &amp; ba.</p>", lead="Dòng một\nDòng hai", lead_photo=cast.photo())
    ed = desk.signed_in(cast.ed())
    form = desk.opened(ed, desk.change(story))
    desk.send(ed, desk.change(story), {**form, "lead": form["lead"].replace("\n", "\r\n")})
    assert Article.objects.get().version == 1
    desk.send(ed, desk.change(story), {**form, "kicker": "Nông nghiệp"})
    desk.send(ed, desk.change(story), {**desk.opened(ed, desk.change(story)), "kicker": "Kinh tế"})
    assert list(Revision.objects.values_list("version", flat=True)) == [3, 2]


def test_a_change_of_a_credit_alone_is_a_version() -> None:
    story, ed = cast.article(), desk.signed_in(cast.ed())
    form = desk.opened(ed, desk.change(story))
    desk.send(ed, desk.change(story), {**form, "credits-0-role": "text_photo"})
    story.refresh_from_db()
    assert (story.version, story.credits.get().role) == (2, "text_photo")
    assert story.revisions.get().content["credits"][0]["role"] == "text_photo"


def test_a_typed_sign_is_taken_off_the_lead_and_the_text_is_tidied() -> None:
    cast.masthead(sign="BTH")
    rosa = desk.signed_in(cast.rosa())
    form = desk.opened(rosa, desk.ADD)
    desk.send(
        rosa, desk.ADD, {**form, "headline": "Ðiện  Biên\u200b", "lead": "BTH - Lúa chín.", "body": "<p>a\u00a0b</p>"}
    )
    story = Article.objects.get()
    assert (story.headline, story.lead, story.body) == ("Điện Biên", "Lúa chín.", "<p>a b</p>")


def test_swapping_the_lead_photo_is_one_save() -> None:
    first, second = cast.photo(caption="Một"), cast.photo(caption="Hai", picture={"colour": "#a33"})
    story, ed = cast.article(lead_photo=first), desk.signed_in(cast.ed())
    story.photos.create(photo=second)
    form = desk.opened(ed, desk.change(story))
    del form["photos-0-is_lead"]
    desk.send(ed, desk.change(story), {**form, "photos-1-is_lead": "on"})
    assert story.photos.get(is_lead=True).photo == second


def test_the_new_lead_photo_may_stand_before_the_old_one_in_the_form() -> None:
    story, ed = cast.article(lead_photo=cast.photo(caption="Một")), desk.signed_in(cast.ed())
    other = story.photos.create(photo=cast.photo(caption="Hai", picture={"colour": "#a33"}))
    form = desk.opened(ed, desk.change(story))
    swapped = {name: value for name, value in form.items() if not name.startswith(("photos-0", "photos-1"))}
    for name, value in form.items():
        if name.startswith(("photos-0", "photos-1")) and not name.endswith("is_lead"):
            swapped[
                name.replace("photos-0", "photos-x").replace("photos-1", "photos-0").replace("photos-x", "photos-1")
            ] = value
    response = desk.send(ed, desk.change(story), {**swapped, "photos-0-is_lead": "on"})
    assert response.status_code == 200
    assert story.photos.get(is_lead=True) == other


def test_two_lead_photos_are_refused_with_a_sentence() -> None:
    story, ed = cast.article(lead_photo=cast.photo()), desk.signed_in(cast.ed())
    story.photos.create(photo=cast.photo(caption="Hai", picture={"colour": "#a33"}))
    form = desk.opened(ed, desk.change(story))
    response = desk.send(ed, desk.change(story), {**form, "photos-1-is_lead": "on", "headline": "Đã gõ"})
    assert response.status_code == 200
    assert response.context["errors"]
    assert "Đã gõ" in response.content.decode()
    assert story.photos.filter(is_lead=True).count() == 1


def test_a_new_photo_keeps_the_key_under_which_it_stands_in_the_text() -> None:
    story, photo, ed = cast.article(), cast.photo(), desk.signed_in(cast.ed())
    form = desk.opened(ed, desk.change(story))
    row = {
        "photos-0-photo": photo.pk,
        "photos-0-key": "abcdefghjk",
        "photos-0-caption": "Chú thích riêng",
        "photos-0-order": "0",
    }
    body = '<p>Trước.</p><figure data-photo="abcdefghjk">&nbsp;</figure><p>Sau.</p>'
    desk.send(ed, desk.change(story), {**form, **row, "photos-TOTAL_FORMS": 1, "body": body})
    story.refresh_from_db()
    assert (story.photos.get().key, story.photos.get().caption) == ("abcdefghjk", "Chú thích riêng")
    assert '<figure data-photo="abcdefghjk"></figure>' in story.body


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_four_saves_of_one_new_form_at_the_same_moment_make_one_story() -> None:
    person = cast.rosa()
    form = {**desk.opened(desk.signed_in(person), desk.ADD), "headline": "Một bài"}
    answers: list[int] = []

    def save() -> None:
        try:
            answers.append(desk.signed_in(person).post(desk.ADD, form).status_code)
        finally:
            connection.close()

    threads = [Thread(target=save) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [302] * 4
    assert (Article.objects.count(), Revision.objects.count()) == (1, 1)
