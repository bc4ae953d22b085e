"""What `make bench` measures. A bench is a function registered here in a file of its own; it yields what it found.

    @bench("page cost against the paper's size", minutes=10)
    def size() -> Iterator[Ratio]:
        yield Ratio("home: 1,000,000 stories to 1,000", 1.1, at_most=1.5)

Figures are ratios of two things measured in the same run on the same machine, never seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass
class Ratio:
    """One figure: `value` is held against `at_most` or `at_least` where there is one; `note` is printed beside it."""

    what: str
    value: float
    at_most: float | None = None
    at_least: float | None = None
    note: str = ""

    @property
    def holds(self) -> bool:
        low = self.at_least is None or self.value >= self.at_least
        return low and (self.at_most is None or self.value <= self.at_most)

    @property
    def promise(self) -> str:
        if self.at_most is not None:
            return f"≤ {self.at_most:g}"
        return f"≥ {self.at_least:g}" if self.at_least is not None else ""


@dataclass
class Bench:
    name: str
    minutes: int
    measure: Callable[[], Iterator[Ratio]]


BENCHES: list[Bench] = []


def bench(name: str, minutes: int) -> Callable[[Callable[[], Iterator[Ratio]]], Callable[[], Iterator[Ratio]]]:
    """Register a bench, with the minutes that it takes at most on two cores."""

    def register(measure: Callable[[], Iterator[Ratio]]) -> Callable[[], Iterator[Ratio]]:
        BENCHES.append(Bench(name, minutes, measure))
        return measure

    return register
