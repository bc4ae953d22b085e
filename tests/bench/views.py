"""Counting a view, in one run on both databases: what the flusher costs beside a bare UPDATE and beside a hit counter
that asks at every view; beacons through the real server; the lists of what is read most on a million hours."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator

from tests.bench import Ratio, bench


@bench("counting views: PostgreSQL and SQLite", minutes=6)
def views() -> Iterator[Ratio]:
    for kind in ("postgres", "sqlite"):
        command = [sys.executable, "-m", "tests.bench.counting"]
        env = {**os.environ, "BENCH_DATABASE": kind}
        with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout
            for line in process.stdout:
                if line.startswith("{"):
                    found = json.loads(line)
                    yield Ratio(**{**found, "what": f"{kind}: {found['what']}"})
        if process.returncode:
            raise SystemExit(f"Counting on {kind} failed.")
