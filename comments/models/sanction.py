"""A measure against a writer or a network, with an end."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.fields import LineField


class SanctionQuerySet(models.QuerySet["Sanction"]):
    def in_force(self, at: datetime | None = None) -> SanctionQuerySet:
        """Those that hold at `at`: they end by themselves."""
        at = at or timezone.now()
        return self.filter(Q(lifted_at=None) | Q(lifted_at__gt=at), since__lte=at, until__gt=at)

    def against(self, marks: list[str], name: str) -> SanctionQuerySet:
        """Those against this writer: the network's or the writer's mark, the same name behind the network, or the name
        alone where said so."""
        return self.filter(Q(network__in=marks, name__in=["", name]) | Q(network="", name=name))


class Sanction(models.Model):
    """All that a sanctioned writer sends is held, never silently dropped: a network may be a whole town's."""

    network = models.CharField(max_length=48, blank=True, db_index=True)
    name = models.CharField(_("folded name"), max_length=80, blank=True)
    reason = LineField(_("reason"), max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    since = models.DateTimeField(_("since"), default=timezone.now)
    until = models.DateTimeField(_("until"))
    lifted_at = models.DateTimeField(_("lifted at"), null=True, blank=True)

    objects = SanctionQuerySet.as_manager()

    class Meta:
        verbose_name = _("sanction")
        verbose_name_plural = _("sanctions")
        ordering = ["-since"]
        constraints = [
            models.CheckConstraint(condition=~Q(network="", name=""), name="a_sanction_is_against_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.name or self.network} – {self.until:%d/%m/%Y}"

    def lift(self, by: Any, at: datetime | None = None) -> None:
        """End it now. Lifting what has ended changes nothing."""
        Sanction.objects.filter(pk=self.pk, lifted_at=None).update(lifted_at=at or timezone.now())
        self.refresh_from_db()
