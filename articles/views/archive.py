"""The archive: years, months, days; of the paper, a section, an author."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from articles import pagestore, text
from articles.days import Span, Tally, tally, weeks
from articles.known import from_there
from articles.models import Article, Author, Byline, Section
from articles.models.shown import PAPER, listed
from articles.pages import LEAFED, PASSED, Cut, page_of
from articles.views.paper import kept, reader_page, show

MOST_YEARS = 200


@dataclass(frozen=True)
class Shelf:
    """A list that is looked up by day. `rows` have `published_at`, and the story's id in `pk`."""

    root: str
    rows: QuerySet[Any]
    pk: str = "pk"
    owner: Section | Author | None = None

    def nearest(self, before: datetime | None = None, after: datetime | None = None) -> Span | None:
        """The month of the last story before a moment, or of the first from a moment on; of the very first where
        neither is given. One query."""
        if before:
            found = from_there(self.rows, published_at__lt=before).order_by("-published_at")
        else:
            later = self.rows.filter(published_at__gte=after) if after else self.rows
            found = later.order_by("published_at")
        moment = found.values_list("published_at", flat=True).first()
        day = timezone.localdate(moment) if moment else None
        return Span(day.year, day.month) if day else None


@kept(LEAFED, PASSED)
@reader_page
def of_paper(request: HttpRequest, **when: int) -> HttpResponse:
    return _archive(request, Shelf(reverse("archive"), Article.objects.live()), **when)


@kept(LEAFED, PASSED)
@reader_page
def of_section(request: HttpRequest, slug: str, **when: int) -> HttpResponse:
    here = get_object_or_404(Section, slug=slug)
    shelf = Shelf(reverse("section-archive", args=[slug]), Article.objects.live().in_section(here), owner=here)
    return _archive(request, shelf, **when)


@kept(LEAFED, PASSED)
@reader_page
def of_author(request: HttpRequest, slug: str, **when: int) -> HttpResponse:
    here = get_object_or_404(Author, slug=slug)
    signed = Byline.objects.due().filter(author=here)
    return _archive(request, Shelf(reverse("author-archive", args=[slug]), signed, "article_id", here), **when)


def _archive(request: HttpRequest, shelf: Shelf, year: int = 0, month: int = 0, day: int = 0) -> HttpResponse:
    pagestore.note(listed(shelf.owner.page_key) if shelf.owner else PAPER)
    if not year:
        return _years(request, shelf)
    try:
        span = Span(year, month, day)
        counted = tally(shelf.rows, Span(year, month).inner())
        more = _month(request, shelf, span, counted) if month else {}
    except ValueError as no_such_day:
        raise Http404 from no_such_day
    filled = [part for part in counted if part.count]
    if not filled:
        raise Http404
    return _show(request, shelf, span=span, tallies=filled, **more)


def _years(request: HttpRequest, shelf: Shelf) -> HttpResponse:
    newest, oldest = shelf.nearest(before=timezone.now()), shelf.nearest()
    years = range(newest.year, oldest.year - 1, -1) if newest and oldest else range(0)
    counted = tally(shelf.rows, [Span(year) for year in years[:MOST_YEARS]], most=0)
    return _show(request, shelf, tallies=[year for year in counted if year.count])


def _month(request: HttpRequest, shelf: Shelf, span: Span, days: list[Tally]) -> dict[str, Any]:
    """A calendar, the stories of the month or the day, and where to leaf on."""
    around = Span(span.year, span.month)
    stories = page_of(span.of(shelf.rows), Cut.asked(request.GET), pk=shelf.pk)
    if not stories.stories:
        raise Http404
    return {
        "weeks": weeks(days),
        "weekdays": text.weekdays(),
        "stories": stories,
        "earlier": shelf.nearest(before=around.start),
        "later": shelf.nearest(after=around.end),
        "canonical": f"{request.path}{stories.cut}",
    }


def _show(request: HttpRequest, shelf: Shelf, **context: Any) -> HttpResponse:
    return show(request, "articles/archive.html", root=shelf.root, owner=shelf.owner, **context)
