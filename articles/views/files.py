"""Files that aren't pages: pictures, robots.txt, the icon, the manifest."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from articles import served
from articles.views.clips import in_parts
from articles.views.paper import masthead_of, reader_page


@reader_page
def media(request: HttpRequest, name: str) -> HttpResponseBase:
    """A photo's or clip's file; where they lie in a bucket, the way to it, for addresses from before."""
    if not served.NAME.fullmatch(name):
        return HttpResponse(status=404, content_type="text/plain")
    if settings.MEDIA_S3_BUCKET and not name.endswith(served.TEXT):
        return redirect(default_storage.url(name))
    try:
        file = default_storage.open(name)
    except (OSError, SuspiciousOperation):
        return HttpResponse(status=404, content_type="text/plain")
    response = in_parts(request, file, file.size, served.type_of(name))
    response.headers["Cache-Control"] = served.FOR_EVER
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Content-Encoding"] = "identity"  # Pictures are compressed already; the middleware takes it away.
    return response


@reader_page
def robots(request: HttpRequest) -> HttpResponse:
    maps = [f"Sitemap: {request.build_absolute_uri(reverse(name))}" for name in ("sitemap", "sitemap-news")]
    lines = ["User-agent: *", "Disallow: /quan-tri/", "", *maps, ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@reader_page
def favicon(request: HttpRequest) -> HttpResponse:
    return redirect(staticfiles_storage.url("img/icon.png"))


@reader_page
def manifest(request: HttpRequest) -> HttpResponse:
    """The paper on a phone's first screen, by the masthead's name."""
    paper = masthead_of(request)
    icons = [("img/icon.svg", "any", "image/svg+xml"), ("img/icon.png", "180x180", "image/png")]
    facts = {
        "name": paper.name,
        "short_name": paper.name[:24],
        "description": paper.slogan,
        "lang": paper.language,
        "start_url": "/",
        "scope": "/",
        "display": "browser",
        "background_color": "#ffffff",
        "theme_color": "#7d1219",
        "icons": [{"src": staticfiles_storage.url(name), "sizes": sizes, "type": kind} for name, sizes, kind in icons],
    }
    return JsonResponse(facts, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})


@reader_page
def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a hole (RFC 9116); 404 until the masthead has an address. It is renewed each month."""
    paper = masthead_of(request)
    if not paper.email:
        return HttpResponse(status=404, content_type="text/plain")
    until = timezone.localdate() + timedelta(days=300)
    lines = [
        f"Contact: mailto:{paper.email}",
        f"Expires: {until:%Y-%m}-01T00:00:00Z",
        f"Preferred-Languages: {paper.language}, en",
        f"Canonical: {request.build_absolute_uri()}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
