"""The breaking ribbon: one line above every page of readers, until a moment. Rows are only ever added."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles import pagestore
from articles.fields import LineField
from articles.models.article import Article
from articles.models.history import Action, Change
from articles.models.masthead import Masthead
from articles.models.refusals import NotNow
from articles.models.shown import FRAME


class Ribbon(models.Model):
    text = LineField(_("text"), max_length=160)
    article = models.ForeignKey(
        Article, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("story")
    )
    set_at = models.DateTimeField(_("set at"))
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    until = models.DateTimeField(_("until"))
    ended_at = models.DateTimeField(_("ended at"), null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("breaking ribbon")
        verbose_name_plural = _("breaking ribbon")
        ordering = ["-pk"]
        default_permissions = ()
        permissions = [("set_ribbon", "Can set the breaking ribbon")]

    def __str__(self) -> str:
        return self.text

    @classmethod
    def hang(
        cls, text: str, until: datetime, by: Any, article: Article | None = None, at: datetime | None = None
    ) -> Ribbon:
        """Readers have it on every page until then; one that hangs already is taken down. Pressed twice it is one."""
        at = at or timezone.now()
        if until <= at:
            raise NotNow(_t("Choose an end that is still to come."))
        with transaction.atomic():
            paper = cls._paper()
            old = paper.ribbon
            if old and old.holds(at) and (old.text, old.until, old.article) == (text, until, article):
                return old
            if old and old.holds(at):
                old._take_down(by, at)
            ribbon = cls.objects.create(text=text, article=article, set_at=at, set_by=by, until=until)
            Masthead.objects.filter(pk=paper.pk).update(ribbon=ribbon)
            ribbon._record(Action.RIBBON_SET, by, at)
            pagestore.purge([FRAME])
        return ribbon

    def end(self, by: Any, at: datetime | None = None) -> None:
        """Readers have it no longer, before its time."""
        at = at or timezone.now()
        with transaction.atomic():
            self._paper()
            self.refresh_from_db()
            if self.holds(at):
                self._take_down(by, at)

    def holds(self, at: datetime | None = None) -> bool:
        return self.ended_at is None and self.until > (at or timezone.now())

    def address(self) -> str:
        """Where it leads: to its story while readers have that."""
        return self.article.get_absolute_url() if self.article and self.article.is_live() else ""

    @staticmethod
    def _paper() -> Masthead:
        """The masthead's row, made where there is none, and nobody else's until we are done."""
        Masthead.objects.get_or_create(pk=1)
        return Masthead.objects.select_for_update(of=("self",)).select_related("ribbon").get(pk=1)

    def _take_down(self, by: Any, at: datetime) -> None:
        self.ended_at, self.ended_by = at, by
        self.save(update_fields=["ended_at", "ended_by"])
        self._record(Action.RIBBON_ENDED, by, at)
        pagestore.purge([FRAME])

    def _record(self, action: str, by: Any, at: datetime) -> None:
        if self.article:
            Change.objects.create(
                article=self.article, action=action, by=by, at=at, reason=self.text, version=self.article.version
            )
