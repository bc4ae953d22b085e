"""The photo library."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _t

from articles.admin import uploading
from articles.admin.library import PhotoLibrary
from articles.admin.photo_form import PhotoForm
from articles.models import Article, Entry, Photo, PhotoUse


@admin.register(Photo)
class PhotoAdmin(PhotoForm, PhotoLibrary):
    change_form_template = "admin/articles/photo/change_form.html"

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponseBase:
        if object_id is None:
            return uploading.add(self, request)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def get_urls(self) -> list[Any]:
        words = self.admin_site.admin_view(self.words_view)
        return [path("words/", words, name="articles_photo_words"), *super().get_urls()]

    def words_view(self, request: HttpRequest) -> HttpResponse:
        return uploading.words(self, request)

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
        """Stories that show the photo: on the desk, in any edition or live entry. (Entries keep photos by number.)"""
        entries = Entry.objects.annotate(listed=Cast("photos", TextField()))
        in_entries = entries.filter(listed__contains=f'"photo": {photo.pk},').values("article")
        return list(Article.objects.filter(Q(pk__in=PhotoUse.stories_of(photo, 5)) | Q(pk__in=in_entries))[:5])
