"""When something isn't there, in the paper's own design."""

from __future__ import annotations

import re
import sys

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext as _

from articles.models import Article, Redirect
from articles.models.redirect import Kind
from articles.pages import NoSuchPage
from articles.resting import RESTS
from articles.views.paper import resting, show

MOVES_ALONG = re.compile(r"(?<=/)(?:(?:rss|atom)/|luu-tru/[0-9/]*)\Z")
TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, the same for what never was and for what isn't public; 301 where the address has moved; 410 for whatever
    belongs to a withdrawn story, such as its comments."""
    if _is_of_a_withdrawn_story(request):
        return gone(request)
    moved = _moved(request)
    if moved is not None:
        return moved
    sentence = str(exception) if isinstance(exception, NoSuchPage) else _("The address may be mistyped or outdated.")
    return _sorry(request, 404, _("This page doesn't exist"), sentence)


def gone(request: HttpRequest) -> HttpResponse:
    """410: it was public and has been withdrawn."""
    return _sorry(request, 410, _("This story has been withdrawn"), _("The newsroom no longer publishes this story."))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400, or 413 where too much was sent: nothing of the request is shown, no database is asked."""
    is_too_much = isinstance(exception, TOO_MUCH)
    page = loader.render_to_string("400.html", {"is_too_much": is_too_much, "number": _number(request)})
    return HttpResponse(page, status=413 if is_too_much else 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", {"number": _number(request)}, status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """500, or 503 where the database rests: a page that needs nothing but itself."""
    if isinstance(sys.exc_info()[1], RESTS):
        return resting(request, "503.html", is_sent=request.method == "POST")
    return HttpResponse(loader.render_to_string("500.html", {"number": _number(request)}), status=500)


def _number(request: HttpRequest) -> str:
    """By which the newsroom finds in its log what happened here."""
    return str(request.META.get("newsroom.request_id", ""))


def _is_of_a_withdrawn_story(request: HttpRequest) -> bool:
    match = request.resolver_match
    if match is None or not {"slug", "pk"} <= match.kwargs.keys():
        return False
    return Article.objects.gone().filter(pk=match.kwargs["pk"]).exists()


def _moved(request: HttpRequest) -> HttpResponse | None:
    """The way on from an address that has moved, 410 for one that is gone, None for one that never led anywhere. A
    feed and an archive move with their page. One query."""
    path, query = request.path_info, request.META.get("QUERY_STRING", "")
    inner = found[0] if (found := MOVES_ALONG.search(path)) else ""
    whole = f"{path}?{query}" if query else path
    rows = {row.old_path: row for row in Redirect.objects.filter(old_path__in={whole, path, path.removesuffix(inner)})}
    row = rows.get(whole) or rows.get(path) or rows.get(path.removesuffix(inner))
    if row is None:
        return None
    if row.kind == Kind.GONE:
        return _sorry(request, 410, _("This page is gone"), _("The newsroom no longer publishes this page."))
    target = row.new_path + (inner if row.old_path + inner == path else "")
    if query and row.old_path != whole:
        target += f"{'&' if '?' in target else '?'}{query}"
    return HttpResponsePermanentRedirect(target) if row.kind == Kind.MOVED else HttpResponseRedirect(target)


def _sorry(request: HttpRequest, status: int, title: str, sentence: str) -> HttpResponse:
    latest = Article.objects.live().newest_first().for_cards()[:5]
    response = show(request, "error.html", status, title=title, sentence=sentence, latest=latest)
    response.headers["Cache-Control"] = "public, no-cache"
    return response
