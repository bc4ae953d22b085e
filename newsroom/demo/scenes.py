"""The scenes, each a few strokes on a canvas."""

import math

from newsroom.demo.canvas import SKIN, Canvas, landscape, mix


def mountains(c: Canvas) -> None:
    height = landscape(c, 6, 0.42, 0.9)
    for n in range(9):
        x = c.w * (n + c.rng.random()) / 9
        c.tree(x, height(x) + 30, c.rng.uniform(40, 80))


def terraces(c: Canvas) -> None:
    landscape(c, 3, 0.4, 0.55)
    gold, green = mix((226, 180, 70), c.light["leaf"], 0.2), mix((150, 164, 70), c.light["leaf"], 0.3)
    for n in range(13):
        y, bow, p = 0.5 + n * 0.04, 0.05 + 0.012 * n, c.rng.uniform(0, 3)
        edge = [
            (x, c.h * (y + bow * math.sin(x / c.w * 3.4 + p * 0.25 + n * 0.1) * 0.6)) for x in range(0, c.w + 20, 20)
        ]
        c.shape([(0, c.h), *edge, (c.w, c.h)], mix(gold, green, (n % 3) / 2))
        c.line(edge, mix(c.light["near"], green, 0.35), 3)
    c.crowd(7, 0.7, 0.95, 70)


def market(c: Canvas) -> None:
    landscape(c, 3, 0.36, 0.5)
    c.ground(0.5, mix((196, 168, 132), c.light["near"], 0.2))
    for row, y in enumerate((0.56, 0.72)):
        for n in range(6):
            x, w = c.w * (n / 6 + 0.02 + row * 0.04), c.w / 7.5
            colour = mix(
                c.rng.choice([(190, 62, 54), (60, 110, 140), (222, 160, 70), (92, 132, 84)]), c.light["near"], 0.1
            )
            c.box(x + 6, c.h * y, w - 12, 62, mix((120, 84, 60), c.light["near"], 0.2))
            c.shape(
                [
                    (x - 10, c.h * y - 36),
                    (x + w * 0.15, c.h * y - 96),
                    (x + w * 0.85, c.h * y - 96),
                    (x + w + 10, c.h * y - 36),
                ],
                colour,
            )
            for k in range(5):
                c.disc(
                    x + 18 + k * (w - 36) / 4,
                    c.h * y - 4,
                    12,
                    c.rng.choice([(206, 84, 54), (226, 186, 74), (110, 148, 72)]),
                )
    c.crowd(18, 0.72, 0.98, 104)


def bridge(c: Canvas) -> None:
    landscape(c, 4, 0.4, 0.58)
    c.water(0.62)
    y, steel = c.h * 0.55, mix((150, 60, 52), c.light["near"], 0.2)
    c.box(0, y, c.w, 22, mix((90, 92, 96), c.light["near"], 0.2))
    for n in range(5):
        x, w = c.w * n / 5, c.w / 5
        arc = [(x + w * t / 12, y - math.sin(math.pi * t / 12) * 110) for t in range(13)]
        c.line(arc, steel, 9)
        for t in range(1, 12):
            c.line([arc[t], (arc[t][0], y)], steel, 3)
        c.box(x - 14, y, 28, c.h * 0.3, mix((150, 148, 142), c.light["near"], 0.3))
    for n in range(5):
        c.person(c.w * (0.1 + 0.18 * n), y, 44)


def school(c: Canvas) -> None:
    landscape(c, 4, 0.38, 0.56)
    c.ground(0.62)
    c.block(c.w * 0.14, c.h * 0.68, c.w * 0.72, c.h * 0.28, 2, 9, mix((238, 206, 128), c.light["near"], 0.1))
    c.line([(c.w * 0.5, c.h * 0.9), (c.w * 0.5, c.h * 0.2)], (120, 120, 120), 5)
    c.shape(
        [(c.w * 0.5, c.h * 0.2), (c.w * 0.57, c.h * 0.215), (c.w * 0.57, c.h * 0.265), (c.w * 0.5, c.h * 0.26)],
        (196, 40, 44),
    )
    c.crowd(16, 0.76, 0.97, 92, hat=0.1)


def dam(c: Canvas) -> None:
    landscape(c, 4, 0.36, 0.6)
    c.water(0.52, 0.62)
    wall = mix((190, 188, 178), c.light["near"], 0.15)
    c.shape([(c.w * 0.1, c.h * 0.5), (c.w * 0.9, c.h * 0.5), (c.w * 0.78, c.h * 0.86), (c.w * 0.22, c.h * 0.86)], wall)
    for n in range(5):
        x = c.w * (0.24 + n * 0.125)
        c.shape(
            [(x, c.h * 0.56), (x + 60, c.h * 0.56), (x + 74, c.h * 0.88), (x - 14, c.h * 0.88)],
            mix((236, 242, 244), c.light["low"], 0.3),
        )
    c.water(0.86)


def festival(c: Canvas) -> None:
    landscape(c, 4, 0.38, 0.56)
    c.ground(0.6, mix((186, 160, 112), c.light["near"], 0.15))
    for n in range(11):
        x = c.w * (n + 0.5) / 11
        c.line([(x, c.h * 0.72), (x, c.h * 0.4)], mix((110, 80, 60), c.light["near"], 0.2), 4)
        c.shape(
            [(x, c.h * 0.4), (x + 54, c.h * 0.43), (x, c.h * 0.47)],
            c.rng.choice([(200, 48, 48), (228, 176, 60), (64, 120, 140), (130, 70, 130)]),
        )
    c.crowd(34, 0.68, 0.99, 96, hat=0.3)


def harvest(c: Canvas) -> None:
    landscape(c, 3, 0.34, 0.46)
    c.ground(0.48, mix((224, 182, 76), c.light["leaf"], 0.15))
    for _ in range(420):
        x, y = c.rng.uniform(0, c.w), c.h * c.rng.uniform(0.5, 1)
        c.line(
            [(x, y), (x + c.rng.uniform(-8, 8), y - 26)], mix((240, 208, 110), (150, 120, 50), c.rng.random() * 0.6), 2
        )
    for n in range(8):
        c.person(c.w * (0.06 + 0.125 * n), c.h * c.rng.uniform(0.7, 0.95), 128, bend=c.rng.choice([-0.8, 0.0, 0.8]))


def road(c: Canvas) -> None:
    landscape(c, 5, 0.4, 0.62)
    c.ground(0.64)
    tar, mid = mix((98, 98, 102), c.light["near"], 0.25), c.w * c.rng.uniform(0.4, 0.6)
    c.shape([(mid - 14, c.h * 0.64), (mid + 14, c.h * 0.64), (c.w * 0.82, c.h), (c.w * 0.18, c.h)], tar)
    for n in range(7):
        y, part = c.h * (0.66 + 0.05 * n), n / 7
        c.box(mid + (c.w * 0.5 - mid) * part - 3 - 4 * part, y, 6 + 8 * part, 18 + 14 * part, (236, 226, 190))
    for n in range(10):
        side, part = (-1 if n % 2 else 1), (n + 1) / 11
        c.tree(mid + side * (60 + part * c.w * 0.5), c.h * (0.66 + 0.3 * part), 60 + 150 * part)
    c.box(c.w * 0.4, c.h * 0.8, 92, 52, (184, 60, 54))
    c.disc(c.w * 0.4 + 20, c.h * 0.8 + 54, 12, (30, 30, 34))
    c.disc(c.w * 0.4 + 72, c.h * 0.8 + 54, 12, (30, 30, 34))


def tea(c: Canvas) -> None:
    landscape(c, 4, 0.36, 0.5)
    for n in range(12):
        y = 0.5 + n * 0.045
        edge = [(x, c.h * (y + 0.03 * math.sin(x / c.w * 5 + n * 0.5))) for x in range(0, c.w + 16, 16)]
        c.shape(
            [(0, c.h), *edge, (c.w, c.h)],
            mix(mix((92, 142, 74), c.light["leaf"], 0.3), c.light["near"], 0.1 if n % 2 else 0.38),
        )
    for n in range(6):
        c.person(c.w * (0.1 + 0.16 * n), c.h * c.rng.uniform(0.7, 0.98), 118, bend=0.5)


def river(c: Canvas) -> None:
    landscape(c, 5, 0.42, 0.6)
    c.water(0.62)
    for n in range(3):
        x, y, s = c.w * (0.12 + 0.3 * n), c.h * (0.72 + 0.09 * n), 150 + 40 * n
        c.shape(
            [(x, y), (x + s, y), (x + s * 0.82, y + s * 0.16), (x + s * 0.18, y + s * 0.16)],
            mix((88, 60, 48), c.light["near"], 0.3),
        )
        c.person(x + s * 0.5, y + 4, 84)
        c.line([(x + s * 0.56, y - 40), (x + s * 0.9, y + 46)], mix((150, 120, 80), c.light["near"], 0.2), 4)


def town(c: Canvas) -> None:
    landscape(c, 4, 0.36, 0.52)
    for row in range(3):
        for n in range(9):
            w, h = c.w / 9.4, c.h * c.rng.uniform(0.12, 0.26)
            c.block(c.w * n / 9 + c.rng.uniform(-8, 8), c.h * (0.66 + 0.1 * row), w, h, c.rng.choice([2, 3, 4]), 3)
    c.ground(0.86, mix((140, 138, 136), c.light["near"], 0.25))
    c.crowd(12, 0.88, 0.99, 64, hat=0.4)


def clinic(c: Canvas) -> None:
    landscape(c, 3, 0.34, 0.5)
    c.ground(0.66)
    c.block(c.w * 0.2, c.h * 0.74, c.w * 0.6, c.h * 0.4, 4, 8, mix((236, 240, 240), c.light["near"], 0.08))
    x, y = c.w * 0.5, c.h * 0.28
    c.box(x - 14, y - 42, 28, 84, (200, 48, 52))
    c.box(x - 42, y - 14, 84, 28, (200, 48, 52))
    c.crowd(10, 0.8, 0.97, 96, hat=0.3)


def stadium(c: Canvas) -> None:
    c.sky(0.4)
    c.hills(3, 0.26, 0.34)
    c.box(0, c.h * 0.34, c.w, c.h * 0.16, mix((130, 116, 116), c.light["near"], 0.3))
    for _ in range(900):
        c.disc(
            c.rng.uniform(0, c.w),
            c.h * c.rng.uniform(0.35, 0.49),
            6,
            mix(c.rng.choice([(196, 52, 52), (228, 186, 80), (230, 226, 218), (60, 92, 140)]), c.light["near"], 0.2),
        )
    for n in range(8):
        c.box(
            0,
            c.h * (0.5 + n * 0.0625),
            c.w,
            c.h * 0.0625,
            mix((74, 140, 74) if n % 2 else (88, 156, 82), c.light["leaf"], 0.25),
        )
    c.line([(0, c.h * 0.74), (c.w, c.h * 0.74)], (238, 240, 232), 4)
    for n in range(9):
        c.person(c.w * (0.08 + 0.105 * n), c.h * c.rng.uniform(0.62, 0.96), 112, hat=False)
    c.disc(c.w * 0.52, c.h * 0.92, 13, (246, 244, 238))


def weaving(c: Canvas) -> None:
    c.image.paste(mix((120, 88, 66), c.light["near"], 0.3), (0, 0, *c.image.size))
    for n in range(16):
        c.box(c.w * n / 16, 0, 4, c.h, mix((90, 64, 48), c.light["near"], 0.4))
    c.shape(
        [(c.w * 0.08, c.h * 0.1), (c.w * 0.3, c.h * 0.1), (c.w * 0.3, c.h * 0.42), (c.w * 0.08, c.h * 0.42)],
        c.light["low"],
    )
    bands = [(176, 46, 54), (34, 40, 76), (226, 182, 72), (238, 232, 216), (66, 116, 104)]
    for n in range(26):
        colour = bands[(n + c.rng.randrange(2)) % 5]
        c.box(c.w * 0.38, c.h * (0.2 + n * 0.028), c.w * 0.54, c.h * 0.028, colour)
        for k in range(14):
            x, y = c.w * (0.38 + 0.54 * (k + 0.5) / 14), c.h * (0.214 + n * 0.028)
            c.shape([(x - 12, y), (x, y - 10), (x + 12, y), (x, y + 10)], mix(colour, bands[(n + 2) % 5], 0.75))
    c.person(c.w * 0.22, c.h * 0.98, 430, hat=False, bend=0.25)


def flood(c: Canvas) -> None:
    landscape(c, 4, 0.4, 0.56)
    for n in range(5):
        c.house(c.w * (0.02 + 0.2 * n), c.h * (0.72 + c.rng.uniform(-0.03, 0.04)), c.w * 0.15)
    c.box(0, c.h * 0.68, c.w, c.h, mix((172, 138, 100), c.light["near"], 0.15))
    for _ in range(60):
        x, y = c.rng.uniform(0, c.w), c.h * c.rng.uniform(0.69, 1)
        c.line(
            [(x, y), (x + c.rng.uniform(30, 140), y)], mix((206, 178, 140), c.light["near"], c.rng.random() * 0.4), 3
        )
    x, y = c.w * 0.4, c.h * 0.86
    c.shape([(x, y), (x + 260, y), (x + 220, y + 44), (x + 40, y + 44)], (206, 92, 52))
    for n in range(4):
        c.person(x + 50 + 52 * n, y + 8, 104, hat=n % 2 == 0)


def night(c: Canvas) -> None:
    c.sky()
    for _ in range(150):
        c.disc(c.rng.uniform(0, c.w), c.h * c.rng.uniform(0, 0.4), c.rng.uniform(1, 2.4), (226, 226, 240))
    c.hills(4, 0.46, 0.62)
    for n in range(7):
        c.house(c.w * (n / 7 + c.rng.uniform(0, 0.03)), c.h * c.rng.uniform(0.74, 0.92), c.w * 0.12)
    for _ in range(40):
        c.disc(c.rng.uniform(0, c.w), c.h * c.rng.uniform(0.66, 0.96), 4, c.light["glow"])


def forest(c: Canvas) -> None:
    landscape(c, 3, 0.34, 0.48)
    for n in range(60):
        part = n / 60
        c.tree(c.rng.uniform(0, c.w), c.h * (0.5 + 0.48 * part), 90 + 170 * part)
    c.crowd(4, 0.9, 0.98, 120)


def portrait(c: Canvas) -> None:
    landscape(c, 4, 0.5, 0.74)
    x, s = c.w * c.rng.uniform(0.36, 0.6), c.h * 0.8
    cloth = mix(c.rng.choice([(44, 58, 92), (150, 52, 58), (52, 96, 88), (92, 64, 110)]), c.light["near"], 0.1)
    c.shape(
        [
            (x - s * 0.42, c.h),
            (x - s * 0.34, c.h * 0.72),
            (x - s * 0.1, c.h * 0.64),
            (x + s * 0.1, c.h * 0.64),
            (x + s * 0.34, c.h * 0.72),
            (x + s * 0.42, c.h),
        ],
        cloth,
    )
    skin = mix(SKIN, c.light["sun"], 0.15)
    c.box(x - s * 0.06, c.h * 0.54, s * 0.12, c.h * 0.12, mix(skin, c.light["near"], 0.2))
    c.disc(x, c.h * 0.46, s * 0.17, skin, 1.2)
    c.disc(x, c.h * 0.37, s * 0.18, (38, 30, 32), 0.75)
    if c.rng.random() < 0.5:
        c.shape([(x - s * 0.36, c.h * 0.38), (x, c.h * 0.14), (x + s * 0.36, c.h * 0.38)], (226, 200, 146))
    for n in range(7):
        c.disc(x - s * 0.1 + s * 0.2 * n / 6, c.h * 0.685, 9, (226, 190, 90))


def meeting(c: Canvas) -> None:
    c.image.paste(mix((206, 188, 160), c.light["low"], 0.3), (0, 0, *c.image.size))
    c.box(0, 0, c.w, c.h * 0.46, mix((150, 36, 40), c.light["near"], 0.1))
    for n in range(18):
        c.box(c.w * n / 18, 0, 8, c.h * 0.46, mix((120, 26, 32), c.light["near"], 0.2))
    c.box(c.w * 0.2, c.h * 0.46, c.w * 0.6, c.h * 0.09, mix((112, 72, 48), c.light["near"], 0.1))
    for n in range(5):
        c.person(c.w * (0.26 + 0.12 * n), c.h * 0.5, 130, hat=False)
    for row in range(4):
        for n in range(10):
            c.person(c.w * (n + 0.5 + 0.3 * (row % 2)) / 10, c.h * (0.74 + 0.1 * row), 118 + 16 * row, hat=False)
