"""The table of contents."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, path

from articles import urls as paper

urlpatterns: list[URLPattern | URLResolver] = [
    path("quan-tri/", admin.site.urls),
    *paper.urlpatterns,
]
