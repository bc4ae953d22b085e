"""The country around every scene: sky, hills, water, trees."""

from __future__ import annotations

import math
from itertools import pairwise

from newsroom.demo.canvas import Canvas, Height
from newsroom.demo.light import Colour, mix

STEPS = 160


def sky(c: Canvas, horizon: float = 0.6) -> tuple[float, float]:
    """The sky with its sun or moon and clouds; answers where the sun stands."""
    light, deep = c.light, c.h * horizon
    c.fade([(0, 0), (c.w, 0), (c.w, deep), (0, deep)], light.top, light.low)
    low = light.hour in {"dawn", "dusk", "late"}
    x, y = c.w * c.any(0.16, 0.84), c.h * (c.any(0.2, 0.36) if low else c.any(0.1, 0.22))
    if light.hour != "rain":
        r = (62 if low else 40) * c.u * c.any(0.85, 1.2)
        c.glow(x, y, r * 7, light.sun, 0.75)
        c.disc(x, y, r, light.sun, cover=0.55 if light.hour == "mist" else 1)
    thick = {"rain": 7, "mist": 1, "night": 1}.get(light.hour, 4)
    for _ in range(c.rng.randrange(thick + 1)):
        cloud(c, c.any(0, c.w), c.h * c.any(0.04, horizon * 0.55), c.any(120, 330) * c.u)
    if light.hour not in {"rain", "night"} and c.chance(0.55):
        birds(c, c.w * c.any(0.2, 0.8), c.h * c.any(0.1, 0.3))
    return x, y


def cloud(c: Canvas, x: float, y: float, long: float) -> None:
    """Flat below, rounded above."""
    dark = c.light.hour == "rain"
    colour, cover = mix(c.light.low, c.light.near if dark else c.light.sun, 0.2 if dark else 0.6), 0.75
    puffs = [(0.14 + 0.18 * n + c.any(-0.04, 0.04), c.any(0.09, 0.13) + 0.05 * (2 - abs(n - 2))) for n in range(5)]
    upper = []
    for n in range(81):
        t = n / 80
        hump = max(math.sqrt(max(0.0, r * r - (t - at) ** 2)) for at, r in puffs)
        upper.append((x + long * (t - 0.5), y - long * 0.62 * max(hump, 0.02)))
    c.shape([*upper, (x + long * 0.42, y + long * 0.012), (x - long * 0.42, y + long * 0.012)], colour, cover)


def birds(c: Canvas, x: float, y: float) -> None:
    for _ in range(c.rng.randrange(3, 8)):
        bx, by, s = x + c.any(-110, 110) * c.u, y + c.any(-50, 50) * c.u, c.any(7, 13) * c.u
        wing = [(bx - s, by - s * 0.45), (bx - s * 0.35, by - s * 0.25), (bx, by)]
        wing += [(bx + s * 0.35, by - s * 0.25), (bx + s, by - s * 0.45)]
        c.line(wing, mix(c.light.near, c.light.low, 0.25), 1.8 * c.u)


def _rolling(c: Canvas) -> list[float]:
    waves = [(n * c.any(0.7, 1.4), c.any(0, 6.3), 1 / n**1.2) for n in (1, 2, 3, 6, 11)]
    return [sum(a * math.sin(n / STEPS * 5 * f + p) for f, p, a in waves) for n in range(STEPS + 1)]


def _peaks(c: Canvas) -> list[float]:
    line, rough = [c.any(-0.2, 0.4), c.any(0.5, 1), c.any(-0.4, 0.5), c.any(0.3, 1), c.any(-0.2, 0.4)], 0.42
    while len(line) <= STEPS:
        between = [(a + b) / 2 + c.any(-rough, rough) for a, b in pairwise(line)]
        line = [height for pair in zip(line, between, strict=False) for height in pair] + [line[-1]]
        rough *= 0.5
    return line


def _karst(c: Canvas) -> list[float]:
    """Towers of limestone, steep and round."""
    towers = [(c.any(-0.05, 1.05), c.any(0.035, 0.1), c.any(0.35, 1)) for _ in range(c.rng.randrange(7, 13))]
    rough = [c.any(-0.03, 0.03) for _ in range(STEPS + 1)]
    return [
        max([0.1, *(top * (1 - abs((n / STEPS - at) / wide) ** 2.6) for at, wide, top in towers)]) + rough[n]
        for n in range(STEPS + 1)
    ]


SKYLINES = {"rolling": _rolling, "peaks": _peaks, "karst": _karst}


def ridge(c: Canvas, base: float, rise: float, kind: str, top: Colour, foot: Colour, deep: float = 0.16) -> Height:
    """A line of hills with its feet at `base`, filled `deep` below (parts of the height); answers its y at any x."""
    line = SKYLINES[kind](c)
    least, most = min(line), max(line)
    ys = [c.h * (base - rise * (height - least) / (most - least)) for height in line]
    last = len(ys) - 1

    def height_at(x: float) -> float:
        at = min(max(x / c.w, 0), 1) * last
        n = min(int(at), last - 1)
        return ys[n] + (ys[n + 1] - ys[n]) * (at - n)

    end = min(c.h, c.h * (base + deep))
    c.fade([(0, end), *((c.w * n / last, y) for n, y in enumerate(ys)), (c.w, end)], top, foot)
    return height_at


def hills(c: Canvas, layers: int, start: float, end: float, rise: float = 0.2) -> Height:
    """Ranges one before the other, the far ones in the haze; the nearest is wooded."""
    light = c.light
    kinds = c.rng.choice([["peaks", "rolling"], ["karst", "karst"], ["rolling", "rolling"], ["peaks", "karst"]])
    height: Height = lambda x: c.h * end  # noqa: E731
    for n in range(layers):
        part = n / max(1, layers - 1)
        colour = mix(mix(light.far, light.low, 0.35), mix(light.near, light.leaf, 0.25), part**1.25 * 0.9)
        kind = kinds[0] if part < 0.6 else kinds[1] if part < 1 else "rolling"
        foot = mix(colour, light.low, 0.62 - 0.4 * part)
        deep = 1 if n == layers - 1 else 0.16
        height = ridge(c, start + (end - start) * part, rise * (1 - 0.62 * part), kind, colour, foot, deep)
        if n == layers - 1:
            fringe(c, height, colour)
    return height


def fringe(c: Canvas, height: Height, colour: Colour) -> None:
    """The crowns of a wood along a ridge."""
    x = 0.0
    while x < c.w:
        r = c.any(5, 13) * c.u
        c.disc(x, height(x) + r * 0.3, r, colour, c.any(0.8, 1.3))
        x += r * c.any(0.7, 2.6)


def country(c: Canvas, layers: int = 4, start: float = 0.46, end: float = 0.66, rise: float = 0.22) -> Height:
    """Sky and hills, the whole of it a little higher or lower from picture to picture."""
    shift = c.any(-0.03, 0.03)
    sky(c, end)
    return hills(c, layers, start + shift, end, rise)


def water(c: Canvas, y: float, foot: float | None = None, tone: Colour | None = None) -> None:
    """A river or lake from `y` to `foot` (pixels), with the sky in it."""
    foot, light = foot or c.h, c.light
    near = mix(light.top, light.near, 0.22)
    c.ground(y, tone or mix(light.low, light.top, 0.15), mix(tone, light.near, 0.25) if tone else near, foot)
    for _ in range(70):
        part = c.rng.random() ** 1.4
        wy, long = y + (foot - y) * part, c.any(20, 130) * (0.25 + part) * c.u
        x, bright = c.any(-40, c.w), c.chance(0.65)
        half, shine = (1 + 2 * part) * c.u, light.sun if bright else light.near
        glint = [(x, wy), (x + long / 2, wy - half), (x + long, wy), (x + long / 2, wy + half)]
        c.shape(glint, shine, 0.4 if bright else 0.16)


def tree(c: Canvas, x: float, y: float, s: float, away: float = 0.0, kind: str | None = None) -> None:
    """A tree of height `s` with its foot at (x, y)."""
    leaf = mix(mix(c.light.leaf, c.light.near, c.any(0.15, 0.6)), c.light.low, away)
    {"round": _round, "pine": _pine, "palm": _palm, "bamboo": _bamboo}[
        kind or c.rng.choice(["round", "round", "pine", "bamboo", "palm"])
    ](c, x, y, s, leaf)


def _round(c: Canvas, x: float, y: float, s: float, leaf: Colour) -> None:
    c.limb([(x, y), (x + s * c.any(-0.04, 0.04), y - s * 0.55)], mix(leaf, (64, 42, 34), 0.6), s * 0.06)
    crowns = [(c.any(-0.24, 0.24), c.any(-0.84, -0.45), c.any(0.15, 0.24)) for _ in range(7)]
    for dx, dy, r in crowns:
        c.disc(x + dx * s, y + dy * s, r * s, leaf, 0.88)
    for dx, dy, r in crowns[:4]:
        c.disc(x + (dx + 0.05) * s, y + (dy - 0.06) * s, r * s * 0.6, mix(leaf, c.light.sun, 0.14), 0.8)


def _pine(c: Canvas, x: float, y: float, s: float, leaf: Colour) -> None:
    c.box(x - s * 0.025, y - s * 0.3, s * 0.05, s * 0.3, mix(leaf, (64, 42, 34), 0.6))
    for n in range(4):
        wide, top = s * (0.25 - 0.045 * n), y - s * (0.46 + 0.18 * n)
        c.shape([(x - wide, top + s * 0.3), (x, top), (x + wide, top + s * 0.3)], leaf)
        c.shape([(x, top), (x + wide, top + s * 0.3), (x + wide * 0.25, top + s * 0.27)], mix(leaf, c.light.sun, 0.12))


def _palm(c: Canvas, x: float, y: float, s: float, leaf: Colour) -> None:
    lean = s * c.any(-0.12, 0.12)
    top = (x + lean, y - s * 0.78)
    c.line([(x, y), (x + lean * 0.4, y - s * 0.4), top], mix(leaf, (110, 84, 64), 0.55), max(2.0, s * 0.035))
    for n in range(9):
        turn = math.pi * (0.06 + 0.11 * n) + c.any(-0.1, 0.1)
        dx, dy = math.cos(turn) * s * 0.3, -math.sin(turn) * s * 0.2
        tip, bow = (top[0] + dx, top[1] + dy + s * 0.13), (top[0] + dx * 0.6, top[1] + dy * 1.2)
        c.shape([top, bow, tip, (bow[0], bow[1] + s * 0.05)], mix(leaf, c.light.sun, 0.05 * (n % 3)))


def _bamboo(c: Canvas, x: float, y: float, s: float, leaf: Colour) -> None:
    for _ in range(6):
        lean = c.any(-0.34, 0.34) * s
        stalk = [
            (x + lean * t * t + s * 0.02 * math.sin(lean), y - s * (1.05 * t - 0.12 * t * t)) for t in (0, 0.35, 0.7, 1)
        ]
        c.line(stalk, mix(leaf, c.light.sun, 0.2), max(1.5, s * 0.014))
        for n in range(9):
            t = 0.35 + 0.65 * n / 8
            px, py = x + lean * t * t, y - s * (1.05 * t - 0.12 * t * t)
            dx, dy = c.any(-0.13, 0.13) * s, c.any(0.0, 0.1) * s
            c.shape(
                [
                    (px, py),
                    (px + dx * 0.5, py + dy * 0.2 - s * 0.014),
                    (px + dx, py + dy),
                    (px + dx * 0.4, py + dy * 0.8),
                ],
                leaf,
            )


def grasses(c: Canvas, colour: Colour, tall: float = 120.0) -> None:
    """Dark blades along the foot of the picture, before everything: they give it depth."""
    for _ in range(70):
        x, s, lean = c.any(-0.02, 1.02) * c.w, c.any(0.3, 1) * tall * c.u, c.any(-0.5, 0.5)
        c.shape(
            [(x - 4 * c.u, c.h), (x + lean * s * 0.4, c.h - s * 0.6), (x + lean * s, c.h - s), (x + 5 * c.u, c.h)],
            colour,
        )
