"""How a story leaves its readers and comes back to them; and that only what they never had goes into the bin."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _t

from articles import pagestore
from articles.models import filing
from articles.models.bin import Binnable
from articles.models.clip_use import ClipUse
from articles.models.history import Action
from articles.models.photo_use import PhotoUse
from articles.models.refusals import NotNow, NotReady


class Leaving(Binnable):
    """What readers have had is never deleted: it is withdrawn, and kept with the reason."""

    gone_at = models.DateTimeField(null=True, editable=False)

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
            self.status, self.gone_at, self.published_version = "published", None, self.edition.of_version
            self.save(update_fields=["status", "gone_at", "published_version", "folded"])
            filing.file(self, self.edition, self.published_at)
            pagestore.purge(filing.seen_on(self))
            self._record(Action.BROUGHT_BACK, by, at, reason)

    # The bin

    @property
    def may_be_binned(self) -> bool:
        """Readers never had it, and won't by themselves."""
        return self.status != "published" and self.gone_at is None

    def why_it_stays(self) -> str:
        return "" if self.may_be_binned else _t("What readers have or had is withdrawn, never deleted.")

    @property
    def bin_name(self) -> str:
        return f"#{self.pk} {self}"

    def _let_go(self) -> None:
        rows: Any = type(self)._default_manager
        rows.filter(pk=self.pk).update(edition=None)
        self.changes.all().delete()
