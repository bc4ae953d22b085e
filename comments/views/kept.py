"""While the database rests nothing can be taken, and nothing that was typed may be lost."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from articles.resting import RESTS
from articles.views.paper import resting

log = logging.getLogger(__name__)
View = Callable[..., HttpResponseBase]
NEEDED = ("name", "email", "parent", "website", "act", "ground")


def gives_back(field: str = "text") -> Callable[[View], View]:
    """What was sent comes back in a form of its own, to be sent again; it needs no script and no database."""

    def decorator(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, **found: Any) -> HttpResponseBase:
            try:
                return view(request, **found)
            except RESTS as error:
                if request.method != "POST":
                    raise
                log.warning("The database rests: a reader's text was given back (%s).", type(error).__name__)
                return _page(request, field, found)

        return wrapped

    return decorator


def _page(request: HttpRequest, field: str, found: dict[str, Any]) -> HttpResponseBase:
    """The confirm page's token would be an old one: its text goes back to where it came from."""
    story = [found[part] for part in ("slug", "pk") if part in found]
    return resting(
        request,
        "comments/resting.html",
        action=reverse("comments", args=story) if len(story) == 2 else request.path,
        field=field,
        written=request.POST.get(field, ""),
        hidden=[(name, request.POST[name]) for name in NEEDED if name in request.POST],
    )
