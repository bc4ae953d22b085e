"""A photo's form: its words, its rights, the point that matters in it; and the stories that show it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms.widgets import Script
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.admin.base import DeskAdmin
from articles.images import Refused
from articles.models import Photo
from articles.models.correcting import WORDS, is_behind, take_over, uses_of
from articles.renditions import SHAPES


class PhotoForm(DeskAdmin):
    fieldsets = (
        (None, {"fields": ["alt", "caption", "credit"]}),
        (_("What matters in it"), {"fields": [("focal_x", "focal_y")], "classes": ["focal"]}),
        (_("What it shows"), {"fields": ["people", "place", "taken_at", "keywords"]}),
        (_("Rights"), {"fields": ["copyright", "usage_terms", "rights_until", "may_be_passed_on"]}),
    )

    class Media:
        js = (Script("desk/focal.js", defer=True),)

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponseBase:
        """Saved first; then the files are made anew where the focal point or a mark in them has changed."""
        photo = self.get_object(request, object_id) if object_id else None
        shown = {"photo": photo, "shapes": SHAPES, "uses": uses_of(photo, request.user)[:20] if photo else []}
        response = super().changeform_view(request, object_id, form_url, {**(extra_context or {}), **shown})
        if request.method == "POST" and photo is not None and response.status_code == 302:
            self._develop(request, Photo.objects.filter(pk=photo.pk).first())
        return response

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A moment is typed in two boxes: each says which it is."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "taken_at" and field is not None:
            for box, name in zip(field.widget.widgets, (_("taken on"), _("taken at")), strict=True):
                box.attrs["aria-label"] = name
        return field

    def _develop(self, request: HttpRequest, photo: Photo | None) -> None:
        try:
            if photo is not None and photo.develop():
                messages.info(request, _t("The crops have been made anew; pages show them at once."))
        except Refused as busy:
            messages.warning(request, str(busy))
        except OSError:
            sentence = _t("The crops couldn't be stored: a full disk, or the bucket away. Pages show the old ones.")
            messages.warning(request, sentence)

    def response_change(self, request: HttpRequest, obj: Photo) -> HttpResponse:
        """With words corrected, on to the stories that have others."""
        response = super().response_change(request, obj)
        behind = any(map(is_behind, uses_of(obj, request.user))) if self._is_corrected(request, obj) else False
        return redirect("admin:articles_photo_uses", obj.pk) if behind and "_save" in request.POST else response

    def save_model(self, request: HttpRequest, obj: Photo, form: Any, change: bool) -> None:
        request.corrected = bool(set(WORDS) & set(form.changed_data))  # type: ignore[attr-defined]
        super().save_model(request, obj, form, change)

    @staticmethod
    def _is_corrected(request: HttpRequest, obj: Photo) -> bool:
        return bool(getattr(request, "corrected", False))

    def get_urls(self) -> list[Any]:
        uses = self.admin_site.admin_view(self.uses_view)
        return [path("<int:pk>/uses/", uses, name="articles_photo_uses"), *super().get_urls()]

    def uses_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Every story that shows the photo, with its words there; those ticked take over the photo's own."""
        photo = Photo.objects.kept().filter(pk=pk).first()
        if photo is None or not self.has_view_permission(request, photo):
            raise Http404
        if request.method == "POST":
            return self._take_over(request, photo)
        uses = [
            {"use": use, "story": use.article, "printed": use.as_printed(), "is_behind": is_behind(use),
             "is_editable": use.article.is_editable_by(request.user)}
            for use in uses_of(photo, request.user)
        ]  # fmt: skip
        context = {**self.admin_site.each_context(request), "title": _t("Stories with this photo"), "photo": photo,
                   "uses": uses, "opts": self.opts, "offers": any(row["is_behind"] for row in uses)}  # fmt: skip
        return render(request, "admin/articles/photo/uses.html", context)

    @staticmethod
    def _take_over(request: HttpRequest, photo: Photo) -> HttpResponse:
        asked = [int(pk) for pk in request.POST.getlist("story") if pk.isascii() and pk.isdigit() and len(pk) < 19]
        done = take_over(photo, asked, request.user)
        sentence = ngettext(
            "%(count)d story has taken over the photo's words. Readers see them once it is updated.",
            "%(count)d stories have taken over the photo's words. Readers see them once they are updated.",
            len(done),
        )
        messages.success(request, sentence % {"count": len(done)})
        return redirect("admin:articles_photo_uses", photo.pk)
