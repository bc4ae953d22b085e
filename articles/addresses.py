"""Where pages are found. A reader's page names forty of them, most of them again and again: each is worked out once."""

from __future__ import annotations

from functools import lru_cache

from django.urls import reverse


@lru_cache(5_000)
def address_of(name: str, *given: str | int) -> str:
    """The address of the page `name` of `given`: the same whoever asks, for the paper stands at its host's root."""
    return reverse(name, args=given)


def numbered(name: str, number: int) -> str:
    """The address of a page that is known by its number alone: worked out once for all of them."""
    before, after = _around_the_number(name)
    return f"{before}{number}{after}"


@lru_cache(100)
def _around_the_number(name: str) -> tuple[str, str]:
    before, _number, after = reverse(name, args=[0]).rpartition("0")
    return before, after
