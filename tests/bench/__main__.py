"""`python -m tests.bench [part of a name]…`: run the benches, print their ratios, fail where a promise is broken."""

from __future__ import annotations

import importlib
import pkgutil
import sys
import time

import tests.bench
from tests.bench import BENCHES


def main(wanted: list[str]) -> int:
    for module in pkgutil.iter_modules(tests.bench.__path__):
        if module.name != "__main__":
            importlib.import_module(f"tests.bench.{module.name}")
    chosen = [bench for bench in BENCHES if not wanted or any(part in bench.name for part in wanted)]
    held = broken = 0
    for bench in chosen:
        print(f"\n{bench.name} (up to {bench.minutes} minutes)", flush=True)
        start = time.monotonic()
        for ratio in bench.measure():
            held, broken = held + ratio.holds, broken + (not ratio.holds)
            mark = "✓" if ratio.holds else "✗"
            print(f"  {mark} {ratio.what:<56} {ratio.value:>8.2f}  {ratio.promise:<8} {ratio.note}", flush=True)
        print(f"  took {(time.monotonic() - start) / 60:.1f} minutes", flush=True)
    print(f"\n{held} passed, {broken} failed")
    return 1 if broken or not held else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
