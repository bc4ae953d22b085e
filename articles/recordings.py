"""Videos and sound as files: their kind told by what is in them, whatever their name says. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext_lazy as _

MAX_CAPTIONS = 2 * 1024 * 1024
CUE = re.compile(r"(?:\d{2,}:)?\d{2}:\d{2}\.\d{3} +--> +(?:\d{2,}:)?\d{2}:\d{2}\.\d{3}")
AUDIO_BRANDS = {b"M4A ", b"M4B "}
VIDEO_BRANDS = {b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"dash",
                b"MSNV", b"3gp4", b"3gp5", b"f4v "}  # fmt: skip
LOOKED_AT = 1024 * 1024
MP3 = re.compile(rb"\xff[\xe2\xe3\xf2\xf3\xfa\xfb]")


class Refused(ValueError):
    """A file that browsers can't play; the message is a sentence for the person who sent it."""


@dataclass(frozen=True)
class Kind:
    extension: str
    type: str

    @property
    def is_audio(self) -> bool:
        return self.type.startswith("audio/")


def kind(file: IO[bytes], size: int, most: int) -> Kind:
    """What the file is. Raises `Refused`."""
    if size == 0:
        raise Refused(_("The file is empty."))
    if size > most:
        sentence = _("The file has %(size)d MB; at most %(most)d MB are taken. Please make it smaller, or link to it.")
        raise Refused(sentence % {"size": size // 2**20 + 1, "most": most // 2**20})
    file.seek(0)
    start = file.read(LOOKED_AT)
    file.seek(0)
    found = _kind(start)
    if found is None:
        raise Refused(_("Browsers can't play this file. Please send MP4 or WebM, or MP3, M4A or Ogg for sound."))
    return found


def _kind(start: bytes) -> Kind | None:
    if start[4:8] == b"ftyp":
        brand = start[8:12]
        if brand in AUDIO_BRANDS:
            return Kind("m4a", "audio/mp4")
        return Kind("mp4", "video/mp4") if brand in VIDEO_BRANDS else None
    if start.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in start[:80]:
        return Kind("webm", "video/webm")
    if start.startswith(b"OggS") and re.match(rb"(?:OpusHead|\x01vorbis)", start[28:36]):
        return Kind("ogg", "audio/ogg")
    if start.startswith(b"ID3") or MP3.match(start):
        return Kind("mp3", "audio/mpeg")
    return None


def captions(data: bytes) -> bytes:
    """A WebVTT file as it may be kept. Raises `Refused`."""
    if len(data) > MAX_CAPTIONS:
        raise Refused(_("The captions' file is larger than 2 MB."))
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise Refused(_("The captions' file isn't in UTF-8. Please save it so.")) from error
    if not re.match(r"WEBVTT(?:[ \t\n]|$)", text) or not CUE.search(text):
        raise Refused(_("This is no captions' file in WebVTT: it begins with WEBVTT and has lines of times."))
    return text.encode()
