"""How a story leaves its readers and comes back to them; how a draft goes into the bin, out of it, or for good."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles import pagestore
from articles.fields import LineField
from articles.models import filing
from articles.models.clip_use import ClipUse
from articles.models.history import Action, Change
from articles.models.photo_use import PhotoUse
from articles.models.refusals import NotNow, NotReady


class Leaving(models.Model):
    """What readers have had is never deleted: it is withdrawn, and kept with the reason."""

    gone_at = models.DateTimeField(null=True, editable=False)
    binned_at = models.DateTimeField(_("put in the bin at"), null=True, editable=False)
    binned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )
    bin_reason = LineField(_("reason"), max_length=500, blank=True, editable=False, default="")

    # The story's own, in article.py.
    pk: Any
    status: Any
    published_at: Any
    edition: Any
    is_live: Any
    is_past: Any
    live_until: Any
    untimely: Any
    changes: Any
    save: Any
    version: Any
    _locked: Any
    _record: Any

    class Meta:
        abstract = True

    def withdraw(self, by: Any, reason: str, at: datetime | None = None) -> None:
        """Take the story away from readers, everywhere and at once; it stays on the desk with the reason."""
        at = at or timezone.now()
        if not reason.strip():
            raise NotNow(_t("Say why the story is withdrawn: it is kept with the story."))
        with self._locked():
            if self.status == "withdrawn":
                return
            if self.status != "published":
                raise NotNow(_t("Only a published story can be withdrawn."))
            self.gone_at = at if self.is_live(at) else self.live_until if self.is_past(at) else self.gone_at
            self.status = "withdrawn"
            self.save(update_fields=["status", "gone_at", "folded"])
            pagestore.purge(filing.seen_on(self))
            filing.take_out(self)
            self._record(Action.WITHDRAWN, by, at, reason)
            transaction.on_commit(partial(PhotoUse.take_down, self, at), robust=True)
            transaction.on_commit(partial(ClipUse.take_down, self, at), robust=True)

    def bring_back(self, by: Any, reason: str = "", at: datetime | None = None) -> None:
        """Readers have the story again as they last had it: the same edition, date, address, comments and places.

        What the desk has written since waits for its own button.
        """
        at = at or timezone.now()
        with self._locked():
            if self.status == "published":
                return
            if self.status != "withdrawn" or self.gone_at is None:
                raise NotNow(_t("Readers never had this story: publish or schedule it."))
            if against := self.untimely(max(self.published_at, at), at):
                raise NotReady(against)
            self.status, self.gone_at = "published", None
            self.save(update_fields=["status", "gone_at", "folded"])
            filing.file(self, self.edition, self.published_at)
            pagestore.purge(filing.seen_on(self))
            self._record(Action.BROUGHT_BACK, by, at, reason)

    # The bin

    @property
    def may_be_binned(self) -> bool:
        """Readers never had it, and won't by themselves."""
        return self.status != "published" and self.gone_at is None

    def put_in_bin(self, by: Any, reason: str = "", at: datetime | None = None) -> None:
        """Off the desk, for thirty days within which it can be taken out again."""
        at = at or timezone.now()
        with self._locked():
            if self.binned_at is not None:
                return
            if not self.may_be_binned:
                raise NotNow(_t("What readers have or had is withdrawn, never deleted."))
            self.binned_at, self.binned_by, self.bin_reason = at, by, reason
            self._keep_bin()
            self._record(Action.BINNED, by, at, reason)

    def take_out_of_bin(self, by: Any, at: datetime | None = None) -> None:
        """Back on the desk, as it was."""
        with self._locked():
            if self.binned_at is None:
                return
            self.binned_at, self.binned_by, self.bin_reason = None, None, ""
            self._keep_bin()
            self._record(Action.UNBINNED, by, at or timezone.now())

    def delete_for_good(self, by: Any, reason: str = "", at: datetime | None = None) -> None:
        """Nothing is left of it but a row that says who deleted what, when and why. Only what lies in the bin."""
        with self._locked():
            if self.binned_at is None or not self.may_be_binned:
                raise NotNow(_t("Only what lies in the bin is deleted for good."))
            told = f"#{self.pk} {self}\n{reason or self.bin_reason}".strip()
            facts = {"by": by, "at": at or timezone.now(), "reason": told, "version": self.version}
            rows: Any = type(self)._default_manager
            rows.filter(pk=self.pk).update(edition=None)
            self.changes.all().delete()
            self.delete()
            Change.objects.create(article=None, action=Action.DELETED, **facts)

    def _keep_bin(self) -> None:
        self.save(update_fields=["binned_at", "binned_by", "bin_reason", "folded"])
