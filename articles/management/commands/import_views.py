"""What an older system had counted, for many stories at once."""

from __future__ import annotations

import csv
import re
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from articles.models import Article, ViewTotal

NUMBER = re.compile(r"(?:.*-)?([1-9][0-9]{0,17})/?")  # 43, or /bai/mua-vang-43/


class Command(BaseCommand):
    help = "Set the imported views of stories from a CSV file: a story's number or address, and its views. All or none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="lines like 43,5317 or /bai/mua-vang-43/;5317")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            lines = options["file"].read_text(encoding="utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{options['file']} can't be read: {error}") from None
        with transaction.atomic():
            for number, line in enumerate(lines, 1):
                if line.strip():
                    self._take(number, line)
        self.stdout.write(f"{sum(bool(line.strip()) for line in lines)} stories")

    def _take(self, number: int, line: str) -> None:
        cells = [cell.strip() for cell in next(csv.reader([line.replace(";", ",")]))]
        found = NUMBER.fullmatch(cells[0]) if len(cells) == 2 else None
        if not found or not cells[1].isascii() or not cells[1].isdigit() or len(cells[1]) > 12:
            raise CommandError(f"Line {number}: write a story's number or address and its views: {line[:80]!r}")
        story = Article.objects.filter(pk=int(found[1])).first()
        if story is None:
            raise CommandError(f"Line {number}: there is no story {found[1]}.")
        ViewTotal.set_base(story, int(cells[1]), by=None)
