"""What all reader pages share: the frame around them, and the promise that they are nobody's."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.template import loader
from django.views.decorators.csrf import csrf_exempt

from articles.models import Masthead, Page, Section

View = Callable[..., HttpResponse]
SAFE = ["GET", "HEAD"]
# Nothing from elsewhere, nothing inline; JSON-LD is data, not script, and needs no exception.
CSP = (
    "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; font-src 'self'; connect-src 'self'; "
    "media-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)


def reader_page(view: View) -> View:
    """GET and HEAD only; may be kept by anybody who asks again whether it still holds."""

    @csrf_exempt  # What would need a token is refused here before it does anything.
    @wraps(view)
    def wrapped(request: HttpRequest, **found: Any) -> HttpResponse:
        if request.method not in SAFE:
            return HttpResponseNotAllowed(SAFE, loader.render_to_string("405.html"))
        response = view(request, **found)
        response.headers.setdefault("Cache-Control", "public, no-cache")
        return response

    return wrapped


def masthead_of(request: HttpRequest) -> Masthead:
    """The masthead that the request has already loaded."""
    return getattr(request, "paper", None) or Masthead.current()


def frame(request: HttpRequest, sections: list[Section] | None = None) -> dict[str, Any]:
    """Header and footer: masthead, sections, static pages. Three queries, one of them made by the middleware."""
    return {
        "paper": masthead_of(request),
        "sections": Section.objects.tree() if sections is None else sections,
        "pages": Page.objects.only("title", "slug", "order"),
    }


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
