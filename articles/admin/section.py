"""Sections."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from articles.admin.base import DeskAdmin
from articles.models import Section


@admin.register(Section)
class SectionAdmin(DeskAdmin):
    list_display = ("name", "parent", "order", "opens_on", "closes_on")
    list_select_related = ("parent",)
    ordering = ("parent__order", "parent__name", "order", "name")
    fields = ("name", "parent", "description", "order", ("opens_on", "closes_on"), "slug")
    actions = None

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "parent":
            kwargs["queryset"] = Section.objects.filter(parent=None)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
