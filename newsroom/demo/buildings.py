"""What people have built: houses on stilts, rows in a town, stalls, boats."""

from __future__ import annotations

import math

from newsroom.demo.canvas import Canvas
from newsroom.demo.light import Colour, mix, rgb

TIMBER, TILE, THATCH, CONCRETE = (rgb(t) for t in ("9a7350", "b0553f", "7d6650", "b9b6ab"))
WALLS = [rgb(t) for t in ("efe3c4", "e3c98d", "c8d6d2", "e6c3b0", "d5dcc0", "f2efe6", "b9c7d6")]
CLOTHS = [rgb(t) for t in ("c0463f", "3d7c99", "e0a447", "5f9068", "d77a4f", "efe7d4", "6a4a7c")]


def window(c: Canvas, x: float, y: float, w: float, h: float, lit: bool) -> None:
    glass = c.light.lamp if lit else mix(c.light.near, c.light.top, 0.45)
    c.box(x, y, w, h, glass)
    if not lit:
        c.shape([(x, y), (x + w, y), (x, y + h)], c.light.sun, 0.14)


def is_lit(c: Canvas) -> bool:
    return c.chance({"night": 0.85, "dusk": 0.55, "rain": 0.35, "dawn": 0.25}.get(c.light.hour, 0.04))


def stilt_house(c: Canvas, x: float, y: float, s: float, away: float = 0.0) -> None:
    """A house on stilts under a steep roof, `s` wide, its posts standing at `y`."""
    wall = c.light.on(TIMBER, away)
    dark = mix(wall, c.light.near, 0.5)
    c.box(x + s * 0.04, y - s * 0.2, s * 0.92, s * 0.17, dark, 0.55)
    for post in range(5):
        c.box(x + s * (0.06 + 0.205 * post), y - s * 0.24, s * 0.035, s * 0.24, dark)
    c.box(x + s * 0.03, y - s * 0.55, s * 0.94, s * 0.33, wall)
    for plank in range(1, 12):
        c.box(x + s * (0.03 + 0.078 * plank), y - s * 0.55, s * 0.005, s * 0.33, dark, 0.5)
    for n in range(4):
        window(c, x + s * (0.12 + 0.21 * n), y - s * 0.46, s * 0.12, s * 0.24 if n == 2 else s * 0.15, is_lit(c))
    c.box(x - s * 0.02, y - s * 0.24, s * 1.04, s * 0.03, dark)
    for rail in (0.6, 0.66):
        c.line([(x + s * rail, y - s * 0.22), (x + s * (rail + 0.08), y)], dark, s * 0.02)
    c.box(x + s * 0.03, y - s * 0.55, s * 0.94, s * 0.06, dark, 0.5)
    _steep_roof(c, x, y, s, c.light.on(c.rng.choice([THATCH, THATCH, TILE, rgb("6f5547")]), away))


def _steep_roof(c: Canvas, x: float, y: float, s: float, roof: Colour) -> None:
    ridge = (x + s * 0.2, y - s * 0.98), (x + s * 0.8, y - s * 0.98)
    c.shape([(x - s * 0.1, y - s * 0.5), *ridge, (x + s * 1.1, y - s * 0.5)], roof)
    c.shape([(x + s * 0.62, y - s * 0.5), ridge[1], (x + s * 1.1, y - s * 0.5)], mix(roof, c.light.near, 0.3))
    for n in range(1, 5):
        t, course = n / 5, y - s * (0.98 - 0.096 * n)
        ends = [(x + s * (0.2 - 0.3 * t), course), (x + s * (0.8 - 0.18 * t), course)]
        c.line(ends, c.light.near, s * 0.006, 0.22)
    c.line(ridge, mix(roof, c.light.near, 0.4), s * 0.02)


def cottage(c: Canvas, x: float, y: float, s: float, away: float = 0.0, roof: Colour | None = None) -> None:
    """A low house with a tiled roof, seen from its long side, `s` wide."""
    wall, tile = c.light.on(c.rng.choice(WALLS), away), c.light.on(roof or TILE, away)
    c.box(x, y - s * 0.34, s, s * 0.34, wall)
    c.box(x + s * 0.68, y - s * 0.34, s * 0.32, s * 0.34, c.light.near, 0.16)
    for n in range(3):
        window(c, x + s * (0.12 + 0.31 * n), y - s * 0.24, s * 0.14, s * 0.24 if n == 1 else s * 0.13, is_lit(c))
    c.shape(
        [
            (x - s * 0.07, y - s * 0.32),
            (x + s * 0.1, y - s * 0.62),
            (x + s * 0.9, y - s * 0.62),
            (x + s * 1.07, y - s * 0.32),
        ],
        tile,
    )
    c.shape(
        [(x + s * 0.74, y - s * 0.32), (x + s * 0.9, y - s * 0.62), (x + s * 1.07, y - s * 0.32)], c.light.near, 0.22
    )
    c.box(x, y - s * 0.32, s, s * 0.035, c.light.near, 0.3)


def tube_house(c: Canvas, x: float, y: float, w: float, h: float, away: float = 0.0) -> None:
    """A narrow town house of some floors with a shop below."""
    wall = c.light.on(c.rng.choice(WALLS), away)
    floors = max(2, round(h / w * 1.15))
    c.box(x, y - h, w, h, wall)
    c.box(x + w * 0.86, y - h, w * 0.14, h, c.light.near, 0.14)
    for floor in range(1, floors):
        top = y - h * (floor + 0.8) / floors
        for n in range(2):
            window(c, x + w * (0.16 + 0.38 * n), top, w * 0.26, h / floors * 0.55, is_lit(c))
        c.box(x, y - h * floor / floors - h * 0.008, w, h * 0.022, mix(wall, c.light.near, 0.3))
    shop, cloth = h / floors, c.light.on(c.rng.choice(CLOTHS), away)
    inside = c.light.lamp if is_lit(c) else mix(wall, c.light.near, 0.65)
    c.box(x + w * 0.08, y - shop * 0.78, w * 0.84, shop * 0.78, inside)
    upper, lower = y - shop * 0.95, y - shop * 0.66
    c.shape([(x, upper), (x + w, upper), (x + w * 1.08, lower), (x - w * 0.08, lower)], cloth)
    if c.chance(0.6):
        tile, top = c.light.on(TILE, away), y - h - w * 0.34
        c.shape([(x - w * 0.05, y - h), (x + w * 0.16, top), (x + w * 0.84, top), (x + w * 1.05, y - h)], tile)
        c.shape([(x + w * 0.7, y - h), (x + w * 0.84, top), (x + w * 1.05, y - h)], c.light.near, 0.2)
    else:
        c.box(x - w * 0.02, y - h * 1.03, w * 1.04, h * 0.04, mix(wall, c.light.near, 0.25))


def hall(c: Canvas, x: float, y: float, w: float, h: float, floors: int, wall: Colour, roof: Colour) -> None:
    """A long public building with a gallery on each floor and a hipped roof."""
    lit = c.light.on(wall)
    c.fade([(x, y - h), (x + w, y - h), (x + w, y), (x, y)], lit, mix(lit, c.light.near, 0.14))
    bays = max(5, round(w / (h / floors) * 1.1))
    for floor in range(floors):
        top, each = y - h * (floor + 1) / floors, h / floors
        for bay in range(bays):
            left = x + w * (bay + 0.2) / bays
            door = bay % 3 == 1
            window(c, left, top + each * 0.3, w * 0.6 / bays, each * (0.64 if door else 0.36), is_lit(c))
        c.box(x, top, w, each * 0.16, c.light.near, 0.22)
        if floor:
            c.box(x, top + each * 0.8, w, each * 0.2, mix(lit, c.light.sun, 0.3))
        for bay in range(bays + 1):
            c.box(x + w * bay / bays - w * 0.004, top, w * 0.008, each, mix(lit, c.light.sun, 0.35))
    tile, rise = c.light.on(roof), min(h * 0.36, w * 0.09)
    c.shape(
        [(x - w * 0.03, y - h), (x + w * 0.06, y - h - rise), (x + w * 0.94, y - h - rise), (x + w * 1.03, y - h)], tile
    )
    c.shape([(x + w * 0.86, y - h), (x + w * 0.94, y - h - rise), (x + w * 1.03, y - h)], c.light.near, 0.25)
    c.line([(x - w * 0.03, y - h), (x + w * 1.03, y - h)], mix(tile, c.light.near, 0.4), h * 0.02)


def flag(c: Canvas, x: float, y: float, tall: float) -> None:
    """The red flag with its yellow star on a pole whose foot is at (x, y)."""
    top, s = y - tall, tall * 0.2
    c.disc(x, y, tall * 0.06, c.light.shade(CONCRETE, 0.1), 0.3)
    c.box(x - tall * 0.008, top - s * 0.1, tall * 0.016, tall + s * 0.1, c.light.on((226, 224, 216)))
    c.box(x + tall * 0.002, top - s * 0.1, tall * 0.006, tall + s * 0.1, c.light.near, 0.35)
    wave = [(x + s * 1.5 * n / 12, top + s * 0.07 * math.sin(n * 0.9)) for n in range(13)]
    c.shape([*wave, *((px, py + s) for px, py in reversed(wave))], c.light.on((206, 38, 40)))
    star = []
    for n in range(10):
        r, turn = s * (0.3 if n % 2 == 0 else 0.12), -math.pi / 2 + n * math.pi / 5
        star.append((x + s * 0.75 + r * math.cos(turn), top + s * 0.5 + r * math.sin(turn)))
    c.shape(star, c.light.on((250, 214, 60)))


def stall(c: Canvas, x: float, y: float, s: float) -> None:
    """A market stall `s` wide under a striped cloth, with its goods in heaps."""
    cloth, pale = c.light.on(c.rng.choice(CLOTHS)), c.light.on(rgb("f3ead6"))
    wood = c.light.shade(TIMBER, 0.15)
    c.box(x + s * 0.06, y - s * 0.66, s * 0.88, s * 0.4, c.light.near, 0.45)
    for post in (0.05, 0.93):
        c.box(x + s * post, y - s * 0.75, s * 0.02, s * 0.75, wood)
    c.box(x, y - s * 0.3, s, s * 0.3, wood)
    c.box(x, y - s * 0.3, s, s * 0.035, mix(wood, c.light.sun, 0.25))
    goods = [rgb(t) for t in ("cf4f38", "e7b94a", "6f9a49", "e58a3c", "8a4f86", "dfe6c8")]
    for heap in range(4):
        colour = c.light.on(c.rng.choice(goods))
        for n in range(10):
            row = 0 if n < 4 else 1 if n < 7 else 2
            along = (n - (0, 4, 7)[row]) * 0.045 + row * 0.022
            c.disc(
                x + s * (0.08 + 0.23 * heap + along),
                y - s * (0.32 + 0.04 * row),
                s * 0.027,
                mix(colour, c.light.near, c.any(0, 0.2)),
            )
    for n in range(8):
        left, right = n / 8, (n + 1) / 8
        top = [(x + s * (0.1 + 0.8 * left), y - s * 0.98), (x + s * (0.1 + 0.8 * right), y - s * 0.98)]
        foot = [(x + s * (1.12 * right - 0.06), y - s * 0.74), (x + s * (1.12 * left - 0.06), y - s * 0.74)]
        c.shape([*top, *foot], cloth if n % 2 else pale)
        c.disc(x + s * (0.56 * (left + right) - 0.06), y - s * 0.74, s * 0.07, cloth if n % 2 else pale, 0.7)


def boat(c: Canvas, x: float, y: float, s: float, hull: Colour) -> None:
    """A slender boat `s` long with its middle at (x, y), and its shadow on the water."""
    c.disc(x, y + s * 0.1, s * 0.5, c.light.near, 0.1, 0.3)
    upper = [(x + s * (n / 10 - 0.5), y - s * 0.11 * (2 * n / 10 - 1) ** 4) for n in range(11)]
    lower = [(x + s * 0.36, y + s * 0.09), (x - s * 0.36, y + s * 0.09)]
    c.shape([*upper, *lower], c.light.on(hull))
    c.shape(
        [*upper, (x + s * 0.42, y + s * 0.025), (x - s * 0.42, y + s * 0.025)],
        mix(c.light.on(hull), c.light.near, 0.35),
    )
