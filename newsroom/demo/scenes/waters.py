"""Scenes by the water: a river, a flood, a bridge, a dam."""

from __future__ import annotations

import math

from newsroom.demo.buildings import (
    CONCRETE,
    TIMBER,
    boat,
    cottage,
    stilt_house,
)
from newsroom.demo.canvas import Canvas
from newsroom.demo.country import country, grasses, hills, sky, tree, water
from newsroom.demo.figures import (
    FARMERS,
    TOWN,
    anyone,
    person,
)
from newsroom.demo.light import Colour, mix, rgb


def river(c: Canvas) -> None:
    """A river between its banks, boats on it."""
    country(c, 5, 0.4, 0.56, 0.26)
    water(c, c.h * 0.57)
    if c.light.hour != "rain":
        c.glow(c.w * c.any(0.25, 0.75), c.h * 0.66, 220 * c.u, c.light.sun, 0.35)
    c.mist(c.h * 0.57, c.h * 0.05, 0.6)
    bank = mix(c.light.leaf, c.light.near, 0.45)
    reach = c.any(0.3, 0.62)
    c.shape(
        [
            (0, c.h * 0.6),
            (c.w * reach * 0.5, c.h * 0.6),
            (c.w * reach, c.h * 0.635),
            (c.w * reach * 0.4, c.h * 0.67),
            (0, c.h * 0.69),
        ],
        bank,
    )
    for _ in range(7):
        tree(c, c.w * c.any(0, reach * 0.6), c.h * c.any(0.61, 0.65), c.any(90, 190) * c.u)
    if c.chance(0.6):
        stilt_house(c, c.w * reach * 0.42, c.h * 0.65, 170 * c.u)
    for n in range(c.rng.randrange(1, 4)):
        x, y, s = c.w * c.any(0.18, 0.85), c.h * (0.72 + 0.085 * n), (170 + 60 * n) * c.u
        boat(c, x, y, s, c.rng.choice([TIMBER, rgb("6d4a3a"), rgb("3f6673")]))
        person(c, x - s * 0.14, y + s * 0.02, s * 0.5, c.rng.choice(FARMERS), "reach")
        c.line([(x + s * 0.04, y - s * 0.34), (x + s * 0.2, y + s * 0.14)], c.light.shade(TIMBER, 0.2), 4 * c.u)
    grasses(c, mix(c.light.near, c.light.leaf, 0.15), 170)


def flood(c: Canvas) -> None:
    """Brown water in a village, a rescue boat in it."""
    sky(c, 0.5)
    hills(c, 4, 0.38, 0.52)
    mud = c.light.on(rgb("b08a5e"))
    water(c, c.h * 0.53, tone=mud)
    for n in range(8):
        x, y = c.w * ((n * 3 % 8) / 8 + c.any(-0.04, 0.04)), c.h * (0.55 + 0.025 * n)
        s = (110 + 28 * n) * c.any(0.85, 1.1) * c.u
        if c.chance(0.3):
            tree(c, x, y + s * 0.2, s * 1.1, kind="round")
        (stilt_house if c.chance(0.5) else cottage)(c, x, y + s * 0.16, s)
        c.fade(
            [(x - s * 0.4, y), (x + s * 1.4, y), (x + s * 1.4, y + s * 0.36), (x - s * 0.4, y + s * 0.36)],
            mix(mud, c.light.near, 0.1),
            mix(mud, c.light.near, 0.1),
        )
        for _ in range(6):
            rx, ry = x + c.any(-0.3, 1.1) * s, y + c.any(0.02, 0.3) * s
            c.line([(rx, ry), (rx + s * 0.25, ry)], mix(mud, c.light.low, 0.5), 2.5 * c.u)
    for n in range(c.rng.randrange(1, 3)):
        x, y, s = c.w * c.any(0.25, 0.75), c.h * (0.8 + 0.1 * n), 330 * c.u
        for k in range(4):
            person(
                c, x + s * (0.2 * k - 0.3), y - s * 0.01, s * 0.46, c.rng.choice(FARMERS), "sit", c.rng.choice([-1, 1])
            )
        boat(c, x, y, s, rgb("d9663b"))


def bridge(c: Canvas) -> None:
    """A bridge over a river: arches, cables or plain piers."""
    country(c, 4, 0.36, 0.58, 0.3)
    deck, tall = c.h * c.any(0.5, 0.57), 26 * c.u
    water(c, c.h * 0.6)
    stone, spans = c.light.on(CONCRETE), c.rng.choice([3, 4, 5])
    dark = mix(stone, c.light.near, 0.35)
    for n in range(spans + 1):
        x, foot = c.w * n / spans, c.h * 0.78
        c.fade([(x - 20 * c.u, deck), (x + 20 * c.u, deck), (x + 26 * c.u, foot), (x - 26 * c.u, foot)], stone, dark)
        c.disc(x, foot, 46 * c.u, c.light.near, 0.16, 0.35)
    steel = c.light.on(c.rng.choice([rgb("b04a3f"), rgb("d8d5cb"), rgb("4d7b86"), rgb("d9a441")]))
    if c.seed % 2 == 0:
        _arches(c, deck, spans, steel)
    elif c.seed % 4 == 1:
        _cables(c, deck, steel, stone)
    c.box(0, deck, c.w, tall, stone)
    c.box(0, deck + tall * 0.6, c.w, tall * 0.7, dark)
    for n in range(60):
        c.box(c.w * n / 60, deck - 15 * c.u, 3 * c.u, 15 * c.u, steel)
    c.box(0, deck - 17 * c.u, c.w, 4 * c.u, steel)
    for _ in range(7):
        anyone(c, c.any(0.04, 0.96) * c.w, deck, 48 * c.u, TOWN, "walk")
    for n in range(12):
        x = c.any(0, 0.16) * c.w
        tree(c, x if n < 6 else c.w - x, c.h * c.any(0.9, 1.02), c.any(160, 300) * c.u)
    grasses(c, mix(c.light.near, c.light.leaf, 0.25), 130)


def _arches(c: Canvas, deck: float, spans: int, steel: Colour) -> None:
    rise = 680 * c.u / spans
    for n in range(spans):
        arc = [(c.w * (n + t / 24) / spans, deck - math.sin(math.pi * t / 24) * rise) for t in range(25)]
        for t in range(2, 24, 2):
            c.line([arc[t], (arc[t][0], deck)], steel, 3 * c.u)
        c.line(arc, steel, 12 * c.u)


def _cables(c: Canvas, deck: float, steel: Colour, stone: Colour) -> None:
    for tower in (0.3, 0.7):
        x, top, foot = c.w * tower, deck - 300 * c.u, c.h * 0.76
        for n in range(1, 10):
            for side in (-1, 1):
                c.line([(x, top + n * 9 * c.u), (x + side * c.w * 0.021 * n, deck)], steel, 2.4 * c.u)
        c.shape([(x - 16 * c.u, foot), (x - 8 * c.u, top), (x + 8 * c.u, top), (x + 16 * c.u, foot)], stone)


def dam(c: Canvas) -> None:
    """A concrete dam between two slopes, a lake behind it, its gates open or shut."""
    country(c, 4, 0.3, 0.46, 0.28)
    light, stone = c.light, c.light.on(CONCRETE)
    crest, foot = c.h * c.any(0.47, 0.53), c.h * 0.86
    water(c, c.h * 0.45, crest + 10 * c.u)
    c.fade([(0, crest), (c.w, crest), (c.w, c.h), (0, c.h)], stone, mix(stone, light.near, 0.28))
    for n in range(1, 9):
        c.box(0, crest + (foot - crest) * n / 9, c.w, 1.6 * c.u, light.near, 0.16)
    gates, opened, first = c.rng.choice([3, 5, 6]), c.chance(0.75), c.w * c.any(0.24, 0.32)
    each = c.w * 0.44 / gates
    for n in range(gates):
        _gate(c, first + each * n, crest, each, foot, opened)
    c.box(first - each * 0.3, crest - 58 * c.u, each * (gates + 0.5), 16 * c.u, stone)
    c.box(0, crest - 8 * c.u, c.w, 12 * c.u, mix(stone, light.sun, 0.3))
    water(c, foot)
    for _ in range(60 if opened else 0):
        x, y = first + c.any(-0.05, 0.5) * c.w, foot + c.any(-14, 44) * c.u
        c.disc(x, y, c.any(8, 34) * c.u, light.sun, 0.6, 0.5)
    _slopes(c, crest)
    grasses(c, mix(light.near, light.leaf, 0.2), 90)


def _gate(c: Canvas, x: float, crest: float, each: float, foot: float, opened: bool) -> None:
    """A pier, the gate beside it, and the water that falls from it."""
    light, top, stone = c.light, crest + 46 * c.u, c.light.on(CONCRETE)
    c.box(x - each * 0.13, crest - 50 * c.u, each * 0.2, foot - crest + 40 * c.u, mix(stone, light.sun, 0.2))
    c.box(x + each * 0.07, crest - 50 * c.u, each * 0.06, foot - crest + 40 * c.u, light.near, 0.3)
    c.box(x + each * 0.13, top - 34 * c.u, each * 0.74, 70 * c.u, mix(light.near, stone, 0.25))
    if not opened:
        return
    left, right, end = x + each * 0.15, x + each * 0.85, foot + 24 * c.u
    fall = [(left, top), (right, top), (right + each * 0.04, end), (left - each * 0.04, end)]
    c.fade(fall, mix(light.sun, light.top, 0.2), light.sun)
    for _ in range(7):
        sx = c.any(left, right)
        c.line([(sx, top + c.any(0, 80) * c.u), (sx, foot)], mix(light.top, light.near, 0.2), 2.5 * c.u, 0.4)


def _slopes(c: Canvas, crest: float) -> None:
    """The two sides of the valley, wooded."""
    for side in (0, 1):
        sign, reach = 1 - 2 * side, c.any(0.16, 0.26) * c.w
        tone = mix(c.light.leaf, c.light.near, 0.55)
        edge = c.w * side
        side_line = []
        for k in range(25):
            t = k / 24
            out = reach * (0.25 + 0.8 * math.sin(math.pi * (0.1 + 0.5 * t))) + c.any(-9, 9) * c.u
            side_line.append((edge + sign * out, crest - 130 * c.u * (1 - t) + (c.h - crest) * t))
        c.shape([(edge, crest - 190 * c.u), *side_line, (edge, c.h)], tone)
        for px, py in side_line:
            c.disc(px, py, c.any(14, 30) * c.u, tone)
        for n in range(22):
            part = (n + 1) / 22
            tree(
                c,
                edge + sign * reach * c.any(0, 0.3 + 0.6 * part),
                crest + (c.h - crest) * part - 10 * c.u,
                c.any(70, 130) * c.u,
            )
