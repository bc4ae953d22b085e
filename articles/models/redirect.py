"""Addresses that have moved or are gone: a reader who kept the old one arrives, or reads that nothing is left."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Kind(models.IntegerChoices):
    MOVED = 301, _("moved for good (301)")
    FOR_NOW = 302, _("elsewhere for now (302)")
    GONE = 410, _("gone (410)")


class Redirect(models.Model):
    old_path = models.CharField(_("old address"), max_length=300, unique=True)
    new_path = models.CharField(
        _("new address"), max_length=300, blank=True, help_text=_("Left empty for what is gone.")
    )
    kind = models.PositiveSmallIntegerField(_("kind"), choices=Kind.choices, default=Kind.MOVED)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("moved at"), auto_now=True)

    class Meta:
        verbose_name = _("moved address")
        verbose_name_plural = _("moved addresses")
        permissions = [("redirect_elsewhere", "Can lead readers to other sites")]
        constraints = [
            models.CheckConstraint(condition=~Q(old_path=F("new_path")), name="a_redirect_leads_somewhere_else"),
            models.CheckConstraint(
                condition=Q(kind=Kind.GONE, new_path="") | (~Q(kind=Kind.GONE) & ~Q(new_path="")),
                name="a_redirect_leads_somewhere_unless_it_is_gone",
                violation_error_message=_("Say where it leads, or that it is gone (410)."),
            ),
        ]
        indexes = [models.Index(fields=["new_path"], name="redirects_by_their_end")]

    def __str__(self) -> str:
        return f"{self.old_path} → {self.new_path or Kind.GONE.value}"

    @classmethod
    def moved(cls, old: str, new: str, kind: int = Kind.MOVED, by: Any = None) -> None:
        """Lead `old` to `new`, by hand where `by` is somebody. Older redirects to `old` are led on, so that no chain
        and no loop can arise. An empty `new` says that `old` is gone, and what led there with it.
        """
        with transaction.atomic():
            if new:
                cls.objects.filter(old_path=new).delete()
            ended = {} if new else {"kind": Kind.GONE}
            cls.objects.filter(new_path=old).update(new_path=new, **ended)
            if old != new:
                facts = {"new_path": new, "kind": kind if new else Kind.GONE, "by": by}
                cls.objects.update_or_create(old_path=old, defaults=facts)
