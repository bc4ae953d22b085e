"""What both suites' servers need is made once: `python -m tests.newspaper` draws the demo newspaper into VAR."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from unittest import mock

import django
from django.core.management import call_command

from newsroom.demo import drawings

ROOT = Path(__file__).resolve().parent.parent
HALF = (800, 534)
FIXED_BY_MIGRATIONS = ("contenttypes", "auth.permission")


def manage(*arguments: str | Path, env: dict[str, str] | None = None) -> None:
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=env, check=True, stdin=subprocess.DEVNULL)


def made_once() -> Path:
    """The folder in which `make test` and `make prove` have made things: COLLECTED; else one with nothing in it."""
    return Path(os.environ.get("COLLECTED") or os.devnull)


def collected_into(folder: Path) -> bool:
    """Copy the collected static files; False where they are not there."""
    made = made_once()
    if not (made / "static.stamp").is_file():
        return False
    shutil.copytree(made / "static", folder / "static")
    shutil.copy(made / "static.stamp", folder)
    return True


def laid_out_in(folder: Path, env: dict[str, str]) -> bool:
    """Copy the demo newspaper's photos, and its rows into the database of `env`; False where it is not there."""
    made = made_once()
    if not (made / "newspaper.json").is_file():
        return False
    shutil.copytree(made / "media", folder / "media")
    if env["DATABASE_URL"].startswith("sqlite:///"):
        shutil.copy(made / "newsroom.sqlite3", env["DATABASE_URL"].removeprefix("sqlite:///"))
        return True
    manage("migrate", "--verbosity", "0", env=env)
    manage("loaddata", made / "newspaper.json", "--verbosity", "0", env=env)
    return True


def quickstart() -> None:
    """As `manage.py quickstart`, with photos half as wide: their drawing and their files have proofs of their own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()
    whole = drawings.jpeg
    with mock.patch.object(drawings, "jpeg", lambda scene, seed: whole(scene, seed, HALF)):
        call_command("quickstart")


if __name__ == "__main__":
    rows = Path(os.environ["VAR"], "newspaper.json")
    quickstart()
    left_out = [part for model in FIXED_BY_MIGRATIONS for part in ("--exclude", model)]
    manage("dumpdata", "--natural-foreign", *left_out, "--output", rows.with_suffix(".part.json"))
    rows.with_suffix(".part.json").replace(rows)
