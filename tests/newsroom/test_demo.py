"""`manage.py demo`: stories by the thousand, the same for the same seed, and such as the verbs would have left them."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection, models

from articles import markup, text
from articles.models import Article, ArticlePhoto, Byline, Change, Credit, Edition, Photo, Section, TagStory, TopicStory
from comments.models import Comment
from newsroom.demo import bulk, paper, plenty
from tests import cast

UNTIL = "2026-03-01"
MADE = (Article, Edition, Credit, ArticlePhoto, Byline, Change, TopicStory, TagStory)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _plain_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plain colours instead of drawings, and few of them: what is tested here is rows."""
    monkeypatch.setattr(paper.drawings, "jpeg", lambda scene, seed: cast.picture((320, 200), f"#{seed:06x}"))
    monkeypatch.setattr(plenty, "POOL", 4)


def demo(articles: int = 40, seed: int = 1, **options: Any) -> str:
    out = io.StringIO()
    call_command("demo", articles=articles, seed=seed, stdout=out, **{"until": _day(UNTIL), **options})
    return out.getvalue()


def _day(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=UTC)


def rows(model: type[models.Model], count: int) -> list[dict[str, Any]]:
    """The newest rows of a table, by everything but their own and each other's numbers."""
    names = [f.attname for f in model._meta.concrete_fields if f.name not in {"id", "article", "edition"}]
    return list(model._default_manager.order_by("-pk").values(*names)[:count])


def test_the_same_seed_makes_the_same_stories() -> None:
    demo(seed=5)
    first = {model: rows(model, model._default_manager.count()) for model in MADE}
    demo(seed=5)
    assert {model: rows(model, len(first[model])) for model in MADE} == first
    assert Article.objects.count() == 80


def test_another_seed_makes_other_stories() -> None:
    demo(seed=5)
    demo(seed=6)
    headlines = list(Article.objects.order_by("pk").values_list("headline", flat=True))
    assert len(set(headlines[:40]) & set(headlines[40:])) <= 1


def test_a_demo_story_is_what_publishing_the_same_text_would_make() -> None:
    """All columns of all rows: the verbs are asked to publish a copy of each story at the same moment."""
    demo(articles=30)
    for story in Article.objects.order_by("pk"):
        copy = _published_by_the_verbs(story)
        for model in MADE:
            assert _rows_of(model, copy) == _rows_of(model, story), model.__name__


def _published_by_the_verbs(story: Article) -> Article:
    typed = ("kicker", "headline", "lead", "body", "genre", "section", "source", "show_sign", "topics", "tags")
    facts = {name: getattr(story, name) for name in typed}
    copy = Article(created_at=story.created_at, saved_at=story.saved_at, **facts)
    copy.full_clean()
    copy.save()
    for row in (*story.credits.all(), *story.photos.all()):
        row.pk, row.article = None, copy
        row.full_clean()
        row.save()
    assert copy.missing() == []
    copy.publish(by=None, at=story.published_at, now=story.published_at)
    return copy


def _rows_of(model: type[models.Model], story: Article) -> list[dict[str, Any]]:
    own = {"pk": story.pk} if model is Article else {"article": story}
    names = [f.attname for f in model._meta.concrete_fields if f.name not in {"id", "article", "edition"}]
    return list(model._default_manager.filter(**own).order_by("pk").values(*names))


def test_the_database_accepts_every_row() -> None:
    demo()
    connection.check_constraints()
    for model in (Article, Edition, Credit, ArticlePhoto, Byline, TopicStory, TagStory):
        for row in model._default_manager.all():
            row.validate_constraints()


def test_the_next_story_of_the_desk_gets_the_next_number() -> None:
    demo()
    most = Article.objects.order_by("-pk")[0].pk
    story = cast.live_article()
    assert story.pk > most
    assert story.edition.pk > 0


def test_stories_have_300_to_600_words_that_the_cleaner_has_nothing_to_add_to() -> None:
    demo()
    for edition in Edition.objects.all():
        assert 300 <= edition.words <= 600
        assert markup.clean(edition.body) == edition.body
        assert text.clean_text(edition.lead) == edition.lead


def test_headlines_and_bodies_differ() -> None:
    demo(articles=400)
    assert len(set(Article.objects.values_list("headline", flat=True))) >= 395
    assert len(set(Article.objects.values_list("body", flat=True))) == 400


def test_stories_stand_in_every_inner_section_and_at_every_author() -> None:
    demo(articles=400)
    leaves = set(Section.objects.filter(children=None).values_list("pk", flat=True))
    assert set(Article.objects.values_list("filed_section", flat=True)) == leaves
    assert Byline.objects.values("author").distinct().count() == 8


def test_the_newest_story_is_from_just_before_the_given_day_and_the_oldest_years_older() -> None:
    demo(articles=1000)
    dates = list(Article.objects.live(_day(UNTIL)).newest_first().values_list("published_at", flat=True))
    assert len(dates) == 1000
    assert (_day(UNTIL) - dates[0]).days <= 1
    assert (dates[0] - dates[-1]).days > 2 * 365


def test_the_shared_photos_are_taken_in_once() -> None:
    demo()
    demo(seed=2)
    assert Photo.objects.count() == 4
    assert ArticlePhoto.objects.count() > 40


def test_a_story_of_the_demo_opens_for_a_reader(client: Any) -> None:
    demo()
    story = Article.objects.live().newest_first()[0]
    page = client.get(story.get_absolute_url())
    assert page.status_code == 200
    assert story.headline in page.content.decode()


def test_many_batches_make_what_one_batch_makes(monkeypatch: pytest.MonkeyPatch) -> None:
    demo(seed=3)
    whole = rows(Edition, 40)
    monkeypatch.setattr(plenty, "BATCH", 7)
    demo(seed=3)
    assert rows(Edition, 40) == whole


def test_text_that_looks_like_the_copy_format_arrives_as_it_was() -> None:
    odd = "một\tdòng\\N có \\. và\r\nxuống dòng \\"
    table = bulk.Rows(Change)
    demo(articles=1)
    story = Article.objects.get()
    table.add(article_id=story.pk, action="edited", reason=odd, version=1, at=story.published_at)
    assert table.write() == 1
    assert Change.objects.get(action="edited").reason == odd


def test_a_column_that_a_model_does_not_have_is_refused() -> None:
    with pytest.raises(TypeError, match="no colour"):
        bulk.Rows(Change).add(colour="red")


def test_a_public_paper_with_stories_gets_no_invented_ones(settings: Any) -> None:
    cast.live_article()
    settings.HTTPS = True
    with pytest.raises(CommandError):
        demo()
    assert Article.objects.count() == 1


def test_comments_stand_under_live_stories_and_replies_in_their_thread() -> None:
    demo(comments=300)
    assert Comment.objects.count() == 300
    assert Comment.objects.visible(_day(UNTIL)).count() > 200
    replies = Comment.objects.filter(parent__isnull=False)
    assert replies.count() > 20
    for reply in replies.select_related("parent"):
        assert (reply.parent.article_id, reply.parent.thread_id, reply.parent.state) == (
            reply.article_id,
            None,
            "published",
        )
    connection.check_constraints()


def test_every_comment_has_the_decision_that_its_state_comes_from() -> None:
    demo(comments=100)
    for comment in Comment.objects.all():
        last = comment.decisions.order_by("-id")[0]
        assert last.became == comment.state
        assert comment.decisions.count() == comment.version


def test_the_same_seed_makes_the_same_comments() -> None:
    said = []
    for _time in range(2):
        demo(comments=50)
        said.append(list(Comment.objects.order_by("-pk").values_list("name", "text", "state")[:50]))
    assert said[0] == said[1]


def test_a_paper_without_stories_gets_no_comments() -> None:
    demo(articles=0, comments=5)
    assert not Comment.objects.exists()


@pytest.mark.parametrize("arguments", [["--articles=-1"], ["--seed=x"], ["--until=hôm qua"], ["--until=2026-02-31"]])
def test_nonsense_is_refused_before_anything_is_made(arguments: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("demo", *arguments)
    assert not Section.objects.exists()


def test_progress_and_the_rate_are_shown() -> None:
    said = demo()
    assert "40/40" in said
    assert "100 %" in said


def test_nobody_is_given_a_login() -> None:
    demo()
    assert not User.objects.exists()
