"""Bytes of a time before UTF-8, as photos' files still hold them: Windows-1258, TCVN3 (ABC), Windows-1252. Pure."""

from __future__ import annotations

import re
import unicodedata

from articles.text import fold

# TCVN3 from 0xA1 on; "·" where it has no letter. Its other capitals are small letters in a font of capitals.
TCVN3_LETTERS = "ĂÂÊÔƠƯĐăâêôơưđ······àảãáạ·ằẳẵắ·······ặầẩẫấậè·ẻẽéẹềểễếệìỉ···ĩíịò·ỏõóọồổỗốộờởỡớợù·ủũúụừửữứựỳỷỹýỵ·"
TCVN3 = {0xA1 + place: letter for place, letter in enumerate(TCVN3_LETTERS) if letter != "·"}
MARKED = re.compile("[ăâđêôơư\u0300-\u036f]")
SYLLABLE = re.compile(
    "(?:ngh|ng|gh|gi|kh|nh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx])?"
    "(?:ieu|yeu|oai|oay|oeo|uay|uoi|uou|uya|uye|uyu|a[iouy]|e[ou]|i[aeu]|o[aeio]|u[aeioy]|ye|[aeiouy])"
    "(?:ng|nh|ch|[cmnpt])?"
)
LEAST = 0.6  # of the words with a mark have to be Vietnamese syllables


def decoded(data: bytes, is_utf8: bool = False) -> str:
    """The text: UTF-8 where it is that or says so, else the old coding under which it reads as Vietnamese."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        if is_utf8:
            return data.decode("utf-8", "replace")
    western = data.decode("cp1252", "replace")
    readings = [(_vietnamese(found), found) for found in (_windows(data), _tcvn3(data)) if found]
    best = max(readings, default=(0.0, western))
    return best[1] if best[0] >= LEAST and best[0] > _vietnamese(western) else western


def _windows(data: bytes) -> str:
    return unicodedata.normalize("NFC", data.decode("cp1258", "replace"))


def _tcvn3(data: bytes) -> str:
    """Empty where a byte stands that it has no letter for."""
    if any(byte >= 0x80 and byte not in TCVN3 for byte in data):
        return ""
    return "".join(TCVN3.get(byte, chr(byte)) for byte in data)


def _vietnamese(text: str) -> float:
    """How many of the words that bear marks are Vietnamese syllables: 0 to 1; 0 where there are none."""
    marked = [
        word
        for word in re.findall(r"[^\W\d_]+", text)
        if MARKED.search(unicodedata.normalize("NFD", word.lower())) or "đ" in word.lower()
    ]
    return sum(_is_syllable(word) for word in marked) / len(marked) if marked else 0.0


def _is_syllable(word: str) -> bool:
    """Of the right letters in the right order, with small letters after the first, or capitals alone."""
    tones = sum(mark in unicodedata.normalize("NFD", word) for mark in "\u0300\u0301\u0303\u0309\u0323")
    is_cased = word.istitle() or word.islower() or word.isupper()
    return len(word) > 1 and tones < 2 and is_cased and SYLLABLE.fullmatch(fold(word)) is not None
