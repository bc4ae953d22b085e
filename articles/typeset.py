"""An edition made ready to print: photos in their places, the credit line in its parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from articles import markup
from articles.models import Author, Edition, Entry, Photo
from articles.models.credit import CreditGroup, Person, credit_groups


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

    @property
    def authors(self) -> list[Person]:
        """Everybody credited once; an agency is a source, not an author."""
        groups = (group for group in self.credit_groups if not group.is_agency)
        return list({person.name: person for group in groups for person in group.people}.values())


def typeset(edition: Edition) -> Typeset:
    """Two queries: the photos, the authors; none for what the edition has none of."""
    return typeset_all([edition])[0]


def typeset_all(editions: Sequence[Edition], template: str = "articles/_figure.html", base: str = "") -> list[Typeset]:
    """Several editions at the price of one. With a `base` such as "https://bao.example.vn" the bodies can be read
    elsewhere: their addresses are absolute, and photos that may not be passed on stay away."""
    wanted = {use["photo"] for edition in editions for use in edition.photos}
    may_go = {"may_be_passed_on": True} if base else {}
    photos = Photo.objects.shown().filter(**may_go).in_bulk(wanted) if wanted else {}
    signed = {pk for edition in editions for pk in edition.author_ids}
    authors = Author.objects.in_bulk(signed) if signed else {}

    def one(edition: Edition) -> Typeset:
        printed = {use["key"]: _printed(edition, use, photos) for use in edition.photos if use["photo"] in photos}
        lead = next((printed[use["key"]] for use in edition.photos if use["is_lead"] and use["key"] in printed), None)
        figures = {
            key: render_to_string(template, {"printed": printed[key], "base": base})
            for key in markup.photo_keys(edition.body)
            if key in printed
        }
        return Typeset(
            body=markup.render_elsewhere(edition.body, figures, base) if base else markup.render(edition.body, figures),
            lead_photo=lead,
            photos=[*([lead] if lead else []), *(printed[key] for key in figures)],
            credit_groups=credit_groups(edition.people(authors), edition.genre),
        )

    return [one(edition) for edition in editions]


def typeset_entries(
    entries: Sequence[Entry], template: str = "articles/_figure.html", base: str = ""
) -> list[SafeString]:
    """The texts of a live report's entries, as an edition's. One query, none where no photo stands in any."""
    wanted = {use["photo"] for entry in entries for use in entry.photos}
    may_go = {"may_be_passed_on": True} if base else {}
    photos = Photo.objects.shown().filter(**may_go).in_bulk(wanted) if wanted else {}

    def figure(use: dict[str, Any]) -> str:
        printed = PrintedPhoto(photos[use["photo"]], use["alt"], use["caption"], use["credit"])
        return render_to_string(template, {"printed": printed, "base": base})

    def one(entry: Entry) -> SafeString:
        figures = {use["key"]: figure(use) for use in entry.photos if use["photo"] in photos}
        return markup.render_elsewhere(entry.body, figures, base) if base else markup.render(entry.body, figures)

    return [one(entry) for entry in entries]


def _printed(edition: Edition, use: dict[str, Any], photos: dict[int, Photo]) -> PrintedPhoto:
    return PrintedPhoto(photos[use["photo"]], use["alt"], use["caption"], edition.own_photo_credit(use))
