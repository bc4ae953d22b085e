"""A reader says that a comment should be looked at."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.fields import PlainTextField
from comments.models.privacy import HashKey

HIDES, PER_NETWORK = 3.0, 2.0  # One network alone, or one person with many devices, never hides a comment.
MOST, WITHIN = 60, timedelta(minutes=10)


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
        verbose_name = pgettext_lazy("comment", "report")
        verbose_name_plural = _("reports")
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["comment", "reporter"], name="a_reader_reports_a_comment_once"),
        ]

    @staticmethod
    def mark(key: HashKey, address: str, device: str) -> str:
        """A reader as far as reports know one: the network's mark, and the device's behind it."""
        return f"{key.pk}:{key.hash('reporters', address)[:16]}:{key.hash('reporter', address, device)[:24]}"

    @property
    def network(self) -> str:
        return self.reporter.rpartition(":")[0]

    @classmethod
    def weight_against(cls, comment: int) -> float:
        """What the reports that nobody has judged yet weigh together."""
        heard: dict[str, float] = {}
        for report in cls.objects.filter(comment=comment, was_right=None):
            heard[report.network] = min(PER_NETWORK, heard.get(report.network, 0) + report.weight)
        return sum(heard.values())

    @classmethod
    def is_flood(cls, reporter: str, at: datetime) -> bool:
        """Whether this network has sent more reports lately than its readers would."""
        same = cls.objects.filter(reporter__startswith=f"{reporter.rpartition(':')[0]}:", at__gt=at - WITHIN)
        return same[:MOST].count() >= MOST

    @classmethod
    def weight_of(cls, reporter: str) -> float:
        """How much a reader's report counts: 1 for a new reader, less for one who was mostly wrong, up to 1.5."""
        judged = cls.objects.filter(reporter=reporter).exclude(was_right=None)
        right, all_ = judged.filter(was_right=True).count(), judged.count()
        return 0.5 + (right + 1) / (all_ + 2)

    def __str__(self) -> str:
        return self.get_ground_display()
