"""An append-only file of fixed-size records, one file a process: what has been written survives any kill.

Pure: bytes and files; it knows no database.
"""

from __future__ import annotations

import heapq
import os
import secrets
import socket
import struct
import threading
import time
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

FIELDS = struct.Struct("<BBHqq16s16s")  # format, verdict, spare, microseconds, article, load, reader
SIZE = FIELDS.size + 4  # and a checksum
FORMAT = 1
SEGMENT_BYTES, SEGMENT_SECONDS, SYNC_SECONDS = 16 * 1024 * 1024, 600.0, 1.0


@dataclass(frozen=True)
class Record:
    """One beacon. `reader` is a keyed hash that only caps floods; `verdict` is 0 for a reader, else a reason's code."""

    at: int  # microseconds since 1970
    article: int
    load: bytes
    reader: bytes
    verdict: int

    def packed(self) -> bytes:
        body = FIELDS.pack(FORMAT, self.verdict, 0, self.at, self.article, self.load, self.reader)
        return body + struct.pack("<I", zlib.crc32(body))


class Spool:
    """This process's end of the spool. Threads share it; a fork opens its own file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._fd, self._pid, self._opened, self._synced, self._written, self._last = -1, 0, 0.0, 0.0, 0, 0

    def append(self, record: Record) -> None:
        """One write of one record, never earlier than the one before it in its file. OSError where there is no room.

        A kill loses nothing that was written; the disk itself is told once a second while records come.
        """
        now = time.monotonic()
        with self._lock:
            self._ready(now)
            self._last = max(self._last, record.at)
            data = replace(record, at=self._last).packed()
            written = os.write(self._fd, data)
            if written != len(data):
                self._close()  # A torn record ends its file; the next one begins whole in another.
                raise OSError("the spool's disk is full")
            self._written += written
            if now - self._synced >= SYNC_SECONDS:
                os.fdatasync(self._fd)
                self._synced = now

    def _ready(self, now: float) -> None:
        stale = now - self._opened > SEGMENT_SECONDS or self._written >= SEGMENT_BYTES
        if self._fd >= 0 and self._pid == os.getpid() and not stale:
            return
        if self._pid == os.getpid():
            self._close()
        self.folder.mkdir(parents=True, exist_ok=True)
        name = f"{time.time_ns() // 1000:016d}-{socket.gethostname()[:40]}-{os.getpid()}-{secrets.token_hex(4)}.spool"
        flags = os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_WRONLY
        self._fd = os.open(self.folder / name, flags, 0o640)
        self._pid, self._opened, self._synced, self._written, self._last = os.getpid(), now, now, 0, 0

    def _close(self) -> None:
        if self._fd >= 0:
            os.close(self._fd)
        self._fd = -1


def segments(folder: Path) -> list[Path]:
    """All files of the spool, oldest first."""
    return sorted(folder.glob("*.spool"))


def whole(path: Path) -> int:
    """The size of a segment's whole records in bytes; 0 where it has just been taken away."""
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        return 0
    return size - size % SIZE


def read(path: Path, offset: int = 0, end: int | None = None) -> Iterator[tuple[int, int, Record | None]]:
    """(moment, offset after it, record) for each whole record from `offset` on; None for one whose checksum is wrong.

    Moments never go back within a file; a damaged record has that of the one before, or its file's. A torn tail is
    left where it is: whoever writes it may not have finished.
    """
    last, end = moment_before(path, offset), whole(path) if end is None else end
    with path.open("rb") as file:
        file.seek(offset)
        while offset < end:
            chunk = file.read(min(end - offset, SIZE * 4096))
            if len(chunk) < SIZE:
                return
            for start in range(0, len(chunk) - len(chunk) % SIZE, SIZE):
                offset += SIZE
                record = unpacked(chunk[start : start + SIZE])
                last = max(last, record.at) if record else last
                yield last or begun(path), offset, record


def moment_before(path: Path, offset: int) -> int:
    """The moment of the last sound record before `offset`; 0 where there is none."""
    with path.open("rb") as file:
        while offset >= SIZE:
            offset -= SIZE
            file.seek(offset)
            record = unpacked(file.read(SIZE))
            if record:
                return record.at
    return 0


def begun(path: Path) -> int:
    """When a segment was opened: its name says so."""
    begun = path.name.partition("-")[0]
    return int(begun) if begun.isascii() and begun.isdigit() else 0


def merged(parts: Iterable[tuple[Path, int, int]]) -> Iterator[tuple[int, str, int, Record | None]]:
    """(moment, segment, offset after it, record) of several (path, from, to), in the order of time."""

    def of(path: Path, start: int, end: int) -> Iterator[tuple[int, str, int, Record | None]]:
        for at, offset, record in read(path, start, end):
            yield at, path.name, offset, record

    return heapq.merge(*(of(*part) for part in parts), key=lambda one: one[:3])


def unpacked(data: bytes) -> Record | None:
    """A record from its bytes; None where they are not what was written."""
    body = data[: FIELDS.size]
    if len(data) != SIZE or zlib.crc32(body) != struct.unpack("<I", data[FIELDS.size :])[0]:
        return None
    form, verdict, _spare, at, article, load, reader = FIELDS.unpack(body)
    return Record(at, article, load, reader, verdict) if form == FORMAT else None
