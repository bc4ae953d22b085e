"""Ready files: whole pages in a folder from which nginx answers by itself, and from which our purges take them.

    live/17326656 → ../tree.3           what nginx looks in: a link for this span of 100 seconds, named by it
    tree.3/https/bao.example.vn/bai/…/index.html (and .gz, .br beside it)
    index                               which files show what: for a purge, and until when they may lie there

nginx finds nothing where no link leads: while nobody is here to renew the links, and in a span in which a story falls
due, every reader comes to the application, which knows the second. All writing is done alone, under the counters' lock.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO

from articles.pagestore.pages import Page

log = logging.getLogger(__name__)

SPAN = 100  # seconds: nginx cuts two figures off the time
PATH = re.compile(r"/(?:[a-z0-9-]+/)*")
HOST = re.compile(r"[a-z0-9][a-z0-9.-]*")
ENDINGS = {"identity": "index.html", "gzip": "index.html.gz", "br": "index.html.br"}
TABLES = """
CREATE TABLE IF NOT EXISTS file (path TEXT PRIMARY KEY, until REAL NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS by_time ON file (until);
CREATE TABLE IF NOT EXISTS shows (slot INTEGER, path TEXT, PRIMARY KEY (slot, path)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS of_path ON shows (path);
CREATE TABLE IF NOT EXISTS program (age TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS due (moment REAL PRIMARY KEY) WITHOUT ROWID;
"""
MANY = 1000  # files; beyond that a new tree is begun, and the old one cleared away when there is time
SWEPT = 500


class ReadyFiles:
    def __init__(self, folder: Path, most: int) -> None:
        self.folder, self.most, self.age = folder, most, ""
        self._counted, self._count = 0.0, 0
        (folder / "live").mkdir(parents=True, exist_ok=True)
        self._lock, self._opened_in, self._index = threading.RLock(), 0, sqlite3.connect(":memory:")
        self._open()

    def _open(self) -> None:
        """Each process has its own connection. An index that can't be read is begun anew, and its files."""
        if self._opened_in == os.getpid():
            return
        path = self.folder / "index"
        try:
            self._index = self._connected(path)
        except sqlite3.DatabaseError:
            for left in (path, path.with_name("index-wal"), path.with_name("index-shm")):
                left.unlink(missing_ok=True)
            self._index = self._connected(path)
            self._begin_anew()
        self._opened_in = os.getpid()

    @staticmethod
    def _connected(path: Path) -> sqlite3.Connection:
        found = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=10)
        found.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;" + TABLES)
        return found

    def belong_to(self, age: str) -> None:
        """Files of another program or database are none of ours."""
        self.age = age
        with self._lock:
            self._open()
            if self._index.execute("SELECT age FROM program").fetchone() != (age,):
                self._index.executescript("DELETE FROM program;")
                self._index.execute("INSERT INTO program VALUES (?)", [age])
                self._begin_anew()

    # What may lie here

    @staticmethod
    def takes(host: str, path: str) -> bool:
        """nginx would find it there."""
        return bool(HOST.fullmatch(host) and PATH.fullmatch(path))

    def put(self, page: Page, scheme: str, host: str, path: str) -> bool:
        """A page that may be read by everybody under its bare address. Not one that this span outlives."""
        if not self.takes(host, path):
            return False
        until = min(page.fresh_until, page.stands_until or page.fresh_until)
        name = f"{scheme}/{host}{path}"
        with self._lock:
            self._open()
            if page.stands_until is not None:
                self._expect(page.stands_until)
            if until <= time.time() or self._is_full() or not self._is_ours():
                return False
            if self._index.execute("SELECT 1 FROM file WHERE path = ?", [name]).fetchone():
                self._take_away([name])  # An older one must not lie there under the newer one's keys.
            with self._together() as index:  # First: what the index knows nothing of could not be taken away.
                index.execute("INSERT INTO file VALUES (?, ?)", [name, until])
                index.executemany("INSERT INTO shows VALUES (?, ?)", [(slot, name) for slot in page.slots])
            self._write(page, name)
        return True

    @contextmanager
    def _together(self) -> Iterator[sqlite3.Connection]:
        """All of it or nothing: an index half written is none."""
        with self._index:
            self._index.execute("BEGIN IMMEDIATE")
            yield self._index

    def _is_full(self) -> bool:
        """As counted a second ago: to count them at each page would cost more than the page."""
        if time.monotonic() - self._counted > 1:
            self._counted = time.monotonic()
            (self._count,) = self._index.execute("SELECT count(*) FROM file").fetchone()
        return self._count >= self.most

    def _is_ours(self) -> bool:
        """An older program may still be answering its last requests."""
        return self._index.execute("SELECT age FROM program").fetchone() in (None, (self.age,))

    def _write(self, page: Page, name: str) -> None:
        """Each at once: nginx never reads half a file. A file's time stands for its text: nginx makes its ETag of time
        and size, and two texts of one second and length must not share one."""
        folder = f"{self.folder}/{self._tree()}/{name}"
        digest = blake2b(page.bodies["identity"], digest_size=4).digest()
        stamp = 1_000_000_000 + int.from_bytes(digest, "big") % 700_000_000
        for encoding, ending in ENDINGS.items():
            path, body = f"{folder}{ending}", page.bodies.get(encoding)
            if body is None:
                Path(path).unlink(missing_ok=True)
                continue
            rough = f"{folder}.{ending}"
            with _opened(rough) as file:
                file.write(body)
            os.utime(rough, (stamp, stamp))
            os.rename(rough, path)

    # What goes

    def purge(self, slots: Iterable[int], is_all: bool = False) -> None:
        """Whatever fails in it, nginx finds none of it afterwards."""
        with self._lock:
            try:
                self._open()
                names = None if is_all else self._showing(list(slots))
                if names is None:
                    self._begin_anew()
                else:
                    self._take_away(names)
            except (sqlite3.Error, OSError):  # A full disk: links can still be taken away.
                self._shut()
                log.exception("Ready files are begun anew")

    def _showing(self, slots: list[int]) -> list[str] | None:
        """The files that show any of these; None for more than are worth taking away one by one."""
        holes = ",".join("?" * len(slots))
        asked = f"SELECT DISTINCT path FROM shows WHERE slot IN ({holes}) LIMIT {MANY + 1}"
        names = [name for (name,) in self._index.execute(asked, slots)]
        return names if len(names) <= MANY else None

    def _shut(self) -> None:
        """nginx finds nothing; whoever comes next begins a new tree."""
        for link in [*(self.folder / "live").iterdir(), self.folder / "tree"]:
            link.unlink(missing_ok=True)

    def _take_away(self, names: list[str]) -> None:
        tree = self.folder / self._tree()
        for name in names:
            for ending in ENDINGS.values():
                (tree / name / ending).unlink(missing_ok=True)
        with self._together() as index:
            index.executemany("DELETE FROM shows WHERE path = ?", [(name,) for name in names])
            index.executemany("DELETE FROM file WHERE path = ?", [(name,) for name in names])

    def _begin_anew(self) -> None:
        """From the next moment on nginx looks in an empty tree."""
        self._shut()
        self._tree()
        self._index.executescript("DELETE FROM file; DELETE FROM shows;")
        self.renew()

    def _tree(self) -> str:
        try:
            return os.readlink(self.folder / "tree")
        except FileNotFoundError:
            name = f"tree.{max((_number(tree.name) for tree in self.folder.glob('tree.*')), default=0) + 1}"
            (self.folder / name).mkdir()
            self._point("tree", name)
            return name

    def _point(self, name: str, target: str) -> None:
        rough = self.folder / f".{name.replace('/', '-')}"
        rough.unlink(missing_ok=True)
        rough.symlink_to(target)
        rough.rename(self.folder / name)

    # What passes

    def _expect(self, moment: float) -> None:
        """Something falls due then: in that span nginx asks the application, and on until we have seen to it."""
        self._index.execute("INSERT OR IGNORE INTO due VALUES (?)", [moment])
        span = int(moment // SPAN)
        if span <= int(time.time() // SPAN) + 1:
            for each in (span, span + 1):
                (self.folder / "live" / str(each)).unlink(missing_ok=True)

    def renew(self, now: float | None = None) -> None:
        """Take away what is out of date, and lead nginx here for this span and the next; but not in a span in which
        something falls due. To be called every second or so: a span without its link is only slower."""
        now = now or time.time()
        with self._lock:
            self._open()
            self._index.execute("DELETE FROM due WHERE moment < ?", [(now // SPAN - 1) * SPAN])
            rows = self._index.execute("SELECT path FROM file WHERE until <= ? LIMIT ?", [now, SWEPT])
            late = [name for (name,) in rows]
            if late:
                self._take_away(late)
            due = [moment for (moment,) in self._index.execute("SELECT moment FROM due")]
            closed = {int(moment // SPAN) for moment in due}
            closed |= {int(moment // SPAN) + 1 for moment in due if moment > now}
            spans = {int(now // SPAN), int(now // SPAN) + 1} - closed if len(late) < SWEPT else set[int]()
            for link in (self.folder / "live").iterdir():
                if not link.name.isdigit() or int(link.name) not in spans:
                    link.unlink(missing_ok=True)
            target = f"../{self._tree()}"
            for span in spans:
                if not os.path.lexists(self.folder / "live" / str(span)):
                    self._point(f"live/{span}", target)

    def clear_away(self) -> None:
        """Delete the trees that nothing leads to any more."""
        try:
            stays = _number(os.readlink(self.folder / "tree"))
        except FileNotFoundError:
            return
        for tree in self.folder.glob("tree.*"):
            if _number(tree.name) < stays:
                shutil.rmtree(tree, ignore_errors=True)


def _opened(path: str) -> BinaryIO:
    """To be written; its folder is made where there is none."""
    try:
        return open(path, "wb")
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        return open(path, "wb")


def _number(tree: str) -> int:
    number = tree.removeprefix("tree.")
    return int(number) if number.isdigit() else 0
