"""The search index and its vocabulary made anew from what readers have."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from articles.models import indexing
from articles.search.dialects import dialect
from newsroom.progress import Progress


class Command(BaseCommand):
    help = (
        "Enter published stories into the search index: those that are missing there or in the vocabulary, or all anew."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--all", action="store_true", help="empty the index first: after a change in how words are kept"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["all"]:
            dialect().clear()
        with Progress(self.stdout, _("Search index"), indexing.missing().count()) as bar:
            done = indexing.rebuild(bar.advance)
        self.stdout.write(f"{done} stories entered.")
