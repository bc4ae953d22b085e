"""What a reader sent, before anything is decided, and what a rule found in it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any

from articles import text as words
from articles.models import Article
from comments.models import Comment, HashKey


class Strength(IntEnum):
    """What a finding asks for; the strongest wins. A note only raises the place in the queue."""

    NOTE = 0
    HOLD = 1
    SPAM = 2
    REFUSE = 3


@dataclass(frozen=True)
class Finding:
    """What a rule found. `spans` are places in the comment, in characters; `sentence` is for the writer."""

    rule: str
    strength: Strength
    note: str = ""
    spans: Sequence[tuple[int, int]] = ()
    score: int = 10
    sentence: str = ""
    retry_after: int = 0

    def as_evidence(self) -> dict[str, Any]:
        return {
            "rule": self.rule,
            "strength": self.strength.name.lower(),
            "note": str(self.note),
            "spans": [list(span) for span in self.spans],
            "score": self.score,
        }


@dataclass
class Submission:
    """A comment as sent. `address` is used for keyed hashes and kept nowhere."""

    article: Article
    name: str
    text: str
    at: datetime
    keys: Sequence[HashKey]  # the one in force first
    address: str = ""
    email: str = ""
    parent: Comment | None = None
    honeypot: str = ""
    editing: Comment | None = None
    seconds: float | None = None  # since the confirm page was made; None where nothing says

    @property
    def networks(self) -> list[str]:
        """The network under each key that lives: what was written before the key changed is found too."""
        return [key.mark("network", self.address) for key in self.keys]

    @property
    def network(self) -> str:
        return self.networks[0]

    @property
    def folded_name(self) -> str:
        return words.fold(self.name)

    @property
    def writers(self) -> list[str]:
        return [key.mark("writer", self.address, self.folded_name) for key in self.keys]

    @property
    def writer(self) -> str:
        """The nearest to a person that a guest has: the name, behind the network."""
        return self.writers[0]

    @property
    def canonical(self) -> str:
        """The same for texts that differ in case, marks, spaces or invisible characters only."""
        plain = "".join(c for c in words.fold(self.text) if c.isalnum())
        return self.keys[0].mark("text", plain or self.text)

    @property
    def resends(self) -> list[str]:
        parent = self.parent.pk if self.parent else ""
        facts = (self.article.pk, parent, self.name, self.text, self.address)
        return [key.hash("resend", *facts) for key in self.keys]

    @property
    def resend(self) -> str:
        """The same for the same form sent twice."""
        return self.resends[0]


def graphemes(text: str) -> int:
    """How many characters a reader sees: marks, joiners and skin tones belong to the letter before them.

    An approximation of UAX #29 that is right for Vietnamese in NFC and NFD and for emoji sequences.
    """
    count, joined, flag = 0, False, False
    for char in text:
        if unicodedata.category(char) in {"Mn", "Me", "Mc", "Cf"} or 0x1F3FB <= ord(char) <= 0x1F3FF:
            joined = char == "\u200d"
            continue
        is_flag = 0x1F1E6 <= ord(char) <= 0x1F1FF
        if not joined and not (is_flag and flag):
            count += 1
        joined, flag = False, is_flag and not flag
    return count
