"""The light of an hour: what colour the sky, the haze, the shadows and the things are then."""

from __future__ import annotations

import colorsys
import random
from dataclasses import dataclass

Colour = tuple[int, int, int]

# Sky above, sky at the horizon, far hills, shadow, sun, leaves, lamps, and what falls on things.
TONES = {
    "dawn": "8fb3c9 fcdcb8 c3a3ab 3c475e fff3d6 7f9156 f7b267 fff0de",
    "morning": "6db2d9 f4efd8 a4c5c6 1e5450 fff9e0 6fa24c f3c568 fffdf4",
    "dusk": "4b4a82 f8a472 a26c8b 2b2246 ffe3b0 696648 ffb45e e2b0a0",
    "rain": "8da2ab d6dfde 9eb2b4 314a4d eef3f2 567b5c ffd48a d4dedc",
    "noon": "4c9fd3 def0ee 8cbac6 1a4c50 ffffff 4f9449 f0c75e ffffff",
    "late": "e9c075 fcf0c8 d3b67b 584a2c fff8dc a39c40 f2a84e fff0cc",
    "mist": "c4d6d6 f5f1e6 bccdc8 3d5e5a fffdf0 7f9d6d f2cc84 f2f4ec",
    "night": "0c1431 37477a 2a3760 0a1022 f7efd0 24454a ffca74 6e79a8",
}
DAYLIGHT = [hour for hour in TONES if hour != "night"]


def mix(a: Colour, b: Colour, part: float) -> Colour:
    """`part` of the way from one colour to the other."""
    red, green, blue = (round(x + (y - x) * part) for x, y in zip(a, b, strict=True))
    return red, green, blue


def rgb(tone: str) -> Colour:
    red, green, blue = bytes.fromhex(tone)
    return red, green, blue


def _turned(colour: Colour, turn: float, strength: float) -> Colour:
    hue, light, full = colorsys.rgb_to_hls(*(part / 255 for part in colour))
    red, green, blue = colorsys.hls_to_rgb((hue + turn) % 1, light, min(1.0, full * strength))
    return round(red * 255), round(green * 255), round(blue * 255)


@dataclass(frozen=True)
class Light:
    hour: str
    top: Colour
    low: Colour
    far: Colour
    near: Colour
    sun: Colour
    leaf: Colour
    lamp: Colour
    fall: Colour

    @classmethod
    def at(cls, hour: str, rng: random.Random) -> Light:
        """The hour's light, a little different on each day."""
        turn, strength = rng.uniform(-0.022, 0.022), rng.uniform(0.85, 1.15)
        tones = [rgb(tone) for tone in TONES[hour].split()]
        top, low, far, near, sun, leaf, lamp = (_turned(tone, turn, strength) for tone in tones[:-1])
        return cls(hour, top, low, far, near, sun, leaf, lamp, fall=tones[-1])

    def on(self, colour: Colour, away: float = 0.0) -> Colour:
        """A thing of this colour in this light, fading into the haze the further away it is (0 to 1)."""
        red, green, blue = (part * fall // 255 for part, fall in zip(colour, self.fall, strict=True))
        return mix((red, green, blue), self.low, away)

    def shade(self, colour: Colour, deep: float = 0.3) -> Colour:
        """The same thing's side away from the sun."""
        return mix(self.on(colour), self.near, deep)
