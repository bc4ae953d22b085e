"""People: what they wear and what they do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newsroom.demo.canvas import Canvas
from newsroom.demo.light import Colour, mix, rgb

STRAW, HAIR = rgb("e6cf98"), rgb("26201f")
SKINS = [rgb("c9966f"), rgb("b98259"), rgb("d7a984")]
INDIGO, RED, TEAL, PLUM, OCHRE, WHITE = (rgb(t) for t in ("2f3f66", "a93a3f", "2f6b64", "6b4474", "c98a3d", "ece7db"))


@dataclass(frozen=True)
class Kit:
    """What somebody wears. `head` is one of cone, hair, turban, cap, long."""

    top: Colour
    legs: Colour = HAIR
    head: str = "cone"
    skirt: bool = False
    trim: Colour | None = None


FARMERS = [
    Kit(INDIGO, HAIR, "cone"),
    Kit(RED, HAIR, "cone"),
    Kit(TEAL, HAIR, "cone"),
    Kit(INDIGO, INDIGO, "turban", True, RED),
    Kit(PLUM, HAIR, "cone", True, OCHRE),
    Kit(OCHRE, INDIGO, "cone"),
]
FEAST = [
    Kit(WHITE, HAIR, "long", True, RED),
    Kit(RED, INDIGO, "turban", True, OCHRE),
    Kit(INDIGO, INDIGO, "turban", True, RED),
    Kit(TEAL, HAIR, "turban", True, WHITE),
    Kit(HAIR, HAIR, "cap", False, RED),
    Kit(PLUM, INDIGO, "long", True, OCHRE),
]
PUPILS = [
    Kit(WHITE, INDIGO, "hair", trim=RED),
    Kit(WHITE, INDIGO, "long", trim=RED),
    Kit(WHITE, INDIGO, "long", True, RED),
]
TOWN = [
    Kit(WHITE, INDIGO, "hair"),
    Kit(TEAL, HAIR, "long"),
    Kit(OCHRE, INDIGO, "cap"),
    Kit(INDIGO, HAIR, "hair"),
    *FARMERS[:2],
]
OFFICE = [
    Kit(WHITE, HAIR, "hair"),
    Kit(INDIGO, HAIR, "hair"),
    Kit(HAIR, HAIR, "hair"),
    Kit(RED, HAIR, "long"),
    Kit(TEAL, HAIR, "long"),
]


def person(c: Canvas, x: float, y: float, s: float, kit: Kit, pose: str = "stand", face: int = 1) -> None:
    """Somebody of height `s` with the feet at (x, y), looking right (1) or left (-1).

    Poses: stand, walk, bend, sit (seen without legs, from `y` up), reach.
    """
    skin = c.light.on(c.rng.choice(SKINS))
    hip, neck = (x, y - s * 0.46), (x + face * s * 0.02, y - s * 0.79)
    if pose == "bend":
        neck = (x + face * s * 0.26, y - s * 0.64)
    if pose == "sit":
        hip, neck = (x, y), (x, y - s * 0.36)
    else:
        c.disc(x, y, s * 0.24, c.light.near, 0.2, 0.28)
        _legs(c, x, y, s, kit, pose, face)
    dark = c.light.shade(kit.top, 0.28)
    _arm(c, neck, s, (dark, skin), pose, face, behind=True)
    _body(c, hip, neck, s, kit, face)
    _arm(c, neck, s, (mix(c.light.on(kit.top), dark, 0.45), skin), pose, face, behind=False)
    ahead, throat = s * (0.07 if pose == "bend" else 0.012), mix(skin, c.light.near, 0.2)
    c.box(neck[0] - s * 0.025 + face * ahead * 0.5, neck[1] - s * 0.05, s * 0.05, s * 0.08, throat)
    head(c, neck[0] + face * ahead, neck[1] - s * 0.1, s * 0.088, kit, skin, face)


def anyone(c: Canvas, x: float, y: float, s: float, kits: Sequence[Kit], *poses: str) -> None:
    """One of those who dress like this, in one of the poses, looking either way."""
    person(c, x, y, s, c.rng.choice(kits), c.rng.choice(poses), c.rng.choice([-1, 1]))


def _body(c: Canvas, hip: tuple[float, float], neck: tuple[float, float], s: float, kit: Kit, face: int) -> None:
    (hx, hy), (nx, ny), wide, cloth = hip, neck, s * 0.1, c.light.on(kit.top)
    shoulder = ny + s * 0.03
    c.shape([(hx - wide, hy), (nx - wide * 1.05, shoulder), (nx + wide * 1.05, shoulder), (hx + wide, hy)], cloth)
    c.disc(nx, ny + s * 0.045, wide * 1.08, cloth, 0.62)
    if kit.trim:
        trim = c.light.on(kit.trim)
        c.line([(nx - s * 0.03, ny), (nx + face * s * 0.02, ny + s * 0.1)], trim, s * 0.04)
        c.line([(hx - wide, hy - s * 0.03), (hx + wide, hy - s * 0.03)], trim, s * 0.035)


def _legs(c: Canvas, x: float, y: float, s: float, kit: Kit, pose: str, face: int) -> None:
    legs, hip = c.light.on(kit.legs), y - s * 0.48
    if kit.skirt:
        c.shape(
            [(x - s * 0.1, hip), (x + s * 0.1, hip), (x + s * 0.17, y - s * 0.1), (x - s * 0.17, y - s * 0.1)], legs
        )
        band = c.light.on(kit.trim or kit.top)
        c.shape(
            [
                (x - s * 0.158, y - s * 0.17),
                (x + s * 0.158, y - s * 0.17),
                (x + s * 0.166, y - s * 0.13),
                (x - s * 0.166, y - s * 0.13),
            ],
            band,
        )
        for side in (-0.06, 0.06):
            c.line([(x + side * s, y - s * 0.1), (x + side * s, y)], c.light.shade(SKINS[1]), s * 0.05)
        return
    step = s * (0.13 if pose == "walk" else 0.055)
    c.limb([(x - s * 0.045, hip), (x - step * face, y - s * 0.02)], mix(legs, c.light.near, 0.35), s * 0.085)
    c.limb([(x + s * 0.045, hip), (x + step * face, y - s * 0.02)], legs, s * 0.085)


def _arm(
    c: Canvas, neck: tuple[float, float], s: float, tones: tuple[Colour, Colour], pose: str, face: int, behind: bool
) -> None:
    side = -face if behind else face
    x, y = neck[0] + side * s * 0.09, neck[1] + s * 0.05
    down = {
        "stand": (side * 0.035, 0.3), "walk": (side * 0.1, 0.27), "sit": (side * 0.05, 0.22),
        "bend": (face * 0.1, 0.32), "reach": (face * 0.24, 0.12 if behind else 0.08),
    }[pose]  # fmt: skip
    hand = (x + down[0] * s, y + down[1] * s)
    elbow = ((x + hand[0]) / 2 - face * s * 0.015 + side * s * 0.02, (y + hand[1]) / 2 + s * 0.01)
    c.limb([(x, y), elbow, hand], tones[0], s * 0.062)
    c.disc(hand[0], hand[1], s * 0.032, tones[1])


def head(c: Canvas, x: float, y: float, r: float, kit: Kit, skin: Colour, face: int) -> None:
    """A head of radius `r` with its hair and what is worn on it."""
    hair = c.light.on(HAIR)
    if kit.head == "long":
        c.disc(x - face * r * 0.3, y + r * 0.35, r * 0.95, hair, 1.35)
    c.disc(x, y, r, skin, 1.12)
    c.disc(x - face * r * 0.2, y - r * 0.62, r * 0.95, hair, 0.62)
    if kit.head == "cone":
        straw = c.light.on(STRAW)
        c.shape([(x - r * 2.5, y - r * 0.2), (x, y - r * 2.15), (x + r * 2.5, y - r * 0.2)], straw)
        c.shape(
            [(x, y - r * 2.15), (x + r * 2.5, y - r * 0.2), (x + r * 0.5, y - r * 0.2)], mix(straw, c.light.near, 0.16)
        )
        c.disc(x, y - r * 0.2, r * 2.5, mix(straw, c.light.near, 0.3), 0.1)
    elif kit.head == "turban":
        cloth = c.light.on(kit.trim or kit.legs)
        c.disc(x, y - r * 0.72, r * 1.22, c.light.shade(kit.legs, 0.1), 0.62)
        c.line([(x - r * 1.1, y - r * 0.62), (x + r * 1.1, y - r * 0.86)], cloth, r * 0.3)
    elif kit.head == "cap":
        cap = c.light.on(kit.top)
        c.disc(x, y - r * 0.62, r * 1.05, cap, 0.62)
        c.line([(x, y - r * 0.45), (x + face * r * 1.6, y - r * 0.4)], cap, r * 0.24)


def crowd(
    c: Canvas,
    count: int,
    top: float,
    foot: float,
    s: float,
    kits: list[Kit],
    poses: tuple[str, ...] = ("stand", "walk"),
) -> None:
    """People between the heights `top` and `foot` (parts of the picture's), the near ones larger and in front."""
    spots = sorted((c.rng.random(), (n + c.any(0.1, 0.9)) / count) for n in range(count))
    for part, across in spots:
        y = c.h * (top + (foot - top) * part)
        person(
            c,
            across * c.w,
            y,
            s * (0.72 + 0.45 * part) * c.u,
            c.rng.choice(kits),
            c.rng.choice(poses),
            c.rng.choice([-1, 1]),
        )
