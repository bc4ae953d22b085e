"""Beacons as browsers send them, and what they come to."""

from __future__ import annotations

import random
import secrets
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client

from articles.models import Article, ViewReject, ViewTotal
from articles.readership import door, spool
from articles.readership.agents import Verdict
from articles.readership.flush import Flusher
from articles.readership.spool import Record

CHROME = (
    "Mozilla/5.0 (Linux; Android 14; SM-A057F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36"
)
SECOND = 1_000_000


def beacon(story: Article | int, client: Client | None = None, body: bytes | None = None, **headers: str) -> Any:
    """The answer to a beacon from this paper's page in Chrome, except as `headers` say (an empty one isn't sent)."""
    pk = story if isinstance(story, int) else story.pk
    sent = {"Sec-Fetch-Site": "same-origin", "User-Agent": CHROME} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    address = sent.pop("address", "203.0.113.7")
    return (client or Client()).post(
        "/luot-xem/",
        f"{pk} {secrets.token_hex(16)}".encode() if body is None else body,
        content_type="text/plain;charset=UTF-8",
        headers={name: value for name, value in sent.items() if value},
        REMOTE_ADDR=address,
    )


def flush(**how: Any) -> int:
    return Flusher(settings.SPOOL, **how).flush()


def views_of(story: Article) -> int:
    found = ViewTotal.objects.filter(article=story).first()
    return found.count if found else 0


def rejected() -> dict[Verdict, int]:
    return {Verdict(row.reason): row.count for row in ViewReject.objects.all()}


def micro(moment: datetime) -> int:
    return int(moment.timestamp() * SECOND)


def record(story: Article | int, at: datetime, **facts: Any) -> Record:
    pk = story if isinstance(story, int) else story.pk
    made = {"load": secrets.token_bytes(16), "reader": b"r" * 16, "verdict": 0, **facts}
    return Record(micro(at), pk, **made)


def write_segment(folder: Path, records: list[Record], name: str = "") -> Path:
    """A segment as a process would have written it."""
    folder.mkdir(parents=True, exist_ok=True)
    first = min((r.at for r in records), default=0)
    path = folder / (name or f"{first:016d}-host-1-{secrets.token_hex(4)}.spool")
    path.write_bytes(b"".join(r.packed() for r in records))
    return path


def crowd(stories: list[Article], begin: datetime, count: int, seed: int) -> list[Record]:
    """A day's mixture: readers, repeats, floods, robots, stories that don't exist; in the order of time."""
    chance, made = random.Random(seed), list[Record]()
    moment = begin
    for _n in range(count):
        moment += timedelta(seconds=chance.random() * 12)
        kind = chance.random()
        load = chance.choice(made).load if made and kind < 0.15 else chance.randbytes(16)
        story = chance.choice(stories).pk if kind < 0.95 else 10**12
        verdict = Verdict.CRAWLER if 0.8 < kind < 0.85 else Verdict.READER
        made.append(Record(micro(moment), story, load, bytes([chance.randrange(6)]) * 16, int(verdict)))
    return made


__all__ = ["beacon", "crowd", "door", "flush", "micro", "record", "rejected", "spool", "views_of", "write_segment"]
