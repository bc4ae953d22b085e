"""An address worked out by its form is the one that Django works out each time."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import NoReverseMatch, reverse

from articles.addresses import address_of

GIVEN: list[tuple[str, tuple[str | int, ...]]] = [
    ("home", ()),
    ("search", ()),
    ("article", ("dien-bien", 7)),
    ("article", ("2026", 7)),
    ("article", ("9", 987_650_000_000)),
    ("article", ("mark-987650000001", 987_650_000_001)),
    ("article", ("a_b-C", 0)),
    ("print", ("bai", 1 << 62)),
    ("comments", ("bai", 12)),
    ("comment", (5,)),
    ("section", ("xa-hoi",)),
    ("section", ("2022",)),
    ("media", ("a/b c.jpg",)),
    ("media", ("{0}.jpg",)),
    ("sitemap-stories", ("3",)),
    ("archive", (2026,)),
    ("archive", (2026, 3)),
]


@pytest.mark.parametrize("turn", [1, 2])
@pytest.mark.parametrize("name, given", GIVEN)
def test_it_is_djangos(name: str, given: tuple[str | int, ...], turn: int) -> None:
    assert address_of(name, *given) == reverse(name, args=given)


NONE: list[tuple[str, tuple[object, ...]]] = [
    ("nowhere", ()),
    ("article", ("dien-bien",)),
    ("article", ("Điện Biên", 7)),
    ("article", ("", 7)),
    ("article", ("a", None)),
    ("archive", (20260,)),
    ("comment", (True,)),
    ("section", ("a/b",)),
]


@pytest.mark.parametrize("name, given", NONE)
def test_what_is_no_address_is_none(name: str, given: Any) -> None:
    for _turn in range(2):
        with pytest.raises(NoReverseMatch):
            address_of(name, *given)
