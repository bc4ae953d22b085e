"""A stranger's picture: inspected, turned, stripped, made a master of ours. Pure: bytes in, bytes out."""

from __future__ import annotations

import hashlib
import struct
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import IO

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageFile, ImageOps, UnidentifiedImageError

from articles.photo_words import Words, words_of
from articles.renditions import average, fingerprint, kept

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
MAX_BYTES = 30 * 1024 * 1024
MAX_PIXELS = 100_000_000  # over all frames, told from the header before anything is decoded
MIN_SIDE = 160
MAX_RATIO = 12  # a longer strip would be a few pixels wide where it is shown
MASTER_SIDE = 2560
NOT_OURS = {
    b"heic": "HEIC", b"heix": "HEIC", b"heim": "HEIC", b"heis": "HEIC", b"hevc": "HEIC", b"hevx": "HEIC",
    b"mif1": "HEIC", b"msf1": "HEIC", b"avif": "AVIF", b"avis": "AVIF",
}  # fmt: skip

NO_WORDS = Words()

# One picture at a time in a process: a hundred million pixels are 300 MB, and warnings are caught process-wide.
_AT_WORK = threading.RLock()


class Refused(ValueError):
    """A file that is no picture we can print; the message is a sentence for the person who sent it."""


@dataclass(frozen=True)
class Inspected:
    """What a file says of itself before it is decoded; width and height as the picture is meant to be seen."""

    format: str
    width: int
    height: int
    frames: int
    words: Words = NO_WORDS


@dataclass(frozen=True)
class Prepared:
    """A picture ready to be kept: turned, sRGB, at most 2560 pixels a side, a JPEG without metadata."""

    master: bytes
    width: int
    height: int
    colour: str  # its average, "#rrggbb": the ground on which it appears
    sha256: str  # of the file as it was sent
    fingerprint: str = ""  # what stays of it when it is made smaller or saved anew
    words: Words = NO_WORDS
    extension: str = "jpg"


def inspect(file: IO[bytes]) -> Inspected:
    """Size, kind and words of a picture, without decoding it. Raises `Refused`."""
    data = _read(file)
    with _pillow(), _opened(data) as image:
        return _inspected(image)


def prepare(file: IO[bytes]) -> Prepared:
    """Inspect, decode and re-encode an upload. Raises `Refused`."""
    data = _read(file)
    with _pillow(), _opened(data) as image:
        told = _inspected(image)
        picture = _upright_rgb(image)
        return Prepared(
            master=kept(picture),
            width=picture.width,
            height=picture.height,
            colour=average(picture),
            sha256=hashlib.sha256(data).hexdigest(),
            fingerprint=fingerprint(picture),
            words=told.words,
        )


def _read(file: IO[bytes]) -> bytes:
    file.seek(0)
    data = file.read(MAX_BYTES + 1)
    if not data:
        raise Refused(_("The file is empty."))
    if len(data) > MAX_BYTES:
        raise Refused(_("The file is larger than 30 MB. Please send a smaller one."))
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<?xml", b"<svg")) or b"<svg" in start:
        raise Refused(_("This is an SVG drawing. Please export it as PNG or JPEG."))
    if start.startswith((b"%!ps", b"\xc5\xd0\xd3\xc6", b"%pdf")):
        raise Refused(_("This is a PostScript or PDF file. Please export it as PNG or JPEG."))
    if data[4:8] == b"ftyp" and data[8:12] in NOT_OURS:
        sentence = _("This is a picture in %(format)s format. Please save it as JPEG first.")
        raise Refused(sentence % {"format": NOT_OURS[data[8:12]]})
    return data


@contextmanager
def _pillow() -> Iterator[None]:
    """Whatever goes wrong inside Pillow with a stranger's file becomes a sentence."""
    try:
        with _AT_WORK, warnings.catch_warnings():
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
    except (OSError, SyntaxError, ValueError, TypeError, struct.error, IndexError, KeyError, EOFError,
            OverflowError, AttributeError, ZeroDivisionError) as error:  # fmt: skip
        # All of them seen in Pillow's bug reports for broken files.
        raise Refused(_("The picture is damaged or incomplete. Please send it again.")) from error


def _opened(data: bytes) -> ImageFile.ImageFile:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns at 89 million pixels; our own limit is told below.
        image = Image.open(BytesIO(data), formats=FORMATS)
    pixels = image.width * image.height
    if pixels > MAX_PIXELS or pixels * _frames(image) > MAX_PIXELS:
        raise Refused(_("The picture has more than 100 million pixels. Please send a smaller one."))
    size = {"width": image.width, "height": image.height, "least": MIN_SIDE}
    if min(image.size) < MIN_SIDE:
        sentence = _("The picture has only %(width)d × %(height)d pixels. At least %(least)d each way are needed.")
        raise Refused(sentence % size)
    if max(image.size) > MAX_RATIO * min(image.size):
        raise Refused(_("The picture of %(width)d × %(height)d pixels is too long and narrow to be shown.") % size)
    return image


def _frames(image: Image.Image) -> int:
    """Frames that a reader of the file would meet. A JPEG's further pictures are previews and depth maps."""
    return 1 if image.format in {"JPEG", "MPO"} else getattr(image, "n_frames", 1)


def _inspected(image: ImageFile.ImageFile) -> Inspected:
    words = words_of(image)
    width, height = image.size
    if words.is_turned:
        width, height = height, width
    return Inspected(
        format="JPEG" if image.format == "MPO" else image.format or "",
        width=width,
        height=height,
        frames=_frames(image),
        words=words,
    )


def _upright_rgb(image: ImageFile.ImageFile) -> Image.Image:
    """The first frame at most `MASTER_SIDE` a side, turned as the camera was held, in sRGB, on white paper."""
    profile = image.info.get("icc_profile")
    scale = min(1, MASTER_SIDE / max(image.size))
    image.draft(None, (round(image.width * scale), round(image.height * scale)))  # A large JPEG is decoded smaller.
    image.seek(0)
    image.load()
    picture = _plain_mode(image)
    picture.thumbnail((MASTER_SIDE, MASTER_SIDE), Image.Resampling.BICUBIC, reducing_gap=3)
    ImageOps.exif_transpose(picture, in_place=True)
    if picture.mode == "RGBA":
        paper = Image.new("RGB", picture.size, "white")
        paper.paste(picture, mask=picture.getchannel("A"))
        picture = paper
    return _in_srgb(picture, profile)


def _plain_mode(image: Image.Image) -> Image.Image:
    """One of RGB, RGBA, L, CMYK: modes that can be resized well and that colour profiles speak of."""
    picture = image
    if image.mode.startswith("I;16"):
        picture = image.convert("I").point(lambda value: value * (1 / 257) + 0).convert("L")
    elif image.mode == "I":
        picture = image.point(lambda value: value * (1 / 257) + 0).convert("L")
    elif image.mode in {"P", "PA", "LA", "La", "RGBa"} or "transparency" in image.info:
        picture = image.convert("RGBA")
    elif image.mode not in {"RGB", "RGBA", "L", "CMYK"}:
        picture = image.convert("RGB")
    if picture is not image:
        picture.info["exif"] = image.getexif().tobytes()  # for the turn; `kept` keeps none of it
    return picture


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            return ImageCms.profileToProfile(picture, source, target, outputMode="RGB") or picture.convert("RGB")
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass  # A broken profile, or one for other colours: the plain conversion will do.
    return picture.convert("RGB")
