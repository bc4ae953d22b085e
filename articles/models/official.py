"""The house's list of officials: how their names are spelled and what they are, so that no story says otherwise."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles import text
from articles.fields import LineField, PlainTextField
from articles.models.folded import with_words
from articles.naming import Known


class OfficialQuerySet(models.QuerySet["Official"]):
    def search(self, words: str) -> OfficialQuerySet:
        return with_words(self, words)

    def known(self) -> dict[Known, str]:
        """Everybody who is in office, with the words in which they are spoken of. One query."""
        return {official.as_known(): official.spoken() for official in self.filter(is_current=True)}


class Official(models.Model):
    salutation = LineField(_("salutation"), max_length=20, blank=True, default="Ông", help_text=_("Ông, bà, đồng chí."))
    name = LineField(_("name"), max_length=80)
    title = LineField(_("title"), max_length=160, help_text=_("As the paper prints it."))
    other_titles = PlainTextField(
        _("other right titles"), max_length=1000, blank=True, help_text=_("One a line: written out, a second office.")
    )
    other_spellings = PlainTextField(
        _("other spellings"),
        max_length=1000,
        blank=True,
        help_text=_("Wrong ones to look for, one a line. Wrong diacritics are found without being listed."),
    )
    is_current = models.BooleanField(_("in office"), default=True)
    folded = models.CharField(max_length=240, editable=False, default="")

    objects = OfficialQuerySet.as_manager()

    class Meta:
        verbose_name = _("official")
        verbose_name_plural = _("officials")
        ordering = ["title", "name"]

    def __str__(self) -> str:
        return f"{self.name}, {self.title}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded = text.fold(f"{self.name} {self.title}")[:240]
        super().save(*args, **kwargs)

    def spoken(self) -> str:
        return f"{self.salutation} {self.name}".strip()

    def as_known(self) -> Known:
        return Known(self.name, self.title, _lines(self.other_titles), _lines(self.other_spellings))


def _lines(typed: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in typed.splitlines() if line.strip())
