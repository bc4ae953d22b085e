"""The demo newspaper's pictures: a scene, drawn anew for each seed."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from PIL import Image

from newsroom.demo.canvas import Canvas
from newsroom.demo.scenes import close, fields, gatherings, places, waters, wild

SCENES: dict[str, Callable[[Canvas], None]] = {
    "terraces": fields.terraces,
    "mountains": wild.mountains,
    "market": gatherings.market,
    "bridge": waters.bridge,
    "school": places.school,
    "dam": waters.dam,
    "festival": gatherings.festival,
    "harvest": fields.harvest,
    "road": wild.road,
    "tea": fields.tea,
    "river": waters.river,
    "town": places.town,
    "clinic": places.clinic,
    "stadium": gatherings.stadium,
    "weaving": close.weaving,
    "flood": waters.flood,
    "night": places.night,
    "forest": wild.forest,
    "portrait": close.portrait,
    "meeting": gatherings.meeting,
}
NAMES = list(SCENES)
LANDSCAPE, UPRIGHT = (1600, 1067), (1067, 1600)


def draw(scene: str, seed: int, size: tuple[int, int] = LANDSCAPE) -> Image.Image:
    """The scene as this seed has it, in pixels of `size`. Raises ValueError for a scene that nobody has drawn."""
    if scene not in SCENES:
        raise ValueError(f"{scene!r} is no scene; there are {', '.join(sorted(SCENES))}.")
    canvas = Canvas(scene, seed, size)
    SCENES[scene](canvas)
    return canvas.finish()


def jpeg(scene: str, seed: int, size: tuple[int, int] = LANDSCAPE) -> bytes:
    """The same as a JPEG file's bytes."""
    out = BytesIO()
    draw(scene, seed, size).save(out, "JPEG", quality=88, optimize=True)
    return out.getvalue()
