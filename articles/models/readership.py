"""Counted views: by hour, in total, what was not counted and why; how far the spool has been read."""

from __future__ import annotations

import secrets
from datetime import UTC, date, datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.history import Action, Change


class ViewHour(models.Model):
    """Views of a story within an hour (UTC)."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="view_hours", db_index=False)
    hour = models.DateTimeField(_("hour"))
    count = models.PositiveIntegerField(_("views"))

    class Meta:
        verbose_name = _("views in an hour")
        verbose_name_plural = _("views by hour")
        constraints = [models.UniqueConstraint(fields=["article", "hour"], name="an_hour_of_a_story_is_one_row")]
        indexes = [models.Index(fields=["hour", "article", "count"], name="views_since")]

    def __str__(self) -> str:
        return f"{self.article_id} {self.hour}: {self.count}"


class ViewDay(models.Model):
    """Views of a story within one of the paper's days: what hours are folded into."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="view_days", db_index=False)
    day = models.DateField(_("day"))
    count = models.PositiveIntegerField(_("views"))

    class Meta:
        verbose_name = _("views in a day")
        verbose_name_plural = _("views by day")
        constraints = [models.UniqueConstraint(fields=["article", "day"], name="a_day_of_a_story_is_one_row")]

    def __str__(self) -> str:
        return f"{self.article_id} {self.day}: {self.count}"


class ViewTotal(models.Model):
    """All views of a story. `base` is what an older system had counted, kept apart."""

    article = models.OneToOneField("articles.Article", models.CASCADE, related_name="views", primary_key=True)
    count = models.PositiveBigIntegerField(_("views"), default=0)
    base = models.PositiveBigIntegerField(_("imported views"), default=0)
    is_excluded = models.BooleanField(_("keep out of “most read”"), default=False)

    class Meta:
        verbose_name = _("views of a story")
        verbose_name_plural = _("views of stories")

    def __str__(self) -> str:
        return str(self.all)

    @property
    def all(self) -> int:
        return self.count + self.base

    @classmethod
    def set_base(cls, story: Any, base: int, by: Any, at: datetime | None = None) -> None:
        """What an older system had counted of this story, kept apart from what is counted here; with a Change row."""
        with transaction.atomic():
            total, _is_new = cls.objects.get_or_create(article=story)
            if total.base == base:
                return
            cls.objects.filter(pk=total.pk).update(base=base)
            Change.objects.create(
                article=story, action=Action.VIEWS_SET, by=by, at=at or timezone.now(), version=story.version,
                reason=f"{total.base} → {base}",
            )  # fmt: skip

    @classmethod
    def exclude(cls, stories: models.QuerySet[Any], is_excluded: bool) -> None:
        """Keep these stories out of “most read”, or let them in again."""
        for pk in stories.values_list("pk", flat=True):
            cls.objects.update_or_create(article_id=pk, defaults={"is_excluded": is_excluded})


class ViewReject(models.Model):
    """How many beacons of a day were not counted, for each reason."""

    day = models.DateField(_("day"))
    reason = models.PositiveSmallIntegerField(_("reason"))
    count = models.PositiveBigIntegerField(_("beacons"))

    class Meta:
        verbose_name = _("beacons not counted")
        verbose_name_plural = _("beacons not counted")
        constraints = [models.UniqueConstraint(fields=["day", "reason"], name="a_reason_of_a_day_is_one_row")]

    def __str__(self) -> str:
        return f"{self.day} {self.reason}: {self.count}"


class SpoolPosition(models.Model):
    """How far a file of the spool has been counted: written in the transaction that counts."""

    segment = models.CharField(max_length=120, unique=True)
    offset = models.PositiveBigIntegerField(default=0)
    read_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("position in the spool")
        verbose_name_plural = _("positions in the spool")

    def __str__(self) -> str:
        return f"{self.segment} {self.offset}"


def new_salt() -> str:
    return secrets.token_hex(32)


class ViewSalt(models.Model):
    """The day's secret under which readers are hashed; thrown away after 48 hours.

    The day is UTC's: it changes on a half hour everywhere, where no flood is being counted.
    """

    day = models.DateField(unique=True)
    secret = models.CharField(max_length=64, default=new_salt)

    class Meta:
        verbose_name = _("salt of a day")
        verbose_name_plural = _("salts of days")

    def __str__(self) -> str:
        return str(self.day)

    @staticmethod
    def day_of(moment: datetime) -> date:
        return moment.astimezone(UTC).date()

    @classmethod
    def of(cls, day: date) -> str:
        """The secret of a day, made by whoever asks first."""
        return cls.objects.get_or_create(day=day)[0].secret


class MostRead(models.Model):
    """A place on a list of most-read stories, as last worked out. Whether a story is live is asked when it is shown."""

    window = models.CharField(max_length=4)
    root = models.ForeignKey("articles.Section", models.CASCADE, null=True, related_name="+")
    place = models.PositiveSmallIntegerField()
    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="most_read")
    views = models.PositiveIntegerField(_("views"))

    class Meta:
        verbose_name = _("most read")
        verbose_name_plural = _("most read")
        indexes = [models.Index(fields=["window", "root", "place"], name="a_most_read_list")]

    def __str__(self) -> str:
        return f"{self.window} {self.root_id or ''} {self.place}: {self.article_id}"
