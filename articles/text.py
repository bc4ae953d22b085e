"""Vietnamese text: normalise, fold, slug, sort, dates. Pure: strings in, strings out."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import get_language

# Everything invisible but the joiner that holds an emoji together; bidi controls; the grapheme joiner.
INVISIBLE = re.compile("[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200e\u200f\u202a-\u202e"
                       "\u2060-\u206f\u2800\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff0-\uffff\U000e0000-\U000e0fff]")  # fmt: skip
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
LONE_JOINER = re.compile("(?<![\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])\u200d|\u200d(?![\u2190-\u2bff\U0001f000-\U0001faff])")
SPACES = re.compile(r"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
WORD = re.compile(r"\w+")
ICELANDIC = set("þÞæÆ")


def _normal(text: str) -> str:
    text = unicodedata.normalize("NFC", text)
    text = LONE_JOINER.sub("", INVISIBLE.sub("", CONTROL.sub("", text)))
    if "Ð" in text or "ð" in text:
        text = WORD.sub(lambda word: _vietnamese_d(word[0]), text)
    return unicodedata.normalize("NFC", text)


def _vietnamese_d(word: str) -> str:
    """Ð (U+00D0) was typed for Đ (U+0110), unless the word is Icelandic."""
    return word if ICELANDIC & set(word) else word.replace("Ð", "Đ").replace("ð", "đ")


def clean_line(text: str) -> str:
    """One line: NFC, Ð→Đ, no control or invisible characters, white space folded. Idempotent."""
    return " ".join(SPACES.sub(" ", _normal(re.sub(r"[\r\n\x0b\x0c\x85\u2028\u2029]", " ", text))).split())


def clean_text(text: str) -> str:
    """Several lines: like `clean_line`, with line breaks kept, at most one empty line between two. Idempotent."""
    text = _normal(re.sub(r"\r\n?|[\x85\u2028\u2029]", "\n", text))
    lines = (SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def tidy(text: str) -> str:
    """For text inside markup: like `clean_text`, but white space stays where it is."""
    return _normal(text)


def strip_sign(text: str, sign: str) -> str:
    """`text` without the paper's sign before it, however often it was typed: "ĐBP - ", "(ĐBP) – ". Idempotent."""
    sign = clean_line(sign)
    if not sign:
        return text
    name = re.escape(sign)
    opening = re.compile(rf"^\s*(?:\(\s*{name}\s*\)\s*[-–—:.]?|{name}\s*[-–—:])\s*")  # noqa: RUF001
    while (shorter := opening.sub("", text)) != text:
        text = shorter
    return text


def fold(text: str) -> str:
    """The form in which words are compared without diacritics: "Điện Biên" → "dien bien", "hoà" = "hòa"."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) not in {"Mn", "Me", "Cf"})
    plain = plain.lower().replace("đ", "d").replace("ð", "d")
    return " ".join(CONTROL.sub(" ", plain).split())


def slug(text: str, most: int = 80) -> str:
    """An ASCII address: "Điện Biên" → "dien-bien", cut between words. Empty where no letter or digit is left.

    The rule in other words, for other languages: fold, NFKD to ASCII, runs of anything but a-z and 0-9 become
    one hyphen, no hyphen at the ends, cut at the last hyphen within `most` characters.
    """
    plain = unicodedata.normalize("NFKD", fold(text)).encode("ascii", "ignore").decode()
    whole = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(whole) <= most:
        return whole
    cut = whole[: most + 1].rpartition("-")[0] or whole[:most]
    return cut.strip("-")


ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng: the dictionary's order


def _collate(word: str) -> str:
    letters, tones = [], []
    for char in unicodedata.normalize("NFC", word.lower()):
        parts = unicodedata.normalize("NFD", char)
        tone = next((mark for mark in parts if mark in TONES), "")
        letter = unicodedata.normalize("NFC", parts.replace(tone, "") if tone else parts)
        place = ALPHABET.find(letter)
        letters.append(f"{place:02d}" if place >= 0 else f"~{letter}")
        tones.append(str(TONES.index(tone) + 1) if tone else "0")
    return "".join(letters) + "." + "".join(tones)


def name_key(name: str) -> str:
    """Sorts people by given name, the last word, then by the rest, in the Vietnamese alphabet. At most 200 characters."""
    parts = clean_line(name).split()
    return " ".join(_collate(part) for part in [*parts[-1:], *parts[:-1]])[:200]


DAYS = {
    "vi": ["Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}


def paper_day(day: date) -> str:
    """ "Thứ Sáu, 14/10/2022" in the active language. A moment is taken to the paper's time zone first."""
    if isinstance(day, datetime) and timezone.is_aware(day):
        day = timezone.localtime(day)
    names = DAYS["en" if (get_language() or "vi").startswith("en") else "vi"]
    return f"{names[day.weekday()]}, {day:%d/%m/%Y}"


def paper_date(moment: datetime) -> str:
    """ "17:25 - Thứ Sáu, 14/10/2022": the paper's way to print a moment."""
    moment = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    return f"{moment:%H:%M} - {paper_day(moment)}"


TAG = re.compile(r"<[^>]*>")
WORDS_A_MINUTE = 240


def count_words(text: str) -> int:
    """Words as an editor counts them: what stands between spaces and holds a letter or figure; tags don't count."""
    return sum(any(c.isalnum() for c in word) for word in TAG.sub(" ", text).split())


def reading_minutes(words: int) -> int:
    """Minutes to read so many words (Vietnamese counts syllables, about 240 a minute); at least 1."""
    return max(1, round(words / WORDS_A_MINUTE))


LEGACY = re.compile(r"[µ¸¶·¹Æ¾»¼½]{1}[a-z]|[a-z][µ¸¶·¹¨©®¬­]|(?:[aAeEoOuUiIyY][ùøûõïäàáåãâ]){2}|¤|§[iåèÒ]")


def looks_legacy(text: str) -> bool:
    """Text that seems to come from TCVN3 or VNI fonts: no letter is lost, but readers would see nonsense."""
    return len(LEGACY.findall(text)) >= 3
