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
# What people wrote has to outlive a kill: how a real server is set.
SAFE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}


@contextmanager
def throwaway(settings: dict[str, str] | None = None) -> Iterator[str]:
    """The DATABASE_URL of an empty database `newsroom`, whose user may make others."""
    programs, folder = tools.postgres(), Path(tempfile.mkdtemp(prefix="newsroom-pg-", dir="/tmp"))
    who = _not_root(folder)
    server = None
    try:
        initdb = [programs / "initdb", "-D", folder / "data", "-U", "newsroom", "-A", "trust", "-E", "UTF8"]
        made = subprocess.run([*initdb, "--locale=C", "--no-sync"], capture_output=True, text=True, cwd=folder, **who)
        if made.returncode:
            raise SystemExit(f"initdb failed:\n{made.stderr}")
        server = _start(programs, folder, settings or FAST, who)
        yield f"postgres://newsroom@/newsroom?host={folder}"
    finally:
        if server:
            server.send_signal(2)  # SIGINT is PostgreSQL's fast shutdown.
            server.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def _not_root(folder: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root: its own user, or nobody, then owns the folder."""
    if os.geteuid():
        return {}
    names = {entry.pw_name for entry in pwd.getpwall()}
    user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _start(programs: Path, folder: Path, settings: dict[str, str], who: dict[str, Any]) -> subprocess.Popen[bytes]:
    fixed = {"listen_addresses": "", "unix_socket_directories": str(folder), "max_connections": "100"}
    options = [part for name, value in {**fixed, **settings}.items() for part in ("-c", f"{name}={value}")]
    with open(folder / "log", "wb") as log:
        server = subprocess.Popen(
            [programs / "postgres", "-D", folder / "data", *options], stdout=log, stderr=log, cwd=folder, **who
        )
    for _try in range(300):
        try:
            connection = psycopg2.connect(host=str(folder), user="newsroom", dbname="postgres")
            break
        except psycopg2.OperationalError:
            if server.poll() is not None:
                break
            time.sleep(0.05)
    else:
        server.kill()
    if server.poll() is not None:
        raise SystemExit(f"PostgreSQL did not start:\n{(folder / 'log').read_text()}")
    connection.autocommit = True
    connection.cursor().execute("CREATE DATABASE newsroom")
    connection.close()
    return server


if __name__ == "__main__":
    with throwaway() as url:
        raise SystemExit(subprocess.run(sys.argv[1:], env={**os.environ, "DATABASE_URL": url}).returncode)
