"""What two hundred versions of a long story cost: to keep, to list, to lay side by side."""

from __future__ import annotations

import json
import random
import re
import time
from collections.abc import Iterator
from statistics import median

from articles import comparing, markup
from tests.bench import Ratio, bench

WORDS, PARAGRAPH, VERSIONS = 3000, 60, 200
SYLLABLES = re.findall(
    r"\w+",
    "bà con ra đồng từ sáng sớm lúa chín vàng khắp các thung lũng Mường Thanh Điện Biên mùa gặt tấn xã bản",
)


@bench("two versions of a story of 3,000 words side by side, among 200", minutes=1)
def revisions() -> Iterator[Ratio]:
    chance = random.Random(5317)
    versions = [_text(chance)]
    while len(versions) < VERSIONS:
        versions.append(_edited(versions[-1], chance))
    size = median(len(text.encode()) for text in versions)
    row = median(len(json.dumps(text)) for text in versions)
    yield Ratio(
        "bytes of a version's text kept, to those of the text",
        1.0,
        note=f"{size:,.0f} bytes each; {row:,.0f} as the row's JSON",
    )
    nothing = _seconds(lambda: comparing.texts(versions[0], versions[0], markup.plain))
    for what, before, after in (
        ("neighbours", versions[-2], versions[-1]),
        ("the first and the last", versions[0], versions[-1]),
        ("all paragraphs rewritten", versions[0], _text(random.Random(7))),
    ):
        took = _seconds(lambda before=before, after=after: comparing.texts(before, after, markup.plain))
        yield Ratio(f"{what}: to a text beside itself", took / nothing, note=f"{took * 1000:.1f} ms")


def _text(chance: random.Random) -> str:
    blocks = (" ".join(chance.choices(SYLLABLES, k=PARAGRAPH)) for _ in range(WORDS // PARAGRAPH))
    return "\n".join(f"<p>{block}.</p>" for block in blocks)


def _edited(text: str, chance: random.Random) -> str:
    """As somebody works: some words in two paragraphs, now and then a paragraph moved, added or taken away."""
    blocks = text.split("\n")
    for _ in range(2):
        at = chance.randrange(len(blocks))
        words = blocks[at].split(" ")
        words[chance.randrange(1, len(words) - 1)] = chance.choice(SYLLABLES)
        blocks[at] = " ".join(words)
    if chance.random() < 0.2:
        blocks.insert(chance.randrange(len(blocks)), blocks.pop(chance.randrange(len(blocks))))
    return "\n".join(blocks)


def _seconds(act: object) -> float:
    """Of the processor, the median of five: what else runs on the machine is no part of it."""
    took = []
    for _ in range(5):
        start = time.process_time()
        act()  # type: ignore[operator]
        took.append(time.process_time() - start)
    return median(took)
