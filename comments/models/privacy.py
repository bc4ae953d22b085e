"""Addresses are never kept: only keyed hashes, under a key that is changed and, in time, thrown away."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

CHANGED_AFTER = timedelta(days=30)
DELETED_AFTER = timedelta(days=90)


def new_secret() -> str:
    return secrets.token_hex(32)


class HashKey(models.Model):
    """A key for hashes. Once it is deleted nobody, we included, can find an address's comments."""

    secret = models.CharField(max_length=64, default=new_secret)
    made_at = models.DateTimeField(default=timezone.now, db_index=True)
    day = models.DateField(unique=True)

    class Meta:
        verbose_name = _("hash key")
        verbose_name_plural = _("hash keys")

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d}"

    @classmethod
    def living(cls, at: datetime | None = None) -> Sequence[HashKey]:
        """The keys that can still be asked, the one in force first: a new one each 30 days; those older than 90 days
        are deleted on the way. A reader whom an older key knows is known until then."""
        at = at or timezone.now()
        keys = list(cls.objects.order_by("-made_at", "-pk"))
        if not keys or keys[0].made_at < at - CHANGED_AFTER:
            cls.objects.filter(made_at__lt=at - DELETED_AFTER).delete()
            cls.objects.get_or_create(day=timezone.localdate(at), defaults={"made_at": at})
            keys = list(cls.objects.order_by("-made_at", "-pk"))
        return keys

    @classmethod
    def current(cls, at: datetime | None = None) -> HashKey:
        """The key in force."""
        return cls.living(at)[0]

    def mark(self, *parts: object) -> str:
        """A hash of `parts` with this key's number: `7:3fa0…`."""
        return f"{self.pk}:{self.hash(*parts)}"

    def hash(self, *parts: object) -> str:
        """32 hexadecimal digits that stand for `parts` under this key."""
        message = "\x1f".join(str(part) for part in parts).encode()
        return hmac.new(self.secret.encode(), message, hashlib.sha256).hexdigest()[:32]
