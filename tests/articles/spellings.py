"""Two hundred phrases of the demo paper's own stories, each in six spellings."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable

from newsroom.demo.manuscript import all_manuscripts

PAIRS = re.findall(r"\S+", "òa oà óa oá ỏa oả õa oã ọa oạ òe oè óe oé ùy uỳ úy uý ủy uỷ ũy uỹ ụy uỵ")
OLD_PLACE = dict(zip(PAIRS[::2], PAIRS[1::2], strict=True))
WITH_A_CHOICE = re.compile(rf"\w+ \w*(?:{'|'.join(OLD_PLACE)})\b(?: \w+)?")


def texts() -> list[str]:
    """Every manuscript's words."""
    return [
        re.sub(r"<[^>]+>", " ", f"{m.facts['headline']} . {m.facts['lead']} . {m.body()}") for m in all_manuscripts()
    ]


def phrases(count: int = 200) -> list[tuple[int, str]]:
    """(manuscript, one to three words of it), by a seed; some with a vowel on which the tone may stand elsewhere."""
    chance, written = random.Random(2022), texts()
    tricky = [(n, match[0]) for n, text in enumerate(written) for match in WITH_A_CHOICE.finditer(text)]
    found = chance.sample(tricky, min(60, len(tricky)))
    while len(found) < count:
        number = chance.randrange(len(written))
        places = [match.span() for match in re.finditer(r"\w+", written[number])]
        first = chance.randrange(len(places) - 4)
        start, end = places[first][0], places[first + chance.randrange(3)][1]
        if not re.search(r"[^\w\s]", written[number][start:end]):
            found.append((number, written[number][start:end]))
    return found


def without_tones(phrase: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFD", phrase) if unicodedata.category(c) != "Mn")
    return plain.replace("đ", "d").replace("Đ", "D")


def other_place(phrase: str) -> str:
    return re.sub("|".join(OLD_PLACE), lambda two: OLD_PLACE[two[0]], phrase)


SPELLINGS: dict[str, Callable[[str], str]] = {
    "exact": str,
    "none": without_tones,
    "NFD": lambda phrase: unicodedata.normalize("NFD", phrase),
    "other place": other_place,
    "Eth": lambda phrase: phrase.replace("Đ", "Ð").replace("đ", "ð"),
    "capitals": str.upper,
}
