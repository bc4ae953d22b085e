"""What an editor is told of a photo in a story before it goes out: its rights, and whose name its file bears."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from articles import text


def ended(use: Any, name: dict[str, Any], on: date) -> str:
    """A sentence where the rights have ended by that day; `name` is the photo as sentences call it."""
    if not use.photo.is_expired(on):
        return ""
    sentence = _("Photo %(number)d (%(caption)s): the right to show it ended on %(day)s.")
    return sentence % {**name, "day": f"{use.photo.rights_until:%d/%m/%Y}"}


def other_byline(use: Any, name: dict[str, Any], names: list[str]) -> str:
    """A sentence where the file's byline is none of the story's photo credit."""
    byline = use.photo.byline
    if not byline or not names or _is_named(byline, [*names, use.credit]):
        return ""
    sentence = _("Photo %(number)d (%(caption)s): its file names %(byline)s, the story's photo credit %(names)s.")
    return sentence % {**name, "byline": byline, "names": ", ".join(names)}


def _is_named(byline: str, names: list[str]) -> bool:
    """One of the names stands in the byline, or the byline in one of them."""
    said = text.fold(byline)
    return any(name and (text.fold(name) in said or said in text.fold(name)) for name in names)
