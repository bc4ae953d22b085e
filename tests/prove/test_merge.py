"""Tags merged while stories are being published under them: no story is left behind, nobody waits for ever."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial

import pytest
from django.db import close_old_connections, connection

from articles.models import Article, Tag, TagStory
from articles.models.refusals import NotNow
from tests import cast

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS, TAGS, STORIES = 12, 5, 16


def test_a_story_published_during_a_merge_stands_under_the_tag_that_stayed() -> None:
    for number in range(ROUNDS):
        dice = random.Random(number)
        tags = [cast.tag(f"Vòng {number} từ {n}") for n in range(TAGS)]
        stories = [
            cast.article(f"Bài {n}", tags=[tag.pk for tag in dice.sample(tags, dice.randint(1, TAGS))])
            for n in range(STORIES)
        ]
        acts: list[Callable[[], None]] = [partial(story.publish, by=None) for story in stories]
        acts += [partial(_merge, *dice.sample(tags, 2)) for _n in range(TAGS)]
        dice.shuffle(acts)
        with ThreadPoolExecutor(6) as hands:
            list(hands.map(_alone, acts))
        _all_stand_where_they_should([story.pk for story in stories])


def _alone(act: Callable[[], None]) -> None:
    """A thread has a connection of its own."""
    close_old_connections()
    try:
        act()
    finally:
        connection.close()


def _merge(goes: Tag, stays: Tag) -> None:
    goes, stays = Tag.objects.get(pk=goes.pk), Tag.objects.get(pk=stays.pk)
    with suppress(NotNow):  # Another merge was first.
        goes.merge_into(stays, by=None)


def _all_stand_where_they_should(stories: list[int]) -> None:
    for story in Article.objects.filter(pk__in=stories).select_related("edition"):
        assert story.edition is not None
        wanted = {tag.tag.pk for tag in Tag.objects.filter(pk__in=story.edition.tags).select_related("same_as")}
        found = list(TagStory.objects.filter(article=story).values_list("tag", flat=True))
        assert sorted(found) == sorted(wanted)
    assert not Tag.objects.filter(same_as__same_as__isnull=False).exists()
