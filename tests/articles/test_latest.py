from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests import cast
from tests.reading import edition_of, items_of, stories_on

pytestmark = pytest.mark.django_db


def test_it_shows_all_sections_stories_twenty_a_page(client: Any) -> None:
    stories = edition_of(22)
    assert stories_on(client.get("/tin-moi/")) == [story.pk for story in stories[:20]]
    assert stories_on(client.get("/tin-moi/?trang=2")) == [story.pk for story in stories[20:]]


def test_what_is_not_public_is_on_no_list(client: Any) -> None:
    cast.article("Bản nháp")
    cast.live_article("Hẹn giờ", at=timezone.now() + timedelta(hours=1))
    withdrawn = cast.live_article("Đã gỡ")
    withdrawn.withdraw(by=cast.ed(), reason="Sai tên người.")
    shown = cast.live_article("Còn đây")
    for address in ("/", "/tin-moi/", "/chuyen-muc/xa-hoi/", "/tac-gia/duc-hanh/"):
        assert stories_on(client.get(address)) == [shown.pk], address
    for address in ("/rss/", "/chuyen-muc/xa-hoi/rss/", "/tac-gia/duc-hanh/rss/"):
        assert [item.findtext("title") for item in items_of(client.get(address))] == ["Còn đây"], address


def test_a_scheduled_story_appears_when_its_hour_has_come(client: Any) -> None:
    story = cast.live_article("Đúng giờ", at=timezone.now() + timedelta(hours=1))
    assert stories_on(client.get("/tin-moi/")) == []
    past = timezone.now() - timedelta(seconds=1)
    type(story).objects.filter(pk=story.pk).update(published_at=past)  # The hour comes.
    assert stories_on(client.get("/tin-moi/")) == [story.pk]
