"""Words that hold a comment for a person to read, and the reasons that moderators give."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.fields import LineField, PlainTextField


class WordRule(models.Model):
    """A word or phrase. It never rejects by itself: it holds, and marks the place."""

    term = LineField(_("word or phrase"), max_length=80, unique=True)
    note = LineField(_("note"), max_length=200, blank=True)
    is_on = models.BooleanField(_("in force"), default=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("word rule")
        verbose_name_plural = _("word rules")
        ordering = ["term"]

    def __str__(self) -> str:
        return self.term


class ReasonTemplate(models.Model):
    """A reason for rejecting, with the text that the writer will read."""

    name = LineField(_("reason"), max_length=80, unique=True)
    text = PlainTextField(_("text for the writer"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("reason for rejecting")
        verbose_name_plural = _("reasons for rejecting")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name
