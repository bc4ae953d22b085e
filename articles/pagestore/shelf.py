"""Where ready pages lie: files that the processes of a machine share, and the last used in each process's memory.

Bounded without a count to keep: an address belongs to one of many small folders, and a full folder gives up its oldest.
"""

from __future__ import annotations

import os
import secrets
import threading
from collections import OrderedDict
from hashlib import blake2b
from pathlib import Path

from articles.pagestore.pages import Page

FOLDERS = 1024
IN_MEMORY = 32 * 1024 * 1024  # bytes a process


class Shelf:
    def __init__(self, folder: Path, pages: int, in_memory: int = IN_MEMORY) -> None:
        self.folder, self.each, self.in_memory = folder, max(pages // FOLDERS, 1), in_memory
        self._near: OrderedDict[str, Page] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, address: str) -> Page | None:
        page = self._near.get(address)
        if page is not None:
            return page
        page = self._read(address)
        if page is not None:
            self._remember(page)
        return page

    def put(self, page: Page) -> None:
        """OSError where the disk is full; then this process alone has it."""
        self._remember(page)
        try:
            self._write(page)
        except OSError:
            self._path(page.address).unlink(missing_ok=True)  # What others read there is older than what we have.
            raise

    def _write(self, page: Page) -> None:
        path = self._path(page.address)
        self._make_room(path)
        rough = path.with_name(f".{secrets.token_hex(8)}")
        try:
            with open(rough, "wb") as file:
                file.write(page.packed())
                file.flush()
                page.file = _told_apart(os.fstat(file.fileno()))
            path.unlink(missing_ok=True)  # To rename over a file has the disk write at once what is soon out of date.
            os.rename(rough, path)
        except OSError:
            rough.unlink(missing_ok=True)
            raise

    def put_again(self, page: Page) -> None:
        """With what it has got since, if what lies there is still it, and as it was."""
        if self._is_there(page) and not page.makeshift_until:
            self._write(page)

    def weigh(self, page: Page) -> None:
        """It is heavier than it was."""
        with self._lock:
            if self._near.get(page.address) is page:
                self._bytes += page.weight - page.held
                page.held = page.weight

    def drop(self, page: Page) -> None:
        """Forget it here; on disk another process may already have put a newer one."""
        with self._lock:
            if self._near.get(page.address) is page:
                self._bytes -= self._near.pop(page.address).held

    def again(self, page: Page) -> Page | None:
        """What another process may have put there since; itself where none has."""
        if self._is_there(page):
            return page
        self.drop(page)
        return self.get(page.address)

    def _is_there(self, page: Page) -> bool:
        try:
            return _told_apart(os.stat(self._path(page.address))) == page.file
        except OSError:
            return False

    def _read(self, address: str) -> Page | None:
        try:
            with open(self._path(address), "rb") as file:
                found, data = os.fstat(file.fileno()), file.read()
        except OSError:
            return None
        page = Page.unpacked(data)
        if page is None or page.address != address:
            return None
        page.file = _told_apart(found)
        return page

    def _remember(self, page: Page) -> None:
        with self._lock:
            known = self._near.pop(page.address, None)
            self._bytes -= known.held if known else 0
            page.held = page.weight
            self._bytes += page.held
            self._near[page.address] = page
            while self._bytes > self.in_memory:
                _address, oldest = self._near.popitem(last=False)
                self._bytes -= oldest.held

    def _path(self, address: str) -> Path:
        name = blake2b(address.encode(), digest_size=16).hexdigest()
        return self.folder / f"{int(name[:8], 16) % FOLDERS:03x}" / name

    def _make_room(self, path: Path) -> None:
        try:
            if len(os.listdir(path.parent)) < self.each:
                return  # As mostly: nothing in it is looked at more closely.
            with os.scandir(path.parent) as found:
                lying = [(entry.stat().st_mtime, entry.path) for entry in found]
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            return
        for _made, oldest in sorted(lying)[: max(len(lying) + 1 - self.each, 0)]:
            if oldest != str(path):
                Path(oldest).unlink(missing_ok=True)


def _told_apart(found: os.stat_result) -> tuple[int, int]:
    """One file from those that lay at its place before and after: two of one number are not made in one moment."""
    return found.st_ino, found.st_mtime_ns
