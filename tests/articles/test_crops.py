"""One point in a photo matters: every crop keeps it, wherever readers and machines meet the photo."""

from __future__ import annotations

import random
import re
import threading
import time
from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client, TestCase
from django.utils import timezone
from PIL import ExifTags, Image, ImageDraw

from articles import renditions, turns
from articles.models import LooseFiles, Photo, darkroom
from tests import cast
from tests.articles import desk

pytestmark = pytest.mark.django_db
SHAPES = {"16x9": 16 / 9, "4x3": 4 / 3, "1x1": 1.0, "social": 1200 / 630}


def portrait(face: tuple[int, int] = (300, 1400)) -> bytes:
    """Tall and grey, with a red face far from its middle."""
    picture = Image.new("RGB", (1300, 1800), "#777")
    ImageDraw.Draw(picture).ellipse((face[0] - 90, face[1] - 90, face[0] + 90, face[1] + 90), fill=(230, 20, 20))
    out = BytesIO()
    picture.save(out, "JPEG", quality=90)
    return out.getvalue()


def uploaded(**facts: object) -> Photo:
    return Photo.upload(ContentFile(portrait()), **{"caption": "Chân dung", "alt": "Một người", **facts})


def scene(seed: int) -> Image.Image:
    """Light and shade in large patches, as a photograph has them."""
    patches = Image.frombytes("L", (12, 9), random.Random(seed).randbytes(108))
    return patches.resize((1280, 960), Image.Resampling.BICUBIC).convert("RGB")


def shows_the_face(media: Path, name: str) -> bool:
    with Image.open(media / name) as picture:
        small = picture.convert("RGB").resize((40, round(40 * picture.height / picture.width)))
    data = small.tobytes()
    return sum(data[at] > 180 and data[at + 1] < 90 for at in range(0, len(data), 3)) > 10


def refocus(photo: Photo, x: int, y: int) -> Photo:
    Photo.objects.filter(pk=photo.pk).update(focal_x=x, focal_y=y)
    photo.refresh_from_db()
    assert photo.develop()
    return photo


def test_a_photo_has_every_shape_in_widths_for_cards_and_one_for_machines() -> None:
    photo = uploaded()
    for shape, ratio in SHAPES.items():
        files = photo.in_format("jpeg", shape)
        assert all(one["shape"] == shape and abs(one["width"] / one["height"] - ratio) < 0.02 for one in files)
        assert files[-1]["width"] >= 1200
    assert [one["width"] for one in photo.in_format("webp", "4x3")] == [240, 480, 720]
    assert all(one["shape"] == "" for one in photo.in_format("jpeg"))


def test_no_two_files_of_a_shape_have_one_width() -> None:
    for width in (200, 321, 640, 720, 800, 960, 1000, 1279, 1280, 1400):
        made = renditions.shapes(Image.new("RGB", (width, width * 2 // 3), "#777"))
        told = [(one.shape, one.format, one.width) for one in made]
        assert len(told) == len(set(told)), width


def test_a_moved_point_is_kept_by_every_shape(media: Path) -> None:
    photo = uploaded()
    assert not any(shows_the_face(media, one["name"]) for one in photo.crops if one["shape"] in {"16x9", "social"})
    refocus(photo, 23, 78)
    assert all(shows_the_face(media, one["name"]) for one in photo.crops)


def test_whoever_points_to_an_old_crop_still_finds_it_for_a_month(media: Path) -> None:
    photo = uploaded()
    before = {one["name"] for one in photo.crops}
    whole = photo.renditions
    refocus(photo, 23, 78)
    assert photo.renditions == whole
    assert not before & {one["name"] for one in photo.crops}
    darkroom.sweep_all()
    assert all((media / name).is_file() for name in before)
    darkroom.sweep_all(at=timezone.now() + darkroom.RETIRED * 1.1)
    assert not any((media / name).exists() for name in before)
    assert all((media / name).is_file() for name in photo.names)
    assert not LooseFiles.objects.exists()


def test_nothing_is_made_anew_while_all_is_as_it_should_be() -> None:
    photo = uploaded()
    assert photo.develop() is False
    out = StringIO()
    call_command("make_renditions", stdout=out)
    assert "0 photos made anew" in out.getvalue()


def test_cards_the_social_picture_and_search_engines_get_the_crops() -> None:
    photo = refocus(uploaded(), 23, 78)
    story = cast.live_article(lead_photo=photo, credits=[("text_photo", "Đức Hạnh")])
    home = BeautifulSoup(Client().get("/").content, "html.parser")
    card = home.select_one(".card .picture")
    assert card is not None
    assert "-16x9-" in str(card)
    page = BeautifulSoup(Client().get(story.get_absolute_url()).content, "html.parser")
    facts = {tag["property"]: tag["content"] for tag in page.select("meta[property^='og:image']")}
    assert "-social-" in facts["og:image"]
    assert (facts["og:image:width"], facts["og:image:height"]) == ("1200", "630")
    data = page.select_one("script[type='application/ld+json']")
    assert data is not None
    shapes = re.findall(r"-(16x9|4x3|1x1)-(\d+)\.jpg", data.text)
    assert [shape for shape, _width in shapes] == ["16x9", "4x3", "1x1"]
    assert all(int(width) >= 1200 for _shape, width in shapes)


def test_a_photo_older_than_the_crops_is_shown_whole_until_they_are_made() -> None:
    photo = uploaded()
    Photo.objects.update(crops=[], made={})
    cast.live_article(lead_photo=photo, credits=[("text_photo", "Đức Hạnh")])
    assert photo.renditions[0]["name"].rpartition("-")[0] in Client().get("/").content.decode()
    out = StringIO()
    call_command("make_renditions", stdout=out)
    assert "1 photos made anew" in out.getvalue()
    assert "-16x9-" in Client().get("/").content.decode()


def test_the_point_is_set_in_the_form_as_two_numbers() -> None:
    photo = uploaded()
    address = f"/quan-tri/articles/photo/{photo.pk}/change/"
    ed = desk.signed_in(cast.ed())
    words = {"alt": photo.alt, "caption": photo.caption, "credit": "", "may_be_passed_on": "on"}
    before = photo.crops
    response = ed.post(address, {**words, "focal_x": "23", "focal_y": "78", "_continue": ""}, follow=True)
    photo.refresh_from_db()
    assert (photo.focal_x, photo.focal_y, response.status_code) == (23, 78, 200)
    assert photo.crops != before
    assert photo.made == photo.recipes(cast.masthead())
    refused = ed.post(address, {**words, "focal_x": "101", "focal_y": "-1"})
    assert {"focal_x", "focal_y"} <= set(refused.context["adminform"].form.errors)


def test_avif_is_made_where_the_paper_wants_it(settings: object) -> None:
    settings.PHOTO_FORMATS = ["avif", "webp", "jpeg"]  # type: ignore[attr-defined]
    photo = uploaded()
    assert {one["format"] for one in photo.renditions} == {"avif", "webp", "jpeg"}
    cast.live_article(lead_photo=photo, credits=[("text_photo", "Đức Hạnh")])
    assert 'type="image/avif"' in Client().get("/").content.decode()
    response = Client().get("/media/" + photo.in_format("avif")[0]["name"])
    response.close()
    assert response["Content-Type"] == "image/avif"


def test_copyright_and_credit_are_written_into_readers_files_where_the_paper_says_so(media: Path) -> None:
    cast.masthead(marks_photos=True)
    photo = uploaded(copyright="© Báo Thử", credit="Lê Minh")
    for one in [*photo.renditions, *photo.crops]:
        with Image.open(media / one["name"]) as picture:
            exif = picture.getexif()
        assert set(exif) == {ExifTags.Base.Copyright, ExifTags.Base.Artist}
        assert str(exif[ExifTags.Base.Copyright]).encode("latin-1").decode() == "© Báo Thử"


def test_a_file_without_row_and_a_row_without_file_are_told(media: Path) -> None:
    photo = uploaded()
    (media / photo.file).rename(media / "photos" / "lost.jpg")
    out = StringIO()
    call_command("make_renditions", "--check", stdout=out)
    assert f"no file: {photo.file}" in out.getvalue()
    assert "no row: photos/lost.jpg" in out.getvalue()


def test_a_deleted_photo_takes_its_crops_along(media: Path) -> None:
    photo = uploaded()
    with TestCase.captureOnCommitCallbacks(execute=True):
        photo.delete()
    assert not [path for path in media.rglob("*") if path.is_file()]


def test_fingerprints_are_near_for_one_scene_and_far_for_others() -> None:
    mark, out = renditions.fingerprint(scene(1)), BytesIO()
    scene(1).resize((400, 300)).save(out, "JPEG", quality=60)
    lighter = scene(1).point(lambda value: min(255, value + 9))
    with Image.open(BytesIO(out.getvalue())) as saved:
        near = [renditions.fingerprint(picture) for picture in (saved.convert("RGB"), lighter)]
    assert all((int(mark, 16) ^ int(one, 16)).bit_count() <= 6 for one in near)
    assert (int(mark, 16) ^ int(renditions.fingerprint(scene(2)), 16)).bit_count() > 12
    assert renditions.fingerprint(Image.new("RGB", (300, 300), "red")) == ""


def test_a_photo_that_looks_like_another_is_found() -> None:
    sizes = {}
    for size in ((1280, 960), (640, 480)):
        out = BytesIO()
        scene(3).resize(size).save(out, "JPEG", quality=70)
        sizes[size] = Photo.upload(ContentFile(out.getvalue()))
    cast.photo()
    large, small = sizes.values()
    assert Photo.objects.exclude(pk=small.pk).like(small.fingerprint) == [large]
    assert Photo.objects.like("") == []


@pytest.mark.parametrize("full_after", range(0, 30, 4))
def test_a_disk_that_fills_up_in_the_middle_leaves_nothing(
    full_after: int, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep, written = FileSystemStorage._save, list[str]()  # type: ignore[attr-defined]

    def filling(storage: FileSystemStorage, name: str, content: ContentFile[bytes]) -> str:
        if len(written) < full_after:
            written.append(name)
            return str(keep(storage, name, content))
        keep(storage, name, ContentFile(content.read()[:100]))
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", filling)
    with pytest.raises(OSError, match="No space"):
        uploaded()
    assert not [path for path in media.rglob("*") if path.is_file()]
    assert (Photo.objects.count(), LooseFiles.objects.count()) == (0, 0)


def test_what_a_killed_upload_left_is_swept_by_a_later_one(media: Path) -> None:
    for name in ("photos/cut-1.jpg", "photos/cut-2.jpg"):
        default_storage.save(name, ContentFile(b"half"))
    now = timezone.now()
    LooseFiles.objects.create(names=["photos/cut-1.jpg", "photos/gone.jpg"], due=now - timedelta(minutes=1))
    LooseFiles.objects.create(names=["photos/cut-2.jpg"], due=now + timedelta(minutes=30))  # Still at work.
    uploaded()
    assert [(media / name).exists() for name in ("photos/cut-1.jpg", "photos/cut-2.jpg")] == [False, True]


def test_at_most_so_many_pictures_are_worked_on_at_once_and_readers_keep_their_threads(tmp_path: Path) -> None:
    at_work, most, answers = [], [], []

    def send(number: int) -> None:
        try:
            with turns.turn(tmp_path, places=1):
                at_work.append(number)
                most.append(len(at_work))
                time.sleep(0.2)
                at_work.remove(number)
                answers.append("done")
        except turns.Busy as busy:
            answers.append(str(busy))

    threads = [threading.Thread(target=send, args=[number]) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(most) == {1}
    assert answers.count("done") >= 1 + turns.WAITING
    assert len(answers) == 20
    with turns.turn(tmp_path, places=1):
        pass


def test_who_is_sent_away_is_told_and_nothing_is_kept(media: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "_rooms", threading.BoundedSemaphore(1))
    turns._rooms.acquire()
    file = SimpleUploadedFile("anh.jpg", portrait(), "image/jpeg")
    answer = desk.signed_in(cast.rosa()).post("/quan-tri/articles/article/photo-picker/", {"upload": file})
    assert answer.status_code == 400
    assert answer.json()["errors"]
    assert not [path for path in media.rglob("*") if path.is_file()]
