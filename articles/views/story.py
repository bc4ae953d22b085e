"""A story: its page, its print page; and the paper's static pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from articles import pagestore
from articles.known import Known
from articles.live import IN_PRINT, Live, live_of
from articles.models import Article, Edition, Page
from articles.models.filing import named_in
from articles.models.shown import text_of
from articles.related import beside
from articles.structured import absolute_in, corrected, structured
from articles.typeset import NOTHING, Loaded, photos_in, typeset
from articles.views.errors import gone
from articles.views.paper import kept, masthead_of, reader_page, show

STORY = Known(lambda at, pk: Article.objects.live(at).for_page().filter(pk=pk))


@kept()
@reader_page
def article(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    story = STORY.first(at=timezone.now(), pk=pk)
    if story is None or story.edition is None:
        return not_here(request, pk)
    if slug != story.slug:
        return HttpResponsePermanentRedirect(story.get_absolute_url())
    pagestore.note(text_of(story.page_key))
    filed, authors = named_in(story.edition)
    near = beside(story, story.edition, filed)
    page = story_page(request, story, story.edition, loaded=Loaded(authors=authors))
    others: dict[str, Any] = {"beside": near, "nearby": near.nearby, "newer": near.newer, "older": near.older}
    return show(request, "articles/article.html", **page, **others)


@kept()
@reader_page
def printed(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    story = STORY.first(at=timezone.now(), pk=pk)
    if story is None or story.edition is None:
        return not_here(request, pk)
    if slug != story.slug:
        return HttpResponsePermanentRedirect(reverse("print", args=[story.slug, story.pk]))
    pagestore.note(text_of(story.page_key))
    whole = live_of(story, story.edition, most=IN_PRINT)
    return show(request, "articles/print.html", sections=[], **story_page(request, story, story.edition, whole))


@kept()
@reader_page
def page(request: HttpRequest, slug: str) -> HttpResponse:
    return show(request, "articles/page.html", page=get_object_or_404(Page.objects.shown(), slug=slug))


def story_page(
    request: HttpRequest, story: Article, edition: Edition, live: Live | None = None, loaded: Loaded = NOTHING
) -> dict[str, Any]:
    """What a story's page shows of an edition: the live one, or in a preview the desk's."""
    paper, absolute = masthead_of(request), absolute_in(request)
    live, loaded = _with_photos(live or live_of(story, edition), edition, loaded)
    typed, corrections = typeset(edition, absolute("/").rstrip("/"), loaded), loaded.corrections_of(story)
    told = structured(absolute, story, edition, typed, paper, updated_at := _updated_at(story, edition, live))
    told["article"] |= corrected(corrections)
    if live:
        told["article"] = live.tell(told["article"], absolute)
    return {
        "story": story,
        "edition": edition,
        "sign": paper.sign if edition.show_sign else "",
        "body": typed.body,
        "lead_photo": typed.lead_photo,
        "credit_groups": typed.credit_groups,
        "corrections": corrections,
        "updated_at": updated_at,
        "canonical": absolute(story.get_absolute_url()),
        "live": live,
        "structured": told,
    }


def _with_photos(live: Live | None, edition: Edition, loaded: Loaded) -> tuple[Live | None, Loaded]:
    """A live report's and the edition's, in one query."""
    if live is None:
        return None, loaded
    loaded = loaded.with_photos(live.photos | photos_in(edition))
    return replace(live, loaded=loaded), loaded


def _updated_at(story: Article, edition: Edition, live: Live | None) -> datetime | None:
    """When readers last got something else: another text, or an entry of a live report."""
    updated_at = story.updated_at if story.is_live() and edition.number else None
    if live and live.changed_at and story.published_at and live.changed_at > story.published_at:
        return max(updated_at or live.changed_at, live.changed_at)
    return updated_at


def not_here(request: HttpRequest, pk: int) -> HttpResponse:
    """410 for what was public and is withdrawn; else a reader can't tell whether the story exists."""
    if Article.objects.gone().filter(pk=pk).exists():
        return gone(request)
    if Article.objects.live().filter(pk=pk).exists():  # Published between two looks at it.
        return HttpResponseRedirect(request.get_full_path())
    raise Http404
