"""Whatever bytes are sent as a picture, they are a picture afterwards, or are refused with a sentence."""

from __future__ import annotations

from functools import cache
from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from articles import images, renditions

KINDS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "PPM", "ICO", "PDF")
MODES = ("RGB", "L", "P", "1", "RGBA", "CMYK", "I;16")


@cache
def real(kind: str, mode: str) -> bytes:
    picture = Image.linear_gradient("L").resize((400, 300))
    if mode != "L":
        picture = picture.convert("I").convert(mode) if mode == "I;16" else picture.convert("RGB").convert(mode)
    for attempt in (picture, picture.convert("RGB")):
        out = BytesIO()
        try:
            attempt.save(out, kind)
        except (OSError, ValueError, KeyError):  # This kind knows no such mode.
            continue
        return out.getvalue()
    raise AssertionError(f"{kind} can't be written.")


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A real picture with some bytes turned, cut off, put in or doubled; the header more often than the rest."""
    data = bytearray(real(draw(st.sampled_from(KINDS)), draw(st.sampled_from(MODES))))
    for _change in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, min(len(data), draw(st.sampled_from([32, 700, 100_000])))))
        match draw(st.sampled_from(["turn", "cut", "put", "repeat"])):
            case "turn":
                data[at : at + 1] = bytes([draw(st.integers(0, 255))])
            case "cut":
                del data[at : at + draw(st.integers(1, 4000))]
            case "put":
                data[at:at] = draw(st.binary(max_size=12))
            case "repeat":
                data[at:at] = data[at : at + 64]
    return bytes(data)


def sent_in(data: bytes) -> images.Prepared | str:
    """What became of it: a picture, or the sentence with which it was refused."""
    try:
        return images.prepare(BytesIO(data))
    except images.Refused as refused:
        return str(refused)


@given(damaged())
def test_it_is_a_clean_picture_afterwards_or_it_is_refused(sent: bytes) -> None:
    answer = sent_in(sent)
    if isinstance(answer, str):
        assert answer
        return
    with Image.open(BytesIO(answer.master), formats=("JPEG",)) as picture:
        picture.load()
        assert picture.size == (answer.width, answer.height)
        assert picture.mode == "RGB"
        assert not picture.getexif()
    assert renditions.whole(answer.master)


@given(st.binary(max_size=200))
def test_noise_is_refused_with_a_sentence(sent: bytes) -> None:
    answer = sent_in(sent)
    assert isinstance(answer, str)
    assert answer
