"""Corrections: what was wrong in a story, what is right. Readers see them beside it, and together on their own page."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles import pagestore
from articles.fields import LineField, PlainTextField
from articles.known import Known
from articles.models.due import gone, live
from articles.models.history import Action
from articles.models.refusals import NotNow

CORRECTIONS = "corrections"  # the list of all


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def standing(self) -> CorrectionQuerySet:
        """Those that were not taken back."""
        return self.filter(withdrawn_at=None)

    def shown(self, at: datetime | None = None) -> CorrectionQuerySet:
        """What the public may read: of live stories; and of withdrawn ones, those that were to outlive them."""
        outlived = Q(gone(at, "article__"), outlives=True)
        return self.standing().filter(live(at, "article__") | outlived, at__lte=at or timezone.now())

    def newest_first(self) -> CorrectionQuerySet:
        return self.order_by("-at", "-id")

    def told_of(self, stories: Collection[Any]) -> dict[int, list[Correction]]:
        """Of each story those that stand, in the order in which they were told; no query where none has any."""
        found: dict[int, list[Correction]] = {story.pk: [] for story in stories}
        corrected = [story.pk for story in stories if story.corrected_at]
        for told in TOLD.found(stories=corrected) if corrected else ():
            found[told.article_id].append(told)
        return found

    def for_list(self) -> CorrectionQuerySet:
        """With what a list of corrections shows of each story, in one query."""
        return self.select_related("article__edition", "article__filed_section").defer(
            "article__body", "article__lead", "article__folded",
            "article__edition__body", "article__edition__photos", "article__edition__credits",
        )  # fmt: skip


class Correction(models.Model):
    """Printed under the paper's name: who wrote it down is the desk's to know."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="corrections")
    wrong = PlainTextField(_("what was wrong"))
    right = PlainTextField(_("what is right"))
    apology_to = LineField(
        _("apology to"),
        max_length=300,
        blank=True,
        help_text=_("For example: readers and Mr Lò Văn A. Empty: no apology is printed."),
    )
    outlives = models.BooleanField(
        _("stays when the story is withdrawn"),
        default=False,
        help_text=_("It then stands on the page of corrections, without the story's headline."),
    )
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        default_permissions = ()
        indexes = [
            models.Index(fields=["-at", "-id"], condition=Q(withdrawn_at=None), name="corrections_that_stand"),
        ]

    def __str__(self) -> str:
        return f"{self.wrong} → {self.right}"

    def get_absolute_url(self) -> str:
        """Its place on its story's page."""
        return f"{self.article.get_absolute_url()}#cai-chinh-{self.pk}"


TOLD = Known(lambda stories: Correction.objects.standing().filter(article__in=stories).order_by("at", "id"))
WORDS = ("wrong", "right", "apology_to", "outlives")


class Correctable(models.Model):
    """A story's verbs for them: each tells readers at once, moves the story's modified date and leaves a Change."""

    corrected_at = models.DateTimeField(null=True, editable=False)  # When readers last got another correction.

    # The story's own, in article.py.
    corrections: Any
    is_live: Any
    is_gone: Any
    page_key: Any
    _locked: Any
    _record: Any

    class Meta:
        abstract = True

    def correct(self, by: Any, wrong: str, right: str, at: datetime | None = None, **more: Any) -> Correction:
        """Say what was wrong and what is right; `apology_to`, `outlives` as on the row. The same words are said once.

        Only what readers have had is corrected; for a story that is gone, the correction outlives it.
        """
        at = at or timezone.now()
        told = Correction(wrong=wrong, right=right, at=at, by=by, **more)
        with self._locked():
            if not (self.is_live(at) or self.is_gone(at)):
                raise NotNow(_t("Only what readers have had can be corrected: edit the text instead."))
            told.article, told.outlives = self, told.outlives or self.is_gone(at)  # type: ignore[assignment]
            told.full_clean()
            known: Correction | None = self.corrections.standing().filter(wrong=told.wrong, right=told.right).first()
            if known is not None:
                return known
            told.save()
            self._tell(Action.CORRECTED, by, at, str(told))
        return told

    def amend_correction(self, pk: int, by: Any, at: datetime | None = None, **words: Any) -> Correction:
        """Put a correction in other words; its date stays, the story's modified date moves."""
        at = at or timezone.now()
        with self._locked():
            told = self._standing(pk)
            before = str(told)
            changed = [name for name in WORDS if name in words and words[name] != getattr(told, name)]
            for name in changed:
                setattr(told, name, words[name])
            if changed:
                told.full_clean()
                told.save(update_fields=changed)
                self._tell(Action.AMENDED, by, at, f"{before}\n⇒ {told}")
        return told

    def withdraw_correction(self, pk: int, by: Any, reason: str, at: datetime | None = None) -> None:
        """Take a correction back: it was itself mistaken. It stays on the desk, with the reason."""
        at = at or timezone.now()
        if not reason.strip():
            raise NotNow(_t("Say why the correction is taken back: it is kept with the story."))
        with self._locked():
            told = self.corrections.filter(pk=pk).first()
            if told is None or told.withdrawn_at is not None:
                return
            told.withdrawn_at = at
            told.save(update_fields=["withdrawn_at"])
            self._tell(Action.UNCORRECTED, by, at, f"{told}\n{reason}")

    def _standing(self, pk: int) -> Correction:
        told: Correction | None = self.corrections.standing().filter(pk=pk).first()
        if told is None:
            raise NotNow(_t("That correction has been taken back meanwhile."))
        return told

    def _tell(self, action: str, by: Any, at: datetime, words: str) -> None:
        self.corrected_at = at
        type(self)._default_manager.filter(pk=self.pk).update(corrected_at=at)
        self._record(action, by, at, words)
        pagestore.purge([self.page_key, CORRECTIONS])
