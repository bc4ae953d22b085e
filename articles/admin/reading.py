"""A story read at the desk: as its readers will see it, and how it came to be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from articles import text
from articles.admin.differences import as_text
from articles.models import Article, Edition, Revision
from articles.views.paper import CSP, masthead_of, show
from articles.views.story import story_page

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

LABELS: dict[str, Callable[[], str]] = {
    "kicker": lambda: _("kicker"),
    "headline": lambda: _("headline"),
    "lead": lambda: _("lead"),
    "body": lambda: _("text"),
    "section_id": lambda: _("section"),
    "genre": lambda: _("genre"),
    "source": lambda: _("source"),
    "show_sign": lambda: _("open the lead with the paper's sign"),
    "wanted_slug": lambda: _("address"),
    "credits": lambda: _("credits"),
    "photos": lambda: _("photos"),
}


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
        response = show(request, template, **story_page(request, story, Edition.of(story)), **others)
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Content-Security-Policy"] = CSP.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    return response


def look(request: HttpRequest, pk: int) -> HttpResponse:
    """The preview in a frame, with the way back to the form."""
    story = get_object_or_404(Article.objects.visible_to(request.user), pk=pk)
    return TemplateResponse(request, "admin/articles/article/look.html", {"story": story})


@dataclass(frozen=True)
class Part:
    label: str
    text: str
    is_changed: bool


def history(desk: ModelAdmin, request: HttpRequest, object_id: str) -> HttpResponse:
    """Who did what, when and why; and the story as it was saved each time (`?version=3`)."""
    whole = object_id.isascii() and object_id.isdigit() and len(object_id) < 19
    story = Article.objects.visible_to(request.user).filter(pk=object_id).first() if whole else None
    if story is None:
        raise Http404(_("There is no such story at the desk."))
    context = {
        **desk.admin_site.each_context(request),
        "title": _("History: %(story)s") % {"story": story},
        "opts": desk.opts,
        "story": story,
        "changes": story.changes.select_related("by")[:200],
        "revisions": story.revisions.filter(is_passing=False).select_related("by").defer("content")[:200],
        "revision": _asked_revision(request, story),
    }
    if context["revision"]:
        context["parts"] = _parts(context["revision"])
    return TemplateResponse(request, "admin/articles/article/history.html", context)


def _asked_revision(request: HttpRequest, story: Article) -> Revision | None:
    asked = request.GET.get("version", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 10):
        return None
    return story.revisions.select_related("by").filter(version=int(asked)).first()


def _parts(revision: Revision) -> list[Part]:
    """The parts of a saved state; those are marked in which it differs from the state before."""
    before = Revision.objects.filter(article=revision.article_id, version__lt=revision.version).first()
    changed = before.differences(revision.content) if before else []
    return [
        Part(LABELS[name](), as_text(name, value), name in changed)
        for name, value in revision.content.items()
        if name in LABELS
    ]
