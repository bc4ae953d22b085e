"""The files that readers get of a picture: in widths, and in shapes about what matters in it. Pure: bytes out."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import ExifTags, Image

WIDTHS = (320, 480, 720, 960, 1280, 1600)
QUALITY = {"avif": 52, "webp": 74, "jpeg": 78}
MASTER_QUALITY = 88
FORMATS = ("webp", "jpeg")
ENOUGH = 1.15  # A picture this much wider than the next width is kept in its own width too.


@dataclass(frozen=True)
class Shape:
    """Width : height, the widths in every format, and the one width that machines ask for, as JPEG alone."""

    name: str
    ratio: float
    widths: Sequence[int]
    machines: int = 1200


SHAPES = (
    Shape("16x9", 16 / 9, (320, 640, 960, 1280), machines=1280),
    Shape("4x3", 4 / 3, (240, 480, 720)),
    Shape("1x1", 1, (240,)),
    Shape("social", 1200 / 630, ()),
)


@dataclass(frozen=True)
class Rendition:
    format: str
    width: int
    height: int
    data: bytes
    shape: str = ""  # empty: the whole picture

    @property
    def extension(self) -> str:
        return "jpg" if self.format == "jpeg" else self.format


@dataclass(frozen=True)
class Marks:
    """What the paper leaves in readers' files, of all that a file may say."""

    copyright: str = ""
    credit: str = ""

    def exif(self) -> bytes:
        """Empty where there is nothing to say."""
        exif = Image.Exif()
        if self.copyright:
            exif[ExifTags.Base.Copyright] = self.copyright.encode()
        if self.credit:
            exif[ExifTags.Base.Artist] = self.credit.encode()
        return exif.tobytes() if len(exif) else b""


NO_MARKS = Marks()


def whole(master: bytes | Image.Image, formats: Sequence[str] = FORMATS, marks: Marks = NO_MARKS) -> list[Rendition]:
    """The picture in every width that it has, wide to narrow: decoded once, then down the chain."""
    picture = decoded(master)
    widths = _widths(picture.width, WIDTHS)
    return list(_down_the_chain(picture, picture.height / picture.width, widths, formats, marks, ""))


def shapes(
    master: bytes | Image.Image,
    focal: tuple[float, float] = (0.5, 0.5),
    formats: Sequence[str] = FORMATS,
    marks: Marks = NO_MARKS,
) -> list[Rendition]:
    """The picture cut to every shape about its focal point: for cards, for search engines, for those who share it."""
    picture, made = _no_larger_than_needed(decoded(master)), list[Rendition]()
    for shape in SHAPES:
        part = crop(picture, shape.ratio, focal)
        large, widths = min(shape.machines, part.width), _widths(part.width, shape.widths)
        if large not in widths:
            made += _down_the_chain(part, 1 / shape.ratio, [large], ["jpeg"], marks, shape.name)
        made += _down_the_chain(part, 1 / shape.ratio, widths, formats, marks, shape.name)
    return made


def recipe(formats: Sequence[str], marks: Marks, focal: tuple[float, float] | None = None) -> str:
    """Equal for two sets of files only where they were made in the same way: without a focal point, whole pictures."""
    how = [(kind, QUALITY[kind]) for kind in formats]
    what: Sequence[Any] = WIDTHS if focal is None else SHAPES
    return hashlib.sha256(repr((how, marks, what, focal)).encode()).hexdigest()[:16]


def _no_larger_than_needed(picture: Image.Image) -> Image.Image:
    """Made smaller as long as every shape can be cut from it as large as it is wanted: once, instead of for each."""
    needed = max(shape.machines / min(picture.width, picture.height * shape.ratio) for shape in SHAPES)
    if needed >= 1:
        return picture
    size = (math.ceil(picture.width * needed), math.ceil(picture.height * needed))
    return picture.resize(size, Image.Resampling.BICUBIC, reducing_gap=3)  # As good, where another step follows.


def crop(picture: Image.Image, ratio: float, focal: tuple[float, float] = (0.5, 0.5)) -> Image.Image:
    """The largest part of `picture` with this width : height that has `focal` (0–1 each way) nearest its middle."""
    width = max(1, min(picture.width, round(picture.height * ratio)))
    height = max(1, min(picture.height, round(width / ratio)))
    left = min(max(round(focal[0] * picture.width - width / 2), 0), picture.width - width)
    top = min(max(round(focal[1] * picture.height - height / 2), 0), picture.height - height)
    return picture.crop((left, top, left + width, top + height))


def decoded(master: bytes | Image.Image) -> Image.Image:
    """Bare: so is what is cut and made smaller from it, and need not be copied before it is written."""
    if isinstance(master, Image.Image):
        return _bare(master.convert("RGB"))
    with Image.open(BytesIO(master), formats=("JPEG",)) as image:
        return _bare(image.convert("RGB"))


def average(picture: Image.Image) -> str:
    red, green, blue = picture.resize((1, 1), Image.Resampling.BOX).tobytes()
    return f"#{red:02x}{green:02x}{blue:02x}"


def fingerprint(picture: Image.Image) -> str:
    """64 bits, each whether a part is lighter than its right neighbour; empty where there is too little to see.

    A picture made smaller, saved anew or a little lighter keeps it, give or take a few bits.
    """
    small = picture.convert("L").resize((9, 8), Image.Resampling.BOX, reducing_gap=3).tobytes()
    steps = [(small[row * 9 + place], small[row * 9 + place + 1]) for row in range(8) for place in range(8)]
    if sum(abs(one - other) > 2 for one, other in steps) < 8:
        return ""
    return f"{sum((one < other) << place for place, (one, other) in enumerate(steps)):016x}"


def kept(picture: Image.Image) -> bytes:
    """The master: of high quality, never sent to readers, so neither line by line nor as small as may be."""
    out = BytesIO()
    _bare(picture).save(out, "JPEG", quality=MASTER_QUALITY)
    return out.getvalue()


def encoded(picture: Image.Image, kind: str, quality: int, marks: Marks = NO_MARKS) -> bytes:
    out, bare = BytesIO(), _bare(picture) if picture.info else picture
    exif = {"exif": found} if (found := marks.exif()) else {}
    if kind == "avif":
        bare.save(out, "AVIF", quality=quality, speed=8, **exif)
    elif kind == "webp":
        bare.save(out, "WEBP", quality=quality, method=1, **exif)  # 4: 5 % fewer bytes, thrice the time.
    else:
        # Line by line: progressive takes more than twice the time for 6 % of what old browsers and machines fetch.
        bare.save(out, "JPEG", quality=quality, optimize=True, **exif)
    return out.getvalue()


def _bare(picture: Image.Image) -> Image.Image:
    """A new image has no profile, comment or EXIF that a writer could carry over."""
    bare = Image.new("RGB", picture.size)
    bare.paste(picture)
    return bare


def _widths(own: int, wanted: Sequence[int]) -> list[int]:
    """Wide to narrow, none wider than the picture; its own width too where the next one is much narrower."""
    fitting = [width for width in wanted if width <= own]
    if wanted and own < wanted[-1] and (not fitting or own > ENOUGH * fitting[-1]):
        fitting.append(own)
    return fitting[::-1]


def _down_the_chain(
    picture: Image.Image, slope: float, widths: Sequence[int], formats: Sequence[str], marks: Marks, shape: str
) -> Iterator[Rendition]:
    for width in widths:
        height = max(1, round(width * slope))
        picture = picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3)
        for kind in formats:
            yield Rendition(kind, width, height, encoded(picture, kind, QUALITY[kind], marks), shape)
