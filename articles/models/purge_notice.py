"""What ready pages have to go, told to the paper's other hosts: articles/pagestore/bus.py reads it."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class PurgeNotice(models.Model):
    """Written in the transaction of the change that it tells of, read for a minute and a half, then taken away."""

    keys = models.JSONField()
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = "purge notice"
        verbose_name_plural = "purge notices"
        default_permissions = ()

    def __str__(self) -> str:
        return ", ".join(self.keys)
