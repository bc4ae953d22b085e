"""`manage.py empty_bin`: what has lain in the bin for thirty days is deleted for good, each with a row that says so."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Article, Clip, NotNow, Page, Photo


class Command(BaseCommand):
    help = "Deletes for good what has lain in the bin for thirty days. May be run at any time, and again."

    def handle(self, *args: Any, **options: Any) -> None:
        stories, pages, clips, photos = map(self._emptied, (Article, Page, Clip, Photo))  # A clip before its poster.
        counts = (
            ngettext("%(count)d story", "%(count)d stories", stories) % {"count": stories},
            ngettext("%(count)d page", "%(count)d pages", pages) % {"count": pages},
            ngettext("%(count)d photo", "%(count)d photos", photos) % {"count": photos},
            ngettext("%(count)d clip", "%(count)d clips", clips) % {"count": clips},
        )
        self.stdout.write(_("Deleted for good: %(counts)s.") % {"counts": ", ".join(counts)})

    def _emptied(self, model: Any) -> int:
        """One by one, each in a transaction of its own."""
        count = 0
        for row in model.objects.bin_overdue().order_by("binned_at").iterator(chunk_size=100):
            try:
                row.delete_for_good(by=None, reason=_("thirty days in the bin"))
            except ObjectDoesNotExist:  # Another has deleted it meanwhile.
                continue
            except NotNow as stays:  # Taken out meanwhile, or in use after all: that is given back.
                self.stderr.write(f"{row.bin_name}: {' '.join(stays.messages)}")
                row.take_out_of_bin(by=None)
                continue
            count += 1
        return count
