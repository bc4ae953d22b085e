"""Where pages are found. A reader's page names forty of them: only the form of each kind is worked out by Django."""

from __future__ import annotations

import re
from functools import lru_cache

from django.urls import NoReverseMatch, reverse

SLUG = re.compile(r"[-a-zA-Z0-9_]+")
NUMBER = 987_650_000_000  # Marks for numbers begin here.


def address_of(name: str, *given: str | int) -> str:
    """The address of the page `name` of `given`: the same whoever asks, for the paper stands at its host's root.
    Raises NoReverseMatch where there is none."""
    kinds = tuple(map(_kind, given))
    form = "" if "" in kinds else _form(name, kinds)
    return form.format(*given) if form else reverse(name, args=given)


def _kind(one: object) -> str:
    """What stands in an address as it is; "" for what Django has to look at."""
    if isinstance(one, str):
        return "slug" if SLUG.fullmatch(one) and not one.isdigit() else ""
    return "number" if type(one) is int and one >= 0 else ""


@lru_cache(500)
def _form(name: str, kinds: tuple[str, ...]) -> str:
    """With a place for each; "" where there is none for any that is of its kind, such as a year's for numbers."""
    marks = [NUMBER + at if kind == "number" else f"mark-{NUMBER + at}" for at, kind in enumerate(kinds)]
    try:
        form = reverse(name, args=marks)
    except NoReverseMatch:
        return ""
    for mark in marks:
        form = form.replace(str(mark), "{}", 1)
    return form
