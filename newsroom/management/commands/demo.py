"""`manage.py demo --articles 100000 --seed 7`: a paper of any size, for trying out and for measuring."""

from __future__ import annotations

import argparse
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from articles import pagestore
from articles.models import Article
from newsroom.demo import paper, plenty, voices
from newsroom.demo.bank import bank
from newsroom.progress import Progress


class Command(BaseCommand):
    help = "Adds published stories to the paper: the same seed makes the same stories."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--articles", type=whole, default=1000, metavar="N", help="stories to add (default: 1000)")
        parser.add_argument("--comments", type=whole, default=0, metavar="M", help="readers' comments to add")
        parser.add_argument("--seed", type=whole, default=1, metavar="S", help="other seed, other stories (default: 1)")
        parser.add_argument(
            "--until", type=moment, help="when the newest story is from: 2026-01-31 (default: this morning)"
        )

        parser.add_argument("--unsearched", action="store_true", help="don't enter them into the search index")

    def handle(self, *args: Any, articles: int, comments: int, seed: int, **options: Any) -> None:
        if settings.HTTPS and Article.objects.exists():
            raise CommandError(_("This is a public paper with stories of its own: it gets no invented ones."))
        morning = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        paper.frame()
        with Progress(self.stdout, _("Photos"), plenty.POOL) as bar:
            photos = plenty.photo_pool(bar.advance)
        copy, until = bank(seed), options["until"] or morning
        press = plenty.Press(copy, photos, articles, until)
        with Progress(self.stdout, _("Stories"), articles) as bar:
            press.run(bar.advance)
        rate = {"count": articles, "rate": round(bar.rate)}
        self.stdout.write(_("%(count)d stories added, %(rate)d a second.") % rate)
        if not options["unsearched"]:
            call_command("rebuild_search", stdout=self.stdout)
        if comments:
            with Progress(self.stdout, _("Comments"), comments) as bar:
                voices.Voices(copy, comments, until).run(bar.advance)
        pagestore.purge([pagestore.ANY])


def whole(value: str) -> int:
    if not value.isascii() or not value.isdigit() or len(value) > 9:
        raise argparse.ArgumentTypeError(
            _("write a whole number below a thousand million, not %(value)r") % {"value": value}
        )
    return int(value)


def moment(value: str) -> datetime:
    """A day or a moment, in the paper's time zone where it names none."""
    try:
        found = parse_datetime(value)
    except ValueError:
        found = None
    if found is None and (day := _day(value)):
        found = datetime(day.year, day.month, day.day)  # noqa: DTZ001  (made aware below)
    if found is None:
        raise argparse.ArgumentTypeError(_("write a day such as 2026-01-31, not %(value)r") % {"value": value})
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def _day(value: str) -> Any:
    try:
        return parse_date(value)
    except ValueError:
        return None
