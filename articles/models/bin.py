"""The bin: what is deleted at the desk lies in it for thirty days, can be taken out again, and only then is gone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from math import ceil
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models.deletion import get_candidate_relations_to_delete
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles.fields import LineField
from articles.models.history import Action, Change
from articles.models.refusals import NotNow

BIN_STAYS = timedelta(days=30)
LONGEST = 500  # characters of a reason
NAMED = 5


class BinQuerySet(models.QuerySet[Any]):
    def kept(self) -> Self:
        """All but what lies in the bin."""
        return self.filter(binned_at=None)

    def to_use(self) -> Self:
        """Those that something new may show; nobody puts one in the bin while it is written. In a transaction."""
        return self.kept().select_for_update(no_key=True)

    def in_bin(self, at: datetime | None = None) -> Self:
        """What can be taken out of the bin, the latest first."""
        return self.filter(binned_at__gt=(at or timezone.now()) - BIN_STAYS).order_by("-binned_at", "-id")

    def bin_overdue(self, at: datetime | None = None) -> Self:
        """What has lain in the bin for thirty days: nobody finds it there any more, and `empty_bin` deletes it."""
        return self.filter(binned_at__lte=(at or timezone.now()) - BIN_STAYS)


class Binnable(models.Model):
    """What is deleted by way of the bin."""

    binned_at = models.DateTimeField(_("put in the bin at"), null=True, editable=False)
    binned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )
    bin_reason = LineField(_("reason"), max_length=LONGEST, blank=True, editable=False, default="")

    class Meta:
        abstract = True

    def why_it_stays(self) -> str:
        """A sentence where it may not be deleted; empty where it may."""
        return ""

    def put_in_bin(self, by: Any, reason: str = "", at: datetime | None = None) -> None:
        """Off the desk, and off readers' pages; for thirty days it can be taken out again."""
        at = at or timezone.now()
        with self._locked():
            if self.binned_at is not None:
                return
            if refusal := self.why_it_stays():
                raise NotNow(refusal)
            self._set_bin(at, by, reason[:LONGEST])
            self._record(Action.BINNED, by, at, reason)

    def take_out_of_bin(self, by: Any, at: datetime | None = None) -> None:
        """Back where it was, as it was."""
        with self._locked():
            if self.binned_at is None:
                return
            self._set_bin(None, None, "")
            self._record(Action.UNBINNED, by, at or timezone.now())

    def delete_for_good(self, by: Any, reason: str = "", at: datetime | None = None) -> None:
        """Nothing is left of it but a row that says who deleted what, when and why. Only what lies in the bin."""
        with self._locked():
            if self.binned_at is None:
                raise NotNow(_t("Only what lies in the bin is deleted for good."))
            if refusal := self.why_it_stays():
                raise NotNow(refusal)
            told = f"{self.bin_name}\n{reason or self.bin_reason}".strip()
            facts = {"by": by, "at": at or timezone.now(), "reason": told, "version": getattr(self, "version", 0)}
            self._let_go()
            self.delete()
            Change.objects.create(article=None, action=Action.DELETED, **facts)

    @property
    def bin_name(self) -> str:
        """What it is called once it is gone."""
        return f"{capfirst(self._meta.verbose_name)} #{self.pk} {self}"

    def days_left(self, at: datetime | None = None) -> int:
        """Within so many days it can be taken out, the one that has begun among them."""
        left = (self.binned_at + BIN_STAYS - (at or timezone.now())) if self.binned_at else BIN_STAYS
        return max(ceil(left / timedelta(days=1)), 0)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Look at the row as it is now, and let nobody else change it until we are done."""
        with transaction.atomic():
            self.refresh_from_db(from_queryset=type(self)._default_manager.select_for_update())
            yield

    def _set_bin(self, at: datetime | None, by: Any, reason: str) -> None:
        self.binned_at, self.binned_by, self.bin_reason = at, by, reason
        self.save(update_fields=["binned_at", "binned_by", "bin_reason"])

    def _let_go(self) -> None:
        """What holds on to the row and is deleted with it."""

    def _record(self, action: str, by: Any, at: datetime, reason: str = "") -> None:
        told = f"{self.bin_name}\n{reason}".strip()
        Change.objects.create(article=None, action=action, by=by, at=at, reason=told, version=0)


class Usable(Binnable):
    """What stories and other rows show. It stays as long as one of them does."""

    class Meta:
        abstract = True

    def why_it_stays(self) -> str:
        names = ", ".join(f"“{row}”" for row in self.shown_by())
        return _t("It is in use and stays: %(stories)s.") % {"stories": names} if names else ""

    def shown_by(self) -> list[Any]:
        """Five at most: what holds on to it by a key (a use, an edition's too, as its story), and `named_by()`."""
        found: dict[Any, Any] = {}
        of: Any = self._meta
        relations: Iterable[Any] = get_candidate_relations_to_delete(of)
        for relation in relations:
            if relation.on_delete is models.PROTECT:
                rows = relation.related_model._base_manager.filter(**{relation.field.name: self})
                found |= {row: row for row in map(_story_of, rows.order_by("-pk")[:NAMED])}
        return [*{**found, **{row: row for row in self.named_by()[:NAMED]}}][:NAMED]

    def named_by(self) -> models.QuerySet[Any]:
        """Stories that name it in what they have written, where the database knows of no key. Seldom asked: it looks
        through the texts."""
        raise NotImplementedError


def _story_of(row: Any) -> Any:
    return getattr(row, "article", row)
