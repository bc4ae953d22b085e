"""A story read at the desk as its readers will see it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone, translation

from articles import text
from articles.models import Article, Edition
from articles.related import beside
from articles.views.paper import CSP, masthead_of, show
from articles.views.story import story_page


def preview(request: HttpRequest, pk: int) -> HttpResponse:
    return _as_readers(request, pk, "articles/article.html", newer=[], older=[])


def preview_print(request: HttpRequest, pk: int) -> HttpResponse:
    return _as_readers(request, pk, "articles/print.html")


def _as_readers(request: HttpRequest, pk: int, template: str, **others: Any) -> HttpResponse:
    """The reader's own page over the desk's text: its template, its language, its policy; kept by nobody."""
    story = get_object_or_404(Article.objects.visible_to(request.user).select_related("section__parent"), pk=pk)
    story.published_at = story.published_at or timezone.now()
    story.filed_section = story.section
    story.slug = story.slug or text.slug(story.headline) or "bai"
    paper = masthead_of(request)
    with translation.override(paper.language):
        edition = Edition.of(story)
        others = {"beside": beside(story, edition), **others} if others else {}
        response = show(request, template, **story_page(request, story, edition), **others)
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Content-Security-Policy"] = CSP.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    return response


def look(request: HttpRequest, pk: int) -> HttpResponse:
    """The preview in a frame, with the way back to the form."""
    story = get_object_or_404(Article.objects.visible_to(request.user), pk=pk)
    return TemplateResponse(request, "admin/articles/article/look.html", {"story": story})
