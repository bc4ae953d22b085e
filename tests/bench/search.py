"""Searching a paper of a million stories: three hundred questions, a tenth of them two common words, on both databases
at once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from tests.bench import Ratio, bench


@bench("search: a million stories on PostgreSQL and SQLite", minutes=30)
def search() -> Iterator[Ratio]:
    with ThreadPoolExecutor(2) as pool:
        for found in pool.map(_on, ("postgres", "sqlite")):
            yield from found


def _on(kind: str) -> list[Ratio]:
    command = [sys.executable, "-m", "tests.bench.asking"]
    run = subprocess.run(command, env={**os.environ, "BENCH_DATABASE": kind}, stdout=subprocess.PIPE, text=True)
    if run.returncode:
        raise SystemExit(f"Searching on {kind} failed.")
    lines = [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]
    return [Ratio(**{**found, "what": f"{kind}: {found['what']}"}) for found in lines]
