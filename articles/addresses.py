"""Where pages are found. A reader's page names forty of them: only the form of each kind is worked out by Django."""

from __future__ import annotations

import re
from functools import lru_cache

from django.urls import reverse

SLUG = re.compile(r"[-a-zA-Z0-9_]+")
NUMBER = 987_650_000_000  # Marks for numbers begin here.


def address_of(name: str, *given: str | int) -> str:
    """The address of the page `name` of `given`: the same whoever asks, for the paper stands at its host's root.
    Raises NoReverseMatch where there is none."""
    kinds = tuple(map(_kind, given))
    return reverse(name, args=given) if "" in kinds else _form(name, kinds).format(*given)


def _kind(one: object) -> str:
    """What stands in an address as it is; "" for what Django has to look at."""
    if isinstance(one, str):
        return "slug" if SLUG.fullmatch(one) and not one.isdigit() else ""
    return "number" if isinstance(one, int) and one >= 0 else ""


@lru_cache(500)
def _form(name: str, kinds: tuple[str, ...]) -> str:
    marks = [NUMBER + at if kind == "number" else f"mark-{NUMBER + at}" for at, kind in enumerate(kinds)]
    form = reverse(name, args=marks)
    for mark in marks:
        form = form.replace(str(mark), "{}", 1)
    return form
