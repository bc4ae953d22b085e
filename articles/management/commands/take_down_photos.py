"""`manage.py take_down_photos`: of stories that came down by the clock, photos and clips leave their addresses too."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import ngettext

from articles.models import Article, ClipUse, PhotoUse

SINCE = timedelta(days=2)  # so long may this not have run, and nothing is missed


class Command(BaseCommand):
    help = (
        "Takes the photos and clips of stories that readers lost within two days off their addresses. May be run again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        stories = list(Article.objects.gone_since(now - SINCE, now))
        for story in stories:
            PhotoUse.take_down(story, now)
            ClipUse.take_down(story, now)
        told = ngettext("%(count)d story looked at.", "%(count)d stories looked at.", len(stories))
        self.stdout.write(told % {"count": len(stories)})
