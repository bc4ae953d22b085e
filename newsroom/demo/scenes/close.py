"""Scenes seen from near: somebody at the loom, a portrait."""

from __future__ import annotations

import math

from newsroom.demo.buildings import (
    TIMBER,
)
from newsroom.demo.canvas import Canvas
from newsroom.demo.country import country
from newsroom.demo.figures import (
    HAIR,
    INDIGO,
    RED,
    SKINS,
    STRAW,
    WHITE,
    Kit,
    person,
)
from newsroom.demo.light import Colour, mix, rgb

DYES = ("b0343c", "27355f", "e2b64a", "efe6d2", "35786a", "7a3f6d", "d2713c")


def weaving(c: Canvas) -> None:
    """A loom with its cloth, the weaver before it, light from a window."""
    c.indoors, c.closest = True, 0.9
    light, dyes = c.light, c.rng.sample([rgb(tone) for tone in DYES], 5)
    wood = light.on(rgb("a87f5a"))
    c.fade([(0, 0), (c.w, 0), (c.w, c.h), (0, c.h)], mix(wood, light.near, 0.25), mix(wood, light.near, 0.5))
    for n in range(19):
        c.line([(c.w * n / 18, 0), (c.w * n / 18, c.h * 0.84)], light.near, 3 * c.u, 0.35)
    c.ground(c.h * 0.84, mix(wood, light.near, 0.2), mix(wood, light.near, 0.45))
    wx, wy, ww, wh = c.w * c.any(0.04, 0.1), c.h * 0.1, c.w * 0.24, c.h * 0.38
    c.fade([(wx, wy), (wx + ww, wy), (wx + ww, wy + wh), (wx, wy + wh)], light.top, light.low)
    c.shape(
        [
            (wx, wy + wh),
            (wx, wy + wh * 0.7),
            (wx + ww * 0.4, wy + wh * 0.45),
            (wx + ww, wy + wh * 0.75),
            (wx + ww, wy + wh),
        ],
        mix(light.far, light.near, 0.4),
    )
    frame = [(wx, wy), (wx + ww, wy), (wx + ww, wy + wh), (wx, wy + wh), (wx, wy)]
    c.line([*frame, (wx, wy), (wx + ww / 2, wy), (wx + ww / 2, wy + wh)], light.shade(TIMBER, 0.5), 14 * c.u)
    c.shape([(wx, wy + wh), (wx + ww, wy + wh), (wx + ww * 2.2, c.h), (wx + ww * 0.5, c.h)], light.sun, 0.13)
    left, top, wide, tall = c.w * 0.44, c.h * 0.12, c.w * 0.48, c.h * 0.74
    _cloth(c, left, top, wide, tall, [light.on(dye) for dye in dyes])
    beam = light.shade(TIMBER, 0.12)
    for x in (left - 34 * c.u, left + wide + 4 * c.u):
        c.box(x, c.h * 0.05, 30 * c.u, c.h * 0.9, beam)
        c.box(x + 20 * c.u, c.h * 0.05, 10 * c.u, c.h * 0.9, light.near, 0.3)
    for y in (0.1, 0.47, 0.86):
        c.box(left - 50 * c.u, c.h * y, wide + 100 * c.u, 26 * c.u, mix(beam, light.sun, 0.1))
    kit = Kit(INDIGO, dyes[1], c.rng.choice(["turban", "long"]), True, dyes[0])
    person(c, c.w * c.any(0.31, 0.37), c.h * 0.97, 640 * c.u, kit, "reach", 1)


def _cloth(c: Canvas, x: float, y: float, w: float, h: float, dyes: list[Colour]) -> None:
    """The warp above, the patterned cloth below."""
    for n in range(70):
        c.line([(x + w * n / 69, y), (x + w * n / 69, y + h * 0.5)], mix(dyes[3], c.light.sun, 0.2), 2 * c.u)
    row, bands = y + h * 0.47, [c.rng.choice([1, 1, 2, 3]) for _ in range(70)]
    for n, thick in enumerate(bands):
        deep = h * 0.018 * thick
        if row + deep > y + h * 1.02:
            break
        ground, figure = dyes[n % 5], dyes[(n + 2) % 5]
        c.box(x, row, w, deep, ground)
        if thick > 1:
            count = max(3, round(w / deep * 0.8))
            for k in range(count):
                mx, my, r, t = x + w * (k + 0.5) / count, row + deep / 2, w / count * 0.44, deep * 0.42
                c.shape([(mx - r, my), (mx, my - t), (mx + r, my), (mx, my + t)], figure)
                c.shape([(mx - r / 2, my), (mx, my - t / 2), (mx + r / 2, my), (mx, my + t / 2)], ground)
        row += deep


def portrait(c: Canvas) -> None:
    """One person, from the chest up, before the hills."""
    c.closest = 0.92
    (_outside, _wall, _outside, _hangings)[c.seed % 4](c)
    s, x = min(c.h, c.w * 1.2) * c.any(0.85, 1.1), c.w * c.any(0.34, 0.66)
    r, y = s * 0.155, c.h * c.any(0.45, 0.52)
    skin, kind = c.light.on(c.rng.choice(SKINS)), c.rng.choice(["cone", "turban", "hair", "long", "cap"])
    kit = Kit(
        c.rng.choice([INDIGO, RED, rgb("2f6b64"), WHITE, HAIR, rgb("6b4474")]),
        HAIR,
        kind,
        trim=c.rng.choice([RED, rgb("c98a3d"), WHITE]),
    )
    age = mix(HAIR, (214, 208, 200), c.rng.choice([0, 0, 0, 0.6, 0.9]))
    if kind in {"long", "turban"}:
        c.disc(x, y + r * 0.3, r * 1.12, c.light.on(age), 1.25)
    _bust(c, x, y, r, kit, skin)
    _face(c, x, y, r, kit, skin, c.light.on(age))


def _outside(c: Canvas) -> None:
    country(c, 4, 0.46, 0.8, 0.3)
    c.mist(c.h * 0.8, c.h * 0.25, 0.35)


def _wall(c: Canvas) -> None:
    """A room: a plank wall and a window with the evening or the morning in it."""
    c.indoors, light = True, c.light
    tone = light.on(c.rng.choice([rgb("b58d66"), rgb("9fb0a6"), rgb("d3bf9c")]))
    c.fade([(0, 0), (c.w, 0), (c.w, c.h), (0, c.h)], mix(tone, light.sun, 0.15), mix(tone, light.near, 0.35))
    for n in range(1, 15):
        c.line([(c.w * n / 15, 0), (c.w * n / 15, c.h)], light.near, 3 * c.u, 0.22)
    x, y, w, h = c.w * c.rng.choice([0.06, 0.68]), c.h * 0.12, c.w * 0.26, c.h * 0.46
    c.fade([(x, y), (x + w, y), (x + w, y + h), (x, y + h)], light.top, light.low)
    c.shape(
        [(x, y + h), (x, y + h * 0.6), (x + w * 0.5, y + h * 0.4), (x + w, y + h * 0.75), (x + w, y + h)],
        mix(light.far, light.near, 0.3),
    )
    c.line(
        [(x, y), (x + w, y), (x + w, y + h), (x, y + h), (x, y), (x + w / 2, y), (x + w / 2, y + h)],
        light.shade(TIMBER, 0.45),
        15 * c.u,
    )


def _hangings(c: Canvas) -> None:
    """Woven cloths hung side by side."""
    c.indoors = True
    dyes = [c.light.on(rgb(tone)) for tone in DYES]
    for n in range(5):
        _cloth(c, c.w * n / 5, -c.h, c.w / 5 - 5 * c.u, c.h * 2.1, c.rng.sample(dyes, 5))
    c.box(0, 0, c.w, c.h, c.light.near, 0.35)


def _bust(c: Canvas, x: float, y: float, r: float, kit: Kit, skin: Colour) -> None:
    cloth, dark = c.light.on(kit.top), c.light.shade(kit.top, 0.35)
    c.shape(
        [
            (x - r * 0.42, y + r * 0.7),
            (x + r * 0.42, y + r * 0.7),
            (x + r * 0.52, y + r * 1.75),
            (x - r * 0.52, y + r * 1.75),
        ],
        mix(skin, c.light.near, 0.22),
    )
    neck, side = y + r * 1.5, [(0.5, 0.0), (1.3, 0.28), (1.85, 0.62), (2.15, 1.3), (2.35, 3.2)]
    right = [(x + r * dx, neck + r * dy) for dx, dy in side]
    c.shape(
        [*((2 * x - px, py) for px, py in reversed(right)), *right, (x + r * 2.35, c.h), (x - r * 2.35, c.h)], cloth
    )
    c.shape([(x + r * 0.3, c.h), (x + r * 0.55, neck), *right[1:], (x + r * 2.35, c.h)], dark, 0.45)
    trim = c.light.on(kit.trim or kit.legs)
    c.shape(
        [(x - r * 0.52, neck - r * 0.06), (x, neck + r * 0.85), (x + r * 0.52, neck - r * 0.06)],
        mix(skin, c.light.near, 0.12),
    )
    for side_ in (-1, 1):
        c.limb([(x + side_ * r * 0.55, neck - r * 0.08), (x, neck + r * 0.9)], trim, r * 0.17)
    c.limb([(x, neck + r * 0.9), (x, c.h)], trim, r * 0.1)
    for n in range(4):
        c.disc(x, neck + r * (1.25 + 0.42 * n), r * 0.065, mix(trim, c.light.near, 0.45))


def _face(c: Canvas, x: float, y: float, r: float, kit: Kit, skin: Colour, hair: Colour) -> None:
    line = mix(skin, c.light.near, 0.62)
    for side in (-1, 1):
        c.disc(x + side * r * 0.93, y + r * 0.12, r * 0.17, mix(skin, c.light.near, 0.12), 1.4)
    c.disc(x, y, r * 0.95, skin, 1.2)
    c.shape(
        [(x + r * 0.2, y + r * 1.12), (x + r * 0.62, y - r * 0.7), (x + r * 0.94, y), (x + r * 0.72, y + r * 0.82)],
        c.light.near,
        0.1,
    )
    for side in (-1, 1):
        ex, ey = x + side * r * 0.37, y + r * 0.08
        c.line([(ex - r * 0.17, ey + r * 0.02), (ex, ey - r * 0.05), (ex + r * 0.17, ey + r * 0.02)], line, r * 0.055)
        c.disc(ex, ey + r * 0.02, r * 0.06, c.light.on(HAIR))
        c.line(
            [(ex - r * 0.22, ey - r * 0.2), (ex, ey - r * 0.27), (ex + r * 0.22, ey - r * 0.2)],
            mix(hair, line, 0.3),
            r * 0.06,
        )
        c.disc(x + side * r * 0.5, y + r * 0.42, r * 0.19, (214, 104, 84), 0.8, 0.22)
    c.line([(x, y + r * 0.1), (x + r * 0.09, y + r * 0.44), (x - r * 0.06, y + r * 0.46)], line, r * 0.045)
    smile = [(x + r * 0.3 * (n / 4 - 1), y + r * (0.72 + 0.09 * math.cos((n / 4 - 1) * 1.5))) for n in range(9)]
    c.line(smile, mix((164, 70, 62), line, 0.3), r * 0.07)
    brow = [
        (x + r * 0.98 * math.cos(math.pi * n / 20), y - r * (0.36 + 0.86 * math.sin(math.pi * n / 20)))
        for n in range(21)
    ]
    c.shape([*brow, (x - r * 0.8, y - r * 0.22), (x - r * 0.1, y - r * 0.62), (x + r * 0.82, y - r * 0.22)], hair)
    if kit.head in {"cone", "turban", "cap"}:
        _hat(c, x, y - r * 0.1, r, kit)


def _hat(c: Canvas, x: float, y: float, r: float, kit: Kit) -> None:
    on, near = c.light.on, c.light.near
    if kit.head == "cone":
        straw = on(STRAW)
        c.fade(
            [(x - r * 2.5, y - r * 0.4), (x, y - r * 2.15), (x + r * 2.5, y - r * 0.4)],
            mix(straw, c.light.sun, 0.2),
            straw,
        )
        c.shape([(x, y - r * 2.15), (x + r * 2.5, y - r * 0.4), (x + r * 0.7, y - r * 0.4)], near, 0.14)
        for n in range(1, 7):
            t = n / 7
            c.line(
                [(x - r * 2.5 * t, y - r * (2.15 - 1.75 * t)), (x + r * 2.5 * t, y - r * (2.15 - 1.75 * t))],
                near,
                r * 0.02,
                0.2,
            )
        c.disc(x, y - r * 0.4, r * 2.5, mix(straw, near, 0.45), 0.07)
    elif kit.head == "turban":
        for n in range(4):
            tone = mix(on(kit.trim or RED), near, 0.12 * n)
            c.disc(x, y - r * (0.42 + 0.17 * n), r * (1.14 - 0.07 * n), tone, 0.42)
    else:
        cap = mix(on(kit.top), near, 0.3)
        arc = [
            (x + r * 1.06 * math.cos(math.pi * n / 20), y - r * (0.42 + 0.92 * math.sin(math.pi * n / 20)))
            for n in range(21)
        ]
        c.shape(arc, cap)
        c.disc(x + r * 0.12, y - r * 0.4, r * 1.22, mix(cap, near, 0.35), 0.14)
