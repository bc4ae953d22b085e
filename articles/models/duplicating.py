"""A story as the beginning of another: same text, section, topics, photos and credits; a new number, nobody's yet."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from articles.models import restoring
from articles.models.history import Action


class Duplicable(models.Model):
    pk: Any
    created_by: Any
    content: Any

    class Meta:
        abstract = True

    def duplicate(self, by: Any, at: datetime | None = None) -> Any:
        """A new draft of `by`'s with all that the desk has of this one but its address and its past."""
        at = at or timezone.now()
        with transaction.atomic():
            copy: Any = type(self)()
            copy.created_by, copy.created_at, copy.saved_at = by, at, at
            copy.save()
            restoring.put_back(copy, {**self.content(), "wanted_slug": ""})
            copy.remember(by, at)
            copy._record(Action.DUPLICATED, by, at, f"#{self.pk}")
        return copy
