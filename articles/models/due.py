"""What "in the paper" means as of a moment. The one definition: stories and the lists' rows ask it alike."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone


def due(at: datetime | None = None, of: str = "") -> Q:
    """Its hour has come, its take-down time hasn't; `of` a joined row: "bylines__"."""
    now = at or timezone.now()
    return Q(**{f"{of}published_at__lte": now}) & _goes_on(now, of)


def live(at: datetime | None = None, of: str = "") -> Q:
    """A story that the public may read; `of` one that the rows asked for belong to: "article__". A join, for a list of
    a million stories' numbers would be made first where they were looked for in one."""
    return Q(due(at, of), **{f"{of}status": "published"})


def past(at: datetime | None = None, of: str = "") -> Q:
    """What readers had until its take-down time."""
    return Q(**{f"{of}status": "published", f"{of}live_until__lte": at or timezone.now()})


def stays(at: datetime, of: str = "") -> Q:
    """Readers have it, or will when its hour has come."""
    return Q(_goes_on(at, of), **{f"{of}status": "published"})


def gone(at: datetime | None = None, of: str = "") -> Q:
    """Was public, and was withdrawn or has come down by its time."""
    return Q(**{f"{of}status": "withdrawn", f"{of}gone_at__isnull": False}) | past(at, of)


def _goes_on(at: datetime, of: str) -> Q:
    return Q(**{f"{of}live_until": None}) | Q(**{f"{of}live_until__gt": at})


class DueQuerySet(models.QuerySet[Any]):
    def due(self, at: datetime | None = None) -> DueQuerySet:
        """The rows whose story readers have."""
        return self.filter(due(at))
