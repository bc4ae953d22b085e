"""Scenes of the hills and woods, and the road through them."""

from __future__ import annotations

import math

from newsroom.demo.buildings import (
    stilt_house,
)
from newsroom.demo.canvas import Canvas
from newsroom.demo.country import country, grasses, ridge, sky, tree
from newsroom.demo.figures import (
    FARMERS,
    person,
)
from newsroom.demo.light import Colour, mix, rgb

GOLD, GREEN = rgb("dcae47"), rgb("8ba850")


def mountains(c: Canvas) -> None:
    """Range behind range; sometimes a sea of clouds between them."""
    light = c.light
    sky(c, 0.72)
    start, clouds = c.any(0.4, 0.52), c.chance(0.6)
    kind = c.rng.choice(["peaks", "karst", "peaks"])
    for n in range(6):
        part = n / 5
        colour = mix(mix(light.far, light.low, 0.3), light.near, part**1.2 * 0.92)
        base = start + (1.06 - start) * part
        shape = kind if n < 5 else "rolling"
        height = ridge(c, base, 0.3 - 0.2 * part, shape, colour, mix(colour, light.low, 0.7 - 0.5 * part))
        if clouds and n in (2, 3):
            c.mist(c.h * (base + 0.01), c.h * 0.1, 0.9, mix(light.low, light.sun, 0.5))
    for n in range(26):
        x = c.w * (n + c.rng.random()) / 26
        tree(c, x, height(x) + 12 * c.u, c.any(50, 130) * c.u, kind="pine" if kind == "peaks" else "round")
    if c.chance(0.5):
        x = c.w * c.any(0.2, 0.7)
        stilt_house(c, x, height(x + 60 * c.u) + 26 * c.u, 130 * c.u)


def forest(c: Canvas) -> None:
    """Tall trunks, rank behind rank, light between them."""
    light = c.light
    c.fade([(0, 0), (c.w, 0), (c.w, c.h), (0, c.h)], mix(light.low, light.leaf, 0.28), mix(light.low, light.leaf, 0.5))
    if light.hour != "rain":
        c.glow(c.w * c.any(0.25, 0.75), c.h * c.any(0.2, 0.4), 560 * c.u, light.sun, 0.85)
    for rank in range(5):
        part = rank / 4
        tone = mix(mix(light.leaf, light.low, 0.55), mix(light.near, light.leaf, 0.12), part**0.9)
        floor = c.h * (0.62 + 0.1 * rank)
        ridge(c, 0.66 + 0.1 * rank, 0.035, "rolling", mix(tone, light.leaf, 0.35), tone)
        for n in range(15 - 2 * rank):
            x = c.w * (n + c.any(0, 1)) / (15 - 2 * rank)
            _trunk(c, x, floor + 30 * c.u, (7 + 17 * part**1.5) * c.u * c.any(0.7, 1.4), tone)
        for _ in range(22):
            c.disc(
                c.any(0, c.w),
                c.h * (0.16 - 0.06 * rank) * c.rng.random(),
                c.any(50, 130) * c.u,
                mix(tone, light.leaf, 0.2),
                0.7,
            )
        for _ in range(16):
            fx, s = c.any(0, c.w), c.any(20, 60) * c.u * (0.6 + part)
            for blade in range(7):
                turn = math.pi * (0.12 + 0.127 * blade)
                c.line(
                    [(fx, floor + 26 * c.u), (fx + math.cos(turn) * s, floor + 26 * c.u - math.sin(turn) * s * 0.8)],
                    mix(tone, light.leaf, 0.3),
                    s * 0.07,
                )
        if rank == 3 and c.chance(0.6):
            for step in range(c.rng.randrange(1, 4)):
                person(c, c.w * (0.4 + 0.1 * step), floor + 40 * c.u, 150 * c.u, c.rng.choice(FARMERS), "walk")


def _trunk(c: Canvas, x: float, foot: float, wide: float, tone: Colour) -> None:
    lean, flare = c.any(-40, 40) * c.u, wide * 1.6
    c.shape(
        [
            (x - flare, foot),
            (x - wide, foot - wide * 3),
            (x - wide * 0.6 + lean, 0),
            (x + wide * 0.6 + lean, 0),
            (x + wide, foot - wide * 3),
            (x + flare, foot),
        ],
        tone,
    )
    c.shape(
        [
            (x - wide, foot - wide * 3),
            (x - wide * 0.6 + lean, 0),
            (x - wide * 0.15 + lean, 0),
            (x - wide * 0.35, foot - wide * 3),
        ],
        c.light.sun,
        0.16,
    )
    y, side = foot * c.any(0.2, 0.5), c.rng.choice([-1, 1])
    c.limb([(x + lean * 0.5, y), (x + side * wide * 4, y - wide * 4)], tone, wide * 0.45)


def road(c: Canvas) -> None:
    """A road winding up to a pass, with whatever is on its way there."""
    country(c, 5, 0.36, 0.56, 0.26)
    light = c.light
    c.ground(c.h * 0.54, mix(light.leaf, light.low, 0.35), mix(light.leaf, light.near, 0.35))
    _fields(c)
    bends, p, tar = c.any(4.5, 8), c.any(0, 6.3), mix(light.on(rgb("6f7074")), light.near, 0.15)
    left, right, centre = [], [], []
    for n in range(101):
        part = n / 100
        y = c.h * (0.545 + 0.47 * part**1.5)
        x = c.w * (0.5 + (0.05 + 0.26 * part) * math.sin(p + bends * (1 - part) ** 0.75) * (1 - 0.45 * part))
        wide = c.w * (0.004 + 0.13 * part**1.6)
        left.append((x - wide, y))
        right.append((x + wide, y))
        centre.append((x, y))
    c.shape(
        [*((x - c.w * 0.012, y) for x, y in left), *reversed([(x + c.w * 0.012, y) for x, y in right])],
        light.on(rgb("c9b48a")),
    )
    c.shape([*left, *reversed(right)], tar)
    for n in range(30, 100, 5):
        c.line(centre[n : n + 3], light.on(rgb("f1e6c4")), (1 + 6 * n / 100) * c.u)
    for n in range(28, 100, 4):
        x, y = right[n] if n % 8 else left[n]
        s, side = (10 + 30 * n / 100) * c.u, 1 if n % 8 else -1
        c.box(x + side * s * 0.5 - s * 0.1, y - s, s * 0.2, s, light.on(rgb("f0ece2")))
        c.box(x + side * s * 0.5 - s * 0.1, y - s, s * 0.2, s * 0.35, light.on(rgb("c0463f")))
    for n in range(22):
        at = 6 + n * 4
        x, y = left[at] if n % 2 else right[at]
        tree(c, x + (-1 if n % 2 else 1) * c.any(0.05, 0.26) * c.w, y, (46 + 270 * at / 100) * c.u * c.any(0.7, 1.1))
    _traffic(c, centre)
    grasses(c, mix(light.near, light.leaf, 0.2), 110)


def _fields(c: Canvas) -> None:
    """Patches of fields on both sides of a road."""
    for n in range(9):
        y, x = c.h * (0.57 + 0.05 * n), c.w * c.any(-0.1, 0.8)
        long, deep = c.w * c.any(0.2, 0.5), c.h * (0.015 + 0.009 * n)
        tone = c.light.on(c.rng.choice([GOLD, GREEN, rgb("a9bd68"), rgb("7d9a4e")]), 0.25)
        c.shape(
            [(x, y), (x + long, y - deep * 0.4), (x + long * 1.1, y + deep * 0.7), (x - long * 0.1, y + deep)],
            tone,
            0.55,
        )


def _traffic(c: Canvas, centre: list[tuple[float, float]]) -> None:
    for at, side in ((40, -1), (74, 1)):
        x, y = centre[at][0] + side * c.w * 0.05 * at / 100, centre[at][1]
        s = (44 + 130 * at / 100) * c.u
        if c.chance(0.5):
            person(c, x, y, s, c.rng.choice(FARMERS), "walk", side)
            continue
        body = c.light.on(c.rng.choice([rgb("b8433b"), rgb("2f6d87"), rgb("e0b04a"), rgb("e9e5da")]))
        c.disc(x, y, s * 0.5, c.light.near, 0.12, 0.4)
        for wheel in (-0.32, 0.2):
            c.box(x + s * wheel, y - s * 0.14, s * 0.12, s * 0.16, (36, 34, 38))
        c.box(x - s * 0.4, y - s * 0.74, s * 0.8, s * 0.64, body)
        c.box(x - s * 0.33, y - s * 0.66, s * 0.66, s * 0.27, mix(c.light.near, c.light.top, 0.5))
        c.box(x - s * 0.4, y - s * 0.24, s * 0.8, s * 0.08, c.light.near, 0.35)
        for lamp in (-0.34, 0.24):
            c.box(x + s * lamp, y - s * 0.34, s * 0.1, s * 0.07, c.light.lamp)
