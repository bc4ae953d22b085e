"""Photos and clips in the bin: nowhere else meanwhile, back as they were, and gone for good only after thirty days."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client, TestCase
from django.utils import timezone, translation

from articles.admin.live import EntryForm
from articles.models import (
    ArticlePhoto,
    Author,
    Change,
    Clip,
    Coverage,
    LooseFiles,
    Masthead,
    NotNow,
    NotReady,
    Photo,
    Topic,
)
from articles.models.coverage import use_of
from articles.row_forms import ArticlePhotoFormSet
from tests import cast
from tests.articles import desk
from tests.reading import text_of

pytestmark = pytest.mark.django_db
BIN, WALL, CLIPS = f"{desk.LIST}bin/", "/quan-tri/articles/photo/", "/quan-tri/articles/clip/"
PICKERS = {Photo: f"{desk.LIST}photo-picker/", Clip: f"{desk.LIST}clip-picker/"}
PAPER = {"name": "Báo Thử", "language": "en", "views_shown": "exact", "lead_hours": "8", "steps": "3"}
OFFERED = "/quan-tri/autocomplete/?term=cau&app_label=articles&model_name=articlephoto&field_name=photo"


def photo(caption: str = "Cầu treo", **facts: Any) -> Photo:
    """A row without files."""
    words = {"caption": caption, "alt": "Cầu", "file": "photos/x.jpg", "width": 3, "height": 2, "sha256": caption}
    return Photo.objects.create(**{**words, **facts})


def clip(title: str = "Cầu treo", **facts: Any) -> Clip:
    words = {"title": title, "caption": "Quay sáng nay", "credit": "Minh Châu", "link": "https://youtu.be/dQw4w9WgXcQ"}
    return Clip.objects.create(**{**words, **facts})


KINDS = [pytest.param(photo, WALL, id="photo"), pytest.param(clip, CLIPS, id="clip")]
Make = Callable[..., Any]


def told(response: Any) -> str:
    is_json = response["Content-Type"] == "application/json"
    return str(response.json()) if is_json else text_of(response)


@pytest.mark.parametrize("make, room", KINDS)
def test_what_lies_in_the_bin_is_nowhere_else_and_comes_back_as_it_was(make: Make, room: str, client: Client) -> None:
    cast.masthead(language="en")
    row, other, ed = make(), make("Cầu sắt"), desk.signed_in(cast.ed())
    kind, deleting = row._meta.model_name, f"{room}{row.pk}/delete/"
    assert "For thirty days it lies in the bin" in text_of(ed.get(deleting))
    assert "In the bin" in desk.said(ed.post(deleting, {"reason": "Trùng"}, follow=True))
    assert LogEntry.objects.get().object_repr == "Cầu treo"
    picker = PICKERS[type(row)]
    for address in (room, f"{room}?q=cau", picker, f"{picker}?q=cau", *([OFFERED] if make is photo else [])):
        assert "Cầu sắt" in told(ed.get(address)), address
        assert "Cầu treo" not in told(ed.get(address)), address
    assert row.key not in told(ed.get(f"{picker}?keys={row.key},{other.key}"))
    for page in ("change", "uses", "delete"):
        assert ed.get(f"{room}{row.pk}/{page}/").status_code == 404, page
    listed = text_of(ed.get(BIN))
    assert all(words in listed for words in ("Cầu treo", "by ed", "Trùng", "30 days left"))
    if make is clip:
        assert client.get(row.get_absolute_url()).status_code == 404
    assert "Back on the desk: Cầu treo" in desk.said(ed.post(BIN, {kind: row.pk, "take_out": "1"}, follow=True))
    assert "Cầu treo" in told(ed.get(room))
    assert list(Change.objects.values_list("action", "article", "by__username")) == [
        ("unbinned", None, "ed"),
        ("binned", None, "ed"),
    ]


def wrong_in(refused: Any) -> set[str]:
    """Names of the fields that a form has sent back."""
    rows = [errors for rows in refused.context["inline_admin_formsets"] for errors in rows.formset.errors]
    return {name for errors in [refused.context["adminform"].form.errors, *rows] for name in errors}


def test_what_lies_in_the_bin_cannot_be_chosen_by_its_number() -> None:
    cast.masthead(language="en")
    row, story, ada = photo(), cast.article(), desk.signed_in(cast.ada())
    row.put_in_bin(by=cast.ed())
    forms = {
        desk.change(story): {"photos-TOTAL_FORMS": "1", "photos-0-key": "abcdef12", "photos-0-photo": row.pk},
        "/quan-tri/articles/masthead/1/change/": {**PAPER, "logo": row.pk},
        f"/quan-tri/articles/topic/{cast.topic().pk}/change/": {"headline": "Bão", "photo": row.pk},
        f"/quan-tri/articles/author/{cast.author().pk}/change/": {"name": "Đức Hạnh", "photo": row.pk},
        f"{CLIPS}{clip().pk}/change/": {"title": "Lũ", "caption": "x", "credit": "x", "poster": row.pk},
    }
    for address, tampered in forms.items():
        sent = desk.opened(ada, address) if "article/" in address else {}
        refused = ada.post(address, {**sent, **tampered, "_save": ""})
        assert wrong_in(refused) == {next(reversed(tampered)).rpartition("-")[2]}, address
    entry = EntryForm({"body": "<p>Tin</p>", "nonce": "a" * 24, "photo": row.pk})
    assert "photo" in entry.errors
    assert not ArticlePhoto.objects.exists()
    assert not any(rows.exclude(**{f"{name}": None}).exists() for rows, name in (
        (Masthead.objects, "logo"), (Topic.objects, "photo"), (Author.objects, "photo"), (Clip.objects, "poster"),
    ))  # fmt: skip


def test_a_text_that_names_a_clip_from_the_bin_has_a_place_for_nothing() -> None:
    row = clip()
    row.put_in_bin(by=cast.ed())
    marker = f'<figure data-clip="{row.key}"></figure>'
    assert Clip.in_text(marker) == []
    with pytest.raises(NotReady):
        cast.article(body=marker).publish(by=cast.ed())


def test_an_older_version_comes_back_without_a_photo_that_lies_in_the_bin() -> None:
    row, story = photo(), cast.article()
    ArticlePhoto.objects.create(article=story, photo=row)
    story.remember(cast.rosa())
    story.photos.all().delete()
    story.claim(story.version)
    story.remember(cast.rosa())
    row.put_in_bin(by=cast.ed())
    story.restore(1, by=cast.rosa())
    assert not story.photos.exists()


def holders(row: Photo) -> dict[str, Callable[[], Any]]:
    """Each way in which a photo is held on to; by what its sentence names."""
    return {
        "Báo Thử": lambda: cast.masthead(language="en", logo=row),
        "Điện Biên": lambda: ArticlePhoto.objects.create(article=cast.article(), photo=row),
        "Tường thuật": lambda: Coverage.of(cast.live_article("Tường thuật", genre="live")).post(
            f'<figure data-photo="{(use := use_of(row))["key"]}"></figure>', by=cast.ed(), uses=[use]
        ),
        "Bão số 3": lambda: cast.topic(photo=row),
        "Lò Văn Pọm": lambda: cast.author("Lò Văn Pọm", photo=row),
        "Lũ quét": lambda: clip("Lũ quét", poster=row),
    }


@pytest.mark.parametrize("name", holders(Photo()))
def test_what_is_in_use_stays_and_the_sentence_names_where(name: str) -> None:
    row = photo()
    holders(row)[name]()
    said = desk.said(desk.signed_in(cast.ed()).post(f"{WALL}{row.pk}/delete/", follow=True))
    assert f"“{name}" in said
    with pytest.raises(NotNow):
        row.put_in_bin(by=cast.ed())
    assert Photo.objects.kept().exists()


def test_the_verbs_do_nothing_twice() -> None:
    row = photo()
    for _time in range(2):
        row.put_in_bin(by=cast.ed(), reason="Mờ " * 400)
        Photo.objects.get().put_in_bin(by=cast.sam())
    assert (row.binned_by, len(row.bin_reason)) == (cast.ed(), 500)
    for _time in range(2):
        row.take_out_of_bin(by=cast.ed())
    with pytest.raises(NotNow):
        row.delete_for_good(by=cast.sam())
    assert [change.action for change in Change.objects.all()] == ["unbinned", "binned"]


@pytest.mark.parametrize("make, room", KINDS)
def test_only_those_who_may_delete_put_in_and_take_out_and_fewer_delete_for_good(make: Make, room: str) -> None:
    row, kept = make(), make("Cầu sắt")
    row.put_in_bin(by=cast.sam(), at=timezone.now() - timedelta(days=1))
    taking = {row._meta.model_name: row.pk, "take_out": "1"}
    destroying = {row._meta.model_name: row.pk, "destroy": "1", "reason": "Theo yêu cầu"}
    for person in (cast.rosa, cast.mo):
        client = desk.signed_in(person())
        assert client.post(f"{room}{kept.pk}/delete/").status_code == 403
        assert client.post(BIN, taking).status_code == 403
        assert client.post(BIN, destroying).status_code == 403
        assert "Cầu treo" not in client.get(BIN).content.decode()
    assert desk.signed_in(cast.ed()).post(BIN, destroying).status_code == 403
    assert type(row).objects.in_bin().get() == row
    desk.signed_in(cast.sam()).post(BIN, destroying)
    assert type(row).objects.get() == kept
    told = Change.objects.get(action="deleted")
    assert (told.article, told.by) == (None, cast.sam())
    assert f"#{row.pk} Cầu treo\nTheo yêu cầu" in told.reason


def test_the_same_file_brought_again_is_told_where_its_twin_lies() -> None:
    cast.masthead(language="en")
    twin, ed = cast.photo(caption="Cầu treo"), desk.signed_in(cast.ed())
    twin.put_in_bin(by=cast.ed())
    again = [SimpleUploadedFile("cau.jpg", cast.picture(), "image/jpeg") for _n in range(2)]
    told = "This very file lies in the bin: “Cầu treo”."
    assert told in ed.post(PICKERS[Photo], {"upload": again[0]}).json()["warnings"][0]
    Photo.objects.exclude(pk=twin.pk).delete()
    page = ed.post(f"{WALL}add/", {"upload": again[1]}, follow=True)
    assert told in text_of(page)
    assert f'href="{BIN}#photo-{twin.pk}"' in page.content.decode()
    assert f'id="photo-{twin.pk}"' in ed.get(BIN).content.decode()


def files(media: Path) -> int:
    return sum(path.is_file() for path in media.rglob("*"))


def test_after_thirty_days_the_command_deletes_each_with_its_files_and_says_how_many(media: Path) -> None:
    old, now = timezone.now() - timedelta(days=30), timezone.now()
    whole = cast.photo()
    whole.put_in_bin(by=cast.ed(), at=old)
    poster, young, used = photo("Ảnh đại diện"), photo("Mới bỏ"), photo("Vẫn dùng")
    film = clip(poster=poster)
    for row, at in ((film, old), (young, now), (used, old)):
        row.put_in_bin(by=cast.ed(), at=at)
    Photo.objects.filter(pk=poster.pk).update(binned_at=old)  # As only a clip from the bin shows it.
    ArticlePhoto.objects.create(article=cast.article(), photo=used)
    cast.article("Nháp cũ").put_in_bin(by=cast.rosa(), at=old)
    assert {row.pk for row in Photo.objects.in_bin()} == {young.pk}
    said, complained = StringIO(), StringIO()
    with translation.override("en"), TestCase.captureOnCommitCallbacks(execute=True):
        for _time in range(2):
            call_command("empty_bin", stdout=said, stderr=complained)
    assert said.getvalue().splitlines() == [
        "Deleted for good: 1 story, 0 pages, 2 photos, 1 clip.",
        "Deleted for good: 0 stories, 0 pages, 0 photos, 0 clips.",
    ]
    assert "It is in use and stays" in complained.getvalue()
    assert ({row.pk for row in Photo.objects.all()}, files(media)) == ({young.pk, used.pk}, 0)
    assert Change.objects.filter(article=None, action="deleted", by=None).count() == 4


def test_what_breaks_in_the_middle_leaves_the_photo_whole(media: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    row = cast.photo()
    row.put_in_bin(by=cast.ed())
    there = files(media)
    monkeypatch.setattr(Change.objects, "create", lambda **_facts: 1 / 0)
    with pytest.raises(ZeroDivisionError), TestCase.captureOnCommitCallbacks(execute=True):
        row.delete_for_good(by=cast.sam())
    assert Photo.objects.in_bin().count() == 1
    assert (files(media), LooseFiles.objects.exists()) == (there, False)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_photo_that_a_story_takes_at_that_moment_is_not_put_in_the_bin(monkeypatch: pytest.MonkeyPatch) -> None:
    row, story, ed = photo(), cast.article(), desk.signed_in(cast.ed())
    form = desk.opened(ed, desk.change(story))
    taken, refused, save = Event(), [], ArticlePhotoFormSet.save

    def slowly(rows: ArticlePhotoFormSet, *args: Any, **kwargs: Any) -> Any:
        taken.set()
        time.sleep(0.3)  # The form has found the photo; the other may try now.
        return save(rows, *args, **kwargs)

    def throw_away() -> None:
        taken.wait(20)
        try:
            Photo.objects.get(pk=row.pk).put_in_bin(by=cast.ed())
        except NotNow as stays:
            refused.append(stays)
        finally:
            connection.close()

    monkeypatch.setattr(ArticlePhotoFormSet, "save", slowly)
    other = Thread(target=throw_away)
    other.start()
    desk.send(ed, desk.change(story), {**form, "photos-TOTAL_FORMS": "1", "photos-0-photo": row.pk})
    other.join()
    assert (len(refused), story.photos.count()) == (1, 1)
    assert Photo.objects.kept().exists()
