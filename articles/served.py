"""Files that readers fetch: of what kind they are, told by the names that we gave them, and for how long. Pure."""

from __future__ import annotations

import re

FOR_EVER = "public, max-age=31536000, immutable"  # Names are random and never used again.
TYPES = {
    "jpg": "image/jpeg", "webp": "image/webp", "avif": "image/avif", "mp4": "video/mp4", "webm": "video/webm",
    "m4a": "audio/mp4", "mp3": "audio/mpeg", "ogg": "audio/ogg", "vtt": "text/vtt; charset=utf-8",
}  # fmt: skip
NAME = re.compile(r"(?:photos/[A-Za-z0-9_/-]+\.(?:jpg|webp|avif)|clips/[A-Za-z0-9_/-]+\.(?:mp4|webm|m4a|mp3|ogg|vtt))")
TEXT = ".vtt"  # A player takes a text from another host only where that host says so: it comes from the paper's own.


def type_of(name: str) -> str:
    return TYPES.get(name.rpartition(".")[2], "application/octet-stream")
