"""A text's words as they are looked for: with their tones, and without. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from string import ascii_lowercase, digits
from typing import NamedTuple

from articles import text

WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")
MARK, BETWEEN, MARKED = re.compile("[\u0300-\u036f]"), re.compile(r"[\W_]+"), "[\u0300-\u036f]*"
MARKS = {"\u0302": "6", "\u0306": "8", "\u031b": "7"}  # circumflex, breve, horn: typed so in VNI
TONES = {"\u0301": "1", "\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
LONGEST, MOST_WORDS, MOST_TYPED = 40, 8, 200  # letters of a word; words and characters of a question


def _plain(letter: str) -> str:
    """Itself, or any letter that is not a plain one."""
    before, after = chr(ord(letter) - 1), chr(ord(letter) + 1)
    lower = (f"a-{before}" if letter > "a" else "") + (f"{after}-z" if letter < "z" else "")
    return f"[^\\W_0-9{lower}{lower.upper()}]"


LETTERS = {letter: _plain(letter) for letter in ascii_lowercase} | {figure: figure for figure in digits}


class Word(NamedTuple):
    """`exact` is plain letters and figures too: "được" is "d9u7o7c5", wherever its tone was put."""

    folded: str
    exact: str
    start: int
    end: int


def words(sentence: str) -> Iterator[Word]:
    """The words of a text with their places in it."""
    for found in WORD.finditer(sentence):
        folded, exact = forms_of(found[0])
        if exact and folded:
            yield Word(folded, exact, *found.span())


@lru_cache(maxsize=65_536)  # A paper's words are few, and come again and again.
def forms_of(word: str) -> tuple[str, str]:
    return text.fold(word).replace(" ", "")[:LONGEST], _exact(word)[:LONGEST]


def _exact(word: str) -> str:
    letters, tone = [], ""
    for char in unicodedata.normalize("NFD", word.lower().replace("ð", "đ")):
        if char in TONES:
            tone = TONES[char]
        elif char in MARKS:
            letters.append(MARKS[char])
        elif unicodedata.category(char) not in {"Mn", "Me", "Cf"}:
            letters.append("d9" if char == "đ" else char)
    return "".join(letters) + tone


# What a word in the index begins with: where it stands, and how it is written.
EXACT, FOLDED, HEADLINE_EXACT, HEADLINE_FOLDED, FILED = "x", "f", "y", "g", "z"


def lexemes(headline: Iterable[str], rest: Iterable[str], filed: Iterable[str]) -> list[str]:
    """A story's words for the index, each once: all of them and the headline's, with tones and without; and where it
    is filed."""
    first, keys = [*headline], [f"{FILED}{key}" for key in filed]
    everywhere = chain.from_iterable(map(_in_a_part, [*first, *rest]))
    return [*dict.fromkeys(chain(everywhere, *map(_in_a_headline, first), keys))]


@lru_cache(maxsize=4096)  # An index made anew meets the same captions and names again and again.
def _in_a_part(part: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(_kept(word)[:2] for word in WORD.findall(part))))


def _in_a_headline(part: str) -> Iterator[str]:
    return chain.from_iterable(_kept(word)[2:] for word in WORD.findall(part))


@lru_cache(maxsize=65_536)
def _kept(word: str) -> tuple[str, ...]:
    """As a word of the text and, after these two, as one of the headline; nothing for signs alone."""
    folded, exact = forms_of(word)
    if not folded or not exact:
        return ()
    return (f"{EXACT}{exact}", f"{FOLDED}{folded}", f"{HEADLINE_EXACT}{exact}", f"{HEADLINE_FOLDED}{folded}")


@dataclass(frozen=True)
class Question:
    """What somebody typed: words, of which those in quotes have to stand together."""

    typed: str
    words: tuple[Word, ...] = ()
    phrases: tuple[tuple[Word, ...], ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.words


def question(typed: str) -> Question:
    """Any line somebody types; only its words count, and of those the first eight."""
    line = text.clean_line(typed.replace("\x00", " "))[:MOST_TYPED]
    straight = re.sub("[“”„«»]", '"', line)
    quoted = [tuple(words(part)) for part in straight.split('"')[1::2]]
    found = {word.exact: word for word in words(straight)}
    kept = tuple(found.values())[:MOST_WORDS]
    names = {word.exact for word in kept}
    phrases = tuple(phrase for phrase in quoted if len(phrase) > 1 and {word.exact for word in phrase} <= names)
    return Question(line, kept, phrases)


def stands_in(phrase: tuple[Word, ...], sentence: str) -> bool:
    """The words of a phrase one after the other; with their tones where it was typed with any."""
    marked = any(word.exact != word.folded for word in phrase)
    wanted = [word.exact if marked else word.folded for word in phrase]
    finders, at = _finders(word.folded for word in phrase), 0
    while finders and (found := _in_a_row(finders, sentence, at)):
        if _is_cut(sentence, *found):
            finders = None
        elif _forms(sentence[slice(*found)], marked) == wanted:
            return True
        at = found[0] + 1
    return not finders and f" {' '.join(wanted)} " in f" {' '.join(_forms(sentence, marked))} "


def _in_a_row(finders: list[re.Pattern[str]], sentence: str, at: int) -> tuple[int, int] | None:
    """From where to where what they find stands side by side, from `at` on."""
    first, *others = finders
    for found in first.finditer(sentence, at):
        end = found.end()
        for finder in others:
            gap = BETWEEN.match(sentence, end)
            following = gap and finder.match(sentence, gap.end())
            if not following:
                break
            end = following.end()
        else:
            return found.start(), end
    return None


def _is_cut(sentence: str, start: int, end: int) -> bool:
    """Perhaps out of a word: a mark that stands by itself binds what is before it to what follows."""
    return bool(MARK.match(sentence, end) or MARK.match(sentence, max(start - 1, 0)))


def _forms(sentence: str, marked: bool) -> list[str]:
    return [forms_of(word)[marked] for word in WORD.findall(sentence)]


def _finders(folded: Iterable[str]) -> list[re.Pattern[str]] | None:
    """For each word one; None where there is none for one of them."""
    found = [_finder(word) for word in folded]
    return None if None in found else [one for one in found if one]


@lru_cache(maxsize=4096)  # The words of questions come again; their pairs do not.
def _finder(folded: str) -> re.Pattern[str] | None:
    """Finds all that may be this word, and little else, many times faster than a text is taken word by word. None for
    a word in letters that it doesn't know."""
    if len(folded) >= LONGEST or not set(folded) <= LETTERS.keys():
        return None
    # What stands before is asked after the first letter: a search for letters is the fastest. For those after it, a set
    # of all that fold to one would take longer to make than it saves; what is found is folded anyway.
    first, rest = f"[{_all_letters()[folded[0]]}]", (LETTERS[letter] for letter in folded[1:])
    return re.compile(f"{first}(?<![^\\W_][\\s\\S]){MARKED}{''.join(one + MARKED for one in rest)}(?![^\\W_])")


@lru_cache(maxsize=1)
def _all_letters() -> dict[str, str]:
    """For each plain letter and figure, all that fold to it."""
    found: dict[str, str] = {}
    for char in map(chr, range(ord("0"), 0x2130)):  # The last is K for Kelvin and Å for Ångström.
        if char.isalnum() and len(plain := text.fold(char)) == 1 and plain.isascii():
            found[plain] = found.get(plain, "") + char
    return found


class Piece(NamedTuple):
    text: str
    is_hit: bool


AROUND = 60  # characters before a hit


def excerpt(asked: Question, sentence: str, length: int = 180, whole: bool = False) -> list[Piece]:
    """The part of a text in which the question's words stand thickest, in pieces; `whole`: all of it."""
    wanted = {word.folded for word in asked.words}
    finders = _finders(wanted)
    found = {each.span(): each[0] for finder in finders for each in finder.finditer(sentence)} if finders else None
    if found is None or any(_is_cut(sentence, *span) for span in found):
        found = {each.span(): each[0] for each in WORD.finditer(sentence)}
    hits = [Word(*forms, *span) for span, each in sorted(found.items()) if (forms := forms_of(each))[0] in wanted]
    start = 0
    if hits and not whole:
        start = max(_thickest(hits, length - AROUND) - AROUND, 0)
        start = sentence.rfind(" ", 0, start) + 1
    end = len(sentence) if whole else min(len(sentence), start + length)
    if end < len(sentence):
        end = max(sentence.rfind(" ", start, end), start + 1)
    return [*([Piece("… ", False)] if start else []), *_pieces(sentence, hits, start, end),
            *([Piece(" …", False)] if end < len(sentence) else [])]  # fmt: skip


def _thickest(hits: list[Word], length: int) -> int:
    """Where the part of so many characters begins that holds most of the question's words."""

    def kinds(hit: Word) -> int:
        return len({other.folded for other in hits if 0 <= other.start - hit.start < length})

    return max(hits[:200], key=lambda hit: (kinds(hit), -hit.start)).start


def _pieces(sentence: str, hits: list[Word], start: int, end: int) -> Iterator[Piece]:
    at = start
    for hit in hits:
        if hit.start < start or hit.end > end:
            continue
        if hit.start > at:
            yield Piece(sentence[at : hit.start], False)
        yield Piece(sentence[hit.start : hit.end], True)
        at = hit.end
    if at < end:
        yield Piece(sentence[at:end], False)
