"""The index walked back through time finds what a look at all of it at once finds."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from articles.models import indexing
from articles.search import walking
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
