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
    goes_on = Q(**{f"{of}live_until": None}) | Q(**{f"{of}live_until__gt": now})
    return Q(**{f"{of}published_at__lte": now}) & goes_on


class DueQuerySet(models.QuerySet[Any]):
    def due(self, at: datetime | None = None) -> DueQuerySet:
        """The rows whose story readers have."""
        return self.filter(due(at))
