"""Static pages: about, contact, privacy."""

from __future__ import annotations

from django.contrib import admin

from articles.admin.base import WithEditor
from articles.models import Page


@admin.register(Page)
class PageAdmin(WithEditor):
    list_display = ("title", "slug", "order", "updated_at")
    fields = ("title", "body", "order", "slug")
    actions = None
