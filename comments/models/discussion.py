"""Where and how readers may talk: for the whole paper, and under one story."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.validators import validate_email
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import pagestore
from articles.models import Article


def talk_of(article_id: int) -> str:
    """The key of the pages that show what readers say of a story."""
    return f"talk:{article_id}"


class Mode(models.TextChoices):
    PRE = "pre", _("read by a moderator first")
    OPEN = "open", _("shown at once unless a rule holds it")
    CLOSED = "closed", _("closed")


class HouseRules(models.Model):
    """The paper's own choices about comments; one row."""

    mode = models.CharField(_("comments are"), max_length=6, choices=Mode.choices, default=Mode.PRE)
    closes_after_days = models.PositiveSmallIntegerField(
        _("close after days"), default=14, help_text=_("0: never by age.")
    )
    digest_to = models.TextField(
        _("digest of the queue to"), blank=True, help_text=_("E-mail addresses, one a line. Empty: no digest.")
    )

    class Meta:
        verbose_name = _("rules of the house")
        verbose_name_plural = _("rules of the house")
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="a_paper_has_one_set_of_comment_rules")]

    def __str__(self) -> str:
        return str(self.get_mode_display())

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        pagestore.purge(["comment rules"])

    def clean(self) -> None:
        for address in self.digest_to.split():
            validate_email(address)

    @classmethod
    def current(cls) -> HouseRules:
        return cls.objects.filter(pk=1).first() or cls(pk=1)


class Discussion(models.Model):
    """A choice made for one story. A person's choice survives the closing by age."""

    article = models.OneToOneField(
        Article, models.CASCADE, related_name="discussion", primary_key=True, verbose_name=_("story")
    )
    mode = models.CharField(_("comments are"), max_length=6, choices=Mode.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("comments under a story")
        verbose_name_plural = _("comments under stories")

    def __str__(self) -> str:
        return str(self.get_mode_display())

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        pagestore.purge([talk_of(self.article_id)])

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        pagestore.purge([talk_of(self.article_id)])
        return super().delete(*args, **kwargs)

    @classmethod
    def mode_of(cls, article: Article, at: datetime | None = None) -> str:
        """How readers may talk under this story at `at`. One query."""
        by_hand, by_house, days = cls.facts_of(article.pk).first() or (None, None, None)
        return cls.judged(article, by_hand, by_house, days, at)

    @classmethod
    def facts_of(cls, pk: int, **more: models.Subquery) -> models.QuerySet[Any, Any]:
        """What `judged` decides by, and `more`, of the story `pk`."""
        house = HouseRules.objects.filter(pk=1)
        asked = {
            "by_hand": models.Subquery(cls.objects.filter(article=pk).values("mode")[:1]),
            "by_house": models.Subquery(house.values("mode")[:1]),
            "days": models.Subquery(house.values("closes_after_days")[:1]),
            **more,
        }
        return Article.objects.filter(pk=pk).order_by().values_list(*asked.values())

    @staticmethod
    def judged(
        article: Article,
        by_hand: str | None,
        by_house: str | None,
        days: int | None,
        at: datetime | None = None,
    ) -> str:
        """A person's choice; else closed by age; else as the house has it."""
        pagestore.note("comment rules", talk_of(article.pk))
        if by_hand:
            return by_hand
        days = 14 if days is None else days
        age = (at or timezone.now()) - (article.published_at or timezone.now())
        return Mode.CLOSED if days and age > timedelta(days=days) else by_house or Mode.PRE
