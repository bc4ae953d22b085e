"""The photo library."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import AdminErrorList, AdminForm
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles.admin.base import FoldedSearch
from articles.admin.photo_form import PhotoForm
from articles.forms import PhotoUploadForm
from articles.models import Article, Edition, Entry, Photo


@admin.register(Photo)
class PhotoAdmin(PhotoForm, FoldedSearch):
    list_display = ("thumbnail", "words", "credit", "size", "uploaded_by", "uploaded_at")
    list_display_links = ("thumbnail", "words")
    list_select_related = ("uploaded_by",)
    search_help_text = _("Words of the caption, alt text or credit, with or without diacritics")
    ordering = ("-uploaded_at", "-id")
    actions = None
    change_form_template = "admin/articles/photo/change_form.html"

    def get_form(self, request: HttpRequest, obj: Photo | None = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, **kwargs) if change else PhotoUploadForm

    def get_fieldsets(self, request: HttpRequest, obj: Photo | None = None) -> Any:
        return (
            super().get_fieldsets(request, obj) if obj else [(None, {"fields": ["upload", "alt", "caption", "credit"]})]
        )

    @admin.display(description=_("photo"))
    def thumbnail(self, photo: Photo) -> str:
        return format_html(
            '<img class="thumb" src="{}" alt="{}" loading="lazy">', photo.thumbnail_url(), photo.alt or photo.key
        )

    @admin.display(description=_("caption"), ordering="folded")
    def words(self, photo: Photo) -> str:
        return str(photo)

    @admin.display(description=_("size"))
    def size(self, photo: Photo) -> str:
        return f"{photo.width} × {photo.height}"

    # Adding: the form has inspected the picture; the library keeps it with its files.

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponseBase:
        if request.method == "POST" and object_id is None and self.has_add_permission(request):
            form = PhotoUploadForm(request.POST, request.FILES)
            photo = form.keep(request.user) if form.is_valid() else None
            if photo is not None:
                self.log_addition(request, photo, [{"added": {}}])
                messages.success(request, _t("The photo is in the library."))
                return redirect("admin:articles_photo_change", photo.pk)
            return self._again(request, form)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def _again(self, request: HttpRequest, form: PhotoUploadForm) -> HttpResponse:
        """The form as it was typed, with what is wrong."""
        adminform = AdminForm(form, list(self.get_fieldsets(request)), {}, (), model_admin=self)
        context = {
            **self.admin_site.each_context(request),
            "title": _t("Add %s") % self.opts.verbose_name,
            "adminform": adminform,
            "object_id": None,
            "original": None,
            "is_popup": False,
            "to_field": None,
            "media": self.media + adminform.media,
            "inline_admin_formsets": [],
            "errors": AdminErrorList(form, []),
            "preserved_filters": self.get_preserved_filters(request),
        }
        return self.render_change_form(request, context, add=True, change=False)

    # Taking away: only what no story, and no edition that readers had, shows.

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponseBase:
        photo = self.get_object(request, object_id)
        stories = self.stories(photo) if photo and self.has_delete_permission(request, photo) else []
        if photo and stories:
            names = ", ".join(f"“{story}”" for story in stories)
            messages.error(request, _t("The photo is in use and stays: %(stories)s.") % {"stories": names})
            return redirect("admin:articles_photo_change", photo.pk)
        return super().delete_view(request, object_id, extra_context)

    @staticmethod
    def stories(photo: Photo) -> list[Article]:
        """Stories that show the photo: on the desk, in any edition or live entry. (Editions keep photos by number.)"""
        in_editions = Edition.objects.annotate(listed=Cast("photos", TextField())).filter(
            Q(lead_photo=photo) | Q(listed__contains=f'"photo": {photo.pk},')
        )
        in_entries = Entry.objects.annotate(listed=Cast("photos", TextField())).filter(
            listed__contains=f'"photo": {photo.pk},'
        )
        shows = Q(photos__photo=photo) | Q(editions__in=in_editions) | Q(entries__in=in_entries)
        return list(Article.objects.filter(shows).distinct()[:5])
