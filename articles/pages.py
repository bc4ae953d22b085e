"""Pages of long lists: numbered as far as anybody leafs, then by time. The table is never counted or skipped over."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from articles import text
from articles.known import from_there
from articles.models import Article

LEAFED, PASSED = ("trang",), ("truoc",)  # parameters: the first have few values
PER_PAGE = 20
NUMBERED = 50  # pages; beyond them one goes on by time, at the same cost
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LAST_MOMENT = 4_000_000_000_000_000  # microseconds: the year 2096


class NoSuchPage(Http404):
    """The list has no such page; the message is for the reader."""

    def __init__(self) -> None:
        super().__init__(_("There is no such page of this list."))


@dataclass(frozen=True)
class Cut:
    """Where a page begins: a number from 1 to 50 (`?trang=`), or after a story (`?truoc=microseconds-id`)."""

    number: int = 1
    moment: datetime | None = None
    pk: int = 0

    @classmethod
    def asked(cls, query: Mapping[str, str]) -> Cut:
        """The cut that an address asks for. Raises NoSuchPage for anything else than one."""
        if "truoc" in query:
            return cls._after(query["truoc"])
        number = text.number(query.get("trang", "1"), 3) or 0
        if not 1 <= number <= NUMBERED:
            raise NoSuchPage
        return cls(number=number)

    @classmethod
    def _after(cls, token: str) -> Cut:
        begun, _dash, story = token.partition("-")
        micros, pk = text.number(begun, 17), text.number(story, 17)
        if micros is None or pk is None or micros > LAST_MOMENT:
            raise NoSuchPage
        return cls(moment=EPOCH + timedelta(microseconds=micros), pk=pk)

    def __str__(self) -> str:
        """As it stands in an address: empty for the first page."""
        if self.moment:
            return f"?truoc={(self.moment - EPOCH) // timedelta(microseconds=1)}-{self.pk}"
        return f"?trang={self.number}" if self.number > 1 else ""


@dataclass(frozen=True)
class StoryPage:
    """A page's stories, the numbers to show (0 for a gap), and the older neighbour's address, if there is one."""

    stories: Sequence[Any]
    cut: Cut
    numbers: Sequence[int]
    older: str

    @property
    def is_first(self) -> bool:
        return not str(self.cut)

    @property
    def newer(self) -> str:
        """The newer neighbour's query: empty for the first page; a page by time leads back to it."""
        return str(Cut(self.cut.number - 1)) if self.cut.number > 1 else ""

    @property
    def has_neighbours(self) -> bool:
        return bool(self.older) or not self.is_first


def cards(pks: list[int]) -> Mapping[int, Any]:
    return Article.objects.live().for_cards().in_bulk(pks)


def page_of(
    rows: QuerySet[Any],
    cut: Cut,
    pk: str = "pk",
    moment: str = "published_at",
    load: Callable[[list[int]], Mapping[int, Any]] = cards,
) -> StoryPage:
    """A page of stories, newest first. `rows` have `published_at`, and the story's id in `pk`; a list of other things
    says by which `moment` it goes, and how to `load` them.

    Three queries: the page's ids, how many numbered pages there are (counted to 1,000 stories at most), the cards.
    Raises NoSuchPage where the list has no such page; a list without stories has a first one.
    """
    places = rows.order_by(f"-{moment}", f"-{pk}").values_list(moment, pk)
    if cut.moment:
        after = Q(**{f"{moment}__lt": cut.moment}) | Q(**{f"{pk}__lt": cut.pk})
        found = list(from_there(places, after, **{f"{moment}__lte": cut.moment})[: PER_PAGE + 1])
        known = 0
    else:
        start = (cut.number - 1) * PER_PAGE
        found = list(places[start : start + PER_PAGE + 1])
        known = places[: NUMBERED * PER_PAGE].count()
    if not found and str(cut):
        raise NoSuchPage
    shown = found[:PER_PAGE]
    loaded = load([place[1] for place in shown])
    older = ""
    if len(found) > PER_PAGE:
        by_number = not cut.moment and cut.number < NUMBERED
        older = str(Cut(cut.number + 1) if by_number else Cut(moment=shown[-1][0], pk=shown[-1][1]))
    numbers = _numbers(cut.number, -(-known // PER_PAGE))
    return StoryPage([loaded[place[1]] for place in shown if place[1] in loaded], cut, numbers, older)


def _numbers(here: int, last: int) -> list[int]:
    """Of the numbers from 1 to `last`: the first, the last, and those about `here`; 0 for what is left out."""
    if last < 2:
        return []
    steps: list[int] = []
    for number in range(1, last + 1):
        if number in {1, last} or abs(number - here) < 3:
            steps.append(number)
        elif steps[-1]:
            steps.append(0)
    return steps
