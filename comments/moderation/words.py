"""The tone-aware word matcher: Vietnamese as it is written, half written and disguised. Pure.

A rule with marks matches what has its marks, anywhere. Without its marks it matches only where no ordinary word
is written the same: "lon bia", "10 ml", "các bạn" are never found, with marks or without.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import Enum
from itertools import islice, pairwise, product
from typing import NamedTuple

from comments.moderation import ordinary
from comments.moderation.ordinary import UNITS, Ordinary
from comments.moderation.spelling import LETTERS, Joined, Reading, fold, has_marks, joined

LEET = str.maketrans("013457@$!|j", "oieastasili")
LEET_ONE = str.maketrans("013457@$!|j", "oleastaslli")
WIDE = re.compile(rf"[{LETTERS}0-9@$!|]+")
PURE = re.compile(rf"[{LETTERS.replace('a-z', 'a-ik-z')}]+|[0-9@$!|]+")  # j is no Vietnamese letter.
DISGUISED = re.compile(rf"[{LETTERS}]+[0-9@$!|j]+[{LETTERS}]+")
TRIPLED = re.compile(r"(.)\1\1")
ENDS_SENTENCE = re.compile(r"\n|[.!?;:]\s")
AFTER_NUMBER = re.compile(r"\d[\d.,]*\s?$")
MOST_READINGS = 16  # of a phrase of disguised syllables


class Rule(NamedTuple):
    """A word or phrase. `action` is "hold" or "note"; the matcher only passes it on."""

    term: str
    action: str = "hold"
    note: str = ""


class Hit(NamedTuple):
    """A rule's words in a text: characters `start` to `end`; how: written, unmarked, joined, leet or stretched."""

    term: str
    start: int
    end: int
    how: str
    action: str = "hold"


class Trust(Enum):
    PLAIN = 0
    LOOSE = 1  # So plainly disguised that missing marks don't excuse it.
    STRICT = 2  # Put together by us: only marks prove it.


class Term(NamedTuple):
    rule: Rule
    keys: tuple[str, ...]
    has_marks: bool
    is_ambiguous: bool


class Token(NamedTuple):
    """One syllable: its places in the reading and the keys that it can be read as."""

    start: int
    end: int
    forms: tuple[str, ...]
    how: str = "written"
    trust: Trust = Trust.PLAIN


class Matcher:
    """Rules compiled once; `find` as often as wanted. A rule without a letter or figure finds nothing."""

    def __init__(self, rules: Iterable[Rule], benign: Ordinary | None = None) -> None:
        listed = [(rule, keys) for rule in rules if (keys := ordinary.keys(rule.term))]
        own = {keys[0] for _rule, keys in listed if len(keys) == 1 and has_marks(keys[0])}
        self.ordinary = (benign or ordinary.default()).without(own)
        self.terms: dict[str, list[Term]] = {}
        self.lengths: dict[str, set[int]] = {}
        self.inside: dict[str, set[int]] = {}
        self.longest = max((len(keys) for _rule, keys in listed), default=1)
        for rule, keys in listed:
            self._add(rule, keys)
            if len(keys) > 1:
                self._add(rule, (_together(keys),))

    def _add(self, rule: Rule, keys: tuple[str, ...]) -> None:
        folded = [fold(key) for key in keys]
        phrase = " ".join(folded)
        if len(keys) == 1:
            is_ambiguous = phrase in self.ordinary.folds or phrase in UNITS
            if len(phrase) > 2:
                self.inside.setdefault(phrase[:2], set()).add(len(phrase))
        else:
            is_ambiguous = phrase in self.ordinary.phrases
        term = Term(rule, keys, any(map(has_marks, keys)), is_ambiguous)
        self.terms.setdefault(phrase, []).append(term)
        self.lengths.setdefault(folded[0], set()).add(len(keys))

    def find(self, text: str) -> list[Hit]:
        """Every rule's words in the text, in order, the longest where several overlap. Never raises."""
        reading = Reading(text)
        plain = [self._token(reading, *span) for span in reading.words()]
        written = self._is_written(plain)
        found = list(self._scan(reading, plain, range(len(plain)), written))
        disguised = self._disguised(reading)
        if disguised:
            mixed = _mixed(plain, disguised)
            found += self._scan(reading, mixed, self._around(mixed), written)
            found += self._buried(reading, written)
        return _longest(found)

    def _around(self, tokens: list[Token]) -> list[int]:
        """Where a phrase may start that a disguised syllable is part of."""
        unusual = [index for index, token in enumerate(tokens) if token.how in {"joined", "leet"}]
        return sorted({start for index in unusual for start in range(max(0, index - self.longest + 1), index + 1)})

    def _token(self, reading: Reading, start: int, end: int) -> Token:
        key = reading.key(start, end)
        how, forms = "written", [key]
        if end - start > 3 and TRIPLED.search(fold(reading.letters[start:end])):
            how = "stretched"
            forms += [reading.squeezed(start, end, most) for most in (1, 2)]
        return Token(start, end, tuple(forms), how)

    def _is_written(self, tokens: list[Token]) -> bool:
        """Whether the text is written with diacritics: two words (or half) and a quarter, and few that lost theirs."""
        words = [token.forms[0] for token in tokens if not token.forms[0].isdigit()]
        bare = [word for word in words if not has_marks(word)]
        marked = len(words) - len(bare)
        lost = sum(word not in self.ordinary.syllables and word in self.ordinary.folds for word in bare)
        return marked >= min(2, len(words) / 2) and 4 * marked >= len(words) > 0 and lost <= 1 + marked // 5

    def _disguised(self, reading: Reading) -> list[Token]:
        """Letters set apart, and words with figures or signs in them, as the syllables that they spell."""
        tokens = [
            token for _start, _end, parts in joined(reading) for part in parts for token in _spelled(reading, part)
        ]
        taken = {place for token in tokens for place in range(token.start, token.end)}
        for wide in WIDE.finditer(reading.letters):
            bare = wide[0].rstrip("!|")
            if bare and wide.start() not in taken and not PURE.fullmatch(bare):
                tokens.append(_leet(reading, wide.start(), wide.start() + len(bare)))
        return sorted(tokens)

    def _buried(self, reading: Reading, written: bool) -> Iterator[Hit]:
        """Rules that lie, with their marks, inside a longer row of single letters."""
        for _start, _end, parts in joined(reading):
            for part in parts:
                if part.is_letters and len(part.places) > 3:
                    for token in self._inside(reading, part.places):
                        yield from self._scan(reading, [token], range(1), written)

    def _inside(self, reading: Reading, places: list[int]) -> Iterator[Token]:
        letters = fold("".join(reading.letters[place] for place in places))
        for first in range(len(places)):
            for length in self.inside.get(letters[first : first + 2], ()):
                part = places[first : first + length]
                if len(part) == length and letters[first : first + length] in self.terms:
                    yield Token(part[0], part[-1] + 1, (reading.key_of(part),), "joined", Trust.STRICT)

    def _scan(self, reading: Reading, tokens: list[Token], starts: Iterable[int], written: bool) -> Iterator[Hit]:
        for index in starts:
            for form in tokens[index].forms:
                for length in self.lengths.get(fold(form), ()):
                    phrase = tokens[index : index + length]
                    if len(phrase) == length and (term := self._term(tokens, index, phrase, written, reading)):
                        yield _hit(*term, reading, phrase)

    def _term(
        self, tokens: list[Token], index: int, phrase: list[Token], written: bool, reading: Reading
    ) -> tuple[Rule, str] | None:
        for term in self._candidates(phrase):
            if _is_broken(reading, phrase) or (len(phrase) == 1 and self._is_in_ordinary_phrase(tokens, index)):
                return None
            if how := self._fits(term, phrase, written, reading):
                return term.rule, how
        return None

    def _candidates(self, phrase: list[Token]) -> Iterator[Term]:
        if all(len(token.forms) == 1 for token in phrase):
            yield from self.terms.get(" ".join([fold(token.forms[0]) for token in phrase]), ())
            return
        readings = product(*(dict.fromkeys(map(fold, token.forms)) for token in phrase))
        for folded in islice(readings, MOST_READINGS):
            yield from self.terms.get(" ".join(folded), ())

    def _fits(self, term: Term, phrase: list[Token], written: bool, reading: Reading) -> str:
        """How the phrase is the term, or nothing."""
        same = [self._agrees(key, token) for key, token in zip(term.keys, phrase, strict=True)]
        if None in same:
            return ""
        unusual = next((token.how for token in phrase if token.how != "written"), "")
        if all(same) and term.has_marks:
            return unusual or "written"
        if len(phrase) == 1:
            fits = self._fits_alone(term, phrase[0], written, reading)
        else:
            fits = self._fits_unmarked(term, phrase, [bool(each) for each in same], written)
        return (unusual or ("written" if all(same) else "unmarked")) if fits else ""

    def _agrees(self, key: str, token: Token) -> bool | None:
        """True: the very syllable, its marks included. False: only its letters. None: another syllable."""
        for form in token.forms:
            if form == key or (
                has_marks(form) and form.replace("d", "đ", 1) == key and form not in self.ordinary.syllables
            ):
                return True
        if token.trust is Trust.STRICT:
            return None
        bare = any(fold(form) == fold(key) and (token.how == "leet" or not has_marks(form)) for form in token.forms)
        return False if bare else None

    def _fits_alone(self, term: Term, token: Token, written: bool, reading: Reading) -> bool:
        """One syllable of which the marks prove nothing."""
        if fold(term.keys[0]) in UNITS and AFTER_NUMBER.search(reading.letters[max(0, token.start - 12) : token.start]):
            return False
        if token.trust is Trust.LOOSE or not term.is_ambiguous:
            return True
        if token.how == "leet" or (token.how == "joined" and term.has_marks):
            return False
        return written and (not term.has_marks or not self._is_ordinary(token))

    def _fits_unmarked(self, term: Term, phrase: list[Token], same: list[bool], written: bool) -> bool:
        """Several syllables, of which at least one lacks the term's marks, or that never had any."""
        if all(same):
            return written or not term.is_ambiguous
        if any(agrees and has_marks(key) for agrees, key in zip(same, term.keys, strict=True)):
            return not any(self._is_ordinary(token) for agrees, token in zip(same, phrase, strict=True) if not agrees)
        if all(agrees or token.how == "leet" for agrees, token in zip(same, phrase, strict=True)):
            return True
        if all(token.trust is Trust.LOOSE for token in phrase):
            return True
        if written and not all(map(self._is_ordinary, phrase)):
            return True  # Some of it is no word as it stands, so marks are missing, in a text that has them.
        return not term.is_ambiguous and (not written or len(phrase) > 2)

    def _is_in_ordinary_phrase(self, tokens: list[Token], index: int) -> bool:
        """ "Ngu công dời núi" is a tale, though "ngu" alone is an insult."""
        pairs = zip(tokens[max(0, index - 1) : index + 1], tokens[max(1, index) : index + 2], strict=False)
        return any(f"{one.forms[0]} {two.forms[0]}" in self.ordinary.spellings for one, two in pairs)

    def _is_ordinary(self, token: Token) -> bool:
        """Whether it is an ordinary word as it stands, so that its missing marks are not missing."""
        return token.how in {"written", "stretched"} and any(form in self.ordinary.syllables for form in token.forms)


def _together(keys: tuple[str, ...]) -> str:
    """The key of a phrase written without spaces: letters first, then tones."""
    letters = "".join(char for key in keys for char in key if not char.isupper())
    return letters + "".join(char for key in keys for char in key if char.isupper())


def _spelled(reading: Reading, part: Joined) -> Iterator[Token]:
    key = reading.key_of(part.places)
    has_vowel = any(char in "aeiouy" for char in fold(key))
    if len(part.places) < 2 or (not has_vowel and reading.is_capitals(part.places)):
        start = part.places[0]  # One letter, or initials: "anh N.V.Đ."
        yield Token(start, part.places[-1] + 1, (reading.key(start, part.places[-1] + 1),))
        return
    trust = Trust.STRICT if not part.is_letters else Trust.LOOSE if len(part.places) > 2 else Trust.PLAIN
    yield Token(part.places[0], part.places[-1] + 1, (key,), "joined", trust)


def _leet(reading: Reading, start: int, end: int) -> Token:
    tones = reading.tones[start:end].replace(".", "")
    letters = reading.letters[start:end]
    forms = tuple(letters.translate(table) + tones for table in (LEET, LEET_ONE))
    is_code = reading.is_capitals([place for place in range(start, end) if letters[place - start].isalpha()])
    is_word = letters[0].isalpha() and len(letters) > 2 and not is_code  # "Đ17" is a house, "đ17" is not.
    trust = Trust.LOOSE if is_word or DISGUISED.fullmatch(letters) else Trust.PLAIN
    return Token(start, end, forms, "leet", trust)


def _mixed(plain: list[Token], disguised: list[Token]) -> list[Token]:
    """The plain syllables with the disguised in place of those that they cover."""
    taken = {place for token in disguised for place in range(token.start, token.end)}
    return sorted([*disguised, *(token for token in plain if token.start not in taken)], key=lambda token: token.start)


def _is_broken(reading: Reading, phrase: list[Token]) -> bool:
    return any(ENDS_SENTENCE.search(reading.letters, before.end, after.start) for before, after in pairwise(phrase))


def _hit(rule: Rule, how: str, reading: Reading, phrase: list[Token]) -> Hit:
    return Hit(rule.term, reading.starts[phrase[0].start], reading.ends[phrase[-1].end - 1], how, rule.action)


def _longest(found: list[Hit]) -> list[Hit]:
    kept: list[Hit] = []
    taken: set[int] = set()
    for hit in sorted(found, key=lambda hit: (hit.start - hit.end, hit.start)):
        places = range(hit.start, hit.end)
        if taken.isdisjoint(places):
            kept.append(hit)
            taken.update(places)
    return sorted(kept, key=lambda hit: hit.start)
