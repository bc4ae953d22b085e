"""What editors put on the front page, on the ribbon and into a live report is with readers at once, and no longer."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from articles import pagestore
from articles.models import Article, Coverage, FrontPage, Ribbon
from articles.models.placement import LEAD, Pin
from tests import cast
from tests.newsroom.store import Door

pytestmark = pytest.mark.django_db
Done = Callable[[], AbstractContextManager[Any]]


def test_a_placed_story_leads_at_once_and_no_page_outlives_its_end(door: Door, story: Article, done: Done) -> None:
    with done():
        old = cast.live_article("Chuyện dài kỳ", at=timezone.now() - timedelta(days=30))
    door.get("/")
    door.get(story.get_absolute_url())
    until = timezone.now() + timedelta(seconds=20)
    with done():
        FrontPage.arrange({LEAD: Pin(old.pk, until)}, by=cast.sam(), on=0)
    with pagestore.noting() as noted:
        text = door.get("/").text
    assert text.index(old.headline) < text.index(story.headline)
    assert door.get(story.get_absolute_url()).how == "hit"
    assert noted.due is None or noted.due <= until


def test_the_ribbon_is_on_every_page_at_once_and_gone_from_all(door: Door, story: Article, done: Done) -> None:
    pages = ["/", story.get_absolute_url(), story.filed_section.get_absolute_url()]
    for address in pages:
        door.get(address)
    with done():
        ribbon = Ribbon.hang("Động đất ở Mường Tè", timezone.now() + timedelta(hours=1), by=cast.sam())
    assert all(ribbon.text in door.get(address).text for address in pages)
    assert {door.get(address).how for address in pages} == {"hit"}
    with done():
        ribbon.end(by=cast.sam())
    assert not any(ribbon.text in door.get(address).text for address in pages)


def test_no_page_outlives_the_ribbons_end(client: Any, story: Article) -> None:
    until = timezone.now() + timedelta(seconds=20)
    Ribbon.hang("Động đất", until, by=cast.sam())
    with pagestore.noting() as noted:
        client.get(story.get_absolute_url())
    assert noted.due == until


def test_a_live_entry_is_there_at_once_and_no_other_page_is_made_anew(door: Door, story: Article, done: Done) -> None:
    with done():
        report = cast.live_article("Bão số 9", genre="live")
    here = report.get_absolute_url()
    moved, untouched = [here, f"{here}in/", "/rss/"], ["/", "/tin-moi/", story.get_absolute_url()]
    for address in [*moved, *untouched, f"{here}tin-sau/0/"]:
        door.get(address)
    with done():
        entry = Coverage.of(report).post("<p>Gió cấp 11.</p>", by=cast.ed())
    assert all("Gió cấp 11." in door.get(address).text for address in [*moved, f"{here}tin-sau/0/"])
    assert {door.get(address).how for address in untouched} == {"hit"}
    assert door.get(f"{here}tin-sau/1/").status == 200
    assert door.get(f"{here}tin-sau/1/").how == "hit"
    assert door.get(f"{here}tin-sau/99/").status == 404
    assert door.get(f"/bai/x-{report.pk}/tin-sau/1/").status == 301
    with done():
        entry.take_away(by=cast.ed(), reason="Sai.")
    assert not any("Gió cấp 11." in door.get(address).text for address in [*moved, f"{here}tin-sau/0/"])
