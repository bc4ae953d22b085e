"""The paper's few static pages, and the bin in which one lies for thirty days before it is gone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.fields import LineField, PlainTextField, RichTextField
from articles.models.address import Addressed
from articles.models.history import Action, Change
from articles.models.shelf import BIN_STAYS
from articles.models.shown import FRAME


class PageQuerySet(models.QuerySet["Page"]):
    def shown(self) -> PageQuerySet:
        """What readers have, and the desk's list: all but what lies in the bin."""
        return self.filter(binned_at=None)

    def binned(self, at: datetime | None = None) -> PageQuerySet:
        """What can be taken out of the bin, the latest first."""
        return self.filter(binned_at__gt=(at or timezone.now()) - BIN_STAYS).order_by("-binned_at", "-id")

    def bin_overdue(self, at: datetime | None = None) -> PageQuerySet:
        return self.filter(binned_at__lte=(at or timezone.now()) - BIN_STAYS)


class Page(Addressed):
    """About, contact, privacy: what stays, outside the news. Its address stays its own while it lies in the bin."""

    title = LineField(_("title"), max_length=120)
    body = RichTextField(_("text"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)
    binned_at = models.DateTimeField(null=True, editable=False)
    binned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+")
    bin_reason = PlainTextField(blank=True, editable=False)

    objects = PageQuerySet.as_manager()

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["order", "title"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("page", args=[self.slug])

    def page_keys(self) -> list[str]:
        return [self.page_key, FRAME]

    def put_in_bin(self, by: Any, reason: str = "", at: datetime | None = None) -> None:
        """Readers have it no longer; within thirty days it can be taken out again."""
        at = at or timezone.now()
        with transaction.atomic():
            self._lock()
            if self.binned_at is None:
                self.binned_at, self.binned_by, self.bin_reason = at, by, reason
                self.save()
                self._record(Action.BINNED, by, at, reason)

    def take_out_of_bin(self, by: Any, at: datetime | None = None) -> None:
        """Readers have it again, at its address."""
        with transaction.atomic():
            self._lock()
            if self.binned_at is not None:
                self.binned_at, self.binned_by, self.bin_reason = None, None, ""
                self.save()
                self._record(Action.UNBINNED, by, at or timezone.now())

    def delete_for_good(self, by: Any, reason: str = "", at: datetime | None = None) -> None:
        with transaction.atomic():
            self._lock()
            if self.binned_at is not None:
                self._record(Action.DELETED, by, at or timezone.now(), reason or self.bin_reason)
                self.delete()

    def _lock(self) -> None:
        self.refresh_from_db(from_queryset=Page.objects.select_for_update())

    def _record(self, action: str, by: Any, at: datetime, reason: str = "") -> None:
        told = f"{self.get_absolute_url()} {self}\n{reason}".strip()
        Change.objects.create(article=None, action=action, by=by, at=at, reason=told, version=0)
