"""What a photo's file says of itself: caption, byline, credit, hour. IPTC-IIM first, then XMP, then EXIF. Pure."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from PIL import ExifTags, Image, ImageFile, IptcImagePlugin

from articles.text import clean_line

UTF8 = b"\x1b%G"  # what IPTC 1:90 holds where the rest is UTF-8
IPTC = {"caption": (2, 120), "byline": (2, 80), "credit": (2, 110)}
XMP = {"caption": "description", "byline": "creator", "credit": "Credit"}
EXIF = {"caption": ExifTags.Base.ImageDescription, "byline": ExifTags.Base.Artist}
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
    taken_at: datetime | None = None
    is_turned: bool = False


def words_of(image: ImageFile.ImageFile) -> Words:
    """The words in an opened image; empty where there are none or where they can't be read."""
    iptc, xmp, exif = _iptc(image), _xmp(image), _exif(image)
    found = {
        name: iptc.get(name) or xmp.get(name) or (decoded(exif.get(EXIF[name])) if name in EXIF else "")
        for name in IPTC
    }
    if NO_CAPTION.fullmatch(found["caption"]):
        found["caption"] = ""
    return Words(**found, taken_at=_taken_at(exif), is_turned=exif.get(ExifTags.Base.Orientation) in TURNED)


def decoded(value: Any, is_utf8: bool = False) -> str:
    """One line of text from what a tag holds: UTF-8 where it is, else Windows-1252; of several values, all."""
    if isinstance(value, (list, tuple)):
        return ", ".join(filter(None, (decoded(part, is_utf8) for part in value)))
    if isinstance(value, str):
        try:
            value = value.encode("latin-1")  # Pillow reads EXIF text as Latin-1; cameras and agencies write UTF-8.
        except UnicodeEncodeError:
            return clean_line(value)
    if not isinstance(value, bytes):
        return ""
    try:
        return clean_line(value.decode("utf-8"))
    except UnicodeDecodeError:
        return clean_line(value.decode("utf-8" if is_utf8 else "cp1252", "replace"))


def _iptc(image: ImageFile.ImageFile) -> dict[str, str]:
    try:
        records: dict[tuple[int, int], Any] = IptcImagePlugin.getiptcinfo(image) or {}
    except BROKEN:
        return {}
    is_utf8 = records.get((1, 90)) == UTF8
    return {name: decoded(records.get(tag), is_utf8) for name, tag in IPTC.items()}


def _xmp(image: Image.Image) -> dict[str, str]:
    try:
        packet = image.getxmp()
    except BROKEN:  # defusedxml's refusals of entities are ValueErrors.
        return {}
    return {name: next(_text_at(packet, tag), "") for name, tag in XMP.items()}


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


def _taken_at(exif: dict[int, Any]) -> datetime | None:
    """When the photo was taken; by the paper's own clock where the camera names no zone."""
    hour = decoded(exif.get(ExifTags.Base.DateTimeOriginal))
    zone = decoded(exif.get(ExifTags.Base.OffsetTimeOriginal))
    try:
        taken = datetime.strptime(hour, "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007  (its zone follows)
        return datetime.strptime(f"{hour}{zone}", "%Y:%m:%d %H:%M:%S%z") if zone else timezone.make_aware(taken)
    except (ValueError, OverflowError):
        return None
