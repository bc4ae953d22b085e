"""`manage.py quickstart`: in an empty database a whole newspaper and its logins; in any other, nothing is touched."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import RequestFactory
from django.utils import timezone

from articles import markers, markup
from articles.models import Article, Author, Change, Masthead, Page, Photo, Revision, Section
from newsroom.demo import paper
from newsroom.demo.manuscript import all_manuscripts
from tests import cast

pytestmark = pytest.mark.django_db
LOGIN = re.compile(r"│ +(\S+) +(\w{5}-\w{5}-\w{5}) +(\S.*?) +│")


@pytest.fixture(autouse=True)
def _plain_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper.drawings, "jpeg", lambda scene, seed: cast.picture((320, 200), f"#{seed:06x}"))


def quickstart() -> str:
    out = io.StringIO()
    call_command("quickstart", port=8123, stdout=out)
    return out.getvalue()


def test_an_empty_database_becomes_the_demo_newspaper() -> None:
    """What one run leaves is looked at from every side: a run takes seconds."""
    said = quickstart()
    everything_is_there()
    it_went_through_the_papers_own_verbs()
    no_story_is_dated_after_it_went_out()
    photos_keep_the_words_of_their_use()
    each_role_has_the_login_that_is_shown(said)
    assert Author.objects.get(user__groups__name="Reporter").bylines.exists()
    assert "http://127.0.0.1:8123/" in said
    assert "http://127.0.0.1:8123/quan-tri/" in said
    run_again_it_keeps_everything_and_shows_no_password()


def everything_is_there() -> None:
    stories = all_manuscripts()
    assert Article.objects.count() == len(stories) >= 47
    assert Article.objects.live().count() == sum(story.status == "published" for story in stories)
    assert Article.objects.scheduled().count() == 1
    assert Article.objects.filter(status="draft").count() == 1
    assert Article.objects.gone().count() == 1
    assert (Section.objects.count(), Author.objects.count(), Page.objects.count()) == (10, 8, 3)
    assert Masthead.objects.get().sign
    report = Article.objects.live().get(genre="live")
    assert report.coverage.summary
    assert report.entries.count() == 5


def it_went_through_the_papers_own_verbs() -> None:
    for story in Article.objects.exclude(status="draft"):
        actions = set(Change.objects.filter(article=story).values_list("action", flat=True))
        assert actions >= {"created", "scheduled" if story.is_scheduled() else "published"}
    assert Revision.objects.count() == Article.objects.count()
    assert all(story.missing() == [] for story in Article.objects.live())
    assert all(markup.clean(story.body()) == story.body() for story in all_manuscripts())


def no_story_is_dated_after_it_went_out() -> None:
    for story in Article.objects.live():
        assert story.created_at < story.published_at <= timezone.now()
        assert story.edition.made_at == story.published_at


def photos_keep_the_words_of_their_use() -> None:
    feature = next(story for story in all_manuscripts() if len(story.photos) >= 4)
    story = Article.objects.get(headline=feature.facts["headline"])
    assert [use["caption"] for use in story.edition.photos] == [line.caption for line in feature.photos]
    keys = {use["key"] for use in story.edition.photos}
    assert set(markers.photo_keys(story.edition.body)) <= keys


def each_role_has_the_login_that_is_shown(said: str) -> None:
    shown = {name: password for name, password, _role in LOGIN.findall(said)}
    assert set(shown) == set(User.objects.values_list("username", flat=True))
    request = RequestFactory().post("/quan-tri/login/")
    for name, password in shown.items():
        assert authenticate(request, username=name, password=password).is_staff
    roles = set(User.objects.values_list("groups__name", flat=True))
    assert roles == {"Administrator", "Secretary", "Editor", "Reporter", "Moderator"}
    assert list(User.objects.filter(is_superuser=True).values_list("username", flat=True)) == ["admin"]


def run_again_it_keeps_everything_and_shows_no_password() -> None:
    Article.objects.filter(status="draft").update(headline="Đã sửa")
    before = list(Article.objects.order_by("pk").values()), list(User.objects.order_by("pk").values())
    assert not LOGIN.search(quickstart())
    assert (list(Article.objects.order_by("pk").values()), list(User.objects.order_by("pk").values())) == before


def test_a_paper_that_somebody_began_is_never_filled_with_the_demo() -> None:
    cast.live_article()
    quickstart()
    assert Article.objects.count() == 1
    assert not Photo.objects.exists()


def test_a_paper_with_nothing_but_a_masthead_is_somebodys_too() -> None:
    cast.masthead()
    quickstart()
    assert not Article.objects.exists()
    assert User.objects.exists()


def test_a_run_that_is_cut_off_is_finished_by_the_next(monkeypatch: pytest.MonkeyPatch, media: Path) -> None:
    """Cut off among the stories: no story and no login is left, and no photo is drawn twice."""
    tell, told = paper.tell, []

    def stop(*arguments: object) -> Article:
        told.append(arguments)
        if len(told) == 20:
            raise KeyboardInterrupt
        return tell(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(paper, "tell", stop)
    with pytest.raises(KeyboardInterrupt):
        quickstart()
    assert not Article.objects.exists()
    assert not User.objects.exists()
    files = sorted(media.rglob("*.*"))
    monkeypatch.setattr(paper, "tell", tell)
    assert LOGIN.search(quickstart())
    assert Article.objects.count() == len(all_manuscripts())
    assert sorted(media.rglob("*.*")) == files
