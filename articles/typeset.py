"""An edition made ready to print: photos in their places, the credit line in its parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from articles import markup
from articles.models import Edition, Photo
from articles.models.credit import CreditGroup


@dataclass(frozen=True)
class PrintedPhoto:
    """A photo in its place, with the words of this use; the credit only where it differs from the story's."""

    photo: Photo
    alt: str
    caption: str
    credit: str
    number: int = 0


@dataclass(frozen=True)
class Typeset:
    body: SafeString
    lead_photo: PrintedPhoto | None
    photos: Sequence[PrintedPhoto]
    credit_groups: Sequence[CreditGroup]


def typeset(edition: Edition) -> Typeset:
    """Two queries: the photos, the authors; none for what the edition has none of."""
    photos = Photo.objects.in_bulk({use["photo"] for use in edition.photos}) if edition.photos else {}
    printed = {use["key"]: _printed(edition, use, photos) for use in edition.photos if use["photo"] in photos}
    lead = next((printed[use["key"]] for use in edition.photos if use["is_lead"] and use["key"] in printed), None)
    figures = {key: _figure(printed[key]) for key in markup.photo_keys(edition.body) if key in printed}
    in_text = [printed[key] for key in figures]
    return Typeset(
        body=markup.render(edition.body, figures),
        lead_photo=lead,
        photos=[*([lead] if lead else []), *in_text],
        credit_groups=edition.credit_groups(),
    )


def _printed(edition: Edition, use: dict[str, Any], photos: dict[int, Photo]) -> PrintedPhoto:
    return PrintedPhoto(photos[use["photo"]], use["alt"], use["caption"], edition.own_photo_credit(use))


def _figure(printed: PrintedPhoto) -> str:
    return render_to_string("articles/_figure.html", {"printed": printed})
