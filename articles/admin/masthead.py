"""The paper's identity: one row, so its link leads straight to the form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles.admin.base import DeskAdmin
from articles.models import Masthead, SectionRight
from articles.views.paper import masthead_of


class MastheadForm(forms.ModelForm):
    def clean_sections_demanded(self) -> bool:
        """Nobody but a superuser could do anything any more."""
        demanded: bool = self.cleaned_data["sections_demanded"]
        if demanded and not SectionRight.objects.exists():
            raise ValidationError(_t("First give somebody rights by section: nobody has any yet."), code="nobody")
        return demanded


@admin.register(Masthead)
class MastheadAdmin(DeskAdmin):
    form = MastheadForm
    raw_id_fields = ("logo",)
    fieldsets = (
        (None, {"fields": ["name", "sign", "slogan", "logo", "language", "views_shown", "lead_hours"]}),
        (_("A story's way to its readers"), {"fields": ["steps", "may_skip", "needs_another", "sections_demanded"]}),
        (_("Imprint"), {"fields": ["owner_body", "licence", "editor_in_chief", "reuse_notice"]}),
        (_("Photos"), {"fields": ["hides_expired_photos", "marks_photos"]}),
        (_("Contact"), {"fields": ["address", "phone", "hotline", "email"]}),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and masthead_of(request)._state.adding

    def has_delete_permission(self, request: HttpRequest, obj: Masthead | None = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponseBase:
        if not masthead_of(request)._state.adding and self.has_view_or_change_permission(request):
            return redirect("admin:articles_masthead_change", 1)
        if self.has_add_permission(request):
            return redirect("admin:articles_masthead_add")
        return super().changelist_view(request, extra_context)
