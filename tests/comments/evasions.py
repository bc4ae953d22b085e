"""How people write a word so that a list does not find it: 14 rewrites, for the test and for the bench."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from comments.moderation import ordinary
from comments.moderation.words import Matcher

CARRIERS = [
    "Nói thật với các bạn, {} là lời tôi nghe ở cuộc họp sáng nay.",
    "Bài này viết về con đường ở bản tôi, {} nhé!",
    "Đọc xong chỉ muốn nói một câu: {}",
]
CYRILLIC = str.maketrans("aeiocpyxkmt", "аеіосрухкмт")
LEET = str.maketrans("aeio", "4310")


def terms() -> list[str]:
    return ordinary.lines("default.txt")[:50]


def apart(text: str) -> list[str]:
    """The letters of a word, each with its marks."""
    return list(unicodedata.normalize("NFC", text))


def by_word(change: Callable[[str], str]) -> Callable[[str], str]:
    return lambda term: " ".join(map(change, term.split()))


def unmarked(text: str) -> str:
    text = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(char for char in text if unicodedata.category(char) != "Mn")


def look_alikes(text: str) -> str:
    return unicodedata.normalize("NFD", text).translate(CYRILLIC).replace("đ", "ð")


def full_width(text: str) -> str:
    letters = unicodedata.normalize("NFD", text)
    return "".join(chr(ord(char) + 0xFEE0) if "a" <= char <= "z" else char for char in letters)


def leet(text: str) -> str:
    """Figures for letters; a figure carries no marks."""
    return "".join(figure if (figure := unmarked(char).translate(LEET)).isdigit() else char for char in apart(text))


def stretched(text: str) -> str:
    place = max(index for index, char in enumerate(text) if char.isalpha())
    return text[:place] + text[place] * 5 + text[place + 1 :]


def in_two(word: str) -> str:
    letters = apart(word)
    half = len(letters) // 2
    return "".join(letters[:half]) + "." + "".join(letters[half:])


REWRITES: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "capitals": str.upper,
    "NFD": lambda term: unicodedata.normalize("NFD", term),
    "zero-width space": lambda term: "\u200b".join(apart(term)),
    "soft hyphen, joiner": lambda term: "\u00ad\u034f".join(apart(term)),
    "Cyrillic letters, ð": look_alikes,
    "full-width letters": full_width,
    "figures for letters": leet,
    "stretched": stretched,
    "dotted": by_word(lambda word: ".".join(apart(word))),
    "letters spaced": lambda term: " ".join(apart(term.replace(" ", ""))),
    "stars and dashes": by_word(lambda word: "*-".join(apart(word))),
    "cut in two": by_word(in_two),
    "without marks": unmarked,
}


def caught(matcher: Matcher, rewrite: Callable[[str], str]) -> list[bool]:
    """For each term: whether a hit lies on its rewritten form, inside a comment that is otherwise clean."""
    results = []
    for number, term in enumerate(terms()):
        before, after = CARRIERS[number % len(CARRIERS)].split("{}")
        disguised = rewrite(term)
        first, last = len(before), len(before) + len(disguised)
        hits = matcher.find(before + disguised + after)
        results.append(any(hit.start < last and hit.end > first for hit in hits))
    return results
