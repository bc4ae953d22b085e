"""Comments from NDJSON, as `export_comments` writes it. Run again, it adds nothing twice."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from comments.transfer import Unreadable, take


class Command(BaseCommand):
    help = "Add comments from a file with one JSON object a line. Lines that were imported before are passed over."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with open(options["file"], encoding="utf-8", newline="\n") as lines:
                added, passed = self._take_all(lines)
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{options['file']} can't be read: {error}") from error
        self.stderr.write(f"{added} comments added, {passed} were there already.")

    def _take_all(self, lines: Iterable[str]) -> tuple[int, int]:
        added = passed = 0
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                is_new = take(json.loads(line))
            except (json.JSONDecodeError, RecursionError, Unreadable) as error:
                raise CommandError(f"Line {number}: {error}. {added} comments were added before it.") from error
            added, passed = added + is_new, passed + (not is_new)
        return added, passed
