"""A look at a story for somebody without a login: a source, a lawyer. It ends by itself, or when it is taken back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.history import Action, Change

SALT = "preview-link"
DAYS = (1, 3, 7)


class LinkQuerySet(models.QuerySet["PreviewLink"]):
    def open(self, at: datetime | None = None) -> LinkQuerySet:
        return self.filter(expires_at__gt=at or timezone.now(), revoked_at=None)


class PreviewLink(models.Model):
    """The address holds the row's number, signed with the house's secret: nobody guesses one, no table tells one."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="preview_links")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    made_at = models.DateTimeField(_("at"))
    expires_at = models.DateTimeField(_("ends"))
    revoked_at = models.DateTimeField(null=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        default_permissions = ()
        ordering = ["expires_at"]

    def __str__(self) -> str:
        return f"{self.article_id} → {self.expires_at}"

    def get_absolute_url(self) -> str:
        return reverse("shared", args=[signing.Signer(salt=SALT).sign(str(self.pk))])

    @classmethod
    def named(cls, token: str, at: datetime | None = None) -> PreviewLink | None:
        """The open link of an address; None for any other."""
        try:
            number = signing.Signer(salt=SALT).unsign(token)
        except signing.BadSignature:
            return None
        return (
            cls.objects.open(at)
            .select_related("article__section__parent", "article__views", "article__coverage")
            .filter(pk=number)
            .first()
        )

    @classmethod
    def make(cls, article: Any, by: Any, days: int, at: datetime | None = None) -> PreviewLink:
        """One more link, for 1, 3 or 7 days; with a Change row."""
        at, days = at or timezone.now(), days if days in DAYS else DAYS[0]
        with transaction.atomic():
            link = cls.objects.create(article=article, made_by=by, made_at=at, expires_at=at + timedelta(days=days))
            link._record(Action.SHARED, by, at)
        return link

    def revoke(self, by: Any, at: datetime | None = None) -> None:
        """From now on the address leads nowhere; once."""
        at = at or timezone.now()
        with transaction.atomic():
            if PreviewLink.objects.filter(pk=self.pk, revoked_at=None).update(revoked_at=at):
                self._record(Action.UNSHARED, by, at)

    def _record(self, action: str, by: Any, at: datetime) -> None:
        until = f"{timezone.localtime(self.expires_at):%H:%M %d/%m/%Y}"
        facts = {"article": self.article, "version": self.article.version, "reason": until}
        Change.objects.create(action=action, by=by, at=at, **facts)
