"""Addresses that have moved: a reader who kept the old one arrives."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

OURS = re.compile(r"/(?![/\\])\S*")


class Redirect(models.Model):
    old_path = models.CharField(_("old address"), max_length=300, unique=True)
    new_path = models.CharField(_("new address"), max_length=300)
    at = models.DateTimeField(_("moved at"), auto_now=True)

    class Meta:
        verbose_name = _("moved address")
        verbose_name_plural = _("moved addresses")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(old_path=models.F("new_path")), name="a_redirect_leads_somewhere_else"
            )
        ]

    def __str__(self) -> str:
        return f"{self.old_path} → {self.new_path}"

    def clean(self) -> None:
        """Both are addresses of ours: a redirect leads no reader out of the paper."""
        wrong = _("Write an address of this paper as it follows the host's name, such as /trang/gioi-thieu/.")
        strange = [name for name in ("old_path", "new_path") if not OURS.fullmatch(getattr(self, name))]
        if strange:
            raise ValidationError(dict.fromkeys(strange, wrong))

    @classmethod
    def moved(cls, old: str, new: str) -> None:
        """Lead `old` to `new`. Older redirects to `old` are led on, so that no chain and no loop can arise."""
        with transaction.atomic():
            cls.objects.filter(old_path=new).delete()
            cls.objects.filter(new_path=old).update(new_path=new)
            if old != new:
                cls.objects.update_or_create(old_path=old, defaults={"new_path": new})
