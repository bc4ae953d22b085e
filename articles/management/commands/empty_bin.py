"""`manage.py empty_bin`: what has lain in the bin for thirty days is deleted for good, each with a row that says so."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Article, Page


class Command(BaseCommand):
    help = "Deletes for good what has lain in the bin for thirty days. May be run at any time, and again."

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        for story in Article.objects.bin_overdue().order_by("binned_at").iterator(chunk_size=100):
            story.delete_for_good(by=None, reason=_("thirty days in the bin"))
            count += 1
        for page in Page.objects.bin_overdue():
            page.delete_for_good(by=None, reason=_("thirty days in the bin"))
        told = ngettext("%(count)d story deleted for good.", "%(count)d stories deleted for good.", count)
        self.stdout.write(told % {"count": count})
