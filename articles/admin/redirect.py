"""Addresses that have moved: the table, and the import of another system's."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles import moving
from articles.admin.base import DeskAdmin
from articles.models import Redirect
from articles.moving import Move

ELSEWHERE = "articles.redirect_elsewhere"
SHOWN = 200
MOST_BYTES = 5_000_000


class RedirectForm(forms.ModelForm):
    may_leave = False

    class Meta:
        model = Redirect
        fields = ("old_path", "new_path", "kind")

    def clean(self) -> dict[str, Any]:
        """Judged as a line of an import is."""
        typed = super().clean() or {}
        if self.errors:
            return typed
        move = Move(0, typed["old_path"], typed["new_path"], typed["kind"])
        moving.judge([move], self.may_leave)
        if move.wrong:
            raise ValidationError(move.wrong)
        return {**typed, "new_path": move.new, "kind": move.kind}


class ImportForm(forms.Form):
    file = forms.FileField(label=_("CSV file"), required=False)
    lines = forms.CharField(
        label=_("or its lines"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 8, "class": "vLargeTextField"}),
    )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        file = typed.get("file")
        if file and file.size > MOST_BYTES:
            raise ValidationError(_t("This file is too large: at most 5 MB."))
        try:
            lines = file.read().decode("utf-8-sig") if file else typed.get("lines", "")
        except UnicodeDecodeError:
            raise ValidationError(_t("This file is not in UTF-8. Save it as “CSV UTF-8”.")) from None
        if not lines.strip():
            raise ValidationError(_t("Choose a file or paste its lines."))
        if lines.count("\n") > moving.MOST_LINES:
            raise ValidationError(_t("This file is too long: at most %(most)d lines.") % {"most": moving.MOST_LINES})
        return {**typed, "lines": lines}


@admin.register(Redirect)
class RedirectAdmin(DeskAdmin):
    form = RedirectForm
    list_display = ("old_path", "new_path", "kind", "by", "at")
    list_filter = ("kind",)
    list_select_related = ("by",)
    search_fields = ("old_path", "new_path")
    search_help_text = _("A part of the old or the new address")
    ordering = ("-at",)

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, *args, **kwargs)
        form.may_leave = request.user.has_perm(ELSEWHERE)
        return form

    def save_model(self, request: HttpRequest, obj: Redirect, form: Any, change: bool) -> None:
        """Through the noun's own door, so that no chain and no loop arises."""
        if change:
            Redirect.objects.filter(pk=obj.pk).delete()
        Redirect.moved(obj.old_path, obj.new_path, obj.kind, by=request.user)
        obj.pk = Redirect.objects.values_list("pk", flat=True).filter(old_path=obj.old_path).first() or obj.pk

    def get_urls(self) -> list[Any]:
        own = path("import/", self.admin_site.admin_view(self.import_lines), name="articles_redirect_import")
        return [own, *super().get_urls()]

    def import_lines(self, request: HttpRequest) -> HttpResponse:
        """First what would be done, line by line; then, asked again, the doing."""
        if not (self.has_add_permission(request) and self.has_change_permission(request)):
            raise PermissionDenied
        form = ImportForm(request.POST or None, request.FILES or None)
        moves: list[Move] = []
        if form.is_bound and form.is_valid():
            moves = moving.read(form.cleaned_data["lines"], hosts=[request.get_host().partition(":")[0]])
            moving.judge(moves, may_leave=request.user.has_perm(ELSEWHERE))
            if "keep" in request.POST:
                return self._kept(request, moving.keep(moves, request.user))
        return TemplateResponse(request, "admin/articles/redirect/import.html", self._told(request, form, moves))

    def _kept(self, request: HttpRequest, count: int) -> HttpResponse:
        told = ngettext("%(count)d address kept.", "%(count)d addresses kept.", count) % {"count": count}
        messages.success(request, told if count else _t("Nothing to keep: all is there already."))
        return HttpResponseRedirect(reverse("admin:articles_redirect_changelist"))

    def _told(self, request: HttpRequest, form: ImportForm, moves: list[Move]) -> dict[str, Any]:
        right = [move for move in moves if not move.wrong]
        new = [move for move in right if not move.is_same]
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _t("Import moved addresses"),
            "form": form,
            "lines": form.cleaned_data.get("lines", "") if form.is_bound and form.is_valid() else "",
            "has_read": bool(moves),
            "wrong": [move for move in moves if move.wrong][:SHOWN],
            "wrong_count": len(moves) - len(right),
            "new": new[:SHOWN],
            "new_count": len(new),
            "same_count": len(right) - len(new),
            "shown": SHOWN,
        }
