"""When a story stands in the paper: from its hour until its take-down time, and never before an embargo ends.

Nothing runs at those moments: whoever asks, asks as of a moment.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles import pagestore, text
from articles.models import filing
from articles.models.history import Action
from articles.models.refusals import NotNow


class Timed(models.Model):
    """Written by these verbs alone."""

    live_until = models.DateTimeField(_("comes down at"), null=True, editable=False)
    embargo_until = models.DateTimeField(_("embargo until"), null=True, editable=False)

    # The story's own, in article.py.
    status: Any
    published_at: Any
    is_live: Any
    is_scheduled: Any
    _locked: Any
    _record: Any

    class Meta:
        abstract = True

    def is_past(self, at: datetime | None = None) -> bool:
        """Readers had it, until its take-down time."""
        ended = self.live_until is not None and self.live_until <= (at or timezone.now())
        return self.status == "published" and ended

    def is_embargoed(self, at: datetime | None = None) -> bool:
        """The row's own answer to `embargoed()`."""
        return self.embargo_until is not None and self.embargo_until > (at or timezone.now())

    def end_at(self, until: datetime | None, by: Any, at: datetime | None = None) -> None:
        """Readers have the story until then, and no longer; with None it stays. A story that has come down is back at
        once where its time is taken away or put off."""
        at = at or timezone.now()
        with self._locked():
            if until == self.live_until:
                return
            if until is not None and until <= at:
                raise NotNow(_t("That moment has passed. Choose a later one, or withdraw the story."))
            if until is not None and self.status == "published" and until <= self.published_at:
                sentence = _t("Readers get the story only at %(moment)s: it can't come down before.")
                raise NotNow(sentence % {"moment": text.coming_date(self.published_at, at)})
            self.live_until = until
            self._keep("live_until")
            filing.set_end(self)
            if self.status == "published":
                pagestore.purge(filing.seen_on(self))
            said = text.coming_date(until, at) if until else _t("no take-down time")
            self._record(Action.ENDS_SET, by, at, said)

    def embargo(self, until: datetime | None, by: Any, reason: str = "", at: datetime | None = None) -> None:
        """The story can't reach readers before then; with None the embargo is lifted."""
        at = at or timezone.now()
        with self._locked():
            if until == self.embargo_until:
                return
            if until is not None and until <= at:
                raise NotNow(_t("That moment has passed. Choose a later one."))
            if until is not None and self.is_live(at):
                raise NotNow(_t("Readers already have this story: withdraw it first."))
            if until is not None and self.is_scheduled(at) and self.published_at < until:
                sentence = _t("The story is scheduled for %(moment)s: schedule it for later first.")
                raise NotNow(sentence % {"moment": text.coming_date(self.published_at, at)})
            self.embargo_until = until
            self._keep("embargo_until")
            said = text.coming_date(until, at) if until else _t("embargo lifted")
            self._record(Action.EMBARGOED, by, at, f"{said} {reason}".strip())

    def untimely(self, when: datetime, now: datetime | None = None) -> list[str]:
        """What stands against readers getting the story at `when`, a sentence each."""
        now, found = now or timezone.now(), list[str]()
        if self.embargo_until is not None and when < self.embargo_until:
            sentence = _t("The story is under embargo until %(moment)s: schedule it for then or later.")
            found.append(sentence % {"moment": text.coming_date(self.embargo_until, now)})
        if self.live_until is not None and self.live_until <= max(when, now):
            sentence = _t("Its take-down time is %(moment)s: choose a later one, or none.")
            found.append(sentence % {"moment": text.coming_date(self.live_until, now)})
        return found

    def _keep(self, name: str) -> None:
        type(self)._default_manager.filter(pk=self.pk).update(**{name: getattr(self, name)})
