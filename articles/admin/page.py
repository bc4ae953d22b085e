"""Static pages: about, contact, privacy."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext_lazy as _

from articles.admin import aids
from articles.admin.base import WithEditor
from articles.admin.bins import WithBin
from articles.models import Page


@admin.register(Page)
class PageAdmin(WithBin, WithEditor):
    list_display = ("title", "slug", "order", "updated_at")
    fieldsets = (
        (None, {"fields": ("title", "body"), "classes": ["writing"]}),
        (_("Address"), {"fields": ("slug", "order"), "classes": ["writing"]}),
    )
    actions = None
    going_told = _(
        "Readers have the page no longer. For thirty days it lies in the bin and can be taken out again, at the same "
        "address."
    )
    change_form_template = "admin/articles/page/change_form.html"

    class Media:
        js = aids.SCRIPTS

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        aids.set_right(request)
        return super().changeform_view(request, *args, **kwargs)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        context |= aids.at_hand()
        return super().render_change_form(request, context, *args, **kwargs)
