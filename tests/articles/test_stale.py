"""Two people in one story: the second save is never silent, and never lost."""

from __future__ import annotations

from threading import Thread

import pytest
from django.db import connection

from articles.models import Article, Revision
from tests import cast
from tests.articles import desk

pytestmark = pytest.mark.django_db


def two_at_once(mine: dict, theirs: dict, **facts):
    """Ed opens the story, Sam saves `theirs`, Ed saves `mine`: what Ed sees."""
    story = cast.article(**facts)
    story.remember(cast.rosa())
    ed, sam = desk.signed_in(cast.ed()), desk.signed_in(cast.sam())
    opened = desk.opened(ed, desk.change(story))
    desk.send(sam, desk.change(story), {**desk.opened(sam, desk.change(story)), **theirs})
    return story, ed, desk.send(ed, desk.change(story), {**opened, **mine})


def test_a_stale_save_is_refused_and_says_who_saved_and_when() -> None:
    _story, _ed, response = two_at_once({"headline": "Của Ed"}, {"headline": "Của Sam"})
    page = response.content.decode()
    assert Article.objects.get().headline == "Của Sam"
    assert response.context["adminform"].form.last.by == cast.sam()
    assert "sam" in page.partition('id="stale-heading"')[2][:120]


def test_what_was_typed_comes_back_beside_theirs() -> None:
    mine = {"headline": "Của Ed", "lead": "Sapo của Ed", "credits-0-role": "photo"}
    theirs = {"headline": "Của Sam", "body": "<p>Lời của Sam.</p>"}
    _story, _ed, response = two_at_once(mine, theirs)
    again = desk.typed(response.content.decode())
    assert {name: again[name] for name in mine} == mine
    assert again["body"] == theirs["body"]  # Ed had left it alone.
    assert [(c.mine_read, c.theirs_read) for c in response.context["meeting"].choices] == [("Của Ed", "Của Sam")]


def test_a_save_after_the_differences_were_shown_goes_through_and_both_texts_stay() -> None:
    story, ed, response = two_at_once({"headline": "Của Ed"}, {"headline": "Của Sam"})
    desk.send(ed, desk.change(story), desk.typed(response.content.decode()))
    story.refresh_from_db()
    assert (story.headline, story.version) == ("Của Ed", 3)
    kept = Revision.objects.order_by("version").values_list("content__headline", flat=True)
    assert list(kept) == ["Điện Biên vào mùa gặt", "Của Sam", "Của Ed"]


def test_rows_that_the_other_took_away_come_back_as_new_ones() -> None:
    theirs = {"credits-0-DELETE": "on"}
    story, ed, response = two_at_once({"credits-0-role": "photo"}, theirs)
    again = desk.typed(response.content.decode())
    assert again["credits-0-role"] == "photo"
    desk.send(ed, desk.change(story), again)
    assert [credit.role for credit in story.credits.all()] == ["photo"]


def test_rows_that_the_other_added_stay() -> None:
    author = cast.author("Mai Lan")
    theirs = {"credits-TOTAL_FORMS": "2", "credits-1-role": "photo", "credits-1-author": author.pk}
    story, ed, response = two_at_once({"headline": "Của Ed"}, theirs)
    desk.send(ed, desk.change(story), desk.typed(response.content.decode()))
    assert story.credits.count() == 2


def test_a_tampered_or_missing_version_is_a_stale_one() -> None:
    story = cast.article()
    ed = desk.signed_in(cast.ed())
    form = desk.opened(ed, desk.change(story))
    for version in ("", "0", "7", "x", "9" * 30):
        response = desk.send(ed, desk.change(story), {**form, "version": version, "headline": "Khác"})
        assert response.status_code == 200
    assert Article.objects.get().headline == "Điện Biên vào mùa gặt"


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_four_saves_at_the_same_moment_one_goes_through_and_three_are_shown_it() -> None:
    story, person = cast.article(), cast.ed()
    story.remember(person)
    form = desk.opened(desk.signed_in(person), desk.change(story))
    answers: list[int] = []

    def save(number: int) -> None:
        try:
            sent = {**form, "headline": f"Của {number}"}
            answers.append(desk.signed_in(person).post(desk.change(story), sent).status_code)
        finally:
            connection.close()

    threads = [Thread(target=save, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200, 200, 200, 302]
    assert (Article.objects.get().version, Revision.objects.count()) == (2, 2)
