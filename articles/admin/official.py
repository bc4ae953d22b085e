"""The house's list of officials."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from articles.admin.base import FoldedSearch
from articles.models import Official


@admin.register(Official)
class OfficialAdmin(FoldedSearch):
    list_display = ("name", "title", "is_current")
    list_filter = ("is_current",)
    search_help_text = _("Name or title, with or without diacritics")
    fields = (("salutation", "name"), "title", "other_titles", "other_spellings", "is_current")
    actions = None
