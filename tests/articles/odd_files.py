"""Odd and hostile files of our own making, each with what has to become of it.

A row: the file's name as it is sent, its bytes, and the expectation: a picture of that size, which shows that colour at
its top left; or a sentence with that word in it.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import ExifTags, Image, ImageCms

RED, WHITE, GREY, BLUE = (220, 30, 30), (255, 255, 255), (128, 128, 128), (30, 30, 220)
PLACE = b"GPS-21.3856-103.0169"
KINDS = ("JPEG", "WEBP", "PNG", "GIF")
# Where the red corner of `drawn()` has to be stored for it to be seen at the top left: left or right, top or bottom.
CORNERS = {1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1), 5: (0, 0), 6: (0, 1), 7: (1, 1), 8: (1, 0)}


@dataclass(frozen=True)
class Odd:
    what: str
    name: str
    data: bytes
    size: tuple[int, int] | None = None
    colour: tuple[int, int, int] | None = None
    says: str = ""


def drawn(size: tuple[int, int] = (400, 300), corner: tuple[int, int] = (0, 0), mode: str = "RGB") -> Image.Image:
    """Blue, with one red quarter."""
    picture = Image.new("RGB", size, BLUE)
    width, height = size[0] // 2, size[1] // 2
    left, top = corner[0] * width, corner[1] * height
    picture.paste(RED, (left, top, left + width, top + height))
    return picture.convert(mode)


def saved(picture: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def turned(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    return saved(drawn(corner=CORNERS[orientation]), exif=exif)


def placed(kind: str) -> bytes:
    """With the place where it was taken, in EXIF, XMP and a comment."""
    exif = Image.Exif()
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef], gps[ExifTags.GPS.GPSLatitude] = "N", (21.0, 23.0, 8.0)
    gps[ExifTags.GPS.GPSProcessingMethod] = PLACE
    options: dict[str, Any] = {"exif": exif} if kind != "GIF" else {"comment": PLACE}
    if kind in {"JPEG", "WEBP"}:
        options["xmp"] = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + PLACE + b"</x:xmpmeta>"
    return saved(drawn(), kind, **options)


def moving(kind: str, frames: int = 3, size: tuple[int, int] = (400, 300)) -> bytes:
    pictures = [drawn(size, (number % 2, 0)) for number in range(frames)]
    return saved(pictures[0], kind, save_all=True, append_images=pictures[1:])


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, height: int, *more: bytes, data: bytes = b"\0") -> bytes:
    """A PNG whose header alone speaks of so many pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = [chunk(b"IHDR", header), *more, chunk(b"IDAT", zlib.compress(data)), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(body)


def deep() -> bytes:
    return saved(Image.new("I", (300, 300), 32896).convert("I;16"), "PNG")


def inked(**options: Any) -> bytes:
    return saved(Image.new("CMYK", (300, 300), (0, 230, 230, 20)), **options)


def profiled(profile: bytes) -> bytes:
    return saved(drawn(), icc_profile=profile)


def noisy(kind: str) -> bytes:
    return saved(Image.effect_noise((300, 300), 90).convert("RGB"), kind)


def see_through(mode: str) -> bytes:
    picture = Image.new("RGBA", (300, 300), (200, 0, 0, 0))
    return saved(picture if mode == "RGBA" else picture.convert(mode), "PNG")


SCRIPT = b"<script>alert(document.domain)</script>"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' width='400' height='300' onload='alert(1)'/>"
EPS = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 400 300\n(x) (w) file\nshowpage\n"
FULL, QUARTER = (400, 300), (300, 300)


def whole(
    what: str,
    name: str,
    data: bytes,
    size: tuple[int, int] = FULL,
    colour: tuple[int, int, int] = RED,
) -> Odd:
    return Odd(what, name, data, size, colour)


def right() -> Sequence[Odd]:
    """Those of which a right picture comes out."""
    return [
        *(
            whole(f"held as EXIF {number} says", f"{number}.jpg", turned(number), FULL if number < 5 else (300, 400))
            for number in range(1, 9)
        ),
        whole("an orientation that there is not", "9.jpg", turned_by_nonsense()),
        *(whole(f"the place in a {kind}", f"nha.{kind.lower()}", placed(kind)) for kind in KINDS),
        whole("four inks", "in.jpg", inked(), QUARTER, (235, 23, 23)),
        whole("four inks, saved line by line", "in2.jpg", inked(progressive=True), QUARTER, (235, 23, 23)),
        whole("sixteen bits", "sau.png", deep(), QUARTER, GREY),
        whole("grey", "xam.jpg", saved(Image.new("L", QUARTER, 128)), QUARTER, GREY),
        whole("black and white", "den.png", saved(Image.new("1", QUARTER, 1), "PNG"), QUARTER, WHITE),
        whole("a palette", "bang.png", saved(drawn(mode="P"), "PNG")),
        whole("see-through", "trong.png", see_through("RGBA"), QUARTER, WHITE),
        whole("see-through and grey", "trong2.png", see_through("LA"), QUARTER, WHITE),
        *(whole(f"moving, {kind}", f"dong.{kind.lower()}", moving(kind)) for kind in ("GIF", "WEBP", "PNG")),
        *_with_something_else_to_them(),
    ]


def _with_something_else_to_them() -> Sequence[Odd]:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return [
        whole("a PNG called .jpg", "anh.jpg", saved(drawn(), "PNG")),
        whole("a JPEG called .txt", "anh.txt", saved(drawn())),
        whole("a JPEG without a name's end", "anh", saved(drawn())),
        whole("a picture with a page behind it", "anh.jpg", saved(drawn()) + SCRIPT),
        whole("a picture with an archive behind it", "anh.jpg", saved(drawn()) + b"PK\x03\x04" + bytes(200)),
        whole("a picture with a page in its comment", "anh.jpg", saved(drawn(), comment=SCRIPT)),
        whole("a PNG with a page in its text", "anh.png", png_with_text()),
        whole("a GIF that is a script too", "anh.gif", saved(drawn(mode="P"), "GIF") + b"*/=1;alert(1)//"),
        whole("an sRGB profile", "mau.jpg", profiled(srgb)),
        whole("a broken profile", "mau2.jpg", profiled(b"no profile at all")),
        whole("a long name", "ă" * 300 + ".jpg", saved(drawn())),
        whole("a name that runs backwards", "anh\u202egpj.exe\u202c.jpg", saved(drawn())),
        whole("a name with a path", "../../etc/passwd.jpg", saved(drawn())),
        whole("a name with a NUL", "anh\x00.php.jpg", saved(drawn())),
        whole("a name of spaces", "   .jpg", saved(drawn())),
        whole("large", "lon.jpg", saved(drawn((5000, 3750)), quality=60), (2560, 1920)),
        whole("as small as may be", "nho.png", saved(drawn((160, 160)), "PNG"), (160, 160)),
    ]


def turned_by_nonsense() -> bytes:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 250
    return saved(drawn(), exif=exif)


def png_with_text() -> bytes:
    data = saved(drawn(), "PNG")
    return data[:33] + chunk(b"tEXt", b"Comment\0" + SCRIPT) + data[33:]


def refused() -> Sequence[Odd]:
    """Those that get a sentence."""
    return [
        Odd("nothing at all", "0.jpg", b"", says="empty"),
        Odd("a page", "trang.jpg", b"<!doctype html>" + SCRIPT, says="not a picture"),
        Odd("a program", "anh.jpg", b"MZ\x90\x00" + bytes(500), says="not a picture"),
        Odd("an archive", "anh.jpg", b"PK\x03\x04" + bytes(500), says="not a picture"),
        Odd("a script that begins like a GIF", "anh.gif", b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)", says="."),
        Odd("an SVG", "ve.svg", SVG, says="SVG"),
        Odd("an SVG called .png", "ve.png", b"\xef\xbb\xbf<?xml version='1.0'?>" + SVG, says="SVG"),
        Odd("EPS as .jpg", "in.jpg", EPS, says="PostScript"),
        Odd("EPS with a preview as .jpg", "in2.jpg", b"\xc5\xd0\xd3\xc6" + bytes(30) + EPS, says="PostScript"),
        Odd("a PDF as .png", "in.png", b"%PDF-1.7\n", says="PDF"),
        Odd("a telephone's HEIC", "IMG_0001.HEIC", b"\0\0\0\x18ftypheic" + bytes(90), says="HEIC"),
        Odd("a TIFF", "anh.tif", saved(drawn(), "TIFF"), says="not a picture"),
        Odd("a BMP", "anh.bmp", saved(drawn(), "BMP"), says="not a picture"),
        *(Odd(f"half a {kind}", f"nua.{kind.lower()}", noisy(kind)[: len(noisy(kind)) // 2], says="damaged")
          for kind in KINDS),
        Odd("a JPEG's first bytes", "dau.jpg", saved(drawn())[:20], says="."),
        Odd("a bomb of 100,010,000 pixels", "bom.png", png(10_001, 10_000), says="100 million"),
        Odd("a bomb of 3,600,000,000 pixels", "bom2.png", png(60_000, 60_000), says="100 million"),
        Odd("a bomb of many frames", "bom3.gif", moving("GIF", 26, (2000, 2000)), says="100 million"),
        Odd("a header that lies", "doi.png", png(4000, 3000), says="damaged"),
        Odd("a checksum that is wrong", "sai.png", broken_sum(), says="."),
        Odd("text that unpacks to 80 MB", "bom4.png", png(400, 300, chunk(b"zTXt", unpacking())), says="."),
        Odd("too small", "nho.png", saved(drawn((40, 30)), "PNG"), says="40 × 30"),
        Odd("too long", "dai.png", saved(drawn((200, 3000)), "PNG"), says="long and narrow"),
        Odd("no size", "khong.png", png(0, 300), says="."),
    ]  # fmt: skip


def unpacking() -> bytes:
    return b"a\0\0" + zlib.compress(bytes(80_000_000))


def broken_sum() -> bytes:
    data = bytearray(noisy("PNG"))
    data[29] ^= 0xFF
    return bytes(data)
