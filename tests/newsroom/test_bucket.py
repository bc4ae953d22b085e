"""Photos and clips in a bucket: a server that speaks S3 (moto's) keeps them, and readers fetch them from it."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO, StringIO
from typing import Any
from urllib.request import Request, urlopen

import boto3
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import Client, TestCase
from django.utils import timezone
from moto.server import ThreadedMotoServer
from PIL import Image

from articles import policy
from articles.models import Clip, LooseFiles, Photo, darkroom
from newsroom import env
from tests import cast
from tests.articles import desk
from tests.articles.test_clips import MP4, VTT, file, made, published
from tests.articles.test_upload import ADD

pytestmark = pytest.mark.django_db
NAME = "bao-anh"
# As docs/deploy.md has it: who knows a file's name gets it, nobody gets a list.
ALL_MAY_READ = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{NAME}/*"}


@pytest.fixture(scope="module")
def server() -> Iterator[Any]:
    running = ThreadedMotoServer("127.0.0.1", 0)
    running.start()
    address = "http://{}:{}".format(*running.get_host_and_port())
    keys = {"aws_access_key_id": "ghi", "aws_secret_access_key": "bi-mat", "region_name": "us-east-1"}
    client = boto3.client("s3", endpoint_url=address, **keys)
    client.create_bucket(Bucket=NAME)
    client.put_bucket_policy(Bucket=NAME, Policy=json.dumps({"Version": "2012-10-17", "Statement": [ALL_MAY_READ]}))
    yield address, client
    client.close()
    running.stop()


def kept_in(settings: Any, monkeypatch: Any, endpoint: str, public: str) -> None:
    facts = {"BUCKET": NAME, "ENDPOINT": endpoint, "REGION": "us-east-1", "KEY": "ghi", "SECRET": "bi-mat"}
    for name, value in facts.items():
        monkeypatch.setenv(f"MEDIA_S3_{name}", value)
    settings.MEDIA_URL, settings.MEDIA_S3_BUCKET = public, NAME
    settings.STORAGES = {**settings.STORAGES, "default": env.bucket("MEDIA_S3", public)}


@pytest.fixture
def bucket(server: Any, settings: Any, monkeypatch: Any) -> Iterator[Any]:
    """The bucket, in which nothing lies."""
    address, client = server
    kept_in(settings, monkeypatch, address, f"{address}/{NAME}/")
    yield client
    default_storage.connection.meta.client.close()  # type: ignore[attr-defined]
    for name in names(client):
        client.delete_object(Bucket=NAME, Key=name)


def names(client: Any) -> set[str]:
    return {one["Key"] for one in client.list_objects_v2(Bucket=NAME).get("Contents", [])}


def test_a_photo_lives_in_the_bucket_from_upload_to_delete(bucket: Any, settings: Any) -> None:
    photo = cast.photo("Cầu Mường Thanh", credit="Lê Minh")
    assert names(bucket) == set(photo.names)
    story = cast.live_article(lead_photo=photo)
    html = Client().get(story.get_absolute_url()).content.decode()
    pictures = re.findall(r'(?:<img[^>]* src|property="og:image" content)="([^"]+)"', html)
    sets = re.findall(r"(https?://\S+) \d+w", html)
    assert len(pictures) >= 2
    assert sets
    assert all(address.startswith(settings.MEDIA_URL) for address in [*pictures, *sets])
    with urlopen(pictures[0]) as answer:
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["Content-Type"] == "image/jpeg"
        with Image.open(BytesIO(answer.read())) as picture:
            assert not picture.getexif()
    before, photo.focal_x = set(photo.names), 10
    assert photo.develop()
    assert names(bucket) == before | set(photo.names)  # The old ones stay a while.
    assert darkroom.compared([photo]) == ([], [])
    old = Client().get(f"/media/{photo.file}")  # An address from when the files lay on our own disk.
    assert old["Location"] == settings.MEDIA_URL + photo.file
    alone = cast.photo("Chưa dùng")
    with TestCase.captureOnCommitCallbacks(execute=True):
        alone.delete()
    assert names(bucket) == before | set(photo.names)


def test_a_video_is_played_from_the_bucket_in_parts_and_its_captions_come_from_the_paper(bucket: Any) -> None:
    clip = made(upload=file(), subtitles=file(VTT, "lu.vtt"))
    assert f'src="{clip.file_url()}"' in Client().get(published(clip).get_absolute_url()).content.decode()
    with urlopen(Request(clip.file_url(), headers={"Range": "bytes=2-5"})) as part:
        assert (part.status, part.headers["Content-Type"], part.read()) == (206, "video/mp4", MP4[2:6])
    assert clip.captions_url.startswith("/media/clips/")
    captions = Client().get(clip.captions_url)
    assert (captions.headers["Content-Type"], captions.getvalue()) == ("text/vtt; charset=utf-8", VTT)
    assert Client().get("/media/clips/2026/01/khong-co.vtt").status_code == 404
    taken = clip.names
    with TestCase.captureOnCommitCallbacks(execute=True):
        clip.take_down(timezone.now())
    assert names(bucket) == set(Clip.objects.get().names)
    assert not names(bucket) & set(taken)


def test_no_row_without_file_and_no_file_without_row_in_a_bucket_either(bucket: Any, monkeypatch: Any) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Photo, "save", lambda self: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            cast.photo(picture={"size": (200, 160)})
    assert (names(bucket), LooseFiles.objects.count()) == (set(), 0)
    # As a process leaves it that dies between two files: noted, and one is there.
    noted = LooseFiles.objects.create(names=["photos/a.jpg", "photos/b.jpg"], due=timezone.now() + timedelta(hours=1))
    bucket.put_object(Bucket=NAME, Key="photos/a.jpg", Body=b"half")
    bucket.put_object(Bucket=NAME, Key="photos/la.jpg", Body=b"strange")
    said = StringIO()
    call_command("make_renditions", check=True, stdout=said)
    assert "no row: photos/la.jpg" in said.getvalue()
    assert darkroom.sweep_all(at=noted.due) == 2
    assert names(bucket) == {"photos/la.jpg"}


def test_a_bucket_that_is_away_is_said_in_words(settings: Any, monkeypatch: Any) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{closed.getsockname()[1]}"
        kept_in(settings, monkeypatch, address, f"{address}/{NAME}/")
        upload = ContentFile(cast.picture(), "anh.jpg")
        page = desk.signed_in(cast.rosa()).post(ADD, {"upload": upload, "caption": "Đã gõ"})
    assert "kho tệp không trả lời" in page.content.decode()
    assert "Đã gõ" in page.content.decode()
    assert (Photo.objects.count(), LooseFiles.objects.count()) == (0, 1)  # The note stays for the sweep.


def test_pages_may_load_from_the_medias_host_and_nothing_else_from_there() -> None:
    host = "https://anh.bao.example.vn"
    for made_for in (policy.readers, policy.desk, policy.writing):
        rules = dict(rule.split(" ", 1) for rule in made_for(host).split("; "))
        assert {name for name, rule in rules.items() if host in rule} == {"img-src", "media-src"}
        assert host not in made_for()
