"""The paper's few static pages."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.addresses import address_of
from articles.fields import LineField, RichTextField
from articles.models.address import Addressed
from articles.models.bin import Binnable, BinQuerySet
from articles.models.shown import FRAME


class PageQuerySet(BinQuerySet):
    def shown(self) -> PageQuerySet:
        """What readers have, and the desk's list: all but what lies in the bin."""
        return self.kept()


class Page(Binnable, Addressed):
    """About, contact, privacy: what stays, outside the news. Its address stays its own while it lies in the bin."""

    title = LineField(_("title"), max_length=120)
    body = RichTextField(_("text"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    objects = PageQuerySet.as_manager()

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["order", "title"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address_of("page", self.slug)

    def page_keys(self) -> list[str]:
        return [self.page_key, FRAME]

    @property
    def bin_name(self) -> str:
        return f"{self.get_absolute_url()} {self}"
