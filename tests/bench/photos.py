"""A photographer's upload of 24 megapixels: processor time, memory, and bytes against the original."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from tests.bench import Ratio, bench

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 3
UPLOAD = """
import io, sys, time
import django
django.setup()
from articles import images, renditions
data = sys.stdin.buffer.read()
def peak():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
idle = peak()
began = time.process_time()
ready = images.prepare(io.BytesIO(data))
picture = renditions.decoded(ready.master)
made = [*renditions.whole(picture), *renditions.shapes(picture)]
spent = time.process_time() - began
most = peak()
print(spent, most / 1024, idle / 1024, len(made), len(ready.master), sum(len(one.data) for one in made),
      max(len(one.data) for one in made if one.width <= 720))
"""


def _camera() -> bytes:
    """24 megapixels with the detail and the grain of a photograph."""
    coarse = Image.effect_noise((375, 250), 90).resize((6000, 4000), Image.Resampling.BICUBIC)
    grain = Image.effect_noise((6000, 4000), 20)
    picture = Image.merge("RGB", [Image.blend(coarse, grain, weight) for weight in (0.25, 0.3, 0.35)])
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=93)
    return out.getvalue()


@bench("photos: an upload of 24 megapixels", minutes=2)
def photos() -> Iterator[Ratio]:
    data = _camera()
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "newsroom.settings"}
    runs = []
    for _round in range(ROUNDS):
        command = [sys.executable, "-c", UPLOAD]
        done = subprocess.run(command, cwd=ROOT, env=env, input=data, check=True, capture_output=True)
        runs.append([float(word) for word in done.stdout.split()])
    seconds, most, idle, count, master, made, largest = min(runs)
    yield Ratio("processor seconds for all files", seconds, at_most=1.5, note=f"{int(count)} files, best of {ROUNDS}")
    yield Ratio("memory, MiB", most, at_most=400, note=f"{idle:.0f} before the picture")
    yield Ratio("master, to the original", master / len(data), at_most=1, note=f"{len(data):,} → {int(master):,} bytes")
    yield Ratio("all readers' files, to the original", made / len(data), at_most=1, note=f"{int(made):,} bytes")
    note = f"{int(largest):,} bytes"
    yield Ratio("the largest file up to 720 pixels, to the original", largest / len(data), at_most=0.05, note=note)
