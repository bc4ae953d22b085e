"""A PostgreSQL cluster that lives as long as a command: in a temporary folder, on a socket in it, open to nobody else.

`python -m tests.postgres python -m pytest tests/articles` runs the command with DATABASE_URL naming it.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg2

from tests import tools

# Nothing here outlives the run, so nothing waits for a disk.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}
SMALL = {"shared_buffers": "64MB", "effective_cache_size": "512MB", "max_wal_size": "512MB"}  # beside other clusters
# What people wrote has to outlive a kill: how a real server is set.
SAFE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
OURS = Path(__file__).resolve().parent.parent / "deploy" / "postgresql" / "newsroom.conf"


def as_deployed() -> dict[str, str]:
    """The settings that we give a paper's server."""
    lines = [line.partition("#")[0] for line in OURS.read_text().splitlines()]
    found = {name.strip(): value.strip().strip("'") for name, _is, value in (line.partition("=") for line in lines)}
    found.pop("", None)
    return found


class Cluster:
    """A cluster in a folder of its own that can be killed and started again."""

    def __init__(self, settings: dict[str, str]) -> None:
        self.programs, self.settings = tools.postgres(), settings
        self.folder = Path(tempfile.mkdtemp(prefix="newsroom-pg-", dir="/tmp"))
        self.url = f"postgres://newsroom@/newsroom?host={self.folder}"
        self.who = _not_root(self.folder)
        self.server: subprocess.Popen[bytes] | None = None

    def make(self) -> None:
        initdb = [self.programs / "initdb", "-D", self.folder / "data", "-U", "newsroom", "-A", "trust", "-E", "UTF8"]
        command = [*initdb, "--locale=C", "--no-sync"]
        made = subprocess.run(command, capture_output=True, text=True, cwd=self.folder, **self.who)
        if made.returncode:
            raise SystemExit(f"initdb failed:\n{made.stderr}")
        self.start()
        connection = self._connected()
        connection.autocommit = True
        connection.cursor().execute("CREATE DATABASE newsroom")
        connection.close()

    def start(self) -> None:
        """Until it answers. After a kill its children may hold its memory for a moment yet: tried again."""
        fixed = {"listen_addresses": "", "unix_socket_directories": str(self.folder), "max_connections": "100"}
        options = [part for name, value in {**fixed, **self.settings}.items() for part in ("-c", f"{name}={value}")]
        command = [self.programs / "postgres", "-D", self.folder / "data", *options]
        for _try in range(40):
            with open(self.folder / "log", "ab") as log:
                self.server = subprocess.Popen(command, stdout=log, stderr=log, cwd=self.folder, **self.who)
            connection = self._connected()
            if connection:
                connection.close()
                return
            time.sleep(0.25)
        raise SystemExit(f"PostgreSQL did not start:\n{(self.folder / 'log').read_text()[-4000:]}")

    def kill(self) -> None:
        """As when the machine's memory ran out: nothing is said to anybody."""
        if self.server:
            self.server.kill()
            self.server.wait()

    def remove(self) -> None:
        if self.server and self.server.poll() is None:
            self.server.send_signal(2)  # SIGINT is PostgreSQL's fast shutdown.
            self.server.wait(30)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _connected(self) -> Any:
        for _try in range(300):
            try:
                return psycopg2.connect(host=str(self.folder), user="newsroom", dbname="postgres")
            except psycopg2.OperationalError:
                if self.server is None or self.server.poll() is not None:
                    return None
                time.sleep(0.05)
        self.kill()
        return None


@contextmanager
def cluster(settings: dict[str, str] | None = None) -> Iterator[Cluster]:
    made = Cluster(settings or FAST)
    try:
        made.make()
        yield made
    finally:
        made.remove()


@contextmanager
def throwaway(settings: dict[str, str] | None = None) -> Iterator[str]:
    """The DATABASE_URL of an empty database `newsroom`, whose user may make others."""
    with cluster(settings) as made:
        yield made.url


def _not_root(folder: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root: its own user, or nobody, then owns the folder."""
    if os.geteuid():
        return {}
    names = {entry.pw_name for entry in pwd.getpwall()}
    user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


if __name__ == "__main__":
    with throwaway() as url:
        raise SystemExit(subprocess.run(sys.argv[1:], env={**os.environ, "DATABASE_URL": url}).returncode)
