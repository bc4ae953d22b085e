"""The demo newspaper's pictures: a scene, drawn anew for each seed."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from newsroom.demo import scenes
from newsroom.demo.canvas import Canvas

NAMES = [
    "terraces",
    "mountains",
    "market",
    "bridge",
    "school",
    "dam",
    "festival",
    "harvest",
    "road",
    "tea",
    "river",
    "town",
    "clinic",
    "stadium",
    "weaving",
    "flood",
    "night",
    "forest",
    "portrait",
    "meeting",
]
SCENES = {name: getattr(scenes, name) for name in NAMES}


def draw(scene: str, seed: int, size: tuple[int, int] = (1600, 1067)) -> Image.Image:
    """The scene as this seed has it. Raises ValueError for a scene that nobody has drawn."""
    if scene not in SCENES:
        raise ValueError(f"{scene!r} is no scene; there are {', '.join(sorted(SCENES))}.")
    canvas = Canvas(seed, size, night=scene == "night")
    SCENES[scene](canvas)
    return canvas.finish()


def jpeg(scene: str, seed: int) -> bytes:
    """The same as a JPEG file's bytes."""
    out = BytesIO()
    draw(scene, seed).save(out, "JPEG", quality=90)
    return out.getvalue()
