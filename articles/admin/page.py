"""Static pages: about, contact, privacy."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles.admin import aids
from articles.admin.base import WithEditor
from articles.models import Page


@admin.register(Page)
class PageAdmin(WithEditor):
    list_display = ("title", "slug", "order", "updated_at")
    fieldsets = (
        (None, {"fields": ("title", "body"), "classes": ["writing"]}),
        (_("Address"), {"fields": ("slug", "order"), "classes": ["writing"]}),
    )
    actions = None
    change_form_template = "admin/articles/page/change_form.html"

    class Media:
        js = aids.SCRIPTS

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        aids.set_right(request)
        return super().changeform_view(request, *args, **kwargs)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Page]:
        found: Any = super().get_queryset(request)
        return found.shown()

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponseBase:
        """Into the bin, with room for a reason."""
        page = self.get_object(request, object_id)
        if page is None:
            raise Http404
        if not self.has_delete_permission(request, page):
            raise PermissionDenied
        if request.method == "POST":
            page.put_in_bin(by=request.user, reason=request.POST.get("reason", ""))
            self.log_change(request, page, _t("Put in the bin"))
            messages.success(request, _t("In the bin: within thirty days it can be taken out again."))
            return redirect("admin:articles_page_changelist")
        context = {**self.admin_site.each_context(request), "title": _t("Put in the bin"), "page": page}
        return TemplateResponse(request, "admin/articles/page/to_bin.html", context)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        context |= aids.at_hand()
        return super().render_change_form(request, context, *args, **kwargs)
