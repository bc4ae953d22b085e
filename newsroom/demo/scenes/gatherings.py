"""Scenes of people together: market, feast, match, meeting."""

from __future__ import annotations

import math

from newsroom.demo.buildings import (
    CLOTHS,
    TIMBER,
    stall,
    stilt_house,
)
from newsroom.demo.canvas import Canvas
from newsroom.demo.country import country, hills, sky, tree
from newsroom.demo.figures import (
    FARMERS,
    FEAST,
    HAIR,
    INDIGO,
    OFFICE,
    RED,
    SKINS,
    TOWN,
    WHITE,
    Kit,
    anyone,
    crowd,
    head,
    person,
)
from newsroom.demo.light import Colour, mix, rgb


def market(c: Canvas) -> None:
    """Rows of stalls under striped cloths, the hills behind."""
    country(c, 3, 0.32, 0.5)
    earth = c.light.on(c.rng.choice([rgb("cfae86"), rgb("bf9c7c"), rgb("b9ad9a")]))
    c.ground(c.h * 0.5, mix(earth, c.light.low, 0.4), mix(earth, c.light.near, 0.25))
    for n in range(8):
        tree(c, c.w * (n + c.any(0, 1)) / 8, c.h * 0.52, c.any(120, 220) * c.u, 0.15)
    rows = [(0.58, 150), (0.7, 205), (0.86, 280)]
    for at, (foot, size) in enumerate(rows[: c.rng.choice([2, 3, 3])]):
        s, shift = size * c.u, c.any(-0.6, 0)
        crowd(c, 6, foot - 0.03, foot - 0.01, size * 0.52, FARMERS)
        x = shift * s
        while x < c.w:
            if c.chance(0.86):
                stall(c, x, c.h * foot, s)
            x += s * 1.22
        crowd(c, 8 - at, foot + 0.02, foot + 0.06, size * 0.6, [*FARMERS, *FEAST, *TOWN[:2]])
    crowd(c, 7, 0.9, 1.0, 190, [*FARMERS, *FEAST])


def festival(c: Canvas) -> None:
    """A feast on the green: flags, parasols, a ring of dancers."""
    country(c, 4, 0.34, 0.56)
    light, green = c.light, c.light.on(c.rng.choice([rgb("b9a76a"), rgb("94a760"), rgb("c7a97c")]))
    c.ground(c.h * 0.54, mix(green, light.low, 0.4), mix(green, light.near, 0.22))
    for n in range(4):
        stilt_house(c, c.w * (n / 4 + c.any(0.02, 0.1)), c.h * 0.585, c.any(120, 170) * c.u, 0.2)
    middle, wide = c.w * c.any(0.4, 0.6), c.w * 0.4
    pole = c.h * 0.16
    c.box(middle - 5 * c.u, pole, 10 * c.u, c.h * 0.62 - pole, light.shade(TIMBER, 0.2))
    for n in range(10):
        end = middle + (n - 4.5) * c.w * 0.11
        rope = [(middle + (end - middle) * t / 12, pole + (c.h * 0.5 - pole) * (t / 12) ** 1.5) for t in range(13)]
        c.line(rope, light.near, 1.5 * c.u, 0.5)
        for t in range(2, 13):
            x, y = rope[t]
            c.shape([(x - 11 * c.u, y), (x + 11 * c.u, y), (x, y + 24 * c.u)], light.on(CLOTHS[(n + t) % 5]))
    ring = 26
    spots = [
        (middle + wide * math.cos(6.2832 * n / ring), c.h * (0.75 + 0.11 * math.sin(6.2832 * n / ring)))
        for n in range(ring)
    ]
    for n, (x, y) in enumerate(sorted(spots, key=lambda spot: spot[1])):
        s = (96 + 260 * (y / c.h - 0.64)) * c.u
        person(c, x, y, s, FEAST[n % len(FEAST)], "reach", 1 if x < middle else -1)
    for n in range(c.rng.randrange(2, 5)):
        x, s = c.w * (0.1 + 0.8 * c.rng.random()), 150 * c.u
        _parasol(c, x, c.h * c.any(0.95, 1.02), s, c.light.on(CLOTHS[n]))
    crowd(c, 8, 0.95, 1.05, 210, FEAST)


def _parasol(c: Canvas, x: float, y: float, s: float, colour: Colour) -> None:
    c.box(x - s * 0.02, y - s * 1.6, s * 0.04, s * 1.6, c.light.shade(TIMBER, 0.2))
    arc = [
        (x - s * 0.75 * math.cos(math.pi * n / 16), y - s * (1.3 + 0.42 * math.sin(math.pi * n / 16)))
        for n in range(17)
    ]
    c.shape(arc, colour)
    for n in range(0, 16, 4):
        c.shape([(x, y - s * 1.72), arc[n], arc[n + 2]], mix(colour, c.light.sun, 0.3))


def stadium(c: Canvas) -> None:
    """A match: the stand, the pitch, the goal, two teams."""
    sky(c, 0.34)
    hills(c, 3, 0.26, 0.32, 0.16)
    _stand(c, c.h * 0.3, c.h * 0.47)
    for n in range(7):
        y0, y1 = (c.h * (0.49 + 0.51 * (k / 7) ** 1.25) for k in (n, n + 1))
        grass = c.light.on(rgb("6aa653") if n % 2 else rgb("7ab45e"))
        c.ground(y0, grass, grass, y1)
    _goal(c, c.w * c.any(0.06, 0.3), c.h * 0.56, 260 * c.u)
    _teams(c)


def _stand(c: Canvas, top: float, foot: float) -> None:
    light, stand, s = c.light, c.light.on(rgb("8d8a8c")), 21 * c.u
    c.ground(top, mix(stand, light.near, 0.35), stand, foot)
    for row in range(9):
        y = top + (foot - top) * (row + 0.7) / 9
        c.box(0, y, c.w, 3 * c.u, light.near, 0.25)
        for n in range(54):
            if c.chance(0.82):
                x = c.w * (n + c.any(0.2, 0.8)) / 54
                c.disc(x, y, s * 0.55, light.on(c.rng.choice([*CLOTHS, RED, WHITE])), 0.9)
                c.disc(x, y - s * 0.7, s * 0.3, light.on(c.rng.choice(SKINS)))
    roof = light.on(c.rng.choice([rgb("b04a3f"), rgb("4d7b86"), rgb("e4dfd2")]))
    c.box(0, top - 40 * c.u, c.w, 36 * c.u, roof)
    c.box(0, foot - 4 * c.u, c.w, 30 * c.u, light.on(c.rng.choice(CLOTHS)))


def _goal(c: Canvas, x: float, y: float, s: float) -> None:
    white, top = c.light.on(rgb("f4f3ea")), y - s * 0.42
    c.line([(0, y - 43 * c.u), (c.w, y - 43 * c.u)], white, 4 * c.u)
    c.line([(x, y), (x, top), (x + s, top), (x + s, y)], white, 7 * c.u)
    for n in range(1, 14):
        c.line([(x + s * n / 14, top), (x + s * n / 14, y)], white, 1.2 * c.u, 0.5)
        c.line([(x, y - s * 0.03 * n), (x + s, y - s * 0.03 * n)], white, 1.2 * c.u, 0.5)
    low = y + 128 * c.u
    c.line([(x - s * 0.6, y), (x - s * 0.9, low), (x + s * 2.1, low), (x + s * 1.6, y)], white, 5 * c.u)


def _teams(c: Canvas) -> None:
    first, second = c.rng.sample([RED, WHITE, INDIGO, rgb("e0b04a"), rgb("3d8a66")], 2)
    teams = [Kit(first, first, "hair"), Kit(second, HAIR, "hair")]
    spots = sorted((0.6 + 0.36 * c.rng.random(), (n + c.any(0.15, 0.85)) / 9, n % 2) for n in range(9))
    for y, across, side in spots:
        person(
            c,
            c.w * across,
            c.h * y,
            (96 + 260 * (y - 0.58)) * c.u,
            teams[side],
            c.rng.choice(["walk", "walk", "reach"]),
            c.rng.choice([-1, 1]),
        )
    y, across, _side = spots[6]
    c.disc(c.w * across + 54 * c.u, c.h * y - 8 * c.u, 14 * c.u, c.light.on(rgb("f8f6ef")))


def meeting(c: Canvas) -> None:
    """A hall: those who speak before a curtain, those who listen in rows."""
    c.indoors = True
    light, curtain = c.light, c.light.on(c.rng.choice([rgb("9c2b33"), rgb("2f6470"), rgb("a3692f"), rgb("334a72")]))
    c.ground(0, curtain, mix(curtain, light.near, 0.3), c.h * 0.5)
    folds = c.rng.randrange(16, 30)
    for n in range(folds):
        x, wide, deep = c.w * n / folds, c.w * 0.45 / folds, c.h * 0.5
        c.shape([(x, 0), (x + wide, 0), (x + wide * 0.8, deep), (x, deep)], light.near, 0.24)
    c.glow(c.w * 0.5, c.h * 0.2, 520 * c.u, light.lamp, 0.28)
    floor = light.on(rgb("c8a57c"))
    c.ground(c.h * 0.48, mix(floor, light.near, 0.15), mix(floor, light.near, 0.5))
    _platform(c, c.rng.randrange(4, 7))
    for side in (0.06, 0.94):
        tree(c, c.w * side, c.h * 0.57, 230 * c.u, kind="palm")
    for row in range(5):
        _row(c, row)


def _platform(c: Canvas, count: int) -> None:
    """Those at the table, and the table with its flowers."""
    for n in range(count):
        anyone(c, c.w * (0.5 + (n - (count - 1) / 2) * 0.1), c.h * 0.46, 210 * c.u, OFFICE, "sit")
    table = c.light.on(c.rng.choice([rgb("f0e8d6"), rgb("8e5f3f"), rgb("b6413f")]))
    left, wide, y = c.w * (0.48 - 0.05 * count), c.w * (0.1 * count + 0.04), c.h * 0.45
    foot = y + c.h * 0.095
    c.fade([(left, y), (left + wide, y), (left + wide, foot), (left, foot)], table, mix(table, c.light.near, 0.25))
    c.box(left, y, wide, 9 * c.u, mix(table, c.light.sun, 0.4))
    flowers = [rgb("d8604c"), rgb("e9bb56"), rgb("f2ede2")]
    for n in range(count * 2):
        c.disc(left + wide * (n + 0.5) / count / 2, y - 3 * c.u, 11 * c.u, c.light.on(c.rng.choice(flowers)), 0.8)


def _row(c: Canvas, row: int) -> None:
    """Listeners seen from behind, and the backs of their chairs."""
    y, s = c.h * (0.66 + 0.105 * row), (150 + 46 * row) * c.u
    step = s * 0.62
    x = -step * (0.5 if row % 2 else 0.1)
    while x < c.w + step:
        if c.chance(0.9) and abs(x - c.w / 2) > step * 0.55:
            kit = c.rng.choice([*OFFICE, *FEAST[:4], *TOWN])
            cloth = c.light.shade(kit.top, 0.12 + 0.05 * row)
            c.disc(x, y - s * 0.02, s * 0.25, cloth, 1.0)
            c.box(x - s * 0.25, y - s * 0.02, s * 0.5, s * 0.3, cloth)
            c.disc(x, y - s * 0.34, s * 0.125, c.light.shade(HAIR, 0.1), 1.18)
            if kit.head == "long":
                c.disc(x, y - s * 0.24, s * 0.13, c.light.shade(HAIR, 0.1), 1.3)
            if kit.head == "turban":
                head(c, x, y - s * 0.34, s * 0.12, kit, c.light.shade(HAIR, 0.1), 1)
        if abs(x - c.w / 2) > step * 0.55:
            c.box(x - s * 0.27, y + s * 0.06, s * 0.54, s * 0.4, c.light.shade(rgb("9a6a44"), 0.25))
            c.box(x - s * 0.27, y + s * 0.06, s * 0.54, s * 0.03, c.light.on(rgb("b98a5c")))
        x += step
