"""The house's words: what the paper doesn't write, and what it writes instead."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles import text
from articles.fields import LineField
from articles.models.folded import with_words

MOST = 2000  # entries that a writer's page carries


class HouseWordQuerySet(models.QuerySet["HouseWord"]):
    def search(self, words: str) -> HouseWordQuerySet:
        """Those that have all the words, with or without diacritics."""
        found: HouseWordQuerySet = with_words(self, words)
        return found

    def as_data(self) -> list[dict[str, str]]:
        """What the desk's browser needs to find them. One query."""
        return list(self.order_by("key").values("avoid", "use", "note")[:MOST])


class HouseWord(models.Model):
    """Met as it is written, with its tones: "ma túy" is neither "ma tuy" nor "má túy". Case, and the vowel that bears
    the tone, make no difference, unless they are what the entry is about ("hoà" → "hòa", "Covid" → "COVID")."""

    avoid = LineField(_("we don't write"), max_length=80)
    use = LineField(
        _("we write"), max_length=80, blank=True, help_text=_("Left empty where it depends: the note says on what.")
    )
    note = LineField(_("note"), max_length=200, blank=True, help_text=_("Why, or where it is right nevertheless."))
    key = models.CharField(max_length=120, unique=True, editable=False)
    folded = models.CharField(max_length=200, editable=False, default="")

    objects = HouseWordQuerySet.as_manager()

    class Meta:
        verbose_name = _("house word")
        verbose_name_plural = _("house words")
        ordering = ["key"]

    def __str__(self) -> str:
        return f"{self.avoid} → {self.use or '?'}"

    def clean(self) -> None:
        avoid, use = text.clean_line(self.avoid), text.clean_line(self.use)
        if not any(char.isalnum() for char in avoid):
            raise ValidationError({"avoid": _t("Write a word: there is no letter in it.")})
        if avoid == use:
            raise ValidationError({"use": _t("Both are the same.")})
        if not use and not text.clean_line(self.note):
            raise ValidationError({"use": _t("Say what we write instead, or explain in the note.")})
        like = HouseWord.objects.filter(key=_key(avoid)).exclude(pk=self.pk).first()
        if like is not None:
            raise ValidationError({"avoid": _t("This is in the list already: %(entry)s") % {"entry": like}})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = _key(self.avoid)
        self.folded = text.fold(f"{self.avoid} {self.use}")[:200]
        super().save(*args, **kwargs)


def _key(words: str) -> str:
    return text.spelling(words)[:120]
