"""Pictures for the demo newspaper, drawn: hills, rivers, houses, people in conical hats, in the light of a day.

`draw(scene, seed)` gives the same picture for the same seed, a different light and layout for another.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence

from PIL import Image, ImageDraw, ImageFilter

Colour = tuple[int, int, int]
SCALE = 2  # drawn this much larger, then made smaller: smooth edges

# The light of an hour: sky above, sky below, far hills, near things, sun, leaves, lamps.
PARTS = ("top", "low", "far", "near", "sun", "leaf", "glow")
HOURS = {
    "dawn": "facd96 fdeccd be96a0 463e54 fff6de 7a824a e88c54",
    "noon": "7ab0d6 e8f0ec 96b4be 22544e fffcec 46804e ecbe60",
    "dusk": "5e5684 f6a87a 9c6c82 2e2442 ffdeac 5c5c4e fa8260",
    "rain": "b0bec4 e2e6e2 a0b0b2 3a4e50 f4f6f0 547058 ccb278",
    "late": "ecd696 faf4d6 c4ba80 585c30 fffae2 96963e dea03c",
    "night": "101630 3a4268 283052 0e1222 faf0cc 243a42 ffc46e",
}


def light_of(hour: str) -> dict[str, Colour]:
    tones = (tuple(bytes.fromhex(tone)) for tone in HOURS[hour].split())
    return dict(zip(PARTS, tones, strict=True))  # type: ignore[arg-type]


HAT, SKIN = (226, 200, 146), (186, 138, 106)
CLOTHES: list[Colour] = [(44, 58, 92), (150, 52, 58), (52, 96, 88), (92, 64, 110), (196, 128, 58), (228, 224, 214)]


def mix(a: Colour, b: Colour, part: float) -> Colour:
    return tuple(round(x + (y - x) * part) for x, y in zip(a, b, strict=True))  # type: ignore[return-value]


class Canvas:
    """A drawing in the making, in units of the finished picture."""

    def __init__(self, seed: int, size: tuple[int, int], night: bool = False) -> None:
        self.rng = random.Random(seed * 7919 + 13)
        self.w, self.h = size
        self.light = light_of("night" if night else self.rng.choice(list(HOURS)[:-1]))
        self.image = Image.new("RGB", (self.w * SCALE, self.h * SCALE))
        self.draw = ImageDraw.Draw(self.image)

    def shape(self, points: Sequence[tuple[float, float]], colour: Colour) -> None:
        self.draw.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=colour)

    def box(self, x: float, y: float, w: float, h: float, colour: Colour) -> None:
        self.draw.rectangle((x * SCALE, y * SCALE, (x + w) * SCALE, (y + h) * SCALE), fill=colour)

    def disc(self, x: float, y: float, r: float, colour: Colour, squash: float = 1.0) -> None:
        self.draw.ellipse(
            ((x - r) * SCALE, (y - r * squash) * SCALE, (x + r) * SCALE, (y + r * squash) * SCALE), fill=colour
        )

    def line(self, points: Sequence[tuple[float, float]], colour: Colour, width: float) -> None:
        self.draw.line(
            [(x * SCALE, y * SCALE) for x, y in points], fill=colour, width=max(1, round(width * SCALE)), joint="curve"
        )

    def sky(self, horizon: float = 0.62) -> None:
        """From the top's colour to the low light over the hills, with a sun or moon."""
        rows, deep = self.image.height, self.h * SCALE * horizon
        strip = Image.new("RGB", (1, rows))
        for row in range(rows):
            strip.putpixel((0, row), mix(self.light["top"], self.light["low"], min(1.0, row / deep) ** 0.8))
        self.image.paste(strip.resize(self.image.size))
        x, y = self.w * self.rng.uniform(0.15, 0.85), self.h * self.rng.uniform(0.14, 0.34)
        for ring in range(6, 0, -1):
            self.disc(
                x,
                y,
                38 + ring * 16,
                mix(self.light["sun"], mix(self.light["top"], self.light["low"], 0.45), 0.3 + ring * 0.11),
            )
        self.disc(x, y, 42, self.light["sun"])

    def ridge(self, base: float, rise: float, colour: Colour, rough: float = 1.0) -> Callable[[float], float]:
        """A line of hills down to the picture's foot; answers its height at any x."""
        waves = [(self.rng.uniform(0.6, 1.6) * n, self.rng.uniform(0, 6.3), rise / n**1.15) for n in (1, 2, 4, 7)]

        def height(x: float) -> float:
            t = x / self.w * 4.2
            return self.h * base - sum(a * abs(math.sin(t * f * rough * 0.6 + p)) for f, p, a in waves) * self.h

        points = [(x, height(x)) for x in range(0, self.w + 8, 8)]
        self.shape([(0, self.h), *points, (self.w, self.h)], colour)
        return height

    def hills(self, layers: int = 4, start: float = 0.5, end: float = 0.72) -> Callable[[float], float]:
        height: Callable[[float], float] = lambda x: self.h * end  # noqa: E731
        for n in range(layers):
            part = n / max(1, layers - 1)
            tint = mix(mix(self.light["far"], self.light["low"], 0.45), self.light["near"], part**1.2 * 0.8)
            height = self.ridge(start + (end - start) * part, 0.15 - 0.06 * part, tint, 0.8 + part)
        return height

    def ground(self, y: float, colour: Colour | None = None) -> None:
        self.box(0, self.h * y, self.w, self.h, colour or mix(self.light["leaf"], self.light["near"], 0.25))

    def tree(self, x: float, y: float, size: float) -> None:
        leaf = mix(self.light["leaf"], self.light["near"], self.rng.uniform(0.1, 0.6))
        self.box(x - size * 0.05, y - size * 0.5, size * 0.1, size * 0.5, mix(self.light["near"], (60, 40, 30), 0.5))
        for dx, dy, r in ((-0.22, -0.55, 0.26), (0.22, -0.55, 0.26), (0, -0.78, 0.3)):
            self.disc(x + dx * size, y + dy * size, r * size, leaf)

    def house(self, x: float, y: float, size: float) -> None:
        """A house on stilts under a steep roof."""
        wall, roof = mix((150, 108, 72), self.light["near"], 0.25), mix((112, 74, 56), self.light["near"], 0.45)
        for post in range(5):
            self.box(x + size * (0.08 + 0.2 * post), y - size * 0.28, size * 0.035, size * 0.28, roof)
        self.box(x + size * 0.04, y - size * 0.62, size * 0.92, size * 0.36, wall)
        for window in range(3):
            self.box(x + size * (0.16 + 0.27 * window), y - size * 0.54, size * 0.12, size * 0.18, self.light["glow"])
        self.shape(
            [
                (x - size * 0.1, y - size * 0.58),
                (x + size * 0.24, y - size * 1.05),
                (x + size * 0.76, y - size * 1.05),
                (x + size * 1.1, y - size * 0.58),
            ],
            roof,
        )

    def block(self, x: float, y: float, w: float, h: float, floors: int, bays: int, wall: Colour | None = None) -> None:
        """A town building with its windows."""
        wall = wall or mix(
            self.rng.choice([(232, 222, 200), (214, 196, 160), (196, 206, 206), (220, 190, 176)]),
            self.light["near"],
            0.15,
        )
        self.box(x, y - h, w, h, wall)
        self.box(x - w * 0.03, y - h - h * 0.05, w * 1.06, h * 0.06, mix((150, 66, 56), self.light["near"], 0.3))
        for floor in range(floors):
            for bay in range(bays):
                lit = (
                    self.light["glow"] if self.rng.random() < 0.3 else mix(self.light["near"], self.light["top"], 0.35)
                )
                self.box(
                    x + w * (bay + 0.25) / bays,
                    y - h + h * (floor + 0.28) / floors,
                    w * 0.5 / bays,
                    h * 0.46 / floors,
                    lit,
                )

    def person(self, x: float, y: float, size: float, hat: bool = True, bend: float = 0.0) -> None:
        """A figure: clothes, head, mostly a conical hat. `y` is where the feet are."""
        cloth = mix(self.rng.choice(CLOTHES), self.light["near"], 0.15)
        lean = bend * size * 0.4
        self.shape(
            [
                (x - size * 0.16, y),
                (x - size * 0.15 + lean * 0.6, y - size * 0.62),
                (x + size * 0.15 + lean * 0.6, y - size * 0.62),
                (x + size * 0.17, y),
            ],
            cloth,
        )
        self.disc(x + lean, y - size * 0.74, size * 0.12, mix(SKIN, self.light["near"], 0.1))
        if hat:
            self.shape(
                [
                    (x + lean - size * 0.27, y - size * 0.74),
                    (x + lean, y - size * 1.0),
                    (x + lean + size * 0.27, y - size * 0.74),
                ],
                mix(HAT, self.light["near"], 0.1),
            )
        else:
            self.disc(x + lean, y - size * 0.8, size * 0.115, mix((34, 28, 30), self.light["near"], 0.3), 0.75)

    def crowd(self, count: int, top: float, foot: float, size: float, hat: float = 0.6) -> None:
        for part in sorted(self.rng.random() for _ in range(count)):
            y = self.h * (top + (foot - top) * part)
            self.person(self.rng.uniform(0.04, 0.96) * self.w, y, size * (0.7 + 0.5 * part), self.rng.random() < hat)

    def water(self, y: float, foot: float = 1.0) -> None:
        tone = mix(self.light["low"], self.light["top"], 0.55)
        self.box(0, self.h * y, self.w, self.h * (foot - y), tone)
        for _ in range(46):
            wy = self.h * self.rng.uniform(y + 0.01, foot)
            width = self.rng.uniform(20, 150) * (0.4 + (wy / self.h - y))
            x = self.rng.uniform(-40, self.w)
            self.line(
                [(x, wy), (x + width, wy)], mix(tone, self.rng.choice([self.light["sun"], self.light["near"]]), 0.28), 2
            )

    def finish(self) -> Image.Image:
        """Made smaller, with a little paper grain."""
        picture = self.image.resize((self.w, self.h), Image.Resampling.BOX)
        size = (self.w // 2, self.h // 2)
        noise = Image.frombytes("L", size, self.rng.randbytes(size[0] * size[1]))
        grain = noise.resize((self.w, self.h)).filter(ImageFilter.GaussianBlur(1.2))
        return Image.blend(picture, Image.merge("RGB", [grain] * 3), 0.05)


def landscape(c: Canvas, layers: int = 4, start: float = 0.46, end: float = 0.72) -> Callable[[float], float]:
    c.sky()
    return c.hills(layers, start, end)
