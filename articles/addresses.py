"""Where pages are found. A reader's page names forty of them, most of them again and again: each is worked out once."""

from __future__ import annotations

from functools import lru_cache

from django.urls import reverse


@lru_cache(20_000)
def address_of(name: str, *given: str | int) -> str:
    """The address of the page `name` of `given`: the same whoever asks, for the paper stands at its host's root."""
    return reverse(name, args=given)
