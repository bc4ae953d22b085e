"""A live report's own addresses: the page that begins with an entry, and what is new since one."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse

from articles.live import live_of, new_since
from articles.models import Article, Coverage, Genre
from articles.views.paper import kept, reader_page, show
from articles.views.story import not_here, story_page


@kept()
@reader_page
def from_entry(request: HttpRequest, slug: str, pk: int, number: int) -> HttpResponse:
    """The story with its entries from this one back: its permanent address, and how one leafs on."""
    story = _live_story(pk)
    if story is None or story.edition is None:
        return not_here(request, pk)
    if slug != story.slug:
        return HttpResponsePermanentRedirect(reverse("live-entry", args=[story.slug, pk, number]))
    live = live_of(story, story.edition, first=number)
    if live is None or not live.rows or number > live.coverage.last_number:
        raise Http404
    return show(request, "articles/live.html", **story_page(request, story, story.edition, live))


@kept()
@reader_page
def new(request: HttpRequest, slug: str, pk: int, number: int) -> HttpResponse:
    """A fragment: the entries after this number, the newest first. It is the same for everybody who asks."""
    story = _live_story(pk)
    if story is None:
        return not_here(request, pk)
    if slug != story.slug:
        return HttpResponsePermanentRedirect(reverse("live-new", args=[story.slug, pk, number]))
    coverage = Coverage.objects.filter(pk=pk).first()
    if number > (coverage.last_number if coverage else 0):
        raise Http404
    context = {"story": story, "entries": new_since(story, number), "ended": coverage and coverage.ended_at}
    response = render(request, "articles/live_new.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _live_story(pk: int) -> Article | None:
    return Article.objects.live().for_page().filter(pk=pk, edition__genre=Genre.LIVE).first()
