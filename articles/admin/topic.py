"""Topics."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from articles.admin.base import FoldedSearch
from articles.models import Topic


@admin.register(Topic)
class TopicAdmin(FoldedSearch):
    list_display = ("headline", "is_closed")
    list_filter = ("is_closed",)
    search_help_text = _("Words of the headline, with or without diacritics")
    fields = ("headline", "description", "photo", "is_closed", "slug")
    raw_id_fields = ("photo",)
    actions = None
