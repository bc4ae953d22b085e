"""What the desk remembers of its own people: their language, and how often signing in failed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.masthead import Language


class StaffSettings(models.Model):
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="staff_settings")
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, default=Language.VIETNAMESE)

    class Meta:
        verbose_name = _("staff settings")
        verbose_name_plural = _("staff settings")

    def __str__(self) -> str:
        return str(self.user)


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
