"""The desk itself: its door, its first page, the language each person works in.

Django makes it first; `articles.admin` then fills it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from articles.forms import SignInForm
from articles.models import StaffSettings
from articles.models.masthead import Language
from articles.readership.door import STAFF_COOKIE, STAFF_PATH
from articles.today import Today
from articles.views import paper

SHOWN = 8
MARKED = 365 * 24 * 3600  # seconds
LATE = timedelta(minutes=10)


class Desk(admin.AdminSite):
    site_title = _("The desk")
    index_title = _("The desk")
    login_form = SignInForm
    enable_nav_sidebar = False
    empty_value_display = "–"

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        context = super().each_context(request)
        context["site_header"] = paper.masthead_of(request).name
        context["languages"] = Language.choices
        return context

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Without Django's detour to a row's page: it asks for no right, and a draft's address holds its headline."""
        kept = [url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"]
        return [path("language/", self.admin_view(require_POST(self.language)), name="language"), *kept]

    def language(self, request: HttpRequest) -> HttpResponse:
        """Keep the language in which this person works, and go back to where they were."""
        chosen, back = request.POST.get("language", ""), request.POST.get("next", "")
        if chosen in Language.values:
            StaffSettings.objects.update_or_create(user_id=request.user.pk or 0, defaults={"language": chosen})
        is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
        return redirect(back if is_ours and back.startswith("/") else "admin:index")

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Whoever signs in is marked, so that what the staff reads is not counted: no session is read for that."""
        response = super().login(request, extra_context)
        return _marked(response) if request.method == "POST" and request.user.is_authenticated else response

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        response = super().logout(request, extra_context)
        response.delete_cookie(STAFF_COOKIE, STAFF_PATH)
        return response

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """Whoever comes here is marked again: the mark may have been lost, or be younger than the signing in."""
        today = Today(request.user, paper.masthead_of(request))
        return _marked(super().index(request, {**(extra_context or {}), "today": today, "title": ""}))

    def app_index(
        self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """One room is enough: the desk's first page lists all."""
        return self.index(request, extra_context)


def _marked(response: Any) -> Any:
    response.set_cookie(
        STAFF_COOKIE, "1", max_age=MARKED, path=STAFF_PATH, secure=settings.HTTPS, httponly=True, samesite="Lax"
    )
    return response
