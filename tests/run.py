"""`make test`, `make prove` and `make lint`: every check there is, two at a time, and a closing line that counts.

One run of the suite is on SQLite, the other on a PostgreSQL cluster of its own; what touches no database runs once.
A check that fails stops no other.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests import postgres, tools

ROOT = Path(__file__).resolve().parent.parent
PYTEST = ["pytest", "-q", "--no-header", "--color=no", "--durations=12", "--durations-min=2"]
PRODUCTION = {
    "HTTPS": "1",
    "DEBUG": "0",
    "ALLOWED_HOSTS": "bao.example.vn",
    "SECRET_KEY": "".join(chr(33 + n * 7 % 90) for n in range(64)),
}

RUNNING: set[subprocess.Popen[bytes]] = set()


@dataclass
class Check:
    name: str
    command: list[str]
    env: dict[str, str] = field(default_factory=dict)
    minutes: float = 5
    log: Path = Path()
    seconds: float = 0
    counts: dict[str, int] = field(default_factory=dict)

    def run(self) -> None:
        start = time.monotonic()
        with open(self.log, "wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", *self.command], cwd=ROOT, env={**os.environ, **self.env},
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
            RUNNING.add(process)
            try:
                code = process.wait(self.minutes * 60)
            except subprocess.TimeoutExpired:
                process.kill()
                code = process.wait()
                log.write(f"\nStopped after {self.minutes:.0f} minutes.\n".encode())
        RUNNING.discard(process)
        self.seconds = time.monotonic() - start
        self.count(code)

    def count(self, code: int) -> None:
        """What the runner's own last line says; a check that is no suite counts as one."""
        lines = self.output().strip().splitlines() if self.command[0] == "pytest" else []
        found = re.findall(r"(\d+) (passed|failed|error|skipped|xfailed)", lines[-1]) if lines else []
        counts = {word: int(number) for number, word in found}
        self.counts = {
            "passed": counts.get("passed", 0) + counts.get("xfailed", 0),
            "failed": counts.get("failed", 0) + counts.get("error", 0),
            "skipped": counts.get("skipped", 0),
        }
        if self.command[0] != "pytest" or (code and not self.counts["failed"]):
            self.counts["failed" if code else "passed"] += 1

    def output(self) -> str:
        return self.log.read_text(errors="replace")

    def progress(self) -> str:
        percents = re.findall(r"\[ *(\d+%)\]", self.output()) if self.log.is_file() else []
        return f"{self.name} {percents[-1] if percents else 'under way'}"


def lint() -> list[Check]:
    return [
        Check("style", ["ruff", "check", "--quiet", "."]),
        Check("form", ["ruff", "format", "--quiet", "--check", "."]),
        Check("types", ["mypy"]),
    ]


def django() -> list[Check]:
    ours = {"DJANGO_SETTINGS_MODULE": "newsroom.settings"}
    return [
        Check("migrations", ["django", "makemigrations", "--check", "--dry-run"], ours),
        Check("deploy check", ["django", "check", "--deploy", "--fail-level", "WARNING"], {**PRODUCTION, **ours}),
    ]


def collect() -> Check:
    """Once for both suites, whose servers look for them where COLLECTED says."""
    return Check("static files", ["deploy.serve", "collect"])


def newspaper() -> Check:
    """Likewise: to draw its photos takes longest."""
    return Check("demo newspaper", ["tests.newspaper"])


def suites(url: str, arguments: Iterable[str], minutes: float, env: dict[str, str]) -> list[Check]:
    databases = {"suite on PostgreSQL": {"DATABASE_URL": url, "LOOKS": "0"}, "suite on SQLite": {"LOOKS": "1"}}
    return [Check(name, [*PYTEST, *arguments], {**env, **database}, minutes) for name, database in databases.items()]


def plain() -> Check:
    return Check("suite without one", [*PYTEST, "-m", "plain and not prove"], minutes=10)


@contextmanager
def stopped_at_once(pool: ThreadPoolExecutor) -> Iterator[None]:
    """Ctrl-C reaches the checks that run; those that wait are not begun."""
    try:
        yield
    except BaseException:  # It passes on: KeyboardInterrupt and SystemExit are what is meant.
        pool.shutdown(wait=True, cancel_futures=True)
        raise


def perform(checks: list[Check], folder: Path) -> None:
    """Run them, two at a time in the order given; print each one's whole output when it is done, never mixed."""
    printing, running = threading.Lock(), set[str]()

    def one(number: int, check: Check) -> None:
        check.log = folder / str(number)
        running.add(check.name)
        check.run()
        running.discard(check.name)
        with printing:
            print(f"{'✗' if check.counts['failed'] else '✓'} {check.name} ({check.seconds:.1f} s)", flush=True)
            if check.output().strip() and (check.counts["failed"] or check.command[0] == "pytest"):
                print(check.output().rstrip(), end="\n\n", flush=True)

    with ThreadPoolExecutor(2) as pool, stopped_at_once(pool):
        waiting = [pool.submit(one, number, check) for number, check in enumerate(checks)]
        while not all(future.done() for future in waiting):
            deadline = time.monotonic() + 20
            while time.monotonic() < deadline and not all(future.done() for future in waiting):
                time.sleep(0.2)
            under_way = [check.progress() for check in checks if check.name in running]
            if under_way:
                with printing:
                    print(f"… {', '.join(under_way)}", flush=True)
        for future in waiting:
            future.result()


def close(checks: list[Check]) -> int:
    print("\nSummary")
    for check in checks:
        shown = ", ".join(f"{number} {word}" for word, number in check.counts.items() if number)
        print(f"  {check.name:<22}{shown:<28}{check.seconds:>7.1f} s")
    total = {word: sum(check.counts[word] for check in checks) for word in ("passed", "failed", "skipped")}
    skipped = f", {total['skipped']} skipped" if total["skipped"] else ""
    print(f"\n{total['passed']} passed, {total['failed']} failed{skipped}", flush=True)
    return 1 if total["failed"] or not total["passed"] else 0


def terminated(*_: object) -> None:
    """What was started ends as by Ctrl-C, so that it ends its own servers; what was made is removed."""
    for process in RUNNING:
        process.send_signal(signal.SIGINT)
    sys.exit(143)


def main(what: str) -> int:
    with tempfile.TemporaryDirectory(prefix="newsroom-checks-") as folder:
        os.environ.update(VAR=f"{folder}/var", PYTHONUNBUFFERED="1")
        for name in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
            os.environ.pop(name, None)
        if what == "lint":
            checks = lint()
            perform(checks, Path(folder))
            return close(checks)
        tools.everything()
        with postgres.throwaway() as url:
            env = {"COLLECTED": os.environ["VAR"]}
            if what == "prove":
                env |= {"PROVE": os.environ.get("PROVE") or "2000"}
                checks = [collect(), *suites(url, ["-m", "prove or fuzz"], 38, env)]
            else:
                kept = ["-m", "not plain and not prove"]
                checks = [newspaper(), *lint(), *django(), collect(), plain(), *suites(url, kept, 30, env)]
            perform(checks, Path(folder))
    return close(checks)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, terminated)
    try:
        raise SystemExit(main(sys.argv[1] if len(sys.argv) > 1 else "test"))
    except KeyboardInterrupt:
        raise SystemExit(130) from None
