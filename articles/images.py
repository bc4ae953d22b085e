"""Pictures: inspect, turn, strip, resize, encode. Pure: bytes in, bytes out."""

from __future__ import annotations

import hashlib
import struct
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import IO

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageFile, ImageOps, UnidentifiedImageError

from articles.photo_words import Words, words_of

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
MAX_BYTES = 30 * 1024 * 1024
MAX_PIXELS = 100_000_000  # over all frames, told from the header before anything is decoded
MIN_SIDE = 160
MAX_RATIO = 12  # a longer strip would be a few pixels wide where it is shown
MASTER_SIDE = 2560
MASTER_QUALITY = 88
WIDTHS = (320, 480, 720, 960, 1280, 1600)
QUALITY = {"webp": 74, "jpeg": 78}
SOCIAL_SIZE = (1200, 630)
NOT_OURS = {
    b"heic": "HEIC", b"heix": "HEIC", b"heim": "HEIC", b"heis": "HEIC", b"hevc": "HEIC", b"hevx": "HEIC",
    b"mif1": "HEIC", b"msf1": "HEIC", b"avif": "AVIF", b"avis": "AVIF",
}  # fmt: skip

# One picture at a time in a process: a hundred million pixels are 300 MB, and warnings are caught process-wide.
_AT_WORK = threading.RLock()


class Refused(ValueError):
    """A file that is no picture we can print; the message is a sentence for the person who sent it."""


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
class Inspected:
    """What a file says of itself before it is decoded; width and height as the picture is meant to be seen."""

    format: str
    width: int
    height: int
    frames: int
    caption: str = ""
    byline: str = ""
    credit: str = ""
    taken_at: datetime | None = None


@dataclass(frozen=True)
class Prepared:
    """A picture ready to be kept: turned, sRGB, at most 2560 pixels a side, a JPEG without metadata."""

    master: bytes
    width: int
    height: int
    colour: str  # its average, "#rrggbb": the ground on which it appears
    sha256: str  # of the file as it was sent
    caption: str = ""
    byline: str = ""
    credit: str = ""
    taken_at: datetime | None = None
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
            master=_encoded(picture, "jpeg", MASTER_QUALITY),
            width=picture.width,
            height=picture.height,
            colour=_average(picture),
            sha256=hashlib.sha256(data).hexdigest(),
            caption=told.caption,
            byline=told.byline,
            credit=told.credit,
            taken_at=told.taken_at,
        )


def renditions(master: bytes | Image.Image) -> list[Rendition]:
    """WebP and JPEG in every width that the picture has, wide to narrow: decoded once, then down the chain."""
    with _pillow():
        picture, made = _decoded(master), []
        for width in _widths(picture.width):
            height = max(1, round(picture.height * width / picture.width))
            picture = picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3)
            made += [Rendition(kind, width, height, _encoded(picture, kind, QUALITY[kind])) for kind in QUALITY]
        return made


def crop(picture: Image.Image, ratio: float, focal: tuple[float, float] = (0.5, 0.5)) -> Image.Image:
    """The largest part of `picture` with this width : height that has `focal` (0–1 each way) nearest its middle."""
    width = max(1, min(picture.width, round(picture.height * ratio)))
    height = max(1, min(picture.height, round(width / ratio)))
    left = min(max(round(focal[0] * picture.width - width / 2), 0), picture.width - width)
    top = min(max(round(focal[1] * picture.height - height / 2), 0), picture.height - height)
    return picture.crop((left, top, left + width, top + height))


def social(master: bytes | Image.Image, focal: tuple[float, float] = (0.5, 0.5)) -> Rendition:
    """The 1200 × 630 JPEG that other sites show beside a link; smaller in the same shape where the picture is."""
    with _pillow():
        picture = crop(_decoded(master), SOCIAL_SIZE[0] / SOCIAL_SIZE[1], focal)
        if picture.width > SOCIAL_SIZE[0]:
            picture = picture.resize(SOCIAL_SIZE, Image.Resampling.LANCZOS, reducing_gap=3)
        return Rendition("jpeg", picture.width, picture.height, _encoded(picture, "jpeg", QUALITY["jpeg"]))


def _widths(own: int) -> list[int]:
    """Wide to narrow, none wider than the picture; its own width too where the next one is much narrower."""
    fitting = [width for width in WIDTHS if width <= own]
    if own < WIDTHS[-1] and (not fitting or own > 1.15 * fitting[-1]):
        fitting.append(own)
    return fitting[::-1]


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
    words: Words = words_of(image)
    width, height = image.size
    if words.is_turned:
        width, height = height, width
    return Inspected(
        format="JPEG" if image.format == "MPO" else image.format or "",
        width=width,
        height=height,
        frames=_frames(image),
        caption=words.caption,
        byline=words.byline,
        credit=words.credit,
        taken_at=words.taken_at,
    )


def _decoded(master: bytes | Image.Image) -> Image.Image:
    if isinstance(master, Image.Image):
        return master.convert("RGB")
    with Image.open(BytesIO(master), formats=FORMATS) as image:
        return image.convert("RGB")


def _upright_rgb(image: ImageFile.ImageFile) -> Image.Image:
    """The first frame at most `MASTER_SIDE` a side, turned as the camera was held, in sRGB, on white paper."""
    profile = image.info.get("icc_profile")
    image.draft(None, (MASTER_SIDE, MASTER_SIDE))  # a large JPEG is decoded at a half, a quarter or an eighth
    image.seek(0)
    image.load()
    picture = _plain_mode(image)
    picture.thumbnail((MASTER_SIDE, MASTER_SIDE), Image.Resampling.LANCZOS, reducing_gap=3)
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
        picture.info["exif"] = image.getexif().tobytes()  # for the turn; `_encoded` keeps none of it
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


def _average(picture: Image.Image) -> str:
    red, green, blue = picture.resize((1, 1), Image.Resampling.BOX).tobytes()
    return f"#{red:02x}{green:02x}{blue:02x}"


def _encoded(picture: Image.Image, kind: str, quality: int) -> bytes:
    out, bare = BytesIO(), Image.new("RGB", picture.size)
    bare.paste(picture)  # A new image has no profile, comment or EXIF that a writer could carry over.
    if kind == "webp":
        bare.save(out, "WEBP", quality=quality, method=4)
    else:
        bare.save(out, "JPEG", quality=quality, progressive=True, optimize=True)
    return out.getvalue()
