"""Takes every ready page away: after a change that no verb has made, such as a restored backup."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles import pagestore


class Command(BaseCommand):
    help = "Take every ready page away, so that each is made anew: after a restored backup or a change made in SQL."

    def handle(self, *args: Any, **options: Any) -> None:
        if pagestore.store() is None:
            raise CommandError("No pages are kept ready here: PAGE_STORE_PAGES is 0, or VAR can't be written.")
        pagestore.purge([pagestore.ANY])
        self.stdout.write("Every page is made anew from now on.")
