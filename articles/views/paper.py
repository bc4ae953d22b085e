"""What all reader pages share: the frame around them, and the promise that they are nobody's."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, wraps
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import BigIntegerField, F, Value
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import render
from django.template import loader
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from articles import pagestore, policy
from articles.days import bounds
from articles.known import Known, moment_of
from articles.models import Article, Masthead, Page, Section
from articles.models.section import nested
from articles.models.shown import FRAME
from articles.pagestore.parts import part

View = Callable[..., HttpResponseBase]
SAFE = ["GET", "HEAD"]
CSP = policy.readers(settings.MEDIA_ORIGIN)


def reader_page(view: View) -> View:
    """GET and HEAD only; may be kept by anybody who asks again whether it still holds."""

    @csrf_exempt  # What would need a token is refused here before it does anything.
    @wraps(view)
    def wrapped(request: HttpRequest, **found: Any) -> HttpResponseBase:
        if request.method not in SAFE:
            return HttpResponseNotAllowed(SAFE, loader.render_to_string("405.html"))
        response = view(request, **found)
        response.headers.setdefault("Cache-Control", "public, no-cache")
        return response

    return wrapped


@dataclass(frozen=True)
class Keeping:
    """How a view's pages are kept ready: for so many seconds before they are made anew (whatever they show is gone
    from them at once when it changes); by which parameters there are several; and which it reads besides: with one of
    those a page is nobody else's, for it has too many values."""

    seconds: int = 300
    chosen_by: frozenset[str] = frozenset()
    passing: frozenset[str] = frozenset()


def kept(chosen_by: Iterable[str] = (), passing: Iterable[str] = (), seconds: int = 300) -> Callable[[View], View]:
    """This view's pages are kept ready."""

    def mark(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, **found: Any) -> HttpResponseBase:
            now = timezone.now()
            pagestore.note(FRAME)
            pagestore.stands_until(bounds(timezone.localdate(now))[1])  # Sections open and close by day.
            if pagestore.noted() is not None:
                comes, ends = known_due(now)
                pagestore.stands_until(comes)
                # A CDN asks nobody while we are away: what ends must end there by itself.
                pagestore.stands_until(ends, is_end=bool(settings.CDN))
            return view(request, **found)

        wrapped.keeping = Keeping(seconds, frozenset(chosen_by), frozenset(passing))  # type: ignore[attr-defined]
        return wrapped

    return mark


COMES = Known(lambda at: Article.objects.scheduled(at).order_by("published_at").values("published_at")[:1])
ENDS = Known(lambda at: Article.objects.ending(at).order_by("live_until").values("live_until")[:1])


def next_due(at: datetime) -> tuple[datetime | None, datetime | None]:
    """When readers next get and lose a story by the clock alone. A step along each of two indexes, in one query."""
    (comes, coming), (ends, ending) = COMES.text(at=at), ENDS.text(at=at)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ({comes}), ({ends})", [*coming, *ending])
        first, last = cursor.fetchone()
        return moment_of(first) if first else None, moment_of(last) if last else None


def known_due(at: datetime) -> tuple[datetime | None, datetime | None]:
    """`next_due` as another page asked for it within this second, if nothing was purged since, by any process of this
    machine: whichever verb sets a story's time purges what lists it."""
    store = pagestore.store()
    if store is None:
        return next_due(at)
    found = _due(store.counters.born, store.counters.now, int(time.monotonic()))
    return next_due(at) if any(moment is not None and moment <= at for moment in found) else found


@lru_cache(1)
def _due(*_stand: int) -> tuple[datetime | None, datetime | None]:
    return next_due(timezone.now())


def masthead_of(request: HttpRequest) -> Masthead:
    """The masthead that the request has already loaded."""
    return getattr(request, "paper", None) or Masthead.current()


def frame(request: HttpRequest, sections: list[Section] | None = None) -> dict[str, Any]:
    """Header and footer: masthead, sections, static pages. Two queries where no other page has asked lately, one of
    them made by the middleware; a page that brings its own sections has no footer."""
    tree, pages = part("led to", _led_to) if sections is None else (sections, [])
    return {"paper": masthead_of(request), "sections": tree, "pages": pages}


def _led_to() -> tuple[list[Section], list[Page]]:
    """What every page leads to: the open sections' tree, the static pages. Both in one query, for they stand on all."""
    pagestore.note(FRAME)
    nothing = Cast(Value(None), BigIntegerField())
    columns = ("is_page", "id", "slug", "label", "parent", "order")
    sections = Section.objects.open().annotate(is_page=Value(0), label=F("name")).order_by().values_list(*columns)
    pages = (
        Page.objects.shown()
        .annotate(is_page=Value(1), label=F("title"), parent=nothing)
        .order_by()
        .values_list(*columns)
    )
    rows = list(sections.union(pages, all=True).order_by("is_page", "order", "label"))
    tree = nested([
        Section(id=pk, slug=slug, name=name, parent_id=parent, order=order)
        for is_page, pk, slug, name, parent, order in rows
        if not is_page
    ])  # fmt: skip
    return tree, [Page(id=pk, slug=slug, title=title) for is_page, pk, slug, title, *_rest in rows if is_page]


def show(
    request: HttpRequest, template: str, status: int = 200, sections: list[Section] | None = None, **context: Any
) -> HttpResponse:
    """A page in its frame, with its own address as the canonical one unless the view knows better."""
    canonical = context.pop("canonical", request.path)
    return render(
        request,
        template,
        {**frame(request, sections), "canonical": request.build_absolute_uri(canonical), **context},
        status=status,
    )


def resting(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    """503 while the database rests: said in a page that needs none, and told to the log around us."""
    request.META["newsroom.database"] = "away"
    number = request.META.get("newsroom.request_id", "")
    page = loader.render_to_string(template, {"number": number, **context})
    return HttpResponse(page, status=503, headers={"Retry-After": "5", "Cache-Control": "no-store"})
