"""The index walked back through time finds what a look at all of it at once finds."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from articles.models import Findable, indexing
from articles.search import finding, walking, words
from articles.search.dialects import dialect
from tests import cast

pytestmark = pytest.mark.django_db
YEARS = 12


def paper(now: datetime) -> None:
    """Two stories a year for twelve years, of which every fifth is on the harvest, and one of last night."""
    for n in range(2 * YEARS):
        on = "mùa gặt" if n % 5 == 0 else "thời tiết"
        cast.live_article(f"Tin {n}", lead=f"Chuyện {on}.", at=now - timedelta(days=183 * n, hours=8))


@pytest.mark.parametrize("limit", [1, 3, 7, 1000])
def test_strides_lose_nothing_and_find_nothing_twice(limit: int, monkeypatch: Any) -> None:
    now = timezone.now()
    paper(now)
    bound = indexing.now_bound(now)
    spans = [(0, bound), (0, indexing.now_bound(now - timedelta(days=900))),
             (indexing.now_bound(now - timedelta(days=1200)), bound)]  # fmt: skip
    for must in ([["fgat"]], [["ftin"]], [["fthoi"], ["ftiet"]], [["fkhong"]]):
        for span in spans:
            monkeypatch.setattr(dialect(), "takes_strides", False)
            at_once = walking.newest(must, span, limit)
            monkeypatch.setattr(dialect(), "takes_strides", True)
            assert walking.newest(must, span, limit) == at_once, (must, span)
            for stories in (walking.FEW, walking.SOME):
                assert at_once == walking.newest(must, span, limit, stories)
    assert walking.newest([["ftin"]], spans[0], 1000)
    assert len(walking.newest([["ftin"]], spans[2], 1000)) < 2 * YEARS


def test_a_stride_is_as_long_as_the_words_are_frequent(monkeypatch: Any) -> None:
    """Found often, the next stride is short; found in nothing of two months, or rare, all the rest comes at once."""
    asked = list[tuple[int, int, Any]]()

    def told(must: Any, window: Any, limit: int) -> list[int]:
        asked.append(window)
        return [1] * 100 if must == [["often"]] else []

    monkeypatch.setattr(dialect(), "takes_strides", True)
    monkeypatch.setattr(dialect(), "places", staticmethod(told))
    until = indexing.now_bound(datetime.fromisoformat("2022-10-14T10:25:00+00:00"))
    walking.newest([["often"]], (0, until), 300)
    walking.newest([["never"]], (0, until), 300)
    assert [keys for _from, _to, keys in asked[:2]] == [["zm202210"], ["zm202208", "zm202209"]]
    two_months = ["zm202208", "zm202209"]
    assert [keys for _from, _to, keys in asked[-3:]] == [["zm202210"], two_months, []]
    assert asked[-1][0] == 0
    ends = asked[0][0]
    assert [walking.is_late(place, (0, until)) for place in (until - 1, ends, ends - 1)] == [True, True, False]
    del asked[:]
    for stories in (walking.SOME, walking.FEW):
        walking.newest([["never"]], (0, until), 300, stories)
    assert [keys for _from, _to, keys in asked] == [["zm202210"], [], []]


def test_lately_a_stride_is_counted_in_weeks(monkeypatch: Any) -> None:
    asked = list[tuple[int, int, Any]]()

    def told(must: Any, window: Any, limit: int) -> list[int]:
        asked.append(window)
        return [1] * 100

    monkeypatch.setattr(dialect(), "takes_strides", True)
    monkeypatch.setattr(dialect(), "places", staticmethod(told))
    now = timezone.now()
    walking.newest([["often"]], (0, indexing.now_bound(now)), 300)
    week = indexing.week_of(now)
    assert asked[0][2] == [f"zw{week - 1}", f"zw{week}"]
    assert asked[1][2][-1] == f"zw{week - 2}"
    assert asked[0][0] == asked[1][1]


def test_whoever_has_enough_goes_no_long_way_for_the_rest(monkeypatch: Any) -> None:
    """Rare words: what is enough is found on a shorter way, and older ones may be left."""
    asked = list[tuple[int, int, int]]()
    now = datetime.fromisoformat("2022-10-14T10:25:00+00:00")

    def told(_must: Any, window: Any, limit: int) -> list[int]:
        asked.append((*window[:2], limit))
        days = (Findable.moment(window[1]) - Findable.moment(window[0])).days + 1
        return [window[1] - 1] * min(3 * days, limit)

    monkeypatch.setattr(dialect(), "takes_strides", True)
    monkeypatch.setattr(dialect(), "places", staticmethod(told))
    until = indexing.now_bound(now)
    whole, spared = (walking.walk([["rare"]], (0, until), 1000, enough) for enough in (1000, 100))
    assert (len(whole.places), whole.is_more) == (1000, True)
    assert (100 <= len(spared.places) < 300, spared.is_more) == (True, True)
    assert min(start for start, _end, _limit in asked) < Findable.place_of(0, now - timedelta(days=300))
    del asked[:]
    walking.walk([["rare"]], (0, until), 1000, 100)
    assert min(start for start, _end, _limit in asked) >= Findable.place_of(0, now - timedelta(days=110))
    assert not walking.walk([["rare"]], (until - (1 << 40), until), 1000, 1000).is_more


@pytest.mark.parametrize("missing", [0, 1, 5])
@pytest.mark.parametrize("limit, enough", [(1001, 201), (40, 20), (20, 20)])
def test_where_a_few_are_missing_the_way_back_is_not_crept(
    limit: int, enough: int, missing: int, monkeypatch: Any
) -> None:
    """All that there is came lately; each stride is at least as long as the whole way before it."""
    asked, now = list[int](), timezone.now()
    there = [Findable.place_of(n, now - timedelta(hours=n)) for n in range(enough - missing)]

    def told(_must: Any, window: Any, limit: int) -> list[int]:
        asked.append(window[0])
        return [place for place in there if window[0] <= place < window[1]][:limit]

    monkeypatch.setattr(dialect(), "takes_strides", True)
    monkeypatch.setattr(dialect(), "places", staticmethod(told))
    walked = walking.walk([["bao"]], (0, indexing.now_bound(now)), limit, enough, walking.SOME)
    assert walked.places == there
    assert len(asked) <= 10


def test_pages_do_not_overlap_where_all_are_counted_from_some_page_on(monkeypatch: Any) -> None:
    """Headlines are then asked of all years at once, before in strides: the same ones have to come first."""
    now = timezone.now()
    for n in range(90):
        headline, lead = (f"Bão số {n}", "Tin.") if n % 3 == 0 else (f"Tin {n}", "Cơn bão số mấy?")
        cast.live_article(headline, lead=lead, at=now - timedelta(days=n, hours=1))
    monkeypatch.setattr(dialect(), "takes_strides", True)
    monkeypatch.setattr(finding, "AHEAD", 0)
    monkeypatch.setattr(finding.suggesting, "rarest", lambda *_asked, **_more: 5000)  # As in a paper of many sections.
    pages = [finding.find(words.question("bão"), finding.Narrowed(), page) for page in range(1, 7)]
    assert [page.is_more for page in pages[:5]].count(True) in range(1, 5)
    shown = [hit.story.pk for page in pages for hit in page.hits]
    assert (len(shown), len(set(shown))) == (90, 90)


def test_never_more_are_said_to_be_there_than_are() -> None:
    said = {count: finding._counted([0] * count, is_more=True) for count in (0, 1, 57, 101, 201, 347, 1001, 1500)}
    assert said == {0: 0, 1: 0, 57: 56, 101: 100, 201: 200, 347: 300, 1001: 1000, 1500: 1000}
    assert finding._counted([0] * 347, is_more=False) == 347


@pytest.mark.parametrize("asked", ["bão", "bão số"])
@pytest.mark.parametrize("newest", [False, True])
def test_pages_show_all_once_however_little_is_enough(asked: str, newest: bool, monkeypatch: Any) -> None:
    now = timezone.now()
    for n in range(90):
        headline, lead = (f"Bão số {n}", "Tin.") if n % 2 else (f"Tin {n}", "Cơn bão số mấy?")
        cast.live_article(headline, lead=lead, at=now - timedelta(hours=12 * n + 1))
    monkeypatch.setattr(dialect(), "takes_strides", True)
    for room, name, value in ((walking, "FEW", 0), (walking, "LONG", timedelta(hours=1)), (finding, "AHEAD", 0)):
        monkeypatch.setattr(room, name, value)
    pages = [finding.find(words.question(asked), finding.Narrowed(), page, newest) for page in range(1, 7)]
    shown = [hit.story.pk for page in pages for hit in page.hits]
    assert (len(shown), len(set(shown))) == (90, 90)
    assert all(page.total < 90 if page.is_more else page.total == 90 for page in pages)
    assert (pages[0].is_more, pages[-1].is_more) == (True, False)
    if not newest:
        titled = [story.headline.startswith("Bão") for page in pages[:1] for story in (hit.story for hit in page.hits)]
        assert all(titled)
