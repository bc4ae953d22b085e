"""People who are credited."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.admin.base import DeskAdmin
from articles.models import Author
from articles.models.folded import with_words


@admin.register(Author)
class AuthorAdmin(DeskAdmin):
    list_display = ("name", "job", "user")
    list_select_related = ("user",)
    search_fields = ("folded",)
    search_help_text = _("Name, with or without diacritics")
    fields = ("name", "job", "bio", "photo", "user", "slug")
    raw_id_fields = ("photo",)
    actions = None

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Author], search_term: str
    ) -> tuple[QuerySet[Author], bool]:
        return with_words(queryset, search_term), False

    def get_readonly_fields(self, request: HttpRequest, obj: Author | None = None) -> Any:
        """Whose login it is, those decide who keep the logins."""
        return () if request.user.has_perm("auth.change_user") else ("user",)
