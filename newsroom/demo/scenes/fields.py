"""Scenes of the fields: rice in steps, tea, the harvest."""

from __future__ import annotations

import math

from newsroom.demo.buildings import (
    TIMBER,
    cottage,
    stilt_house,
)
from newsroom.demo.canvas import Canvas
from newsroom.demo.country import country, grasses, tree
from newsroom.demo.figures import (
    FARMERS,
    anyone,
    person,
)
from newsroom.demo.light import Colour, mix, rgb

GOLD, GREEN = rgb("dcae47"), rgb("8ba850")


def terraces(c: Canvas) -> None:
    """Rice in steps: ripe, green, or just flooded."""
    horizon = c.any(0.42, 0.6)
    country(c, 4, horizon - 0.16, horizon)
    season = ("ripe", "green", "water", "ripe", "green")[c.seed % 5]
    base = {"ripe": [GOLD, rgb("e6c25c"), rgb("c3a548")], "green": [GREEN, rgb("a5bd5e"), rgb("74974a")]}
    tones = [c.light.on(tone) for tone in base.get(season, [])] or [
        mix(c.light.top, c.light.low, part) for part in (0.25, 0.6, 0.85)
    ]
    edges = _steps(c, horizon - 0.02, c.rng.randrange(14, 20), tones, mix(c.light.on(rgb("6c7a3c")), c.light.near, 0.3))
    for _ in range(c.rng.randrange(1, 4)):
        edge = c.rng.choice(edges[5:10])
        x, y = edge[c.rng.randrange(6, 50)]
        cottage(c, x, y + 10 * c.u, c.any(80, 110) * c.u)
    for n in range(c.rng.randrange(2, 5)):
        edge = edges[7 + n * 2]
        x, y = edge[c.rng.randrange(8, 52)]
        person(
            c,
            x,
            y + 8 * c.u,
            (70 + 16 * n) * c.u,
            c.rng.choice(FARMERS),
            c.rng.choice(["walk", "bend"]),
            c.rng.choice([-1, 1]),
        )
    grasses(c, mix(c.light.near, c.light.leaf, 0.2), 90)


def _steps(c: Canvas, top: float, count: int, tones: list[Colour], wall: Colour) -> list[list[tuple[float, float]]]:
    """Terraces down a hillside, each edge bowing with the land; answers the edges."""
    edges, a, b, p = [], c.any(0.04, 0.1), c.any(0.012, 0.035), c.any(0, 6.3)
    tilt = c.any(-0.26, 0.26)
    for n in range(count):
        part = n / count
        y, turn = top + (1.05 - top) * part**1.35, p + part * c.any(1.2, 1.5)
        edge = []
        for k in range(61):
            t = k / 60
            bow = a * (0.4 + part) * math.sin(t * 4.4 + turn) + b * (0.4 + part) * math.sin(t * 10.5 - turn * 1.4)
            edge.append((c.w * t, c.h * (y + bow + tilt * (t - 0.5) * (1 - part * 0.5))))
        colour = tones[(n * 2 + c.rng.randrange(2)) % len(tones)]
        thick = (3 + 15 * part) * c.u
        c.shape([(0, c.h), *edge, (c.w, c.h)], wall)
        inner = [(x, y + thick * (0.7 + 0.3 * math.sin(x / c.w * 9 + n))) for x, y in edge]
        c.fade([(0, c.h), *inner, (c.w, c.h)], mix(colour, c.light.sun, 0.12), colour) if n > count - 12 else c.shape(
            [(0, c.h), *inner, (c.w, c.h)], colour
        )
        edges.append(edge)
    return edges


def tea(c: Canvas) -> None:
    """Rows of tea over rounded hills, and people picking."""
    horizon, light = c.any(0.42, 0.56), c.light
    country(c, 4, horizon - 0.18, horizon)
    dark, pale = mix(light.on(rgb("4d8a4a")), light.near, 0.42), light.on(rgb("7db35a"))
    middle, steep = c.w * c.rng.choice([c.any(-0.1, 0.2), c.any(0.8, 1.1), 0.5]), c.any(0.1, 0.34)
    for n in range(15):
        part = n / 15
        y, tall = horizon + 0.01 + (1.05 - horizon) * part**1.3, (12 + 44 * part) * c.u
        edge = []
        for k in range(121):
            x = c.w * k / 120
            bump = abs(math.sin(k * (1.9 - part) + n)) * tall * 0.2
            bend = steep * (1 - 0.5 * part) * (((x - middle) / c.w) ** 2 - 0.25)
            edge.append((x, c.h * (y + bend) - bump))
        shadow = [(x, y + tall * 0.5) for x, y in edge]
        c.shape([(0, c.h), *edge, (c.w, c.h)], mix(pale, light.low, 0.3 * (1 - part)))
        c.shape([(0, c.h), *shadow, (c.w, c.h)], mix(dark, light.low, 0.25 * (1 - part)))
        for _ in range(c.rng.randrange(1, 3) if n in (7, 9, 11, 13) else 0):
            x, foot = c.rng.choice(edge[8:-8])
            anyone(c, x, foot + tall * 1.2, (90 + 90 * part) * c.u, FARMERS, "reach")
            c.box(x - 70 * c.u, foot + tall * 0.75, 140 * c.u, c.h, dark)
        if n in (1, 3) and c.chance(0.6):
            x, foot = c.rng.choice(edge[12:-20])
            tree(c, x - 50 * c.u, foot + tall, c.any(110, 180) * c.u)
            (stilt_house if c.chance(0.5) else cottage)(c, x, foot + tall, c.any(100, 140) * c.u)
    if c.light.hour in {"mist", "dawn", "rain"}:
        c.mist(c.h * (horizon + 0.02), c.h * 0.09, 0.8)


def harvest(c: Canvas) -> None:
    """Rice being cut: sheaves in rows, people bending over it."""
    horizon = c.any(0.38, 0.54)
    country(c, 4, horizon - 0.18, horizon)
    light, ripe = c.light, c.light.on(rgb("dfb350"))
    c.ground(c.h * (horizon - 0.01), mix(ripe, light.low, 0.4), mix(ripe, light.near, 0.12))
    for n in range(5):
        cottage(c, c.w * (n / 5 + c.any(0.02, 0.12)), c.h * (horizon + 0.005), c.any(70, 110) * c.u, 0.2)
    cut, slope = c.any(0.3, 0.7), c.any(-0.2, 0.2)
    stubble = mix(ripe, light.on(rgb("b98f5a")), 0.6)
    edges = ((cut - 0.05, horizon), (cut + 0.04, horizon), (cut + 0.42 + slope, 1), (cut - 0.36 + slope, 1))
    c.fade([(c.w * x, c.h * y) for x, y in edges], mix(stubble, light.low, 0.3), stubble)
    things: list[tuple[float, float, str]] = []
    for _ in range(1500):
        part, across = c.rng.random() ** 1.5, c.rng.random()
        if not cut - 0.05 - (0.31 - slope) * part < across < cut + 0.04 + (0.38 + slope) * part:
            things.append((part, across, "ear"))
    things += [(c.any(0.2, 0.95), c.any(0.06, 0.94), "somebody") for _ in range(c.rng.randrange(5, 9))]
    for n in range(16):
        part = 0.12 + 0.11 * (n // 2)
        things.append((part, cut + part * (0.25 if n % 2 else -0.22) + slope * part, "sheaf"))
    for part, across, kind in sorted(things):
        x, y = c.w * across, c.h * (horizon + 0.01 + (0.98 - horizon) * part)
        if kind == "ear":
            _ear(c, x, y, part)
        elif kind == "sheaf":
            _sheaf(c, x, y, (30 + 90 * part) * c.u)
        else:
            anyone(c, x, y, (80 + 150 * part) * c.u, FARMERS, "bend", "bend", "walk")


def _ear(c: Canvas, x: float, y: float, part: float) -> None:
    s, tones = (8 + 52 * part) * c.u, [rgb("f0cf78"), rgb("c79a3c"), rgb("e3b95c")]
    tip = mix(c.light.on(c.rng.choice(tones)), c.light.low, 0.3 * (1 - part))
    c.line([(x, y + s * 0.4), (x + s * 0.04, y - s * 0.4), (x + s * 0.3, y - s * 0.55)], tip, (1 + 3 * part) * c.u)


def _sheaf(c: Canvas, x: float, y: float, s: float) -> None:
    straw = c.light.on(rgb("e2bd62"))
    c.disc(x, y, s * 0.4, c.light.near, 0.2, 0.25)
    c.shape([(x - s * 0.34, y), (x - s * 0.1, y - s * 0.62), (x + s * 0.1, y - s * 0.62), (x + s * 0.34, y)], straw)
    c.shape(
        [(x + s * 0.02, y), (x + s * 0.03, y - s * 0.62), (x + s * 0.1, y - s * 0.62), (x + s * 0.34, y)],
        c.light.near,
        0.14,
    )
    for n in range(7):
        c.line(
            [(x, y - s * 0.58), (x + s * 0.09 * (n - 3), y - s * (1.05 - 0.035 * abs(n - 3)))],
            mix(straw, c.light.sun, 0.15),
            s * 0.06,
        )
    c.line([(x - s * 0.13, y - s * 0.58), (x + s * 0.13, y - s * 0.58)], c.light.shade(TIMBER, 0.2), s * 0.06)
