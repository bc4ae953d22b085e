"""What the desk remembers of its own people: their language, where they write, how often signing in failed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.masthead import Language

PRESENT = timedelta(seconds=50)  # Two and a half times the page's own interval.


class StaffSettings(models.Model):
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="staff_settings")
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, default=Language.VIETNAMESE)

    class Meta:
        verbose_name = _("staff settings")
        verbose_name_plural = _("staff settings")

    def __str__(self) -> str:
        return str(self.user)


class Presence(models.Model):
    """Somebody has a story open for writing; the desk's page says so again and again while it is looked at."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["article", "user"], name="a_person_is_once_in_a_story")]

    def __str__(self) -> str:
        return str(self.user)

    @classmethod
    def tell(cls, article_id: int, user: Any, at: datetime | None = None) -> None:
        cls.objects.update_or_create(article_id=article_id, user=user, defaults={"at": at or timezone.now()})

    @classmethod
    def others(cls, article_id: int, user: Any, at: datetime | None = None) -> list[str]:
        """Who else has the story open now."""
        since = (at or timezone.now()) - PRESENT
        present = cls.objects.filter(article_id=article_id, at__gte=since).exclude(user=user).select_related("user")
        return [row.user.get_full_name() or row.user.get_username() for row in present.order_by("at")[:5]]


class SignIn(models.Model):
    """One try to sign in. Names and addresses are kept as keyed hashes only, and for 30 days."""

    account = models.CharField(max_length=64)
    address = models.CharField(max_length=64)
    succeeded = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")
        indexes = [
            models.Index(fields=["account", "at"], name="sign_ins_of_an_account"),
            models.Index(fields=["address", "at"], name="sign_ins_from_an_address"),
        ]

    def __str__(self) -> str:
        return f"{self.at} {'✓' if self.succeeded else '✗'}"
