"""A topic's page, the list of topics, and the box that each of its stories has."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from articles import pages
from articles.models import Article, TopicStory
from tests import cast
from tests.articles import desk
from tests.reading import edition_of, stories_on, text_of

pytestmark = pytest.mark.django_db


def test_a_story_is_of_a_topic_for_readers_only_from_the_button_on_and_until_it_is_withdrawn(client: Any) -> None:
    topic, other = cast.topic("Bão số 3"), cast.topic("Mùa hoa ban")
    story = cast.article(topics=[topic.pk])
    assert client.get("/su-kien/").content.decode().count("/su-kien/bao-so-3/") == 0
    story.publish(by=cast.ed())
    assert stories_on(client.get("/su-kien/bao-so-3/")) == [story.pk]
    story.topics = [other.pk]
    story.save()
    assert stories_on(client.get("/su-kien/bao-so-3/")) == [story.pk]
    story.claim(story.version)
    story.publish(by=cast.ed())
    assert stories_on(client.get("/su-kien/bao-so-3/")) == []
    assert stories_on(client.get("/su-kien/mua-hoa-ban/")) == [story.pk]
    assert [found.pk for found in Article.objects.live().about(other)] == [story.pk]
    story.withdraw(by=cast.ed(), reason="Sai")
    assert stories_on(client.get("/su-kien/mua-hoa-ban/")) == []
    assert not TopicStory.objects.exists()


def test_a_scheduled_story_joins_its_topic_when_its_time_has_come(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "PER_PAGE", 1)  # Until then it takes nobody's place either.
    topic, other = cast.topic("Bão số 3"), cast.topic("Lũ rút")
    live = cast.live_article(topics=[other.pk])
    cast.live_article(topics=[other.pk], at=timezone.now() + timedelta(days=1))
    assert stories_on(client.get("/su-kien/lu-rut/")) == [live.pk]
    cast.live_article(topics=[topic.pk], at=timezone.now() + timedelta(days=1))
    assert stories_on(client.get("/su-kien/bao-so-3/")) == []
    assert "bao-so-3" not in client.get("/su-kien/").content.decode()
    TopicStory.objects.filter(topic=topic).update(published_at=timezone.now() - timedelta(minutes=1))
    Article.objects.filter(topic_rows__topic=topic).update(published_at=timezone.now() - timedelta(minutes=1))
    assert "bao-so-3" in client.get("/su-kien/").content.decode()


def test_its_page_is_a_timeline_by_day_that_can_be_leafed_to_the_end(
    client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "PER_PAGE", 2)
    monkeypatch.setattr(pages, "NUMBERED", 1)
    topic = cast.topic("Bão số 3", description="Cơn bão mạnh nhất năm.")
    stories = edition_of(5, topics=[topic.pk])
    now = timezone.now()
    old = cast.live_article("Ba hôm trước", topics=[topic.pk], at=now - timedelta(days=3))
    seen, query = [], ""
    for _page in range(3):
        page = client.get(f"/su-kien/bao-so-3/{query}")
        seen += stories_on(page)
        html = page.content.decode()
        query = html.split('rel="next" href="')[1].split('"')[0] if 'rel="next"' in html else ""
    assert seen == [story.pk for story in [*stories, old]]
    assert f"{timezone.localtime(old.published_at):%d/%m/%Y}</h2>" in html
    assert "Cơn bão mạnh nhất năm." in text_of(client.get("/su-kien/bao-so-3/"))


def test_the_list_has_the_topic_with_the_newest_story_first_and_closed_ones_apart(
    client: Any, select_only: Any
) -> None:
    cast.masthead(language="en")
    first, second, closed, empty = map(cast.topic, ("Bão số 3", "Mùa hoa ban", "Đại hội", "Chưa có bài"))
    cast.live_article(topics=[first.pk, closed.pk])
    cast.live_article(topics=[second.pk], at=timezone.now() - timedelta(minutes=1))
    closed.is_closed = True
    closed.save()
    front = client.get("/").content.decode().partition("<main")[2]
    assert front.index(second.get_absolute_url()) < front.index(first.get_absolute_url())
    assert closed.get_absolute_url() not in front
    with select_only(at_most=5):
        page = text_of(client.get("/su-kien/"))
    assert page.index("Mùa hoa ban") < page.index("Bão số 3") < page.index("Closed topics") < page.index("Đại hội")
    assert empty.headline not in page
    assert "no longer" in text_of(client.get("/su-kien/dai-hoi/"))


def test_the_desk_knows_topics_by_their_headlines_and_offers_only_those_that_go_on() -> None:
    topic, closed = cast.topic("Bão số 3"), cast.topic("Bão số 2", is_closed=True)
    story, ed = cast.article(topics=[closed.pk]), desk.signed_in(cast.ed())
    sent = desk.opened(ed, desk.change(story))
    assert sent["topics"] == closed.headline
    desk.send(ed, desk.change(story), sent, topics="bao so 3\r\nBão số 2\r\n\r\nBÃO SỐ 3")
    story.refresh_from_db()
    assert story.topics == [topic.pk, closed.pk]
    refused = desk.send(ed, desk.change(story), {**sent, "version": story.version}, topics="Lũ quét")
    assert "Lũ quét" in str(refused.context["adminform"].form.errors["topics"])
    offers = ed.get("/quan-tri/articles/article/suggest/topics/?q=bao%20so").json()["offers"]
    assert [offer["line"] for offer in offers] == [topic.headline]


def test_topics_that_two_editors_add_at_once_both_stay() -> None:
    one, two, three = map(cast.topic, ("Một", "Hai", "Ba"))
    story, ed = cast.article(topics=[one.pk]), desk.signed_in(cast.ed())
    story.remember(cast.ed())
    mine, theirs = desk.opened(ed, desk.change(story)), desk.opened(ed, desk.change(story))
    desk.send(ed, desk.change(story), theirs, topics="Một\nHai")
    desk.send(ed, desk.change(story), mine, topics="Ba")
    story.refresh_from_db()
    assert story.topics == [three.pk, two.pk]
