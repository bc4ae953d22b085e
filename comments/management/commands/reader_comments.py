"""All that one reader has written: given to them as NDJSON, or erased."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q

from comments.models import Comment
from comments.transfer import as_record


class Command(BaseCommand):
    help = (
        "Write one reader's comments, one JSON object a line, to standard output; with --erase, leave nothing of them. "
        "The reader is known by an e-mail address, or by one comment: then it is everything by the same name from "
        "the same network, as far as that is still known."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", help="the address given with the comments")
        parser.add_argument("--comment", type=int, metavar="NUMBER", help="the number of a comment by this reader")
        parser.add_argument("--erase", action="store_true", help="erase them; they are not written out")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = list(self._by_reader(options["email"], options["comment"]).select_related("parent", "staff"))
        for row in rows:
            if options["erase"]:
                row.erase()
            else:
                self.stdout.write(json.dumps(as_record(row), ensure_ascii=False))
        self.stderr.write(f"{len(rows)} comments {'erased' if options['erase'] else 'written'}.")

    def _by_reader(self, email: str | None, number: int | None) -> Any:
        wanted = Q(email__iexact=email) if email else Q(pk__in=[])
        if number is not None:
            one = Comment.objects.filter(pk=number).first()
            if one is None:
                raise CommandError(f"There is no comment {number}.")
            wanted |= Q(pk=one.pk)
            if one.writer_key:
                wanted |= Q(writer_key=one.writer_key)
        if not email and number is None:
            raise CommandError("Say whose comments: --email or --comment.")
        return Comment.objects.filter(wanted, staff=None).order_by("id")
