"""The photo library."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path
from django.utils.translation import gettext_lazy as _

from articles.admin import uploading
from articles.admin.bins import WithBin
from articles.admin.library import PhotoLibrary
from articles.admin.photo_form import PhotoForm
from articles.models import Photo


@admin.register(Photo)
class PhotoAdmin(WithBin, PhotoForm, PhotoLibrary):
    going_told = _(
        "The photo leaves the library. For thirty days it lies in the bin and can be taken out again, with its words "
        "and its files."
    )
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
