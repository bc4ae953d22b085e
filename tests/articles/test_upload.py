"""Photos come in through the library's form or the picker: real ones are kept, others get a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, TestCase

from articles.models import Photo
from tests import cast
from tests.articles import desk

pytestmark = pytest.mark.django_db
ADD = "/quan-tri/articles/photo/add/"
PICKER = "/quan-tri/articles/article/photo-picker/"
BAD = {
    "html": b"<html><script>alert(1)</script></html>",
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "empty": b"",
    "cut": cast.picture()[:400],
    "exe": b"MZ\x90\x00" + bytes(500),
    "small": cast.picture((20, 20)),
}


def file(data: bytes | None = None, name: str = "anh.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, cast.picture() if data is None else data, "image/jpeg")


def files(media: Path) -> int:
    return sum(path.is_file() for path in media.rglob("*"))


def test_the_library_keeps_a_photo_with_its_words() -> None:
    words = {"alt": "Cầu sắt", "caption": "Cầu Mường Thanh", "credit": "Lê Minh"}
    response = desk.signed_in(cast.rosa()).post(ADD, {"upload": file(), **words}, follow=True)
    photo = Photo.objects.get()
    assert {name: getattr(photo, name) for name in words} == words
    assert (photo.uploaded_by, response.status_code) == (cast.rosa(), 200)
    assert photo.renditions


@pytest.mark.parametrize("kind", BAD)
def test_what_is_no_photo_gets_a_sentence_and_what_was_typed_stays(kind: str, media: Path) -> None:
    response = desk.signed_in(cast.rosa()).post(ADD, {"upload": file(BAD[kind]), "caption": "Đã gõ công phu"})
    page = response.content.decode()
    assert response.status_code == 200
    assert response.context["adminform"].form.errors["upload"]
    assert "Đã gõ công phu" in page
    assert (Photo.objects.count(), files(media)) == (0, 0)


def test_a_form_without_a_file_is_answered_in_words() -> None:
    response = desk.signed_in(cast.rosa()).post(ADD, {"caption": "Đã gõ"})
    assert response.context["adminform"].form.errors["upload"]
    assert "Đã gõ" in response.content.decode()


def test_a_full_disk_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("django.core.files.storage.FileSystemStorage._save", full)
    response = desk.signed_in(cast.rosa()).post(ADD, {"upload": file(), "caption": "Đã gõ"})
    assert (response.status_code, Photo.objects.count()) == (200, 0)
    assert response.context["adminform"].form.errors["upload"]


def test_the_words_can_be_changed_later() -> None:
    photo = cast.photo()
    address = f"/quan-tri/articles/photo/{photo.pk}/change/"
    desk.signed_in(cast.ed()).post(address, {"alt": "Mới", "caption": "Chú thích mới", "credit": "", **desk.MIDDLE})
    photo.refresh_from_db()
    assert (photo.alt, photo.caption) == ("Mới", "Chú thích mới")


def test_a_photo_in_use_stays_and_the_page_says_where() -> None:
    photo = cast.photo()
    cast.article("Bài có ảnh", lead_photo=photo)
    response = desk.signed_in(cast.ed()).post(
        f"/quan-tri/articles/photo/{photo.pk}/delete/", {"post": "yes"}, follow=True
    )
    assert Photo.objects.count() == 1
    assert "Bài có ảnh" in desk.said(response)


def test_a_photo_that_only_a_published_edition_shows_stays_too() -> None:
    photo = cast.photo()
    story = cast.article("Bài có ảnh", credits=[("text_photo", "Đức Hạnh")])
    use = story.photos.create(photo=photo)
    story.publish(by=cast.ed())
    use.delete()
    desk.signed_in(cast.ed()).post(f"/quan-tri/articles/photo/{photo.pk}/delete/", {"post": "yes"})
    assert Photo.objects.count() == 1


def test_an_unused_photo_goes_into_the_bin_with_its_files_and_from_there_for_good(media: Path) -> None:
    photo, there = cast.photo(), files(media)
    assert there > 1
    with TestCase.captureOnCommitCallbacks(execute=True):
        desk.signed_in(cast.ed()).post(f"/quan-tri/articles/photo/{photo.pk}/delete/")
    assert (Photo.objects.in_bin().count(), files(media)) == (1, there)
    with TestCase.captureOnCommitCallbacks(execute=True):
        desk.signed_in(cast.sam()).post(f"{desk.LIST}bin/", {"photo": photo.pk, "destroy": "1"})
    assert (Photo.objects.count(), files(media)) == (0, 0)


def test_the_picker_finds_without_diacritics() -> None:
    photo = cast.photo(caption="Cầu Mường Thanh trong sương")
    cast.photo(caption="Chợ phiên", picture={"colour": "#a33"})
    found = desk.signed_in(cast.rosa()).get(PICKER, {"q": "muong thanh"}).json()
    assert [shown["id"] for shown in found["photos"]] == [photo.pk]
    assert found["photos"][0]["url"].endswith(".jpg")


def test_the_picker_takes_an_upload_and_refuses_what_is_none() -> None:
    rosa = desk.signed_in(cast.rosa())
    taken = rosa.post(PICKER, {"upload": file(), "alt": "Cầu"})
    assert (taken.status_code, taken.json()["photos"][0]["alt"]) == (201, "Cầu")
    refused = rosa.post(PICKER, {"upload": file(BAD["html"])})
    assert refused.status_code == 400
    assert refused.json()["errors"]


@pytest.mark.parametrize(
    "query", ["?page=-1", "?page=abc", "?page=1000000000000", "?q=%27;--", "?page=0", "?q=" + "a" * 3000]
)
def test_nonsense_asked_of_the_picker_is_no_error(query: str) -> None:
    assert desk.signed_in(cast.rosa()).get(PICKER + query).status_code == 200


def test_the_picker_asks_for_the_token() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.rosa())
    assert client.post(PICKER, {"upload": file()}).status_code == 403
    assert not Photo.objects.exists()


def test_a_moderator_neither_looks_nor_sends() -> None:
    mo = desk.signed_in(cast.mo())
    assert mo.get(PICKER).status_code == 403
    assert mo.post(PICKER, {"upload": file()}).status_code == 403
