"""Count the views that wait in the spool."""

from __future__ import annotations

import threading
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from articles.models import NotNow
from articles.readership import ledger, runner


class Command(BaseCommand):
    help = "Count the views that wait in the spool, once; or for good, or a day anew."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--loop", action="store_true", help="go on every five seconds")
        parser.add_argument("--recount", metavar="DAY", help="count a day (2026-11-25) of the last two anew")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["recount"]:
            self._recount(options["recount"])
        elif options["loop"]:
            try:
                runner.loop(threading.Event())
            except KeyboardInterrupt:
                return
        else:
            self.stdout.write(f"{runner.Rounds(settings.SPOOL).go()} records")

    def _recount(self, told: str) -> None:
        try:
            tally = ledger.recount(settings.SPOOL, date.fromisoformat(told))
        except ValueError:
            raise CommandError(f"{told!r} is no day: write 2026-11-25.") from None
        except NotNow as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(f"{sum(tally.hours.values())} views, {sum(tally.rejects.values())} not counted")
