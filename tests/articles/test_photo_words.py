"""What a photo's file says of itself becomes its caption, byline, credit and hour."""

from __future__ import annotations

import struct
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from django.utils import timezone
from PIL import ExifTags, Image

from articles import images

CAPTION, BYLINE, CREDIT = "Ruộng bậc thang ở Mường Ảng", "Đức Hạnh", "Báo Điện Biên"
XMP = f"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:Credit="{CREDIT}">
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{CAPTION}</rdf:li><rdf:li xml:lang="en">Fields</rdf:li></rdf:Alt>
</dc:description><dc:creator><rdf:Seq><rdf:li>{BYLINE}</rdf:li><rdf:li>Lê Minh</rdf:li></rdf:Seq></dc:creator>
</rdf:Description></rdf:RDF></x:xmpmeta>"""
BOMB = """<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<x:xmpmeta xmlns:x="adobe:ns:meta/">&b;</x:xmpmeta>"""


def sent(kind: str = "JPEG", **options: Any) -> BytesIO:
    out = BytesIO()
    Image.new("RGB", (400, 300), (200, 30, 30)).save(out, kind, **options)
    return out


def with_iptc(*records: tuple[int, int, bytes]) -> BytesIO:
    iim = b"".join(
        b"\x1c" + struct.pack(">BBH", record, number, len(words)) + words for record, number, words in records
    )
    block = b"8BIM" + struct.pack(">H", 0x0404) + b"\0\0" + struct.pack(">I", len(iim)) + iim + b"\0" * (len(iim) % 2)
    app13 = b"Photoshop 3.0\0" + block
    plain = sent().getvalue()
    return BytesIO(plain[:2] + b"\xff\xed" + struct.pack(">H", len(app13) + 2) + app13 + plain[2:])


@pytest.mark.parametrize("charset, coding", [(b"\x1b%G", "utf-8"), (b"", "utf-8")])
def test_iptc_words_are_read(charset: bytes, coding: str) -> None:
    told = [(2, 120, CAPTION), (2, 80, BYLINE), (2, 80, "Lê Minh"), (2, 110, CREDIT)]
    file = with_iptc((1, 90, charset), *((record, number, words.encode(coding)) for record, number, words in told))
    ready = images.prepare(file)
    assert (ready.caption, ready.byline, ready.credit) == (CAPTION, f"{BYLINE}, Lê Minh", CREDIT)


def test_old_iptc_words_are_read_as_windows_wrote_them() -> None:
    assert images.inspect(with_iptc((2, 120, "Café “Sài Gòn”".encode("cp1252")))).caption == "Café “Sài Gòn”"


def test_xmp_words_are_read() -> None:
    for kind in ("JPEG", "WEBP"):
        told = images.inspect(sent(kind, xmp=XMP.encode()))
        assert (told.caption, told.byline, told.credit) == (CAPTION, f"{BYLINE}, Lê Minh", CREDIT)


def test_exif_words_and_hour_are_read() -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.ImageDescription] = CAPTION.encode()
    exif[ExifTags.Base.Artist] = "Lê Minh".encode()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2022:10:14 17:25:00"
    with timezone.override("Asia/Ho_Chi_Minh"):
        told = images.inspect(sent(exif=exif))
    assert (told.caption, told.byline) == (CAPTION, "Lê Minh")
    assert told.taken_at == datetime(2022, 10, 14, 10, 25, tzinfo=UTC)


def test_a_cameras_own_words_are_no_caption() -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.ImageDescription] = "OLYMPUS DIGITAL CAMERA         "
    assert images.inspect(sent(exif=exif)).caption == ""


@pytest.mark.parametrize("xmp", [BOMB, "<x", "", "\x00\xff"])
def test_broken_words_are_no_reason_to_refuse_a_picture(xmp: str) -> None:
    ready = images.prepare(sent(xmp=xmp.encode("latin-1")))
    assert (ready.width, ready.caption) == (400, "")
