"""Where benches are played: Django on a database cluster that is gone afterwards, with papers of several sizes."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from tests import postgres

SIZE = int(os.environ.get("BENCH_ARTICLES") or 1_000_000)
SMALL = 1000
SEED = 7
SETTINGS = postgres.as_deployed() | postgres.FAST  # as a paper's server is set, but for what waits for the disk


class Stage:
    """`open("large")` leads Django's connection to that database; a new one is made and migrated first."""

    def __init__(self, is_postgres: bool) -> None:
        self.is_postgres, self.made = is_postgres, set[str]()
        self.folder = os.path.dirname(str(settings.DATABASES["default"]["NAME"]))

    def open(self, name: str) -> None:
        connection.close()
        if self.is_postgres and name not in self.made:
            connection.settings_dict["NAME"] = "postgres"
            connection.set_autocommit(True)
            connection.cursor().execute(f"CREATE DATABASE {name}")
            connection.close()
        connection.settings_dict["NAME"] = name if self.is_postgres else os.path.join(self.folder, f"{name}.sqlite3")
        if name not in self.made:
            call_command("migrate", verbosity=0)
            self.made.add(name)
        connection.ensure_connection()

    def url(self, name: str) -> str:
        """DATABASE_URL of one of them, for another process."""
        if self.is_postgres:
            return f"postgres://newsroom@/{name}?host={connection.settings_dict['HOST']}"
        return "sqlite:///" + os.path.join(self.folder, f"{name}.sqlite3")

    def fill(self, name: str, stories: int) -> None:
        """A paper of so many stories, as a database that has been in use for a while would hold it."""
        self.open(name)
        print(f"  {name}: {stories} stories", flush=True)
        if self.is_postgres:  # Seventeen references a story, each known to be right: not looked up again.
            connection.cursor().execute("SET session_replication_role = replica")
        call_command("demo", articles=stories, seed=SEED, unsearched=True, stdout=sys.stdout)
        connection.cursor().execute("VACUUM ANALYZE" if self.is_postgres else "ANALYZE")
        connection.close()


@contextmanager
def stage() -> Iterator[Stage]:
    """PostgreSQL, or SQLite where BENCH_DATABASE=sqlite. Files are gone afterwards."""
    is_postgres = os.environ.get("BENCH_DATABASE", "postgres") != "sqlite"
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-"))
        url = stack.enter_context(postgres.throwaway(SETTINGS)) if is_postgres else f"sqlite:///{folder}/small.sqlite3"
        os.environ["DATABASE_URL"] = url
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
        django.setup()
        yield Stage(is_postgres)
        connection.close()
