"""The front page as editors have placed it: what readers see, and when it changes by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from articles.front import compose
from articles.models import Article, FrontPage, Section, Stale
from articles.models.placement import LEAD, TOP, Pin, Placement, Slot, in_block, placed
from tests import cast
from tests.reading import edition_of, part, stories_on

pytestmark = pytest.mark.django_db


def arrange(pins: dict[Slot, Any], on: int = 0, **facts: Any) -> FrontPage | None:
    """Slots to stories, or to a story and its end."""
    made = {
        slot: Pin(*(row.pk if isinstance(row, Article) else row for row in _pair(what))) for slot, what in pins.items()
    }
    return FrontPage.arrange(made, by=cast.sam(), on=on, **facts)


def _pair(what: Any) -> tuple[Any, ...]:
    return what if isinstance(what, tuple) else (what,)


def shown(client: Any) -> list[int]:
    return stories_on(client.get("/"))


def test_a_placed_story_leads_before_newer_ones(client: Any) -> None:
    newest = edition_of(6)
    old = cast.live_article("Chuyện dài kỳ", at=timezone.now() - timedelta(days=30))
    arrange({LEAD: old})
    assert shown(client)[:3] == [old.pk, newest[0].pk, newest[1].pk]


def test_it_stands_in_its_own_place_and_the_newest_fill_the_others(client: Any) -> None:
    newest = edition_of(6)
    old = cast.live_article("Chuyện dài kỳ", at=timezone.now() - timedelta(days=30))
    arrange({Slot(0, 2): old})
    assert shown(client)[:4] == [newest[0].pk, newest[1].pk, old.pk, newest[2].pk]


def test_when_its_time_is_over_the_newest_stands_there_with_nothing_run(client: Any) -> None:
    now, newest = timezone.now(), edition_of(3)
    old = cast.live_article("Chuyện dài kỳ", at=now - timedelta(days=30))
    arrange({LEAD: (old, now + timedelta(hours=1))}, at=now)
    until = now + timedelta(hours=1)
    assert compose(placed(until - timedelta(seconds=1)), until - timedelta(seconds=1)).lead == old
    assert compose(placed(until), until).lead == newest[0]
    assert Placement.objects.next_end(now) == until
    assert Placement.objects.next_end(until) is None


def test_a_withdrawn_story_leaves_its_place_to_the_newest(client: Any) -> None:
    newest = edition_of(3)
    arrange({LEAD: newest[2]})
    newest[2].withdraw(by=cast.ed(), reason="Sai.")
    assert shown(client)[0] == newest[0].pk
    newest[2].publish(by=cast.ed())
    assert shown(client)[0] == newest[2].pk


def test_a_scheduled_story_stands_in_its_place_from_its_moment_on() -> None:
    due, newest = timezone.now() + timedelta(hours=3), edition_of(3)
    coming = cast.article("Khai mạc")
    coming.publish(by=cast.ed(), at=due)
    arrange({LEAD: coming})
    before = due - timedelta(seconds=1)
    assert compose(placed(before), before).lead == newest[0]
    assert compose(placed(due), due).lead == coming


def test_a_story_placed_in_a_block_leads_it_and_stands_nowhere_else(client: Any) -> None:
    economy = cast.section("Kinh tế")
    edition_of(13, section=cast.section("Xã hội"))
    in_it = [
        cast.live_article(f"Chè {n}", section=economy, at=timezone.now() - timedelta(days=9 + n)) for n in range(5)
    ]
    arrange({Slot(economy.pk, 0): in_it[4]})
    block = part(client.get("/"), 'aria-labelledby="muc-kinh-te"', "</section>")
    assert block.index(in_it[4].get_absolute_url()) < block.index(in_it[0].get_absolute_url())
    assert in_it[3].get_absolute_url() not in block  # Four in all.
    assert len(shown(client)) == len(set(shown(client)))


def test_no_story_stands_twice_wherever_it_is_placed(client: Any) -> None:
    sections = [cast.section(name) for name in ("Xã hội", "Kinh tế", "Pháp luật")]
    stories = [story for section in sections for story in edition_of(9, section=section)]
    pins: dict[Slot, Any] = {LEAD: stories[5], Slot(0, 3): stories[0], Slot(sections[1].pk, 2): stories[1]}
    arrange({**pins, Slot(sections[2].pk, 0): stories[20]})
    found = shown(client)
    assert len(found) == len(set(found)) == 24


def test_what_is_placed_in_a_closed_sections_block_stands_among_the_newest(client: Any) -> None:
    story = edition_of(3)[0]
    closed = cast.section("Bầu cử")
    arrange({Slot(closed.pk, 0): story})
    Section.objects.filter(pk=closed.pk).update(closes_on=timezone.localdate() - timedelta(days=1))
    assert shown(client)[0] == story.pk


def test_an_arrangement_made_on_an_older_one_is_refused_and_changes_nothing(client: Any) -> None:
    _one, two, three = edition_of(3)
    arrange({LEAD: two})
    with pytest.raises(Stale):
        arrange({LEAD: three}, on=0)
    assert shown(client)[0] == two.pk
    assert FrontPage.objects.count() == 1
    arrange({LEAD: three}, on=1)
    assert shown(client)[0] == three.pk


def test_the_same_arrangement_again_is_none() -> None:
    (story,) = edition_of(1)
    arrange({LEAD: story})
    arrange({LEAD: story}, on=1)
    assert FrontPage.objects.count() == 1


def test_the_page_comes_back_as_it_was_at_seven(client: Any) -> None:
    one, two, three = edition_of(3)
    now = timezone.now()
    seven = now - timedelta(hours=3)
    arrange({LEAD: (three, now - timedelta(hours=1)), Slot(0, 1): two}, at=seven - timedelta(minutes=20))
    arrange({LEAD: one}, on=1, at=seven + timedelta(hours=1))
    then = FrontPage.current(seven)
    assert then is not None
    assert then.number == 1
    then.bring_back(cast.sam(), on=2, moment=seven)
    assert shown(client)[:3] == [three.pk, two.pk, one.pk]  # Its end had passed: now it has none.
    last = FrontPage.objects.first()
    assert last is not None
    assert (last.number, last.made_by, last.brings_back) == (3, cast.sam(), then)


def test_placing_much_costs_the_reader_not_one_query_more(client: Any, select_only: Any) -> None:
    cast.masthead()
    economy = cast.section("Kinh tế")
    stories = edition_of(20, section=economy)
    arrange({LEAD: stories[9]})
    with select_only(at_most=9) as first:
        client.get("/")
    arrange(dict(zip([*TOP, *in_block(economy.pk)], stories, strict=False)), on=1)
    with select_only(at_most=len(first)):
        client.get("/")
