"""The breaking ribbon: hung for a while, taken down before its time; and those that hung before."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles import text
from articles.admin.base import DeskAdmin
from articles.models import Article, Masthead, Ribbon

HERE = "admin:articles_ribbon_changelist"
SHOWN = 20
OFTEN = timedelta(hours=3)
NUMBERED = re.compile(r"(?:^|.*-)(\d{1,18})/?$")


class RibbonForm(forms.Form):
    text = forms.CharField(
        label=_("Text"), max_length=160, widget=forms.TextInput({"class": "vTextField"}), help_text=_("One line.")
    )
    story = forms.CharField(
        label=_("Story"), required=False, max_length=300, widget=forms.TextInput({"class": "vTextField"}),
        help_text=_("Its number or its address; may stay empty."),
    )  # fmt: skip
    until = forms.DateTimeField(
        label=_("Until"), widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )

    def clean_text(self) -> str:
        return text.clean_line(self.cleaned_data["text"])

    def clean_story(self) -> Article | None:
        typed = self.cleaned_data["story"].strip()
        found = NUMBERED.fullmatch(typed) if typed.isascii() else None
        story = Article.objects.filter(pk=int(found[1]), status="published").first() if found else None
        if typed and story is None:
            raise ValidationError(_t("There is no published story with this number or address."))
        return story


@admin.register(Ribbon)
class RibbonAdmin(DeskAdmin):
    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_perm("articles.set_ribbon"))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        hangs = Masthead.current().breaking
        soon = timezone.localtime(timezone.now() + OFTEN)
        form = RibbonForm(request.POST if "hang" in request.POST else None, initial={"until": soon})
        if request.method == "POST" and self._done(request, form, hangs):
            return redirect(HERE)
        rows = Ribbon.objects.select_related("set_by", "ended_by", "article").defer("article__body")[:SHOWN]
        context = {**self.admin_site.each_context(request), "opts": self.opts, "title": _t("Breaking ribbon")}
        return TemplateResponse(
            request, "admin/articles/ribbon/ribbon.html", {**context, "form": form, "hangs": hangs, "rows": rows}
        )

    def _done(self, request: HttpRequest, form: RibbonForm, hangs: Ribbon | None) -> bool:
        if "end" in request.POST:
            if hangs and str(hangs.pk) == request.POST["end"]:
                hangs.end(by=request.user)
            messages.success(request, _t("The ribbon is down."))
            return True
        if not form.is_bound or not form.is_valid():
            return False
        typed = form.cleaned_data
        try:
            Ribbon.hang(typed["text"], typed["until"], by=request.user, article=typed["story"])
        except ValidationError as refused:
            form.add_error("until", refused)
            return False
        messages.success(request, _t("The ribbon hangs: readers have it on every page."))
        return True
