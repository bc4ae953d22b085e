"""Readership at the desk: of the paper, of a story."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from articles.models import Article, MostRead, ViewTotal
from articles.models.due import live
from articles.readership import figures, ledger

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin


class BaseForm(forms.Form):
    base = forms.IntegerField(label=_lazy("Views that an older system had counted"), min_value=0, max_value=10**12)


def of_paper(desk: ModelAdmin, request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm("articles.view_article"):
        raise PermissionDenied
    today = timezone.localdate()
    places = MostRead.objects.filter(live(of="article__"), root=None).select_related("article")
    context = _frame(desk, request, _("Readership")) | {
        "hours": figures.hours_of(today),
        "days": figures.days_to(today),
        "reasons": figures.reasons_to(today),
        "waited": int(ledger.lag(settings.SPOOL).total_seconds()),
        "lists": [
            (title, [place for place in places if place.window == window])
            for window, title in (("1h", _("last hour")), ("24h", _("last 24 hours")), ("7d", _("last 7 days")))
        ],
    }
    return TemplateResponse(request, "admin/articles/readership.html", context)


def of_story(desk: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    story = get_object_or_404(Article.objects.visible_to(request.user).select_related("views"), pk=pk)
    may_set_base = story.lets(request.user, "publish")
    form = BaseForm(request.POST or None)
    if request.method == "POST":
        if not may_set_base:
            raise PermissionDenied
        if form.is_valid():
            ViewTotal.set_base(story, form.cleaned_data["base"], by=request.user)
            messages.success(request, _("The imported views are kept; those counted here stay apart."))
            return redirect("admin:articles_article_readers", story.pk)
    today = timezone.localdate()
    context = _frame(desk, request, _("Readership: %(story)s") % {"story": story}) | {
        "form": form if may_set_base else None,
        "story": story,
        "views": story.views if hasattr(story, "views") else ViewTotal(article=story),
        "hours": figures.hours_of(today, story),
        "days": figures.days_to(today, story),
    }
    return TemplateResponse(request, "admin/articles/readership.html", context)


def _frame(desk: ModelAdmin, request: HttpRequest, title: str) -> dict[str, Any]:
    return {**desk.admin_site.each_context(request), "title": title, "opts": desk.opts}
