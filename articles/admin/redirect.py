"""Addresses that have moved."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.admin.base import DeskAdmin
from articles.models import Redirect


@admin.register(Redirect)
class RedirectAdmin(DeskAdmin):
    list_display = ("old_path", "new_path", "at")
    search_fields = ("old_path", "new_path")
    search_help_text = _("A part of the old or the new address")
    ordering = ("-at",)

    def save_model(self, request: HttpRequest, obj: Redirect, form: Any, change: bool) -> None:
        """Through the noun's own door, so that no chain and no loop arises."""
        if change:
            Redirect.objects.filter(pk=obj.pk).delete()
        Redirect.moved(obj.old_path, obj.new_path)
        obj.pk = Redirect.objects.values_list("pk", flat=True).filter(old_path=obj.old_path).first() or obj.pk
