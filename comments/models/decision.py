"""What was decided about a comment, by whom and why: rows that are only ever added."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.fields import PlainTextField


class Actor(models.TextChoices):
    PERSON = "person", _("moderator")
    RULE = "rule", _("rule")
    WRITER = "writer", _("its writer")
    IMPORT = "import", _("import")
    SYSTEM = "system", _("system")


class Decision(models.Model):
    """A comment's step from one state to another. Undoing writes another row that points at this one."""

    comment = models.ForeignKey("comments.Comment", models.CASCADE, related_name="decisions")
    was = models.CharField(_("was"), max_length=10, blank=True)
    became = models.CharField(_("became"), max_length=10)
    actor = models.CharField(_("decided by"), max_length=8, choices=Actor.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("moderator")
    )
    rule = models.CharField(_("rule"), max_length=40, blank=True)
    reason = models.CharField(_("reason"), max_length=80, blank=True)
    public_note = PlainTextField(_("note for the writer"), blank=True)
    private_note = PlainTextField(_("note for the desk"), blank=True)
    evidence = models.JSONField(_("evidence"), default=list)
    batch = models.UUIDField(_("batch"), null=True, db_index=True)
    undoes = models.OneToOneField("self", models.CASCADE, null=True, related_name="undone_by")
    at = models.DateTimeField(_("at"), db_index=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["comment", "-id"], name="decisions_on_a_comment")]

    def __str__(self) -> str:
        return f"{self.was} → {self.became}"
