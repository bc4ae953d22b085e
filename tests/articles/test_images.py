"""What becomes of a picture that somebody sends: bytes in, bytes out."""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from django.utils import translation
from PIL import ExifTags, Image, ImageCms, ImageDraw

from articles import images, renditions


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def drawn(width: int = 400, height: int = 300, mode: str = "RGB") -> Image.Image:
    """Red above, blue below, with a white corner at the top left."""
    picture = Image.new("RGB", (width, height), (200, 30, 30))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, height // 2, width, height), fill=(30, 30, 200))
    pen.rectangle((0, 0, width // 5, height // 5), fill="white")
    return picture.convert(mode)


def sent(picture: Image.Image, kind: str = "JPEG", **options: Any) -> BytesIO:
    out = BytesIO()
    picture.save(out, kind, **options)
    return out


def seen(data: bytes) -> Image.Image:
    picture = Image.open(BytesIO(data))
    picture.load()
    return picture


def is_near(one: tuple[int, ...], other: tuple[int, ...], by: int = 12) -> bool:
    return all(abs(a - b) <= by for a, b in zip(one, other, strict=True))


def huge_png(width: int, height: int) -> BytesIO:
    """A PNG whose header alone speaks of so many pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return BytesIO(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
@pytest.mark.parametrize("mode", ["RGB", "L", "1", "P"])
def test_a_picture_becomes_a_jpeg_of_the_same_size(kind: str, mode: str) -> None:
    picture = drawn(mode=mode)
    ready = images.prepare(sent(picture if kind in {"PNG", "GIF"} or mode == "L" else picture.convert("RGB"), kind))
    master = seen(ready.master)
    assert (master.format, master.mode, master.size) == ("JPEG", "RGB", (400, 300))
    assert (ready.width, ready.height) == (400, 300)


def test_the_original_is_known_again_by_its_bytes() -> None:
    file = sent(drawn())
    assert images.prepare(file).sha256 == hashlib.sha256(file.getvalue()).hexdigest()


def test_the_colour_is_the_average_of_the_picture() -> None:
    assert images.prepare(sent(Image.new("RGB", (300, 300), (17, 34, 51)), "PNG")).colour == "#112233"


def test_a_large_picture_is_made_smaller_but_not_out_of_shape() -> None:
    ready = images.prepare(sent(drawn(4000, 3000)))
    assert (ready.width, ready.height) == (2560, 1920)
    assert seen(ready.master).size == (2560, 1920)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize(
    "orientation, corner",
    [(1, (10, 10)), (3, (-10, -10)), (6, (-10, 10)), (8, (10, -10)), (2, (-10, 10)), (5, (10, 10))],
)
def test_a_picture_is_turned_as_the_camera_was_held(kind: str, orientation: int, corner: tuple[int, int]) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    file = sent(drawn(), kind, exif=exif)
    ready = images.prepare(file)
    master = seen(ready.master)
    assert master.size == ((300, 400) if orientation > 4 else (400, 300)) == (ready.width, ready.height)
    assert is_near(master.getpixel((corner[0] % master.width, corner[1] % master.height)), (255, 255, 255))
    told = images.inspect(file)
    assert (told.width, told.height) == master.size


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1"])
def test_a_picture_of_any_mode_is_turned(mode: str) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    ready = images.prepare(sent(drawn().convert(mode), "PNG", exif=exif))
    assert (ready.width, ready.height) == (300, 400)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_see_through_lies_on_white_paper(mode: str) -> None:
    picture = drawn(mode="RGBA")
    picture.putalpha(0)
    options = {"transparency": 0} if mode == "P" else {}
    picture = Image.new("P", (400, 300), 0) if mode == "P" else picture.convert(mode)
    master = seen(images.prepare(sent(picture, "PNG", **options)).master)
    assert is_near(master.getpixel((200, 150)), (255, 255, 255), 2)


def test_sixteen_bits_are_made_eight_without_turning_white() -> None:
    deep = Image.new("I", (300, 300), 32896).convert("I;16")
    assert is_near(seen(images.prepare(sent(deep, "PNG")).master).getpixel((9, 9)), (128, 128, 128), 2)


def test_inks_become_light() -> None:
    master = seen(images.prepare(sent(Image.new("CMYK", (300, 300), (0, 255, 255, 0)))).master)
    assert is_near(master.getpixel((9, 9)), (255, 0, 0), 5)


def test_a_colour_profile_is_applied_and_left_behind() -> None:
    lab_like = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for profile in (srgb, lab_like, b"no profile at all"):
        master = seen(images.prepare(sent(drawn(), icc_profile=profile)).master)
        assert "icc_profile" not in master.info
        assert is_near(master.getpixel((200, 250)), (30, 30, 200))


def test_of_a_moving_picture_the_first_frame_is_kept() -> None:
    frames = [Image.new("RGB", (300, 300), colour) for colour in ("red", "lime", "blue")]
    for kind in ("GIF", "WEBP", "PNG"):
        file = sent(frames[0], kind, save_all=True, append_images=frames[1:])
        assert images.inspect(file).frames == 3
        assert is_near(seen(images.prepare(file).master).getpixel((9, 9)), (255, 0, 0), 5)


def test_nothing_that_a_camera_wrote_reaches_readers() -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = "SECRET-NAME"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "SECRET-PLACE"
    file = sent(drawn(700, 500), exif=exif, comment=b"SECRET-COMMENT", xmp=b"<x>SECRET-XMP</x>")
    ready = images.prepare(BytesIO(file.getvalue() + b"<script>SECRET-TAIL</script>"))
    for data in [ready.master, *(made.data for made in renditions.whole(ready.master))]:
        assert b"SECRET" not in data
        assert not seen(data).getexif()
        assert not {"exif", "xmp", "icc_profile", "comment"} & set(seen(data).info)


@pytest.mark.parametrize(
    "data, word",
    [
        (b"", "empty"),
        (b"hello", "not a picture"),
        (b"<!doctype html><script>alert(1)</script>", "not a picture"),
        (b"MZ\x90\x00" + b"\0" * 500, "not a picture"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "SVG"),
        (b"<!-- x --><svg onload=alert(1)>", "SVG"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "PostScript"),
        (b"%PDF-1.7", "PDF"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 90, "HEIC"),
        (b"\0\0\0\x18ftypavif" + b"\0" * 90, "AVIF"),
        (sent(drawn(), "BMP").getvalue(), "not a picture"),
        (sent(drawn(), "TIFF").getvalue(), "not a picture"),
        (sent(drawn(40, 300)).getvalue(), "40 × 300"),
        (sent(drawn(200, 3000)).getvalue(), "too long and narrow"),
    ],
)
def test_what_is_no_picture_for_the_paper_is_refused_by_its_name(data: bytes, word: str) -> None:
    with pytest.raises(images.Refused, match=word):
        images.prepare(BytesIO(data))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
@pytest.mark.parametrize("kept", [0.1, 0.5, 0.95])
def test_a_picture_that_was_cut_off_is_refused(kind: str, kept: float) -> None:
    noisy = Image.effect_noise((300, 300), 90).convert("RGB")
    data = sent(noisy, kind).getvalue()
    with pytest.raises(images.Refused):
        images.prepare(BytesIO(data[: int(len(data) * kept)]))


@pytest.mark.parametrize("size", [(10_001, 10_000), (13_000, 13_000), (60_000, 60_000)])
def test_a_bomb_is_refused_before_it_is_decoded(size: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image.Image, "load", lambda _image: pytest.fail("It was decoded."))
    with pytest.raises(images.Refused, match="100 million"):
        images.prepare(huge_png(*size))


def test_a_bomb_of_many_frames_is_refused() -> None:
    frames = [Image.new("P", (2000, 2000), number % 250) for number in range(26)]
    file = sent(frames[0], "GIF", save_all=True, append_images=frames[1:])
    with pytest.raises(images.Refused, match="100 million"):
        images.prepare(file)


def test_a_camera_of_ninety_megapixels_is_not_taken_for_a_bomb() -> None:
    told = images.inspect(huge_png(9_500, 10_000))
    assert (told.format, told.width, told.height) == ("PNG", 9_500, 10_000)


def test_too_many_bytes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "MAX_BYTES", 1000)
    with pytest.raises(images.Refused, match="30 MB"):
        images.prepare(sent(drawn()))


def test_a_refusal_is_a_value_error_with_one_sentence() -> None:
    with pytest.raises(ValueError, match=r"^[A-Z][^.]+\."):
        images.prepare(BytesIO(b"x"))


@pytest.mark.parametrize(
    "width, widths",
    [
        (200, [200]),
        (320, [320]),
        (470, [470, 320]),
        (1000, [960, 720, 480, 320]),
        (1700, [1600, 1280, 960, 720, 480, 320]),
    ],
)
def test_renditions_are_never_wider_than_the_picture(width: int, widths: list[int]) -> None:
    made = renditions.whole(images.prepare(sent(drawn(width, 300))).master)
    assert [one.width for one in made if one.format == "webp"] == widths
    assert [one.width for one in made if one.format == "jpeg"] == widths
    for one in made:
        picture = seen(one.data)
        assert (picture.size, picture.format) == ((one.width, one.height), one.format.upper())
        assert one.height == max(1, round(300 * one.width / width)) or abs(one.height - 300 * one.width / width) <= 2
        assert one.extension == {"webp": "webp", "jpeg": "jpg"}[one.format]


def test_renditions_can_be_made_of_an_image_and_take_nothing_of_its_file_along() -> None:
    picture = drawn()
    picture.info |= {"comment": b"nha rieng", "exif": b"Exif\0\0MM", "icc_profile": b"mau"}
    for one in renditions.whole(picture):
        assert not {"comment", "exif", "icc_profile"} & set(seen(one.data).info)


@pytest.mark.parametrize(
    "focal, box", [((0.5, 0.5), (100, 0)), ((0, 0.5), (0, 0)), ((1, 0.5), (200, 0)), ((0.4, 0.9), (60, 0))]
)
def test_a_crop_keeps_what_matters_in_its_middle(focal: tuple[float, float], box: tuple[int, int]) -> None:
    picture = Image.merge("RGB", [Image.linear_gradient("L").rotate(90).resize((400, 200))] * 3)
    part = renditions.crop(picture, 1, focal)
    assert part.tobytes() == picture.crop((box[0], box[1], box[0] + 200, box[1] + 200)).tobytes()


def test_a_crop_of_any_shape_stays_inside() -> None:
    for ratio in (0.01, 16 / 9, 4 / 3, 1, 300):
        part = renditions.crop(drawn(401, 299), ratio, (0.99, 0.01))
        assert part.width <= 401
        assert part.height <= 299


def test_other_sites_get_a_picture_of_1200_by_630() -> None:
    large = made_in("social", drawn(2000, 1500))
    small = made_in("social", renditions.decoded(images.prepare(sent(drawn(600, 900))).master), (0.5, 0))
    assert (large[0].width, large[0].height, seen(large[0].data).size) == (1200, 630, (1200, 630))
    assert (small[0].width, small[0].height) == (600, 315)
    assert is_near(seen(small[0].data).getpixel((9, 9)), (255, 255, 255))


def made_in(shape: str, picture: Image.Image, focal: tuple[float, float] = (0.5, 0.5)) -> list[renditions.Rendition]:
    return [one for one in renditions.shapes(picture, focal) if one.shape == shape]
