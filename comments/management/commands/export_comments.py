"""Comments as NDJSON: one comment a line, oldest first."""

from __future__ import annotations

import json
import sys
from contextlib import nullcontext
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from comments.models import Comment
from comments.transfer import as_record


class Command(BaseCommand):
    help = "Write all comments, one JSON object a line, to a file or to standard output."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", help="where to; standard output where none is given")

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        with open(options["file"], "w", encoding="utf-8") if options["file"] else nullcontext(sys.stdout) as out:
            for comment in Comment.objects.select_related("parent", "staff").order_by("id").iterator(chunk_size=2000):
                out.write(json.dumps(as_record(comment), ensure_ascii=False) + "\n")
                count += 1
        self.stderr.write(f"{count} comments written.")
