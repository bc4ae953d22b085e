"""What an editor is warned of about a story's photos; none of it stands in the way of publishing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from articles import text


def warnings(article: Any, on: date | None = None) -> list[str]:
    """A sentence for each: rights that have ended by that day (today), a byline other than the photo credit."""
    on = on or timezone.localdate()
    credits = article.credits.filter(role__in=["photo", "text_photo"]).select_related("author")
    names = [credit.as_printed()["name"] for credit in credits]
    uses = enumerate(article.photos.select_related("photo"), 1)
    return [sentence for number, use in uses for sentence in _of(use, number, names, on)]


def _of(use: Any, number: int, names: list[str], on: date) -> Iterator[str]:
    photo = use.photo
    facts = {"number": number, "caption": (use.caption or str(photo))[:40]}
    if photo.is_expired(on):
        sentence = _("Photo %(number)d (%(caption)s): the right to show it ended on %(day)s.")
        yield sentence % {**facts, "day": f"{photo.rights_until:%d/%m/%Y}"}
    if photo.byline and names and not _is_named(photo.byline, [*names, use.credit]):
        sentence = _("Photo %(number)d (%(caption)s): its file names %(byline)s, the story's photo credit %(names)s.")
        yield sentence % {**facts, "byline": photo.byline, "names": ", ".join(names)}


def _is_named(byline: str, names: list[str]) -> bool:
    """One of the names stands in the byline, or the byline in one of them."""
    said = text.fold(byline)
    return any(name and (text.fold(name) in said or said in text.fold(name)) for name in names)
