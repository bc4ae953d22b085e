"""What a photo's file says of itself: caption, byline, place, rights, hour. IPTC-IIM, then XMP, then EXIF. Pure."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from PIL import ExifTags, Image, ImageFile, IptcImagePlugin

from articles import old_letters
from articles.text import clean_line

UTF8 = b"\x1b%G"  # what IPTC 1:90 holds where the rest is UTF-8
IPTC = {"caption": [(2, 120)], "byline": [(2, 80)], "credit": [(2, 110)], "copyright": [(2, 116)],
        "keywords": [(2, 25)], "place": [(2, 92), (2, 90), (2, 95), (2, 101)]}  # fmt: skip
XMP = {"caption": ["description"], "byline": ["creator"], "credit": ["Credit"], "copyright": ["rights"],
       "keywords": ["subject"], "place": ["Location", "City", "State", "Country"], "people": ["PersonInImage"],
       "usage_terms": ["UsageTerms"]}  # fmt: skip
EXIF = {"caption": ExifTags.Base.ImageDescription, "byline": ExifTags.Base.Artist,
        "copyright": ExifTags.Base.Copyright}  # fmt: skip
WINDOWS = {"caption": ExifTags.Base.XPTitle, "byline": ExifTags.Base.XPAuthor, "keywords": ExifTags.Base.XPKeywords}
WORDS = ("caption", "byline", "credit", "copyright", "keywords", "place", "people", "usage_terms")
TAKEN = [(2, 55), (2, 60)]
IPTC_END, XMP_END = (2, 37), "LicenseEndDate"
TURNED = {5, 6, 7, 8}  # EXIF orientations that swap width and height
# What cameras write where a caption belongs.
NO_CAPTION = re.compile(r".*digital camera|dcim.*|sony dsc|samsung csc|default|untitled|exif_jpeg.*", re.I)
# Pillow raises all of these for broken metadata, which is no reason to refuse a picture.
BROKEN = (SyntaxError, OSError, ValueError, TypeError, LookupError, AttributeError, struct.error, OverflowError)


@dataclass(frozen=True)
class Words:
    caption: str = ""
    byline: str = ""
    credit: str = ""
    copyright: str = ""
    keywords: str = ""
    place: str = ""
    people: str = ""
    usage_terms: str = ""
    rights_until: date | None = None
    taken_at: datetime | None = None
    is_turned: bool = False


def words_of(image: ImageFile.ImageFile) -> Words:
    """The words in an opened image; empty where there are none or where they can't be read."""
    records, packet, exif = _iptc(image), _xmp(image), _exif(image)
    is_utf8 = records.get((1, 90)) == UTF8
    found = {name: _iptc_words(records, name, is_utf8) or _xmp_words(packet, name) or _exif_words(exif, name)
             for name in WORDS}  # fmt: skip
    if NO_CAPTION.fullmatch(found["caption"]):
        found["caption"] = ""
    return Words(
        **found,
        rights_until=_day(decoded(records.get(IPTC_END))) or _day(next(_text_at(packet, XMP_END), "")),
        taken_at=_taken_at(exif) or _iptc_hour(records) or _xmp_hour(packet),
        is_turned=exif.get(ExifTags.Base.Orientation) in TURNED,
    )


def decoded(value: Any, is_utf8: bool = False) -> str:
    """One line of text from what a tag holds, in whatever coding it was written; of several values, all."""
    if isinstance(value, (list, tuple)):
        return ", ".join(filter(None, (decoded(part, is_utf8) for part in value)))
    if isinstance(value, str):
        try:
            value = value.encode("latin-1")  # Pillow reads EXIF text as Latin-1; cameras and agencies write UTF-8.
        except UnicodeEncodeError:
            return clean_line(value)
    return clean_line(old_letters.decoded(value, is_utf8)) if isinstance(value, bytes) else ""


def _iptc(image: ImageFile.ImageFile) -> dict[tuple[int, int], Any]:
    try:
        return IptcImagePlugin.getiptcinfo(image) or {}
    except BROKEN:
        return {}


def _iptc_words(records: dict[tuple[int, int], Any], name: str, is_utf8: bool) -> str:
    values = [records.get(tag) for tag in IPTC.get(name, ())]
    return decoded(values, is_utf8)


def _xmp(image: Image.Image) -> dict[str, Any]:
    try:
        return image.getxmp()
    except BROKEN:  # defusedxml's refusals of entities are ValueErrors.
        return {}


def _xmp_words(packet: dict[str, Any], name: str) -> str:
    return ", ".join(filter(None, (next(_text_at(packet, tag), "") for tag in XMP.get(name, ()))))


def _text_at(node: Any, tag: str) -> Iterator[str]:
    """The texts of every property of this name, in a packet as Pillow lays it out in dicts and lists."""
    for part in node if isinstance(node, list) else [node]:
        if isinstance(part, dict):
            for name, value in part.items():
                if name == tag:
                    yield from filter(None, [", ".join(_leaves(value))])
                else:
                    yield from _text_at(value, tag)


def _leaves(node: Any) -> list[str]:
    if isinstance(node, str):
        return [clean_line(node)] if clean_line(node) else []
    if isinstance(node, list):
        return [leaf for part in node for leaf in _leaves(part)]
    if isinstance(node, dict):
        alternatives = node.get("Alt")
        if isinstance(alternatives, dict):  # One text in several languages: the first is the default.
            return _leaves(alternatives.get("li"))[:1]
        return [leaf for name, part in node.items() if name != "lang" for leaf in _leaves(part)]
    return []


def _exif(image: Image.Image) -> dict[int, Any]:
    try:
        exif = image.getexif()
        return {**exif, **exif.get_ifd(ExifTags.IFD.Exif)}
    except BROKEN:
        return {}


def _exif_words(exif: dict[int, Any], name: str) -> str:
    plain = decoded(exif.get(EXIF[name])) if name in EXIF else ""
    return plain or (_windows(exif.get(WINDOWS[name])) if name in WINDOWS else "")


def _windows(value: Any) -> str:
    """What Windows' own file manager writes: UTF-16, several values parted by semicolons."""
    if isinstance(value, tuple) and all(isinstance(part, int) and 0 <= part < 256 for part in value):
        value = bytes(value)
    if not isinstance(value, bytes):
        return ""
    text = value.decode("utf-16-le", "ignore").rstrip("\0")
    return ", ".join(filter(None, map(clean_line, text.split(";"))))


def _taken_at(exif: dict[int, Any]) -> datetime | None:
    """When the photo was taken; by the paper's own clock where the camera names no zone."""
    zone = decoded(exif.get(ExifTags.Base.OffsetTimeOriginal))
    return _moment(decoded(exif.get(ExifTags.Base.DateTimeOriginal)), "%Y:%m:%d %H:%M:%S", zone)


def _iptc_hour(records: dict[tuple[int, int], Any]) -> datetime | None:
    day, hour = (decoded(records.get(tag)) for tag in TAKEN)
    return _moment(f"{day}{hour[:6] or '000000'}", "%Y%m%d%H%M%S", hour[6:])


def _xmp_hour(packet: dict[str, Any]) -> datetime | None:
    for tag in ("DateCreated", "DateTimeOriginal"):
        try:
            found = datetime.fromisoformat(next(_text_at(packet, tag), ""))
            return found if found.tzinfo else timezone.make_aware(found)
        except (ValueError, OverflowError):
            continue
    return None


def _moment(written: str, form: str, zone: str) -> datetime | None:
    try:
        taken = datetime.strptime(written, form)  # noqa: DTZ007  (its zone follows)
        found = datetime.strptime(f"{written}{zone}", f"{form}%z") if zone else timezone.make_aware(taken)
    except (ValueError, OverflowError):
        return None
    return found if found.year > 1 else None  # A year later or earlier, elsewhere, is no year at all.


def _day(written: str) -> date | None:
    """ "20271231" and "2027-12-31"."""
    try:
        return date.fromisoformat(written[:10])
    except ValueError:
        return None
