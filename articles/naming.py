"""People of rank as a text names them, beside the house's list of them: who is spelled or titled otherwise. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from articles import text

WORD = re.compile(r"\w+")
CLAUSE = re.compile(r"[.;:!?\n“”\"()]| [-–—] ")
FARTHEST = 90  # characters before a name in which its titles stand
DEPUTY = "phó"
SALUTATIONS = {"ông", "bà", "đồng chí", "đ/c", "anh", "chị"}


@dataclass(frozen=True)
class Known:
    """Somebody of the house's list: name and title as they are printed, other right titles, spellings to look for."""

    name: str
    title: str
    titles: tuple[str, ...] = ()
    spellings: tuple[str, ...] = ()

    @cached_property
    def right_titles(self) -> tuple[str, ...]:
        return tuple(text.spelling(title) for title in (self.title, *self.titles) if title)


@dataclass(frozen=True)
class Difference:
    known: Known
    written: str
    is_name: bool


@dataclass(frozen=True)
class Word:
    start: int
    end: int
    folded: str


def differences(words: str, known: Sequence[Known]) -> list[Difference]:
    """Each way in which `words` names or titles one of `known` otherwise than the list does, once, in order."""
    words = text.tidy(words)
    tokens = [Word(match.start(), match.end(), text.fold(match[0])) for match in WORD.finditer(words)]
    right = {text.spelling(one.name) for one in known}
    looked_for = _by_first_word(known)
    vocabulary = _vocabulary(known)
    found: dict[tuple[str, str], Difference] = {}
    for place, token in enumerate(tokens):
        for one, name, is_exact in looked_for.get(token.folded, ()):
            end = place + len(name)
            if [each.folded for each in tokens[place:end]] != name or not _is_whole(words, tokens, place, end):
                continue
            written = words[token.start : tokens[end - 1].end]
            for difference in _of_one(
                words, one, written, (token.start, tokens[end - 1].end), vocabulary, right, is_exact
            ):
                found.setdefault((one.name, text.spelling(difference.written)), difference)
            break
    return list(found.values())


def _by_first_word(known: Iterable[Known]) -> dict[str, list[tuple[Known, list[str], bool]]]:
    """What to look for: names by their letters without diacritics, the list's other spellings as they are."""
    found: dict[str, list[tuple[Known, list[str], bool]]] = {}
    for one in known:
        for number, name in enumerate((one.name, *one.spellings)):
            folded = [text.fold(match[0]) for match in WORD.finditer(name)]
            if len(folded) > 1:  # One word alone is too common a name.
                found.setdefault(folded[0], []).append((one, folded, number > 0))
    return found


def _vocabulary(known: Iterable[Known]) -> list[str]:
    """Every title of the list, and each as its deputy's; longest first."""
    titles = {title for one in known for title in one.right_titles}
    titles |= {f"{DEPUTY} {title}" for title in titles if not title.startswith(f"{DEPUTY} ")}
    titles |= {title.removeprefix(f"{DEPUTY} ") for title in titles}
    return sorted(titles, key=len, reverse=True)


def _is_whole(words: str, tokens: list[Word], place: int, end: int) -> bool:
    """Written as a name, in one piece, and no part of a longer one."""
    part = words[tokens[place].start : tokens[end - 1].end]
    if not all(words[token.start].isupper() for token in tokens[place:end]) or re.search(r"[^\w ]", part):
        return False
    if end == len(tokens) or words[tokens[end - 1].end : tokens[end].start] != " ":
        return True
    return not words[tokens[end].start].isupper() or part.isupper()


def _of_one(
    words: str,
    one: Known,
    written: str,
    place: tuple[int, int],
    vocabulary: list[str],
    right: set[str],
    is_listed: bool,
) -> Iterator[Difference]:
    spelled = text.spelling(written)
    if spelled != text.spelling(one.name):
        if spelled in right or (is_listed and spelled not in {text.spelling(each) for each in one.spellings}):
            return  # Another person of the list; or letters that only look like a listed spelling.
        yield Difference(one, written, True)
    titles = [*_before(words[: place[0]], vocabulary), *_after(words[place[1] :], vocabulary)]
    if titles and not any(_is_right(title, one) for title in titles):
        yield Difference(one, ", ".join(titles), False)


def _is_right(title: str, one: Known) -> bool:
    """A right title, also with the place's name behind it: "Chủ tịch UBND tỉnh Điện Biên"."""
    said = text.spelling(title)
    return any(said == each or said.startswith(f"{each} ") for each in one.right_titles)


def _before(words: str, vocabulary: list[str]) -> list[str]:
    """Known titles that stand right before the name, with a salutation or a comma between them at most."""
    rest, found = CLAUSE.split(words[-FARTHEST:])[-1].rstrip(), list[str]()
    while True:
        rest = rest.rstrip(" ,")
        lowered = rest.lower()
        if said := next((each for each in SALUTATIONS if re.search(rf"(?:^|\s){re.escape(each)}$", lowered)), ""):
            rest = rest[: -len(said)]
            continue
        title = _last(rest, vocabulary)
        if not title:
            return found
        found.insert(0, title)
        rest = rest[: -len(title)]


def _last(rest: str, vocabulary: list[str]) -> str:
    """The title with which `rest` ends, as it is written there."""
    for title in vocabulary:
        words = title.count(" ") + 1
        tail = rest.split(" ")[-words:]
        written = " ".join(tail)
        if len(tail) == words and text.spelling(written) == title:
            return written
    return ""


def _after(words: str, vocabulary: list[str]) -> list[str]:
    """Titles between commas after the name: ", Phó Bí thư Tỉnh ủy, Chủ tịch UBND tỉnh, cho biết"."""
    heads = {" ".join(title.split()[:2]) for title in vocabulary}
    words = words.lstrip()
    clause = CLAUSE.split(words[: 2 * FARTHEST])[0] if words[:1] != "(" else words[1:].partition(")")[0]
    if not clause.startswith(",") and words[:1] != "(":
        return []
    found = []
    for part in re.split(r",", clause.lstrip(",")):
        said = text.spelling(part)
        if not any(said == head or said.startswith(f"{head} ") for head in heads):
            break
        exact = next((title for title in vocabulary if said == title or said.startswith(f"{title} ")), "")
        found.append(" ".join(part.split()[: exact.count(" ") + 1]) if exact else part.strip())
    return found
