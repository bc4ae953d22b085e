"""What the CDN in front has still to be told is void: articles/pagestore/cdn.py tells it, and takes it away."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

AGAIN = timedelta(seconds=5)  # Then whatever was on its way to the CDN has long arrived.


def soon() -> datetime:
    return timezone.now() + AGAIN


class CdnPurge(models.Model):
    """Written in the transaction of the change. `due` is when it is told for the last time, if that is confirmed."""

    keys = models.JSONField()
    due = models.DateTimeField(default=soon, db_index=True)
    tries = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "CDN purge"
        verbose_name_plural = "CDN purges"
        default_permissions = ()

    def __str__(self) -> str:
        return ", ".join(self.keys)
