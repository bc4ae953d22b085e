"""The house's word list."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from articles.admin.base import FoldedSearch
from articles.models import HouseWord


@admin.register(HouseWord)
class HouseWordAdmin(FoldedSearch):
    list_display = ("avoid", "use", "note")
    search_help_text = _("Words of an entry, with or without diacritics")
    fields = ("avoid", "use", "note")
