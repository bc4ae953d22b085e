"""A comment as its letters are heard: marks, look-alikes and invisible characters told apart. Pure.

A key is a syllable's letters with their vowel quality, then its tones: hòa, hoà and HÒA are all `hoaF`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

LETTERS = "a-zăâđêôơư"
VOWELS = "aeiouyăâêôơư"
TONES = {"\u0300": "F", "\u0301": "S", "\u0309": "R", "\u0303": "X", "\u0323": "J"}
QUALITIES = {"a\u0302": "â", "a\u0306": "ă", "e\u0302": "ê", "o\u0302": "ô", "o\u031b": "ơ", "u\u031b": "ư"}
MARKS = {pair[1] for pair in QUALITIES} | set(TONES)
FOLD = str.maketrans("ăâđêôơư", "aadeoou", "FSRXJ")
BARE = str.maketrans("ăâêôơư", "aaeoou")
WORD = re.compile(rf"[{LETTERS}0-9]+")
RUN = re.compile(r"(.)\1*")
INVISIBLE = {"\u034f", "\u115f", "\u1160", "\u2800", "\u3164", "\uffa0"}
# Letters of other alphabets that are drawn like ours; capitals first where capital and small letter differ.
LOOK_ALIKES = {
    **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "abezhikmnoptyx", strict=True)),
    **dict(zip("αβεικνορτυχηγ", "abeikvoptuxny", strict=True)),
    **dict(zip("АВЕЅІЈКМНОРСТУХҮ", "abesijkmhopctyxy", strict=True)),
    **dict(zip("аеѕіјкмопрсгтухүһԁԛԝ", "aesijkmonpcrtyxyhdqw", strict=True)),
    **dict(zip("ðÐƌɖɗıɑɡłøʟɴʜᴄᴅᴏᴜ", "đđđđđiaglolnhcdou", strict=True)),
}


@lru_cache(maxsize=4096)
def pieces(char: str) -> str:
    """What one character stands for: small letters, each followed by the marks that Vietnamese knows."""
    if unicodedata.category(char) == "Cf" or char in INVISIBLE:
        return ""
    char = LOOK_ALIKES.get(char, char)
    apart = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", char).lower())
    apart = "".join(LOOK_ALIKES.get(piece, piece) for piece in apart)
    return "".join(piece for piece in apart if piece in MARKS or unicodedata.category(piece) not in {"Mn", "Me"})


@lru_cache(maxsize=4096)
def whole(char: str) -> tuple[str, str] | None:
    """Letter and tone of a character that is exactly one letter, as nearly all are."""
    reading = Reading(char, in_haste=False)
    return (reading.letters, reading.tones) if len(reading.letters) == 1 and char not in MARKS else None


class Reading:
    """The letters of a text, their tones, and the place of each in the text (`starts`, `ends`: characters)."""

    def __init__(self, text: str, in_haste: bool = True) -> None:
        self.text = text
        known = [whole(char) for char in text] if in_haste else [None]
        if None in known:
            self._read()
            return
        self.letters = "".join([letter for letter, _tone in known])  # type: ignore[misc]
        self.tones = "".join([tone for _letter, tone in known])  # type: ignore[misc]
        self.starts: Sequence[int] = range(len(text))
        self.ends: Sequence[int] = range(1, len(text) + 1)

    def _read(self) -> None:
        letters: list[str] = []
        tones: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        for index, char in enumerate(self.text):
            for piece in pieces(char):
                if piece not in MARKS:
                    letters.append(piece)
                    tones.append(".")
                    starts.append(index)
                    ends.append(index + 1)
                elif letters:
                    ends[-1] = index + 1
                    if piece in TONES:
                        tones[-1] = TONES[piece]
                    else:
                        letters[-1] = QUALITIES.get(letters[-1] + piece, letters[-1])
        self.letters, self.tones = "".join(letters), "".join(tones)
        self.starts, self.ends = starts, ends

    def words(self) -> Iterator[tuple[int, int]]:
        return (word.span() for word in WORD.finditer(self.letters))

    def key(self, start: int, end: int) -> str:
        return self.letters[start:end] + self.tones[start:end].replace(".", "")

    def key_of(self, places: Iterable[int]) -> str:
        """The key of letters that stand apart."""
        places = list(places)
        return "".join([self.letters[place] for place in places] + [self.tones[place] for place in places]).replace(
            ".", ""
        )

    def squeezed(self, start: int, end: int, most: int) -> str:
        """The key with each run of three or more of one letter cut to `most`; of a run, the marked letter is kept."""
        kept: list[int] = []
        for run in RUN.finditer(self.letters[start:end].translate(BARE)):
            at = range(start + run.start(), start + run.end())
            kept.extend(at if len(at) < 3 else [max(at, key=self._marks)] * most)
        return self.key_of(kept)

    def _marks(self, place: int) -> int:
        return (not self.letters[place].isascii()) + (self.tones[place] != ".")

    def is_capitals(self, places: list[int]) -> bool:
        return all(self.text[self.starts[place]].isupper() for place in places)


@lru_cache(maxsize=32768)
def fold(key: str) -> str:
    """A key without its marks."""
    return key.translate(FOLD)


def has_marks(key: str) -> bool:
    return not key.isascii() or not key.islower()


class Joined(NamedTuple):
    """Letters that stand apart and are read together: the places of one syllable's letters."""

    places: list[int]
    is_letters: bool  # Single letters, not longer pieces.


ALONE = rf"[{LETTERS}](?![{LETTERS}0-9]|[^{LETTERS}0-9\s]{{1,3}}[{LETTERS}]{{2}})"
SINGLE = re.compile(rf"(?<![{LETTERS}0-9])(?<![{LETTERS}][^{LETTERS}\s]){ALONE}(?:[^{LETTERS}0-9\n]{{1,3}}{ALONE})+")
PIECES = re.compile(
    rf"(?<![{LETTERS}0-9])(?:[{LETTERS}]{{1,4}}(?:[^{LETTERS}0-9\s]{{1,3}}[{LETTERS}]{{1,4}})+"
    rf"|[^{VOWELS}j\W\d_]{{1,3}} [{LETTERS}]{{1,4}}|[{LETTERS}]{{1,4}} [^{VOWELS}j\W\d_]{{1,2}})(?![{LETTERS}0-9])"
)
GAP = re.compile(rf"[^{LETTERS}]+")


def joined(reading: Reading) -> Iterator[tuple[int, int, list[Joined]]]:
    """Stretches of the reading where letters or short pieces stand apart, as the syllables that they make."""
    done = [(0, 0)]
    for run in SINGLE.finditer(reading.letters):
        done.append(run.span())
        yield *run.span(), [Joined(places, True) for places in _syllables(run)]
    spans = iter([*done, (len(reading.letters) + 1, 0)])
    start, end = next(spans)
    for run in PIECES.finditer(reading.letters):
        while end <= run.start() and start <= len(reading.letters):
            start, end = next(spans)
        if run.end() <= start:
            yield *run.span(), [Joined([place for place in range(*run.span()) if _is_letter(reading, place)], False)]


def _is_letter(reading: Reading, place: int) -> bool:
    return not GAP.match(reading.letters[place])


def _syllables(run: re.Match[str]) -> Iterator[list[int]]:
    """Where one gap is wider than the others, or has a space and others none, a new syllable starts."""
    gaps = [gap[0] for gap in GAP.finditer(run[0])]
    spaced = [any(char.isspace() for char in gap) for gap in gaps]
    if all(spaced):
        shortest = min(len(gap) for gap in gaps)
        spaced = [len(gap) > shortest for gap in gaps]
    places, at = [run.start()], run.start() + 1
    for gap, starts_new in zip(gaps, spaced, strict=True):
        at += len(gap)
        if starts_new:
            yield places
            places = []
        places.append(at)
        at += 1
    yield places
