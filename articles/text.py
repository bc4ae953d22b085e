"""Vietnamese text: normalise, fold, slug, sort, dates. Pure: strings in, strings out."""

from __future__ import annotations

import html
import re
import unicodedata
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import get_language

# What takes no ink and says nothing: soft hyphens, zero-width spaces and joiners, fillers, bidi controls, nonchars.
# U+FFFD stays: it shows that a letter was lost. ZWJ and the tags of a flag are judged by their neighbours, below.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\u2800\u3164\ufdd0-\ufdef\ufe00-\ufe0e\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff"
    "\U000e0000-\U000e001f\U000e0080-\U000e0fff]"
)
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
PICTOGRAPH = "\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
LONE_JOINER = re.compile(f"(?<![{PICTOGRAPH}\ufe0f])\u200d|\u200d(?![{PICTOGRAPH}])")
LONE_SELECTOR = re.compile(f"(?<![{PICTOGRAPH}0-9#*\u00a9\u00ae\u203c\u2049\u2122\u2139])\ufe0f")
FLAG_OR_TAG = re.compile("(\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f)|[\U000e0020-\U000e007f]")
SELDOM = re.compile(f"{INVISIBLE.pattern}|[\u200d\ufe0f\U000e0020-\U000e007f\xd0\xf0]")
LINE_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
SPACES = re.compile(r"[\t\u1680\u2000-\u200a\u202f\u205f\u3000\xa0 ]+")
WORD = re.compile(r"\w+")
ICELANDIC = frozenset("þÞæÆ")


def tidy(text: str) -> str:
    """NFC, Ð→Đ, no control or invisible characters; white space and line breaks stay as they are. Idempotent."""
    text = unicodedata.normalize("NFC", CONTROL.sub("", text))
    if text.isascii() or not SELDOM.search(text):
        return text
    text = FLAG_OR_TAG.sub(lambda found: found[1] or "", INVISIBLE.sub("", text))
    text = LONE_SELECTOR.sub("", LONE_JOINER.sub("", text))
    text = unicodedata.normalize("NFC", text)  # Letter and mark may have met only now.
    return WORD.sub(lambda word: _vietnamese_d(word[0]), text) if "Ð" in text or "ð" in text else text


def _vietnamese_d(word: str) -> str:
    """Ð (U+00D0) and ð, typed for Đ (U+0110) and đ.

    A Vietnamese đ opens a syllable and syllables stand apart, so a small ð inside a word ("Sigurður") is Icelandic;
    a capital inside a word is one of an abbreviation ("HÐND"). A word with þ or æ is left alone.
    """
    if ICELANDIC.intersection(word):
        return word
    first = "đ" if word[0] == "ð" else word[0]
    return (first + word[1:]).replace("Ð", "Đ")


def clean_line(text: str) -> str:
    """One line: `tidy`, and every run of white space (non-breaking, thin, line breaks…) is one space. Idempotent."""
    return SPACES.sub(" ", tidy(LINE_BREAK.sub(" ", text))).strip()


def clean_text(text: str) -> str:
    """Several lines, each like `clean_line`; at most one empty line between two. Idempotent."""
    lines = (SPACES.sub(" ", line).strip() for line in tidy(LINE_BREAK.sub("\n", text)).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


DASHES = "\\-\u2010-\u2015\u2212"


def strip_sign(text: str, sign: str) -> str:
    """`text` without the paper's sign before it, however often it stands there: "ĐBP - ", "(ĐBP) – ". Idempotent.

    Case counts. A hyphen with letters at both sides is a word's own ("ĐBP-Online") and stays.
    """
    sign = clean_line(sign)
    if not sign:
        return text
    name = re.escape(sign)
    dash = rf"(?:\s+[{DASHES}]|[{DASHES}](?=\s|$)|[\u2012-\u2015]|\s*:(?=\s|$))"
    opening = rf"(?:\(\s*{name}\s*\)\s*(?:[{DASHES}:.]|(?=\s|$))|{name}{dash})\s*"
    clean = clean_text(text)
    rest = re.sub(rf"^(?:{opening})+", "", clean)
    return text if rest == clean else rest


def number(typed: str, digits: int = 18) -> int | None:
    """A whole number as an address or a form has it, of at most so many ASCII figures; None for anything else."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= digits else None


def strip_photo_label(credit: str) -> str:
    """A photo's credit without a typed "Ảnh: " before it, which the page prints itself. Idempotent."""
    return re.sub(r"^(?:(?:ảnh|photos?)\s*:\s*)+", "", credit, flags=re.I)


def fold(text: str) -> str:
    """The form in which words are compared without diacritics: "Điện Biên" → "dien bien", "hoà" = "hòa".

    The rule for other languages: lower case, NFD, drop categories Mn, Me and Cf, đ and ð → d, then control
    characters and white space fold to single spaces. Idempotent.
    """
    decomposed = unicodedata.normalize("NFD", text.lower())
    plain = "".join(c for c in decomposed if unicodedata.category(c) not in {"Mn", "Me", "Cf"})
    plain = plain.replace("đ", "d").replace("ð", "d")
    return " ".join(CONTROL.sub(" ", plain).split())


def spelling(text: str) -> str:
    """Equal for two spellings that differ only in case or in the vowel that bears the tone: "Hoà Bình", "HÒA BÌNH"."""
    words = (unicodedata.normalize("NFD", word) for word in clean_line(text).lower().split())
    return unicodedata.normalize("NFC", " ".join("".join(sorted(word, key=TONES.__contains__)) for word in words))


def slug(text: str, max_length: int = 80) -> str:
    """An ASCII address: "Điện Biên" → "dien-bien", cut between words. Empty where no letter or figure is left.

    The rule for other languages: `fold`, NFKD, drop what is not ASCII, lower case, every run of anything but a-z
    and 0-9 becomes one hyphen, none at the ends; cut at the last hyphen that fits, else at `max_length`.
    """
    plain = unicodedata.normalize("NFKD", fold(text)).encode("ascii", "ignore").decode().lower()
    whole = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(whole) <= max_length:
        return whole
    return whole[: max_length + 1].rpartition("-")[0] or whole[:max_length]


ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng: the dictionary's order
END = "00"


def _collate(word: str) -> str:
    letters, tones = [], []
    for char in unicodedata.normalize("NFC", word.lower()):
        parts = unicodedata.normalize("NFD", char)
        tone = next((mark for mark in parts if mark in TONES), "")
        letter = unicodedata.normalize("NFC", parts.replace(tone, "")) if tone else char
        place = ALPHABET.find(letter)
        letters.append(f"{place + 10}" if place >= 0 else f"9{ord(letter[0]):07d}")
        tones.append(str(TONES.index(tone) + 1) if tone else "0")
    return "".join([*letters, END, *tones])


def name_key(name: str) -> str:
    """Sorts people by given name, the last word, then by the rest, in the Vietnamese alphabet.

    Digits only, so that every database's collation puts it in the same order; at most 200 of them.
    """
    parts = clean_line(name).split()
    return "".join(_collate(part) for part in [*parts[-1:], *parts[:-1]])[:200]


DAYS = {
    "vi": ["Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}


def paper_day(day: date) -> str:
    """ "Thứ Sáu, 14/10/2022" in the active language. A moment is taken to the paper's time zone first."""
    if isinstance(day, datetime) and timezone.is_aware(day):
        day = timezone.localtime(day)
    return f"{weekdays()[day.weekday()]}, {day:%d/%m/%Y}"


def weekdays() -> list[str]:
    """Monday to Sunday in the active language."""
    return DAYS["en" if (get_language() or "vi").startswith("en") else "vi"]


def paper_date(moment: datetime) -> str:
    """ "17:25 - Thứ Sáu, 14/10/2022": the paper's way to print a moment."""
    moment = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    return f"{moment:%H:%M} - {paper_day(moment)}"


def coming_date(moment: datetime, now: datetime | None = None) -> str:
    """ "06:00 Thứ Bảy, 15/10": a moment at the desk; with its year where that is not the present one."""
    moment, now = timezone.localtime(moment), timezone.localtime(now or timezone.now())
    day = f"{moment:%d/%m}" if moment.year == now.year else f"{moment:%d/%m/%Y}"
    return f"{moment:%H:%M} {weekdays()[moment.weekday()]}, {day}"


INLINE_TAG = re.compile(r"</?(?:a|b|em|i|s|span|strong|sub|sup|u)(?:\s[^<>]*+)?>", re.I)
TAG = re.compile(r"</?[a-z!][^<>]*+>", re.I)
WORDS_A_MINUTE = 240


def count_words(text: str) -> int:
    """Words as an editor counts them, in text or HTML: what stands between spaces and holds a letter or figure."""
    plain = html.unescape(TAG.sub(" ", INLINE_TAG.sub("", text)))
    return sum(any(c.isalnum() for c in word) for word in plain.split())


def reading_minutes(words: int) -> int:
    """Minutes to read so many words (Vietnamese counts syllables, about 240 a minute); at least 1."""
    return max(1, round(words / WORDS_A_MINUTE))


# Pairs that TCVN3 (µ = à, ¬ = ơ, ® = đ, § = Đ) and VNI (aù = á, ñ = đ) make and that no Vietnamese spelling has.
TCVN3 = re.compile(r"[a-zß-ÿ][µ¶·¸¹¨ª«¬]|[®§][a-zµ-ÿ]|[a-z][©Æ»¼½¾][a-z]|(?-i:[a-z][À-ß])", re.I)
VNI = re.compile(r"a[ùøûõïâáàåãäêéèúüë]|e[ùøûõïâáàåãä]|[oôöuy][øûõïåä]|oâ|\bñ[a-zöô]", re.I)
VIETNAMESE = re.compile("[ăĂđĐơƠưƯ\u1ea0-\u1ef9]")
LEAST_LEGACY_WORDS = 3


def looks_legacy(text: str) -> bool:
    """Text that seems to come from TCVN3 (.VnTime) or VNI fonts: readers would see nonsense. Meant for a warning.

    Ask before cleaning: TCVN3 keeps ư where Unicode has the soft hyphen, which cleaning takes out.
    """
    words = unicodedata.normalize("NFC", text).split()
    strange = sum(bool(TCVN3.search(word) or VNI.search(word)) for word in words)
    return strange >= LEAST_LEGACY_WORDS and strange > sum(bool(VIETNAMESE.search(word)) for word in words)
