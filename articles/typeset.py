"""An edition made ready to print: photos in their places, the credit line in its parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from articles import markers, markup
from articles.known import Known
from articles.models import Article, Author, Clip, Correction, Edition, Entry, Photo
from articles.models.credit import CreditGroup, Person, credit_groups


@dataclass(frozen=True)
class PrintedPhoto:
    """A photo in its place, with the words of this use; the credit only where it differs from the story's."""

    photo: Photo
    alt: str
    caption: str
    credit: str
    number: int = 0  # in its gallery
    total: int = 0


@dataclass(frozen=True)
class PrintedClip:
    """A video or recording in its place; `home` is what its page's address begins with where it is printed."""

    clip: Clip
    title: str
    caption: str
    credit: str
    poster: Photo | None
    home: str


@dataclass(frozen=True)
class Typeset:
    body: SafeString
    lead_photo: PrintedPhoto | None
    photos: Sequence[PrintedPhoto]
    credit_groups: Sequence[CreditGroup]
    clips: Sequence[PrintedClip] = ()

    @property
    def authors(self) -> list[Person]:
        """Everybody credited once; an agency is a source, not an author."""
        groups = (group for group in self.credit_groups if not group.is_agency)
        return list({person.name: person for group in groups for person in group.people}.values())


@dataclass(frozen=True)
class Loaded:
    """Rows that whoever asks has at hand: they are not asked for again. A photo that readers may not see is None."""

    photos: dict[int, Photo | None] = field(default_factory=dict)
    clips: dict[int, Clip] = field(default_factory=dict)
    authors: dict[int, Author] = field(default_factory=dict)
    corrections: Sequence[Correction] | None = None

    def photos_of(self, wanted: set[int], to_others: bool = False) -> dict[int, Photo]:
        """Those that readers may see. One query, none where all are at hand."""
        missing = wanted - self.photos.keys()
        asked = PASSED_ON if to_others else PHOTOS
        found = asked.in_bulk(on=timezone.localdate(), pks=missing) if missing else {}
        return {**found, **{pk: photo for pk, photo in self.photos.items() if photo and pk in wanted}}

    def corrections_of(self, story: Article) -> Sequence[Correction]:
        """One query, none where nothing was put right."""
        return Correction.objects.told_of([story])[story.pk] if self.corrections is None else self.corrections

    def with_photos(self, wanted: set[int]) -> Loaded:
        """And these, in one query: for all that is set of them afterwards."""
        found = self.photos_of(wanted)
        return replace(self, photos={**self.photos, **{pk: found.get(pk) for pk in wanted}})

    def clips_of(self, wanted: set[int]) -> dict[int, Clip]:
        missing = wanted - self.clips.keys()
        return {**self.clips, **(CLIPS.in_bulk(pks=missing) if missing else {})}

    def authors_of(self, wanted: set[int]) -> dict[int, Author]:
        missing = wanted - self.authors.keys()
        return {**self.authors, **(AUTHORS.in_bulk(pks=missing) if missing else {})}


NOTHING = Loaded()
PHOTOS = Known(lambda on, pks: Photo.objects.shown(on).for_page().filter(pk__in=pks).order_by())
PASSED_ON = Known(lambda on, pks: PHOTOS.build(on, pks).filter(may_be_passed_on=True))
CLIPS = Known(lambda pks: Clip.objects.filter(pk__in=pks).order_by())
AUTHORS = Known(lambda pks: Author.objects.only("name", "slug").filter(pk__in=pks).order_by())


def photos_in(edition: Edition) -> set[int]:
    """In its text, and before its clips are played."""
    return {use["photo"] for use in edition.photos} | {clip["poster"] for clip in edition.clips if clip["poster"]}


def typeset(edition: Edition, home: str = "", loaded: Loaded = NOTHING) -> Typeset:
    """Three queries: the photos, the clips, the authors; none for what the edition has none of."""
    return typeset_all([edition], home=home, loaded=loaded)[0]


def typeset_all(
    editions: Sequence[Edition],
    template: str = "articles/_figure.html",
    base: str = "",
    home: str = "",
    loaded: Loaded = NOTHING,
) -> list[Typeset]:
    """Several editions at the price of one. With a `base` such as "https://bao.example.vn" the bodies can be read
    elsewhere: their addresses are absolute, and photos that may not be passed on stay away."""
    wanted = {pk for edition in editions for pk in photos_in(edition)}
    clips = loaded.clips_of({clip["clip"] for edition in editions for clip in edition.clips})
    photos = loaded.photos_of(wanted, to_others=bool(base))
    authors = loaded.authors_of({pk for edition in editions for pk in edition.author_ids})

    def one(edition: Edition) -> Typeset:
        printed = {use["key"]: _printed(edition, use, photos) for use in edition.photos if use["photo"] in photos}
        lead = next((printed[use["key"]] for use in edition.photos if use["is_lead"] and use["key"] in printed), None)
        inside = [key for key in markers.photo_keys(edition.body) if key in printed]
        figures = _figures(edition.body, printed, template, base)
        shown = {clip["key"]: _clip(clip, clips, photos, home) for clip in edition.clips if clip["clip"] in clips}
        which, said = ("articles/_feed_clip.html" if base else "articles/_clip.html"), get_language()
        figures |= {
            f"clip {key}": render_to_string(which, {"printed": clip, "base": base, "language": said})
            for key, clip in shown.items()
        }
        return Typeset(
            clips=list(shown.values()),
            body=markup.render_elsewhere(edition.body, figures, base) if base else markup.render(edition.body, figures),
            lead_photo=lead,
            photos=[*([lead] if lead else []), *(printed[key] for key in dict.fromkeys(inside))],
            credit_groups=credit_groups(edition.people(authors), edition.genre),
        )

    return [one(edition) for edition in editions]


def typeset_entries(
    entries: Sequence[Entry], template: str = "articles/_figure.html", base: str = "", loaded: Loaded = NOTHING
) -> list[SafeString]:
    """The texts of a live report's entries, as an edition's. One query, none where no photo stands in any."""
    wanted = {use["photo"] for entry in entries for use in entry.photos}
    photos = loaded.photos_of(wanted, to_others=bool(base))

    def one(entry: Entry) -> SafeString:
        printed = {
            use["key"]: PrintedPhoto(photos[use["photo"]], use["alt"], use["caption"], use["credit"])
            for use in entry.photos
            if use["photo"] in photos
        }
        figures = _figures(entry.body, printed, template, base)
        return markup.render_elsewhere(entry.body, figures, base) if base else markup.render(entry.body, figures)

    return [one(entry) for entry in entries]


def _figures(html: str, printed: dict[str, PrintedPhoto], template: str, base: str) -> dict[str, str]:
    """The HTML of every photo and gallery in the text, by what `markers` calls it."""
    return {
        " ".join(keys): _shown([printed[key] for key in keys if key in printed], len(keys) > 1, template, base)
        for keys in markers.photos(html)
    }


def _shown(photos: list[PrintedPhoto], in_gallery: bool, template: str, base: str) -> str:
    """A photo's figure; a gallery's, one below the other and numbered."""
    if len(photos) > 1:
        photos = [replace(photo, number=number, total=len(photos)) for number, photo in enumerate(photos, 1)]
    figures = [markup.safe(render_to_string(template, {"printed": photo, "base": base})) for photo in photos]
    if not in_gallery or base or not figures:
        return "".join(figures)
    return render_to_string("articles/_gallery.html", {"figures": figures})


def _clip(kept: dict[str, Any], clips: dict[int, Clip], photos: dict[int, Photo], home: str) -> PrintedClip:
    words = {name: kept[name] for name in ("title", "caption", "credit")}
    return PrintedClip(clips[kept["clip"]], poster=photos.get(kept["poster"] or 0), home=home, **words)


def _printed(edition: Edition, use: dict[str, Any], photos: dict[int, Photo]) -> PrintedPhoto:
    return PrintedPhoto(photos[use["photo"]], use["alt"], use["caption"], edition.own_photo_credit(use))
