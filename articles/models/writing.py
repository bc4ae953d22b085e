"""What happens to a story's text on the desk: claimed, remembered, brought back. Readers see nothing of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _t

from articles.models import restoring
from articles.models.edition import COPIED, Edition
from articles.models.history import Action, Revision
from articles.models.refusals import NotNow, Stale


class Writing(models.Model):
    # The story's own, in article.py.
    version: Any
    published_version: Any
    edition: Any
    status: Any
    slug: Any
    wanted_slug: Any
    credits: Any
    photos: Any
    revisions: Any
    _locked: Any
    _record: Any

    class Meta:
        abstract = True

    def content(self) -> dict[str, Any]:
        """Everything that an editor may change, as plain values: for a revision."""
        return {
            **{name: getattr(self, name) for name in (*COPIED, "wanted_slug")},
            "credits": [credit.as_printed() for credit in self.credits.select_related("author")],
            "photos": [use.as_printed() for use in self.photos.select_related("photo")],
        }

    def claim(self, version: int) -> None:
        """Make this save the next version, or raise `Stale` where `version` is no longer the story's.

        To be called first in the transaction that saves; a second save waits, then is refused.
        """
        rows: Any = type(self)._default_manager
        moved = rows.filter(pk=self.pk, version=version).update(version=F("version") + 1)
        if not moved:
            raise Stale
        self.version = version + 1

    def remember(self, by: Any, at: datetime | None = None, auto: bool = False, form: str = "") -> Revision:
        """Keep the story's present state for good, with a Change row; once a version.

        Autosaves of one sitting are one in the end: the last, or the save by hand that follows.
        """
        at = at or timezone.now()
        revision, is_news = Revision.keep(self, by, at, auto, form)
        self._is_as_published()
        if is_news:
            self._record(Action.CREATED if self.version == 1 else Action.EDITED, by, at)
        return revision

    def _is_as_published(self) -> None:
        """What was typed and typed back is no edit: the edition that readers have is of this version too."""
        edition: Any = self.edition
        if self.status != "published" or not edition or self.wanted_slug not in {"", self.slug}:
            return
        if edition.of_version != self.version and edition.says_the_same(Edition.of(self)):
            Edition.objects.filter(pk=edition.pk).update(of_version=self.version)
            rows: Any = type(self)._default_manager
            rows.filter(pk=self.pk).update(published_version=self.version)
            edition.of_version = self.published_version = self.version

    def restore(self, version: int, by: Any, at: datetime | None = None) -> None:
        """Bring back the text of an earlier version as a new one; nothing where it is the present text already."""
        at = at or timezone.now()
        with self._locked():
            earlier = self.revisions.filter(version=version).first()
            if earlier is None:
                raise NotNow(_t("That version of the story is not kept."))
            if not earlier.differences(self.content()):
                return
            self.claim(self.version)
            restoring.put_back(self, earlier.content)
            Revision.keep(self, by, at, auto=False)
            self._is_as_published()
            self._record(Action.RESTORED, by, at, f"v{version}")
