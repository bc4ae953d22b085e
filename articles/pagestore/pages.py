"""A ready page: its bytes in each encoding, its headers, and how long it may stand."""

from __future__ import annotations

import gzip
import json
import re
import threading
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import brotli  # type: ignore[import-untyped]

ENCODINGS = ("br", "gzip", "identity")  # the wanted first
LEAST = 600  # bytes; below, an encoding saves nothing
ETAG = re.compile(r'(?:W/)?("[^"]*")|\*')
QUALITY = re.compile(r"\s*([\w*-]+)\s*(?:;\s*q\s*=\s*([0-9.]+))?\s*$")

Headers = list[tuple[str, str]]
_HERE = {"bodies", "answers", "seen", "makeshift_until", "is_laid_out", "file", "held", "vain"}  # of no use to others
_adding = threading.Lock()


@dataclass
class Page:
    """`headers` are those of every encoding; `since` and `slots` are for `Counters.holds`; moments in Unix seconds.
    `bodies` are the bare text and the encodings in which somebody has asked for it: see `pack`."""

    address: str
    headers: list[list[str]]
    bodies: dict[str, bytes]
    slots: list[int]
    since: int
    made_at: float
    fresh_until: float  # Then it is made anew; until that is done it may stand.
    stands_until: float | None = None  # Then something else falls due: it stands no more.
    ends_at: float | None = None  # Then nobody may read it, whatever fails.
    status: str = "200 OK"
    makeshift_until: float = 0  # It could not be made anew; until then nobody tries again.
    seen: int = 0  # the sequence's number at which it was last found to hold
    is_laid_out: bool = False  # for nginx, as far as this process knows
    answers: dict[str, Headers] = field(default_factory=dict)
    file: tuple[int, int] | None = None  # on the shelf, as it was read or written
    digest: str = ""  # of the bare text
    held: int = 0  # bytes, as this process's shelf has counted them
    vain: set[str] = field(default_factory=set)  # encodings that make it no smaller

    def __post_init__(self) -> None:
        self.digest = self.digest or blake2b(self.bodies.get("identity", b""), digest_size=12).hexdigest()

    def answer(self, encoding: str) -> Headers:
        """All headers of an answer in this encoding but those that say how it was come by."""
        made = self.answers.get(encoding)
        if made is None:
            body = self.bodies[encoding]
            made = [(name, value) for name, value in self.headers]
            made += [("ETag", self.etag(encoding)), ("Vary", "Accept-Encoding"), ("Content-Length", str(len(body)))]
            if encoding != "identity":
                made.append(("Content-Encoding", encoding))
            self.answers[encoding] = made
        return made

    def etag(self, encoding: str) -> str:
        """Strong: another text, another tag; and each encoding has its own."""
        return f'"{self.digest}-{encoding}"'

    @property
    def etags(self) -> set[str]:
        """All that it was ever sent with."""
        return {self.etag(encoding) for encoding in ENCODINGS}

    def encoding_for(self, accepted: str) -> str:
        """Of those that it has, the one that is wanted most."""
        return next((name for name in preferred(accepted) if name in self.bodies), "identity")

    def lacks(self, encoding: str) -> bool:
        """It was never asked for in this encoding, which would make it smaller."""
        return encoding not in self.bodies and encoding not in self.vain and len(self.bodies["identity"]) >= LEAST

    def pack(self, encodings: Iterable[str]) -> bool:
        """Have it in these encodings too; whether any was missing. Not all at its making: most pages of an archive are
        asked for once, by one crawler, and to pack them for everybody took a seventh of their time."""
        made = encoded(self.bodies["identity"], lacking := [name for name in encodings if self.lacks(name)])
        self.vain.update(set(lacking) - made.keys())
        with _adding:  # A new dictionary: another thread may be going through the old one.
            self.bodies = self.bodies | made
        return len(made) > 1

    @property
    def weight(self) -> int:
        return sum(map(len, self.bodies.values()))

    def packed(self) -> bytes:
        """As a file: a line that says what follows, and the bodies."""
        facts, bodies = {name: value for name, value in vars(self).items() if name not in _HERE}, self.bodies
        facts["bodies"] = {name: len(body) for name, body in bodies.items()}
        facts["check"] = _check(bodies.values())
        return json.dumps(facts).encode() + b"\n" + b"".join(bodies.values())

    @classmethod
    def unpacked(cls, data: bytes) -> Page | None:
        """None for what is torn or of another form."""
        line, _end, rest = data.partition(b"\n")
        try:
            facts: dict[str, Any] = json.loads(line)
            lengths, check = facts.pop("bodies"), facts.pop("check")
            page = cls(bodies={}, **facts)
        except (ValueError, KeyError, TypeError):
            return None
        place = 0
        for name, length in lengths.items():
            page.bodies[name] = rest[place : place + length]
            place += length
        return page if place == len(rest) and check == _check(page.bodies.values()) else None


def _check(bodies: Iterable[bytes]) -> str:
    digest = blake2b(digest_size=8)
    for body in bodies:
        digest.update(body)
    return digest.hexdigest()


def encoded(body: bytes, encodings: Iterable[str] = ENCODINGS) -> dict[str, bytes]:
    """The body, and in each of these encodings that makes it smaller."""
    made = {name: _PACK[name](body) for name in encodings if name in _PACK and len(body) >= LEAST}
    return {name: data for name, data in made.items() if len(data) < len(body)} | {"identity": body}


def _brotli(body: bytes) -> bytes:
    window = min(max(16, len(body).bit_length()), 22)  # No wider than the page: a wide one takes longer to set up.
    packed: bytes = brotli.compress(body, quality=5, lgwin=window)
    return packed


_PACK: dict[str, Callable[[bytes], bytes]] = {"br": _brotli, "gzip": lambda body: gzip.compress(body, 6, mtime=0)}


@lru_cache(256)
def preferred(accepted: str) -> Sequence[str]:
    """Of our encodings those that a client takes (RFC 9110, 12.5.3), the wanted first."""
    qualities: dict[str, float] = {}
    for part in accepted.lower().split(",")[:20]:
        match = QUALITY.match(part)
        if match:
            try:
                qualities[match[1]] = float(match[2] or 1)
            except ValueError:
                continue
    any_other = qualities.get("*", 0.0)
    wanted = [name for name in ENCODINGS if name != "identity" and qualities.get(name, any_other) > 0]
    return (*wanted, "identity")


def is_known(asked: str, tags: Collection[str]) -> bool:
    """Whether If-None-Match names what we would send, in whatever encoding it was got."""
    if not asked or len(asked) > 2000:
        return False
    return any(match[0] == "*" or match[1] in tags for match in ETAG.finditer(asked))
