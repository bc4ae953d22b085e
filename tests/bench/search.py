"""Searching a paper of a million stories: three hundred questions, a tenth of them two common words. Each database by
itself: beside the other one's filling the answers would tell of that."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator

from tests.bench import Ratio, bench


@bench("search: a million stories on PostgreSQL and SQLite", minutes=50)
def search() -> Iterator[Ratio]:
    for kind in ("postgres", "sqlite"):
        yield from _on(kind)


def _on(kind: str) -> list[Ratio]:
    command = [sys.executable, "-m", "tests.bench.asking"]
    run = subprocess.run(command, env={**os.environ, "BENCH_DATABASE": kind}, stdout=subprocess.PIPE, text=True)
    if run.returncode:
        raise SystemExit(f"Searching on {kind} failed.")
    lines = [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]
    return [Ratio(**{**found, "what": f"{kind}: {found['what']}"}) for found in lines]
