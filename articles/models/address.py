"""Rows with an address of their own: readable, ASCII, unique, and never lost when it changes."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles import text
from articles.models.redirect import Redirect
from articles.models.shown import Shown

TRIES = 5


class Addressed(Shown):
    """A slug made from the row's name where none is typed. A changed slug leaves a redirect behind."""

    slug = models.SlugField(
        _("address"), max_length=80, unique=True, blank=True, help_text=_("Made from the name where left empty.")
    )

    class Meta(Shown.Meta):
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Two rows of equal name saved in one moment get two addresses: the later one tries again."""
        wanted = self.slug or str(self)
        for tried in range(TRIES):
            self.slug = self._free_slug(wanted)
            try:
                with transaction.atomic():
                    before = type(self)._default_manager.filter(pk=self.pk).first() if self.pk else None
                    super().save(*args, **kwargs)
                    if before is not None:
                        self.changed_from(before)
                return
            except IntegrityError:
                if tried == TRIES - 1 or not self._is_taken():
                    raise

    def changed_from(self, before: Any) -> None:
        """What a change of this row brings with it, in the same transaction."""
        if before.slug != self.slug:
            Redirect.moved(before.get_absolute_url(), self.get_absolute_url())

    def get_absolute_url(self) -> str:
        raise NotImplementedError

    def _is_taken(self) -> bool:
        return type(self)._default_manager.filter(slug=self.slug).exclude(pk=self.pk).exists()

    def _free_slug(self, wanted: str) -> str:
        stem = text.slug(wanted) or self._meta.model_name or "x"
        rows = type(self)._default_manager.exclude(pk=self.pk)
        taken = set(rows.filter(Q(slug=stem) | Q(slug__startswith=f"{stem[:72]}-")).values_list("slug", flat=True))
        number, slug = 1, stem
        while slug in taken:
            number += 1
            slug = f"{stem[:72]}-{number}"
        return slug
