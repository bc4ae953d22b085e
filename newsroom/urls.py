"""The table of contents."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, path
from django.views.generic import RedirectView

from articles import urls as paper
from comments import urls as talk

urlpatterns: list[URLPattern | URLResolver] = [
    path("quan-tri/", admin.site.urls),
    path("admin/", RedirectView.as_view(url="/quan-tri/")),
    *talk.urlpatterns,
    *paper.urlpatterns,
]

handler400 = "articles.views.errors.bad_request"
handler403 = "articles.views.errors.forbidden"
handler404 = "articles.views.errors.not_found"
handler500 = "articles.views.errors.broken"
