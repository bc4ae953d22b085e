"""What people of the desk tell each other about a draft: open until somebody resolves it. Readers never see it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles.fields import PlainTextField
from articles.models.refusals import NotNow


class NoteQuerySet(models.QuerySet["Note"]):
    def open(self) -> NoteQuerySet:
        return self.filter(resolved_at=None)


class Note(models.Model):
    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="notes")
    text = PlainTextField(_("note"), max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    resolved_at = models.DateTimeField(null=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        default_permissions = ()
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.text[:60]

    @classmethod
    def write(cls, article: Any, by: Any, text: str, at: datetime | None = None) -> Note:
        """A note on the story; the same words by the same person, still open, are that note."""
        words = text.strip()[:2000]
        if not words:
            raise NotNow(_t("Write something into the note."))
        with transaction.atomic():
            type(article).objects.select_for_update().get(pk=article.pk)
            same = cls.objects.open().filter(article=article, by=by, text=words).first()
            return same or cls.objects.create(article=article, by=by, text=words, at=at or timezone.now())

    def resolve(self, by: Any, at: datetime | None = None) -> None:
        """Done with; who and when stay with the note. Once."""
        fresh = Note.objects.open().filter(pk=self.pk)
        fresh.update(resolved_by=by, resolved_at=at or timezone.now())
        self.refresh_from_db()

    def reopen(self) -> None:
        Note.objects.filter(pk=self.pk).update(resolved_by=None, resolved_at=None)
        self.refresh_from_db()
