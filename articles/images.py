"""Pictures: inspect, turn, strip, resize, encode. Pure: bytes in, bytes out."""

from __future__ import annotations

import hashlib
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Any

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps, IptcImagePlugin, UnidentifiedImageError

from articles.text import clean_line

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
MOST_BYTES = 30 * 1024 * 1024
MOST_PIXELS = 100_000_000  # over all frames, told from the header before anything is decoded
LEAST_SIDE = 160
MASTER_SIDE = 2560
WIDTHS = (320, 480, 720, 960, 1280, 1600)
QUALITY = {"webp": 74, "jpeg": 78}


class Refused(ValueError):
    """A file that is no picture we can print; the message is for the person who sent it."""


@dataclass(frozen=True)
class Rendition:
    format: str
    width: int
    height: int
    data: bytes

    @property
    def extension(self) -> str:
        return "jpg" if self.format == "jpeg" else self.format


@dataclass(frozen=True)
class Prepared:
    """A picture ready to be kept: turned, sRGB, at most 2560 pixels a side, without metadata."""

    master: bytes
    width: int
    height: int
    colour: str
    sha256: str
    caption: str
    byline: str
    extension: str = "jpg"


def prepare(file: IO[bytes]) -> Prepared:
    """Inspect and re-encode an upload. Raises `Refused` with a sentence."""
    data = _read(file)
    with _pillow(), _open(data) as image:
        caption, byline = described(image)
        image.draft("RGB", (MASTER_SIDE, MASTER_SIDE))
        picture = _upright_rgb(image)
        picture.thumbnail((MASTER_SIDE, MASTER_SIDE), Image.Resampling.LANCZOS, reducing_gap=3)
        master = _encode(picture, "jpeg", quality=88)
    return Prepared(
        master=master,
        width=picture.width,
        height=picture.height,
        colour="#%02x%02x%02x" % picture.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0)),
        sha256=hashlib.sha256(data).hexdigest(),
        caption=caption,
        byline=byline,
    )


def renditions(master: bytes) -> Iterator[Rendition]:
    """WebP and JPEG in every width that the picture has, wide to narrow: decoded once, then down the chain."""
    with _pillow(), Image.open(BytesIO(master), formats=("JPEG",)) as image:
        picture = image.convert("RGB")
        for width in sorted({min(width, picture.width) for width in WIDTHS}, reverse=True):
            height = max(1, round(picture.height * width / picture.width))
            picture = picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3)
            for kind in ("webp", "jpeg"):
                yield Rendition(kind, width, height, _encode(picture, kind, QUALITY[kind]))


def crop(picture: Image.Image, ratio: float, focal: tuple[float, float] = (0.5, 0.5)) -> Image.Image:
    """The largest part of `picture` with this width : height that has `focal` (0–1 each way) nearest its middle."""
    width = min(picture.width, round(picture.height * ratio))
    height = min(picture.height, round(width / ratio))
    left = min(max(round(focal[0] * picture.width - width / 2), 0), picture.width - width)
    top = min(max(round(focal[1] * picture.height - height / 2), 0), picture.height - height)
    return picture.crop((left, top, left + width, top + height))


def described(image: Image.Image) -> tuple[str, str]:
    """Caption and byline from the file's own metadata (IPTC-IIM, else EXIF); empty where there are none."""
    try:
        iptc = IptcImagePlugin.getiptcinfo(image) or {}
    except (SyntaxError, OSError, ValueError, struct.error, IndexError):  # Broken metadata is no reason to refuse.
        iptc = {}
    is_utf8 = iptc.get((1, 90)) == b"\x1b%G"
    caption, byline = (_decoded(iptc.get(tag), is_utf8) for tag in ((2, 120), (2, 80)))
    try:
        exif = image.getexif()
        caption = caption or _decoded(exif.get(0x010E), False)
        byline = byline or _decoded(exif.get(0x013B), False)
    except (SyntaxError, OSError, ValueError, struct.error):  # As above.
        pass
    return caption, byline


def _decoded(value: Any, is_utf8: bool) -> str:
    if isinstance(value, list):
        value = value[0] if value else b""
    if isinstance(value, str):
        try:
            value = value.encode("latin-1")  # Pillow reads EXIF text as Latin-1; cameras write UTF-8.
        except UnicodeEncodeError:
            return clean_line(value)
    if not isinstance(value, bytes):
        return ""
    try:
        return clean_line(value.decode("utf-8"))
    except UnicodeDecodeError:
        return clean_line(value.decode("utf-8" if is_utf8 else "cp1252", "replace"))


def _read(file: IO[bytes]) -> bytes:
    file.seek(0)
    data = file.read(MOST_BYTES + 1)
    if not data:
        raise Refused(_("The file is empty."))
    if len(data) > MOST_BYTES:
        raise Refused(_("The file is larger than 30 MB. Please send a smaller one."))
    start = data[:512].lstrip().lower()
    if start.startswith((b"<svg", b"<?xml")) or b"<svg" in start:
        raise Refused(_("This is an SVG drawing. Please export it as PNG or JPEG."))
    if start.startswith((b"%!ps", b"\xc5\xd0\xd3\xc6", b"%pdf")):
        raise Refused(_("This is a PostScript or PDF file. Please export it as PNG or JPEG."))
    if data[4:8] == b"ftyp" and data[8:12] in {b"heic", b"heix", b"mif1", b"hevc", b"msf1", b"avif", b"avis"}:
        raise Refused(_("This is a HEIC or AVIF file. Please save it as JPEG first."))
    return data


@contextmanager
def _pillow() -> Iterator[None]:
    """Whatever goes wrong inside Pillow with a stranger's file becomes a sentence."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            yield
    except Refused:
        raise
    except UnidentifiedImageError as error:
        raise Refused(_("This is not a picture that we can read. Please send JPEG, PNG, WebP or GIF.")) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused(_("The picture has more than 100 million pixels. Please send a smaller one.")) from error
    except MemoryError as error:
        raise Refused(_("The picture is too large to be read.")) from error
    except (OSError, SyntaxError, ValueError, TypeError, struct.error, IndexError, KeyError, EOFError) as error:
        raise Refused(_("The picture is damaged or incomplete. Please send it again.")) from error


def _open(data: bytes) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Our own limit below is stricter than Pillow's warning.
        image = Image.open(BytesIO(data), formats=FORMATS)
    pixels = image.width * image.height
    if pixels > MOST_PIXELS or pixels * getattr(image, "n_frames", 1) > MOST_PIXELS:
        raise Refused(_("The picture has more than 100 million pixels. Please send a smaller one."))
    if min(image.size) < LEAST_SIDE:
        raise Refused(
            _("The picture is only %(width)d × %(height)d pixels: too small to print. At least %(least)d are needed.")
            % {"width": image.width, "height": image.height, "least": LEAST_SIDE}
        )
    return image


def _upright_rgb(image: Image.Image) -> Image.Image:
    """The first frame, turned as the camera was held, in sRGB, on white where it is see-through."""
    image.seek(0)
    image.load()
    profile = image.info.get("icc_profile")
    picture: Image.Image = ImageOps.exif_transpose(image) or image
    if picture.mode in {"I", "I;16", "I;16B", "I;16L", "I;16N", "F"}:
        low, high = picture.convert("F").getextrema()
        scale = 255 / 65535 if high > 255 else 1
        picture = picture.convert("F").point(lambda value: value * scale + 0).convert("L")
    if profile and picture.mode in {"RGB", "CMYK", "L"}:
        picture = _to_srgb(picture, profile)
    if picture.mode == "P" or picture.mode in {"LA", "PA", "RGBa", "La"} or "transparency" in picture.info:
        picture = picture.convert("RGBA")
    if picture.mode == "RGBA":
        paper = Image.new("RGB", picture.size, "white")
        paper.paste(picture, mask=picture.getchannel("A"))
        return paper
    return picture.convert("RGB")


def _to_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB") or picture
    except (ImageCms.PyCMSError, OSError, ValueError):  # A broken profile: Pillow's plain conversion will do.
        return picture


def _encode(picture: Image.Image, kind: str, quality: int) -> bytes:
    out = BytesIO()
    bare = Image.new("RGB", picture.size)
    bare.paste(picture)
    if kind == "webp":
        bare.save(out, "WEBP", quality=quality, method=4)
    else:
        bare.save(out, "JPEG", quality=quality, progressive=True, optimize=True)
    return out.getvalue()
