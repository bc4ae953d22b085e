"""A photographer's upload of 24 megapixels: processor time, memory, and bytes against the original."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from articles import images, renditions
from tests.bench import Ratio, bench

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 5
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


def _camera(size: tuple[int, int] = (6000, 4000), grain: int = 20) -> bytes:
    """A photograph's detail and grain, as a camera writes it; much grain is a night, little a sunny day."""
    coarse = Image.effect_noise((375, 250), 90).resize(size, Image.Resampling.BICUBIC)
    noise = Image.effect_noise(size, grain)
    picture = Image.merge("RGB", [Image.blend(coarse, noise, weight) for weight in (0.25, 0.3, 0.35)])
    return _written(picture, "JPEG", quality=93)


def _table() -> bytes:
    """A drawing: flat colours, sharp edges, no grain."""
    picture = Image.new("RGB", (2000, 1400), "white")
    draw = ImageDraw.Draw(picture)
    for number in range(60):
        left, top = 32 * number, 1350 - (number * 137) % 1200
        draw.rectangle((left, top, left + 24, 1350), fill=(number * 4, 90, 200 - number * 3))
        draw.text((left, top - 20), f"{number * 137 % 1200}", fill="black")
    return _written(picture, "PNG")


def _written(picture: Image.Image, kind: str, **how: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()


def _uploaded(data: bytes, rounds: int = 1) -> list[float]:
    """What `UPLOAD` prints, of the round that took least: others work on this machine, too."""
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "newsroom.settings"}
    runs = []
    for _round in range(rounds):
        command = [sys.executable, "-c", UPLOAD]
        done = subprocess.run(command, cwd=ROOT, env=env, input=data, check=True, capture_output=True)
        runs.append([float(word) for word in done.stdout.split()])
    return min(runs)


@bench("photos: an upload of 24 megapixels", minutes=2)
def photos() -> Iterator[Ratio]:
    data = _camera()
    seconds, most, idle, count, master, made, largest = _uploaded(data, ROUNDS)
    yield Ratio("processor seconds for all files", seconds, at_most=1.5, note=f"{int(count)} files, best of {ROUNDS}")
    yield Ratio("memory, MiB", most, at_most=400, note=f"{idle:.0f} before the picture")
    yield Ratio("master, to the original", master / len(data), at_most=1, note=f"{len(data):,} → {int(master):,} bytes")
    yield Ratio("all readers' files, to the original", made / len(data), at_most=1, note=f"{int(made):,} bytes")
    note = f"{int(largest):,} bytes"
    yield Ratio("the largest file up to 720 pixels, to the original", largest / len(data), at_most=0.05, note=note)


@bench("photos: what each file weighs, of three kinds of originals", minutes=1)
def weights() -> Iterator[Ratio]:
    kinds = {"night, 24 MP": _camera(), "day, 12 MP": _camera((4000, 3000), grain=5), "drawing, PNG": _table()}
    for kind, data in kinds.items():
        ready = images.prepare(io.BytesIO(data))
        made = renditions.whole(ready.master)
        seconds, most, *_rest = _uploaded(data)
        yield Ratio(f"{kind}: processor seconds", seconds, note=f"{len(data):,} bytes, {most:.0f} MiB")
        for width in sorted({one.width for one in made}):
            webp, jpeg = (
                next(len(o.data) for o in made if (o.format, o.width) == (f, width)) for f in ("webp", "jpeg")
            )
            yield Ratio(f"  {width} px, WebP to the original", webp / len(data), note=f"{webp:,}; JPEG {jpeg:,} bytes")
