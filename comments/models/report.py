"""A reader says that a comment should be looked at."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.fields import PlainTextField


class Ground(models.TextChoices):
    INSULT = "insult", _("insult or hate")
    FALSE = "false", _("false information")
    ADVERT = "advert", _("advertising or fraud")
    PRIVATE = "private", _("private data")
    OTHER = "other", _("something else")


class Report(models.Model):
    """One report of a comment, one a reader; the reader is known only as a keyed hash."""

    comment = models.ForeignKey("comments.Comment", models.CASCADE, related_name="reports")
    reporter = models.CharField(max_length=48, db_index=True)
    ground = models.CharField(_("ground"), max_length=8, choices=Ground.choices)
    note = PlainTextField(_("note"), blank=True, max_length=300)
    weight = models.FloatField(_("weight"), default=1.0)
    was_right = models.BooleanField(_("was right"), null=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["comment", "reporter"], name="a_reader_reports_a_comment_once"),
        ]

    @classmethod
    def weight_of(cls, reporter: str) -> float:
        """How much a reader's report counts: 1 for a new reader, less for one who was mostly wrong, up to 1.5."""
        judged = cls.objects.filter(reporter=reporter).exclude(was_right=None)
        right, all_ = judged.filter(was_right=True).count(), judged.count()
        return 0.5 + (right + 1) / (all_ + 2)

    def __str__(self) -> str:
        return self.get_ground_display()
