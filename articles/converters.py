"""What an address may hold where it names a day: four figures, two, two. Nothing else matches, so it is a 404."""

from __future__ import annotations


class Year:
    regex = "[12][0-9]{3}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:04}"


class Month(Year):
    regex = "0[1-9]|1[0-2]"

    def to_url(self, value: int) -> str:
        return f"{value:02}"


class Day(Month):
    regex = "0[1-9]|[12][0-9]|3[01]"
