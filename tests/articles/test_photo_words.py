"""What a photo's file says of itself becomes its caption, byline, credit and hour."""

from __future__ import annotations

import struct
import unicodedata
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import ExifTags, Image

from articles import images
from articles.models import Photo

CAPTION, BYLINE, CREDIT = "Ruộng bậc thang ở Mường Ảng", "Đức Hạnh", "Báo Điện Biên"
XMP = f"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:Credit="{CREDIT}">
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{CAPTION}</rdf:li><rdf:li xml:lang="en">Fields</rdf:li></rdf:Alt>
</dc:description><dc:creator><rdf:Seq><rdf:li>{BYLINE}</rdf:li><rdf:li>Lê Minh</rdf:li></rdf:Seq></dc:creator>
</rdf:Description></rdf:RDF></x:xmpmeta>"""
TONES = "\u0300\u0301\u0303\u0309\u0323"
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
    ready = images.prepare(file).words
    assert (ready.caption, ready.byline, ready.credit) == (CAPTION, f"{BYLINE}, Lê Minh", CREDIT)


def test_old_iptc_words_are_read_as_windows_wrote_them() -> None:
    assert images.inspect(with_iptc((2, 120, "Café “Sài Gòn”".encode("cp1252")))).words.caption == "Café “Sài Gòn”"


def test_xmp_words_are_read() -> None:
    for kind in ("JPEG", "WEBP"):
        told = images.inspect(sent(kind, xmp=XMP.encode())).words
        assert (told.caption, told.byline, told.credit) == (CAPTION, f"{BYLINE}, Lê Minh", CREDIT)


def test_exif_words_and_hour_are_read() -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.ImageDescription] = CAPTION.encode()
    exif[ExifTags.Base.Artist] = "Lê Minh".encode()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2022:10:14 17:25:00"
    with timezone.override("Asia/Ho_Chi_Minh"):
        told = images.inspect(sent(exif=exif)).words
    assert (told.caption, told.byline) == (CAPTION, "Lê Minh")
    assert told.taken_at == datetime(2022, 10, 14, 10, 25, tzinfo=UTC)


def test_a_cameras_own_words_are_no_caption() -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.ImageDescription] = "OLYMPUS DIGITAL CAMERA         "
    assert images.inspect(sent(exif=exif)).words.caption == ""


@pytest.mark.parametrize("xmp", [BOMB, "<x", "", "\x00\xff"])
def test_broken_words_are_no_reason_to_refuse_a_picture(xmp: str) -> None:
    ready = images.prepare(sent(xmp=xmp.encode("latin-1")))
    assert (ready.width, ready.words.caption) == (400, "")


def windows_1258(text: str) -> bytes:
    """As old Vietnamese Windows wrote it: a tone follows its letter."""
    out = b""
    for letter in text:
        tone = next((mark for mark in unicodedata.normalize("NFD", letter) if mark in TONES), "")
        bare = unicodedata.normalize("NFC", unicodedata.normalize("NFD", letter).replace(tone, "")) if tone else letter
        out += bare.encode("cp1258") + tone.encode("cp1258")
    return out


@pytest.mark.parametrize("written", [CAPTION, BYLINE, "ĐIỆN BIÊN PHỦ", "Lễ hội Hoa Ban, tháng 3"])
def test_old_vietnamese_words_are_read_as_windows_wrote_them(written: str) -> None:
    assert images.inspect(with_iptc((2, 120, windows_1258(written)))).words.caption == written


@pytest.mark.parametrize(
    "data, written",
    [
        (
            b"Ru\xe9ng b\xcbc thang \xeb M\xad\xeang Nh\xd0, \xa7i\xd6n Bi\xaan",
            "Ruộng bậc thang ở Mường Nhé, Điện Biên",
        ),
        (b"\xa7\xf8c H\xb9nh", "Đức Hạnh"),
    ],
)
def test_words_of_the_tcvn_time_are_read(data: bytes, written: str) -> None:
    assert images.inspect(with_iptc((2, 120, data))).words.caption == written


@pytest.mark.parametrize("western", ["Bibliothèque française", "perciò è città", "El Niño", "São Paulo", "© Reuters"])
def test_western_words_are_not_taken_for_vietnamese(western: str) -> None:
    assert images.inspect(with_iptc((2, 120, western.encode("cp1252")))).words.caption == western


def test_keywords_place_rights_and_the_day_are_read_from_iptc() -> None:
    told = [(2, 25, "mùa gặt"), (2, 25, "nông nghiệp"), (2, 90, "Mường Ảng"), (2, 95, "Điện Biên"),
            (2, 116, "© TTXVN"), (2, 37, "20271231"), (2, 55, "20221014"), (2, 60, "172500+0700")]  # fmt: skip
    words = images.inspect(with_iptc(*((record, number, text.encode()) for record, number, text in told))).words
    assert (words.keywords, words.place) == ("mùa gặt, nông nghiệp", "Mường Ảng, Điện Biên")
    assert (words.copyright, words.rights_until) == ("© TTXVN", date(2027, 12, 31))
    assert words.taken_at == datetime(2022, 10, 14, 10, 25, tzinfo=UTC)


def test_people_and_usage_terms_are_read_from_xmp() -> None:
    packet = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:e="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/"
 xmlns:r="http://ns.adobe.com/xap/1.0/rights/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 photoshop:City="Mường Nhé" photoshop:DateCreated="2022-10-14T17:25:00+07:00" plus:LicenseEndDate="2026-01-31">
<e:PersonInImage><rdf:Bag><rdf:li>Giàng A Páo</rdf:li><rdf:li>Lò Thị Mai</rdf:li></rdf:Bag></e:PersonInImage>
<r:UsageTerms><rdf:Alt><rdf:li xml:lang="x-default">Một lần, báo in và mạng</rdf:li></rdf:Alt></r:UsageTerms>
</rdf:Description></rdf:RDF></x:xmpmeta>"""
    words = images.inspect(sent(xmp=packet.encode())).words
    assert (words.people, words.place) == ("Giàng A Páo, Lò Thị Mai", "Mường Nhé")
    assert (words.usage_terms, words.rights_until) == ("Một lần, báo in và mạng", date(2026, 1, 31))
    assert words.taken_at == datetime(2022, 10, 14, 10, 25, tzinfo=UTC)


def test_words_of_the_windows_file_manager_are_read() -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.XPTitle] = f"{CAPTION}\0".encode("utf-16-le")
    exif[ExifTags.Base.XPKeywords] = "lúa;nương\0".encode("utf-16-le")
    words = images.inspect(sent(exif=exif)).words
    assert (words.caption, words.keywords) == (CAPTION, "lúa, nương")


@pytest.mark.django_db
def test_the_words_of_a_file_come_into_the_library_unless_others_were_typed() -> None:
    file = with_iptc(
        *((2, number, words.encode()) for number, words in ((120, CAPTION), (80, BYLINE), (110, CREDIT), (25, "lúa")))
    )
    photo = Photo.upload(ContentFile(file.getvalue()), alt="Ruộng", caption="Chú thích đã gõ")
    assert (photo.alt, photo.caption, photo.keywords) == ("Ruộng", "Chú thích đã gõ", "lúa")
    assert (photo.credit, photo.byline) == (f"{BYLINE}/{CREDIT}", BYLINE)
    assert Photo.objects.search("lua duc hanh").get() == photo
