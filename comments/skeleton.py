"""Names that look alike: "Аdmin" with a Cyrillic А is "admin" to a reader's eye."""

from __future__ import annotations

import unicodedata

from articles.text import fold

# Letters of other scripts that look Latin, after lower-casing (a selection of Unicode's confusables, UTS #39).
LOOK = {
    **dict(zip("аеорсухіѕјһѵ", "aeopcyxisjhv", strict=True)),  # Cyrillic
    **dict(zip("вкмнтгпшьд", "bkmhtrnwbd", strict=True)),  # Cyrillic, alike as capitals
    **dict(zip("αβεικνορτυχωη", "abeiknoptuxwn", strict=True)),  # Greek
    **dict(zip("01357", "olest", strict=True)),  # figures for letters
}


def skeleton(name: str) -> str:
    """What a name looks like: no marks, spaces or invisible characters, look-alikes as their Latin letter."""
    plain = fold(unicodedata.normalize("NFKC", name))
    return "".join(LOOK.get(c, c) for c in plain if c.isalnum()).replace("rn", "m")
