"""The breaking ribbon: above every page of readers until its end, or until somebody takes it down."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from articles.models import Masthead, NotNow, Ribbon
from tests import cast
from tests.articles.desk import said, signed_in
from tests.reading import part

pytestmark = pytest.mark.django_db
HERE = "/quan-tri/articles/ribbon/"


def hangs(client: Any, address: str = "/") -> str:
    page = client.get(address).content.decode()
    return page.partition('<div class="ribbon"')[2].partition("</div>")[0]


def in_hours(hours: float) -> Any:
    return timezone.now() + timedelta(hours=hours)


def test_it_stands_above_every_page_and_leads_to_its_story_at_one_query_while_it_hangs(
    client: Any, select_only: Any
) -> None:
    cast.masthead()
    story = cast.live_article()
    addresses = ("/", story.get_absolute_url(), "/tin-moi/", "/khong-co/")
    before = {}
    for address in addresses:
        with select_only() as before[address]:
            assert not hangs(client, address)
    Ribbon.hang("Động đất ở Mường Tè", in_hours(1), by=cast.sam(), article=story)
    for address in addresses:
        with select_only(at_most=len(before[address]) + 1):
            ribbon = hangs(client, address)
        assert 'role="region"' in ribbon
        assert f'<a href="{story.get_absolute_url()}">Động đất ở Mường Tè</a>' in ribbon


def test_it_ends_by_itself_at_its_moment_with_nothing_run() -> None:
    cast.masthead()
    ribbon = Ribbon.hang("Lũ quét", in_hours(1), by=cast.sam())
    assert ribbon.holds(ribbon.until - timedelta(seconds=1))
    assert not ribbon.holds(ribbon.until)
    Ribbon.objects.update(until=timezone.now())
    assert Masthead.current().breaking is None


def test_a_withdrawn_storys_ribbon_leads_nowhere(client: Any) -> None:
    story = cast.live_article()
    Ribbon.hang("Động đất", in_hours(1), by=cast.sam(), article=story)
    story.withdraw(by=cast.ed(), reason="Sai.")
    assert "Động đất" in hangs(client)
    assert "href" not in hangs(client)


def test_another_takes_its_place_and_the_same_twice_is_one(client: Any) -> None:
    story, until = cast.live_article(), in_hours(1)
    first = Ribbon.hang("Động đất", until, by=cast.sam(), article=story)
    assert Ribbon.hang("Động đất", until, by=cast.sam(), article=story) == first
    second = Ribbon.hang("Động đất 5,1 độ", until, by=cast.ada(), article=story)
    first.refresh_from_db()
    assert first.ended_by == cast.ada()
    assert "5,1 độ" in hangs(client)
    second.end(by=cast.sam())
    second.end(by=cast.ada())
    second.refresh_from_db()
    assert second.ended_by == cast.sam()
    assert not hangs(client)
    told = [(change.action, change.by.username) for change in story.changes.order_by("id") if "ribbon" in change.action]
    assert told == [("ribbon_set", "sam"), ("ribbon_ended", "ada"), ("ribbon_set", "ada"), ("ribbon_ended", "sam")]
    with pytest.raises(NotNow):
        Ribbon.hang("Quá hạn", in_hours(-1), by=cast.sam())


def test_at_the_desk_it_is_hung_and_taken_down_and_mistakes_are_said(client: Any) -> None:
    cast.masthead(language="en")
    story, sam = cast.live_article(), signed_in(cast.sam())
    typed = {"hang": "1", "text": " Lũ quét ", "story": f"http://bao.vn{story.get_absolute_url()}"}
    late = sam.post(HERE, {**typed, "until": "2001-01-01T10:00"})
    assert "Choose an end that is still to come." in late.content.decode()
    assert Ribbon.objects.count() == 0
    until = f"{timezone.localtime(in_hours(2)):%Y-%m-%dT%H:%M}"
    wrong = sam.post(HERE, {**typed, "story": "bài-nào-đó", "until": until})
    assert "There is no published story" in wrong.content.decode()
    assert " Lũ quét " in part(wrong, 'name="text"', ">")
    assert "readers have it on every page" in said(sam.post(HERE, {**typed, "until": until}, follow=True))
    assert f'<a href="{story.get_absolute_url()}">Lũ quét</a>' in hangs(client)
    sam.post(HERE, {"end": str(Ribbon.objects.get().pk)})
    assert not hangs(client)


@pytest.mark.parametrize("who", ["rosa", "ed", "mo"])
def test_without_the_right_nobody_hangs_one(who: str) -> None:
    person = signed_in(getattr(cast, who)())
    assert person.get(HERE).status_code == 403
    assert person.post(HERE, {"hang": "1", "text": "x", "until": "2100-01-01T00:00"}).status_code == 403
    assert Ribbon.objects.count() == 0
