"""Scenes of where people live and learn: school, clinic, town, a village at night."""

from __future__ import annotations

from newsroom.demo.buildings import (
    TILE,
    WALLS,
    cottage,
    flag,
    hall,
    stilt_house,
    tube_house,
)
from newsroom.demo.canvas import Canvas
from newsroom.demo.country import country, grasses, hills, sky, tree, water
from newsroom.demo.figures import (
    FARMERS,
    OFFICE,
    PUPILS,
    TOWN,
    crowd,
)
from newsroom.demo.light import mix, rgb


def school(c: Canvas) -> None:
    """A school, its flag and its children."""
    c.closest = 0.86
    country(c, 4, 0.34, 0.54)
    light = c.light
    yard = light.on(c.rng.choice([rgb("d3b486"), rgb("c9a27a"), rgb("b7b79a")]))
    for n in range(14):
        tree(c, c.w * (n + c.any(0, 1)) / 14, c.h * 0.61, c.any(120, 230) * c.u, 0.12)
    c.ground(c.h * 0.6, mix(yard, light.leaf, 0.3), mix(yard, light.near, 0.2))
    floors, w = c.rng.choice([1, 1, 2, 3]), c.any(0.56, 0.8)
    x = c.w * c.any(0.06, 0.94 - w)
    hall(c, x, c.h * 0.67, c.w * w, (70 + 75 * floors) * c.u, floors, c.rng.choice(WALLS[:2] + WALLS[4:6]), TILE)
    c.box(x - 10 * c.u, c.h * 0.67, c.w * w + 20 * c.u, 12 * c.u, mix(yard, light.sun, 0.3))
    flag(c, c.w * c.any(0.3, 0.7), c.h * 0.8, 400 * c.u)
    tree(c, c.w * c.rng.choice([0.08, 0.92]), c.h * 0.84, 330 * c.u, kind="round")
    crowd(c, c.rng.randrange(11, 20), 0.76, 0.97, 112, PUPILS)


def clinic(c: Canvas) -> None:
    """A hospital or a health post with its sign."""
    country(c, 3, 0.32, 0.52)
    light, floors = c.light, (1, 3, 4)[c.seed % 3]
    for n in range(12):
        tree(c, c.w * (n + c.any(0, 1)) / 12, c.h * 0.63, c.any(110, 210) * c.u, 0.15)
    c.ground(c.h * 0.62, mix(light.leaf, light.low, 0.2), mix(light.leaf, light.near, 0.2))
    w, tall = c.any(0.52, 0.68), (80 + 72 * floors) * c.u
    x, y = c.w * c.any(0.08, 0.92 - w), c.h * 0.69
    wall, roof = [rgb("f4f3ec"), rgb("dfe9ea"), rgb("f0e6cf")], [TILE, rgb("54808c"), rgb("6d8f7a")]
    hall(c, x, y, c.w * w, tall, floors, c.rng.choice(wall), c.rng.choice(roof))
    middle, s = x + c.w * w * 0.5, 46 * c.u
    c.box(middle - s * 1.9, y - s * 1.7, s * 3.8, s * 0.3, light.on(rgb("e9e6dc")))
    doors = light.lamp if light.hour in {"dusk", "rain"} else mix(light.near, light.top, 0.5)
    c.box(middle - s * 1.3, y - s * 1.5, s * 2.6, s * 1.5, doors)
    _cross(c, middle, y - tall - s * 0.5, s)
    path = [(middle - s * 1.4, y), (middle + s * 1.4, y), (middle + s * 6, c.h), (middle - s * 6, c.h)]
    c.shape(path, light.on(rgb("cbbd9f")))
    for side in (-0.36, 0.36):
        kind = c.rng.choice(["round", "palm"])
        tree(c, middle + side * c.w, c.h * c.any(0.78, 0.9), c.any(200, 300) * c.u, kind=kind)
    crowd(c, c.rng.randrange(6, 11), 0.76, 0.96, 118, [*TOWN, *FARMERS, *OFFICE[:1]])


def _cross(c: Canvas, x: float, y: float, s: float) -> None:
    """A green cross: the red one on white is the Red Cross's own and protected by law."""
    green = c.light.on(rgb("2f8a6a"))
    c.disc(x, y, s, c.light.on(rgb("f6f4ee")))
    c.box(x - s * 0.2, y - s * 0.62, s * 0.4, s * 1.24, green)
    c.box(x - s * 0.62, y - s * 0.2, s * 1.24, s * 0.4, green)


def town(c: Canvas) -> None:
    """A small town: a street of narrow houses, or roofs down a hillside."""
    country(c, 4, 0.32, 0.5)
    if c.chance(0.5):
        return _hillside(c)
    for row in range(2):
        x, base = -c.w * 0.02, c.h * (0.64 + 0.14 * row)
        while x < c.w:
            w = c.any(92, 134) * (0.8 + 0.35 * row) * c.u
            tube_house(c, x, base, w, c.any(160, 310) * (0.8 + 0.3 * row) * c.u, 0.25 * (1 - row))
            x += w
    street = c.light.on(rgb("a9a59c"))
    c.ground(c.h * 0.78, street, mix(street, c.light.near, 0.3))
    c.box(0, c.h * 0.78, c.w, 16 * c.u, mix(street, c.light.sun, 0.35))
    for n in range(9):
        c.box(c.w * (n / 9 + 0.02), c.h * 0.9, c.w * 0.05, 6 * c.u, c.light.on(rgb("efe7d2")))
    for n in range(6):
        tree(c, c.w * (n + c.any(0.1, 0.9)) / 6, c.h * 0.79, c.any(130, 190) * c.u, kind="round")
    crowd(c, c.rng.randrange(9, 15), 0.81, 0.98, 112, TOWN)


def _hillside(c: Canvas) -> None:
    c.ground(c.h * 0.5, mix(c.light.leaf, c.light.low, 0.35), mix(c.light.leaf, c.light.near, 0.4))
    roofs = [TILE, TILE, rgb("c26a48"), rgb("6c8896"), rgb("8f5a4a")]
    for row in range(8):
        part, x = row / 7, c.any(-0.1, 0.02) * c.w
        while x < c.w:
            s = c.any(84, 120) * (0.6 + 1.05 * part) * c.u
            y = c.h * (0.54 + 0.44 * part) + c.any(-14, 14) * c.u
            if c.chance(0.3):
                tree(c, x + s * 0.4, y, s * 1.25, 0.3 * (1 - part))
            else:
                cottage(c, x, y, s, 0.32 * (1 - part), c.rng.choice(roofs))
            x += s * c.any(1.12, 1.5)
    c.mist(c.h * 0.53, c.h * 0.06, 0.6)


def night(c: Canvas) -> None:
    """A village or a street by the water at night, with stars and lamps."""
    sky(c, 0.7)
    for _ in range(190):
        x, y = c.any(0, c.w), c.h * c.rng.random() ** 1.4 * 0.5
        c.disc(x, y, c.any(0.7, 2.3) * c.u, (238, 236, 246), cover=c.any(0.4, 0.9))
    hills(c, 4, 0.44, 0.6)
    (_quay if c.seed % 2 else _village)(c)


def _quay(c: Canvas) -> None:
    x, light = 0.0, c.light
    while x < c.w:
        w = c.any(90, 140) * c.u
        tube_house(c, x, c.h * 0.7, w, c.any(140, 290) * c.u)
        x += w
    water(c, c.h * 0.7)
    for _ in range(42):
        x, y = c.any(0, c.w), c.h * 0.71
        gleam = [(x, y), (x + c.any(6, 16) * c.u, y), (x + 8 * c.u, y + c.any(80, 260) * c.u)]
        c.fade(gleam, mix(light.lamp, light.near, 0.15), mix(light.top, light.near, 0.3))


def _village(c: Canvas) -> None:
    light = c.light
    c.ground(c.h * 0.6, mix(light.leaf, light.low, 0.2), light.near)
    for n in range(9):
        row, s = n // 3, (150 + 45 * (n // 3)) * c.u
        x, y = c.w * ((n % 3) / 3 + c.any(0.01, 0.15)), c.h * (0.68 + 0.13 * row)
        tree(c, x - s * 0.2, y, s * c.any(0.9, 1.4))
        c.glow(x + s * 0.5, y - s * 0.3, s * 0.9, light.lamp, 0.4)
        stilt_house(c, x, y, s)
    for _ in range(26):
        c.glow(c.any(0, c.w), c.h * c.any(0.66, 0.98), 16 * c.u, light.lamp, 0.7)
    grasses(c, light.near, 120)
