"""A story of the desk as its readers would see it; kept by nobody."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from articles import text
from articles.models import Article, PreviewLink
from articles.proof import Proof
from articles.related import beside
from articles.structured import logo_url, shared_picture
from articles.typeset import typeset
from articles.views.paper import CSP, masthead_of, show
from articles.views.story import story_page

PRINTED = "articles/print.html"


def as_readers(request: HttpRequest, story: Article, template: str, **others: Any) -> HttpResponse:
    """The reader's own page over the desk's text: its template, its language, its policy."""
    story.published_at = story.published_at or timezone.now()
    story.filed_section = story.section
    story.slug = story.slug or text.slug(story.headline) or "bai"
    paper = masthead_of(request)
    with translation.override(paper.language):
        proof = Proof(story, paper)
        if template != PRINTED:
            others["beside"] = beside(story, proof.edition, proof.filed)
        page = story_page(request, story, proof.edition, loaded=proof.loaded)
        response = show(request, template, **page, **others)
    return kept_by_nobody(response)


def card(request: HttpRequest, story: Article) -> dict[str, str]:
    """The story where somebody shares its address: what its page says for that (templates/articles/_og.html)."""
    proof, absolute = Proof(story, masthead_of(request)), request.build_absolute_uri
    edition, picture = proof.edition, shared_picture(typeset(proof.edition, loaded=proof.loaded), absolute)["url"]
    words = {"headline": edition.headline, "about": edition.lead or edition.headline, "host": request.get_host()}
    return {**words, "picture": picture, "sign": logo_url(masthead_of(request), absolute)}


def kept_by_nobody(response: HttpResponse) -> HttpResponse:
    """A reader's page that only the desk looks at: under its policy, and in the desk's own frames."""
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Content-Security-Policy"] = CSP.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    return response


@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """By a secret link: the story as it stands on the desk now, for as long as the link is open."""
    link = PreviewLink.named(token)
    if link is None:
        raise Http404
    return as_readers(request, link.article, "articles/shared.html", link=link, newer=[], older=[])
