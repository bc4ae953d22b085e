"""Uploads are killed, and the disk fills up: no row without its files, no file that nobody knows."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
KILLS = 8
UPLOADS = """
import io
from django.core.files.base import ContentFile
from PIL import Image
from articles.models import Photo
out = io.BytesIO()
Image.effect_noise((2400, 1600), 60).convert("RGB").save(out, "JPEG", quality=90)
print("ready", flush=True)
for number in range(1000):
    try:
        photo = Photo.upload(ContentFile(out.getvalue()), caption=f"Ảnh {number}")
        print(photo.key, flush=True)
        if number % 3 == 2:
            photo.focal_x = 10
            photo.save()
            photo.develop()
        if number % 5 == 4:
            photo.put_in_bin(by=None)
            photo.delete_for_good(by=None)
            print("-" + photo.key, flush=True)
    except OSError as error:
        print(f"refused {error.strerror}", flush=True)
        break
"""
FACTS = """
import json
from datetime import timedelta
from django.utils import timezone
from articles.models import LooseFiles, Photo, darkroom
missing, strange = darkroom.compared(Photo.objects.all())
darkroom.sweep_all(at=timezone.now() + timedelta(days=40))
after = darkroom.compared(Photo.objects.all())
print(json.dumps({"missing": missing, "strange": strange, "after": after, "loose": LooseFiles.objects.count(),
                  "keys": list(Photo.objects.values_list("key", flat=True))}))
"""


class Library:
    def __init__(self, folder: Path, database: str, media: Path) -> None:
        self.env = {name: text for name, text in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        self.env |= {"VAR": str(folder), "DATABASE_URL": database, "MEDIA_ROOT": str(media)}
        self.run(["migrate", "-v0"])

    def run(self, arguments: list[str]) -> str:
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(command, cwd=ROOT, env=self.env, check=True, stdout=subprocess.PIPE, text=True).stdout

    def uploading(self) -> subprocess.Popen[str]:
        command = [sys.executable, "manage.py", "shell", "-v0", "-c", UPLOADS]
        return subprocess.Popen(command, cwd=ROOT, env=self.env, stdout=subprocess.PIPE, text=True)

    def facts(self) -> dict[str, list[str]]:
        return dict(json.loads(self.run(["shell", "-v0", "-c", FACTS]).splitlines()[-1]))


def test_whenever_an_upload_is_killed_there_is_no_half_photo(
    tmp_path: Path, another_database: Callable[[str], str]
) -> None:
    library = Library(tmp_path, another_database("photos"), tmp_path / "media")
    chance, kept = random.Random(1954), set[str]()
    for _round in range(KILLS):
        with library.uploading() as process:
            assert process.stdout
            assert process.stdout.readline() == "ready\n"
            if not kept:  # However busy the machine is: one at least is there to be lost.
                kept.add(process.stdout.readline().strip())
            time.sleep(chance.uniform(0.05, 4))
            process.send_signal(signal.SIGKILL)
            for line in process.stdout.read().splitlines():
                kept.discard(line[1:]) if line.startswith("-") else kept.add(line)
    facts = library.facts()
    assert kept, "Nothing was uploaded: nothing was proved."
    assert not facts["missing"], "A row has lost its file."
    assert not facts["strange"], "A file belongs to nobody."
    assert facts["after"] == [[], []]
    assert not facts["loose"]
    gone = kept - set(facts["keys"])  # A deletion may have been cut off after it was done and before it was said.
    assert len(gone) <= KILLS, "Photos are gone that were said to be there."


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Six megabytes, of which some are left after two photos."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(disk)], capture_output=True)
    if mounted.returncode:
        pytest.skip("Nothing may be mounted here; the suite fills the disk by other means.")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)
    shutil.rmtree(disk, ignore_errors=True)


def test_a_full_disk_takes_whole_photos_or_none(
    tmp_path: Path, small_disk: Path, another_database: Callable[[str], str]
) -> None:
    library = Library(tmp_path, another_database("full"), small_disk)
    with library.uploading() as process:
        said, _nothing = process.communicate(timeout=120)
    facts = library.facts()
    assert said.splitlines()[-1] == "refused No space left on device"
    assert not facts["missing"]
    assert not facts["strange"]
    assert facts["after"] == [[], []]
