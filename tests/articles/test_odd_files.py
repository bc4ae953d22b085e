"""Odd and hostile files: of each the right picture or a clear sentence, and of none the place where it was taken."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from PIL import Image

from articles import images
from articles.models import LooseFiles, Photo
from tests import cast
from tests.articles import desk, odd_files
from tests.articles.odd_files import Odd

RIGHT, REFUSED = odd_files.right(), odd_files.refused()
PICKER = "/quan-tri/articles/article/photo-picker/"


def named(odd: Odd) -> str:
    return odd.what


def test_there_are_more_than_fifty() -> None:
    names = [odd.what for odd in (*RIGHT, *REFUSED)]
    assert len(set(names)) == len(names) > 50


@pytest.mark.parametrize("odd", RIGHT, ids=named)
def test_a_right_picture_comes_out(odd: Odd) -> None:
    ready = images.prepare(io.BytesIO(odd.data))
    assert (ready.width, ready.height) == odd.size
    with Image.open(io.BytesIO(ready.master)) as master:
        assert (master.format, master.mode, master.size) == ("JPEG", "RGB", odd.size)
        assert not master.getexif()
        seen = master.getpixel((12, 12))
    assert isinstance(seen, tuple)
    assert odd.colour
    assert all(abs(one - other) < 30 for one, other in zip(seen, odd.colour, strict=True)), seen
    for trace in (odd_files.PLACE, b"<script", b"alert(", b"PK\x03\x04"):
        assert trace not in ready.master


@pytest.mark.parametrize("odd", REFUSED, ids=named)
def test_a_clear_sentence_says_why_not(odd: Odd) -> None:
    with translation.override("en"), pytest.raises(images.Refused) as refused:
        images.prepare(io.BytesIO(odd.data))
    with translation.override("en"):
        sentence = str(refused.value.args[0])
    assert odd.says in sentence
    assert sentence[0].isupper()
    assert sentence.endswith(".")


@pytest.mark.django_db
def test_whatever_is_sent_to_the_desk_is_answered_and_leaves_a_whole_photo_or_nothing(media: Path) -> None:
    rosa = desk.signed_in(cast.rosa())
    for odd in (*RIGHT[8:16], RIGHT[-6], RIGHT[-5], RIGHT[-4], *REFUSED[:8], REFUSED[-3]):
        answer = rosa.post(PICKER, {"upload": SimpleUploadedFile(odd.name, odd.data, "image/jpeg")})
        assert answer.status_code == (201 if odd.size else 400), odd.what
    known = {name for photo in Photo.objects.all() for name in photo.names}
    there = {str(path.relative_to(media)) for path in media.rglob("*") if path.is_file()}
    assert there == known
    assert not LooseFiles.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "PNG", "GIF"])
def test_nothing_that_readers_get_tells_where_it_was_taken(kind: str) -> None:
    cast.masthead(marks_photos=True)
    photo = Photo.upload(SimpleUploadedFile("nha.jpg", odd_files.placed(kind)), copyright="© Báo Thử")
    for name in photo.names:
        with default_storage.open(name) as file:
            data = file.read()
        assert odd_files.PLACE not in data
        with Image.open(io.BytesIO(data)) as picture:
            assert not picture.getexif().get_ifd(0x8825)
            assert "xmp" not in picture.info
