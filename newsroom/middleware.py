"""What every answer has in common: whose address it is, which language, which headers."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Subquery
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext as _

from articles import pagestore, policy
from articles.models import Masthead, StaffSettings
from articles.models.shown import FRAME
from articles.pagestore import cdn
from articles.pagestore.parts import part
from articles.resting import RESTS
from articles.views import paper
from articles.views.errors import bad_request

Answer = Callable[[HttpRequest], HttpResponseBase]
DESK = "/quan-tri/"
FILES = ("/static/", "/media/", "/robots.txt", "/favicon.ico", "/luot-xem/")

DESK_CSP = policy.desk(settings.MEDIA_ORIGIN)
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"


def routes_are_told(get_response: Answer) -> Answer:
    """Which page it was, for the log around the application: its pattern, and the row's number where it has one."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        match = request.resolver_match
        if match is not None:
            request.META["newsroom.route"] = match.route or "/"
            row = str(match.kwargs.get("pk") or match.kwargs.get("object_id") or "")
            if row.isdigit():
                request.META["newsroom.object"] = int(row)
        return response

    return middleware


def client_address(get_response: Answer) -> Answer:
    """REMOTE_ADDR is the reader's address: from X-Forwarded-For only as far as our own proxies wrote it."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        hops = [hop.strip() for hop in request.META.pop("HTTP_X_FORWARDED_FOR", "").split(",")]
        told = hops[-settings.TRUSTED_PROXIES] if 0 < settings.TRUSTED_PROXIES <= len(hops) else ""
        request.META["REMOTE_ADDR"] = _address(told) or _address(request.META.get("REMOTE_ADDR", ""))
        return get_response(request)

    return middleware


def _address(written: str) -> str:
    """An IP address in its one spelling; empty for anything else (a Unix socket's peer has none)."""
    try:
        address = ipaddress.ip_address(written)
    except ValueError:
        return ""
    return str(getattr(address, "ipv4_mapped", None) or address)


def security_headers(get_response: Answer) -> Answer:
    """A strict policy on every answer; a page that needs another (the editor's form, a picture) has set its own."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        is_desk = request.path_info.startswith(DESK)
        response.headers.setdefault("Content-Security-Policy", DESK_CSP if is_desk else paper.CSP)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if is_desk:
            response.headers.setdefault("Cache-Control", "no-store, private")
        if request.method == "HEAD" and not response.streaming:
            response.content = b""  # type: ignore[attr-defined]  # Its length is told; the server would log each body.
        if response.headers.get("Content-Encoding") == "identity":
            del response.headers["Content-Encoding"]  # A view's word to our own compression, which has heard it.
        return response

    return middleware


def whole_requests(get_response: Answer) -> Answer:
    """A NUL in an address is nobody's typing: said so, before a database has to."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if "\x00" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            return bad_request(request)
        return get_response(request)

    return middleware


def paper_language(get_response: Answer) -> Answer:
    """Readers' pages speak the paper's one language. `request.paper` is the masthead: one query a page."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith((DESK, *FILES)):
            return get_response(request)
        request.paper = _paper()  # type: ignore[attr-defined]
        with translation.override(request.paper.language):  # type: ignore[attr-defined]
            return get_response(request)

    return middleware


def _paper() -> Masthead:
    """The masthead; while the database rests, as it was last seen: sorry is said in the paper's language."""
    try:
        _remembered["paper"] = part("masthead", _current)
    except RESTS:
        return _remembered.get("paper") or Masthead(pk=1)
    return _remembered["paper"]


def _current() -> Masthead:
    """With its ribbon, until that or its story ends."""
    paper = Masthead.current()
    pagestore.note(FRAME)
    if paper.breaking:
        pagestore.stands_until(paper.breaking.until)
        pagestore.stands_until(paper.breaking.article and paper.breaking.article.live_until)
    return paper


_remembered: dict[str, Masthead] = {}


def desk_language(get_response: Answer) -> Answer:
    """On the desk everybody has their own language; before signing in it is the paper's."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(DESK):
            return get_response(request)
        request.paper = _paper_and_choice(request)  # type: ignore[attr-defined]
        with translation.override(request.paper.chosen or request.paper.language):  # type: ignore[attr-defined]
            return get_response(request)

    return middleware


def cdn_is_answered_for(get_response: Answer) -> Answer:
    """Whoever changes what readers see hears it where the cache in front has not let go of the old page at once."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not settings.CDN or request.method != "POST" or not request.path_info.startswith(DESK):
            return get_response(request)
        with cdn.listening() as unheard:
            response = get_response(request)
        if unheard:
            sentence = _(
                "Done, but the CDN has not let go of the old page: readers may see it for up to %(minutes)d minutes. "
                "It is told again by itself; there is nothing to do."
            )
            messages.warning(request, sentence % {"minutes": settings.CDN["seconds"] // 60}, fail_silently=True)
        return response

    return middleware


def _paper_and_choice(request: HttpRequest) -> Masthead:
    """The masthead and, as `chosen`, the language in which this person works: one query."""
    choice = StaffSettings.objects.filter(user=request.user.pk or 0).values_list("language", flat=True)
    papers: Any = Masthead.objects.whole().annotate(chosen=Subquery(choice[:1]))
    paper = papers.filter(pk=1).first()
    if paper is None:
        paper = Masthead.current()
        paper.chosen = choice.first()  # type: ignore[attr-defined]
    return paper
