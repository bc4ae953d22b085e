"""The texts of the stories that are found, each read once in a search."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from articles import markup
from articles.known import Known
from articles.models import Findable


class Text(NamedTuple):
    headline: str
    kicker: str
    lead: str
    body: str  # plain
    reported: str  # by a live report's entries


GONE = Text("", "", "", "", "")  # Withdrawn this moment.


COLUMNS = (*(f"edition__{name}" for name in Text._fields[:-1]), "reported")
TOLD = Known(lambda places: Findable.objects.filter(place__in=places).values_list("place", *COLUMNS))


class Reading:
    def __init__(self) -> None:
        self._texts: dict[int, Text] = {}

    def of(self, places: Iterable[int]) -> dict[int, Text]:
        """In one query those that were not read before."""
        wanted = list(places)
        if missing := [place for place in wanted if place not in self._texts]:
            for place, *parts in TOLD.rows(places=missing):
                told = Text(*parts)
                self._texts[place] = told._replace(body=markup.plain(told.body))
        return {place: self._texts.get(place, GONE) for place in wanted}
