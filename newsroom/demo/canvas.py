"""A drawing in the making: flat shapes, washes and mist, printed at the end with a little grain."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence

from PIL import Image, ImageChops, ImageDraw

from newsroom.demo.light import DAYLIGHT, Colour, Light, mix

SCALE = 2  # Drawn this much larger, then made smaller: smooth edges.
USUAL = 1306  # The square root of the usual picture's area, where one unit is one pixel.
Points = Sequence[tuple[float, float]]
Height = Callable[[float], float]


class Canvas:
    """All places are in the finished picture's pixels; `u` is the size of a unit in it."""

    def __init__(self, scene: str, seed: int, size: tuple[int, int]) -> None:
        self.rng = random.Random(f"{scene} {seed}")
        self.w, self.h = size
        self.u = math.sqrt(self.w * self.h) / USUAL
        hour = "night" if scene == "night" else DAYLIGHT[(seed * 3 + len(scene)) % len(DAYLIGHT)]
        self.light = Light.at(hour, self.rng)
        self.seed, self.indoors, self.closest = seed, False, 0.78
        self.image = Image.new("RGB", (self.w * SCALE, self.h * SCALE), self.light.low)
        self.pen = ImageDraw.Draw(self.image)
        self.brush = ImageDraw.Draw(self.image, "RGBA")

    def chance(self, part: float) -> bool:
        return self.rng.random() < part

    def any(self, low: float, high: float) -> float:
        return self.rng.uniform(low, high)

    def shape(self, points: Points, colour: Colour, cover: float = 1.0) -> None:
        """A polygon; one that covers less than 1 lets what is below shine through."""
        places = [(x * SCALE, y * SCALE) for x, y in points]
        if cover < 1:
            self.brush.polygon(places, fill=(*colour, round(cover * 255)))
        else:
            self.pen.polygon(places, fill=colour)

    def box(self, x: float, y: float, w: float, h: float, colour: Colour, cover: float = 1.0) -> None:
        self.shape([(x, y), (x + w, y), (x + w, y + h), (x, y + h)], colour, cover)

    def disc(self, x: float, y: float, r: float, colour: Colour, squash: float = 1.0, cover: float = 1.0) -> None:
        place = ((x - r) * SCALE, (y - r * squash) * SCALE, (x + r) * SCALE, (y + r * squash) * SCALE)
        if cover < 1:
            self.brush.ellipse(place, fill=(*colour, round(cover * 255)))
        else:
            self.pen.ellipse(place, fill=colour)

    def line(self, points: Points, colour: Colour, width: float, cover: float = 1.0) -> None:
        pen, ink = (self.brush, (*colour, round(cover * 255))) if cover < 1 else (self.pen, colour)
        wide = max(1, round(width * SCALE))
        pen.line([(x * SCALE, y * SCALE) for x, y in points], fill=ink, width=wide, joint="curve")

    def limb(self, points: Points, colour: Colour, width: float) -> None:
        """A thick line with round ends."""
        self.line(points, colour, width)
        for x, y in (points[0], points[-1]):
            self.disc(x, y, width / 2, colour)

    def fade(self, points: Points, top: Colour, foot: Colour) -> None:
        """A polygon that passes from the colour at its highest point to the one at its lowest."""
        places = [(x * SCALE, y * SCALE) for x, y in points]
        y0 = max(0, math.floor(min(y for _x, y in places)))
        y1 = min(self.image.height, math.ceil(max(y for _x, y in places)))
        x0 = max(0, math.floor(min(x for x, _y in places)))
        x1 = min(self.image.width, math.ceil(max(x for x, _y in places)))
        if y1 <= y0 or x1 <= x0:
            return
        mask = Image.new("1", (x1 - x0, y1 - y0))
        ImageDraw.Draw(mask).polygon([(x - x0, y - y0) for x, y in places], fill=1)
        self.image.paste(self._passage(top, foot, mask.size), (x0, y0), mask)

    @staticmethod
    def _passage(top: Colour, foot: Colour, size: tuple[int, int]) -> Image.Image:
        strip = Image.new("RGB", (1, 256))
        strip.putdata([mix(top, foot, y / 255) for y in range(256)])
        return strip.resize((1, size[1]), Image.Resampling.BILINEAR).resize(size, Image.Resampling.NEAREST)

    def glow(self, x: float, y: float, r: float, colour: Colour, strength: float) -> None:
        """Light that dies away from its middle."""
        wide = max(2, round(2 * r * SCALE))
        halo = Image.radial_gradient("L").point([round(max(0, 1 - v / 180) ** 2 * 255 * strength) for v in range(256)])
        self.image.paste(colour, (round((x - r) * SCALE), round((y - r) * SCALE)), halo.resize((wide, wide)))

    def mist(self, y: float, deep: float, strength: float, colour: Colour | None = None) -> None:
        """A bank of mist, thickest at `y`, as deep as `deep` on either side."""
        rows = max(2, round(2 * deep * SCALE))
        bank = Image.new("L", (1, 64))
        bank.putdata([round(math.sin(math.pi * n / 63) ** 2 * 255 * strength) for n in range(64)])
        mask = bank.resize((1, rows), Image.Resampling.BILINEAR).resize((self.image.width, rows))
        self.image.paste(colour or self.light.low, (0, round((y - deep) * SCALE)), mask)

    def ground(self, y: float, far: Colour, near: Colour, foot: float | None = None) -> None:
        """Flat land or a wall from `y` down, passing from one colour to the other."""
        foot = self.h if foot is None else foot
        self.fade([(0, y), (self.w, y), (self.w, foot), (0, foot)], far, near)

    def finish(self) -> Image.Image:
        """The print: seen from a little nearer or further, perhaps mirrored, rain over it, and grain in it."""
        near = self.any(self.closest, 1)
        w, h = self.image.width * near, self.image.height * near
        x, y = self.any(0, self.image.width - w), self.any(0.25, 1) * (self.image.height - h)
        picture = self.image.resize((self.w, self.h), Image.Resampling.BOX, (x, y, x + w, y + h))
        if self.chance(0.5):
            picture = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        if self.light.hour == "rain" and not self.indoors:
            self._rain(picture)
        cols, rows = self.w // 2 + 1, self.h // 2 + 1
        grain = Image.frombytes("L", (cols, rows), self.rng.randbytes(cols * rows)).point(
            [120 + v // 15 for v in range(256)]
        )
        grain = grain.resize((self.w, self.h), Image.Resampling.BILINEAR)
        return ImageChops.overlay(picture, Image.merge("RGB", [grain] * 3))

    def _rain(self, picture: Image.Image) -> None:
        brush, lean = ImageDraw.Draw(picture, "RGBA"), self.any(-0.3, -0.12)
        for _ in range(260):
            x, y, long = self.any(0, self.w * 1.1), self.any(-40, self.h), self.any(24, 70) * self.u
            brush.line((x, y, x + lean * long, y + long), fill=(*self.light.sun, 70), width=max(1, round(1.6 * self.u)))
