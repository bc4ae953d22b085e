"""Searching the paper."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.dateparse import parse_date

from articles import text
from articles.models import Article, Author, Section
from articles.search import finding, words
from articles.search.dialects import CutOff, within
from articles.search.finding import Found, Narrowed
from articles.views.paper import reader_page, show

PATIENCE = 0.5  # seconds
LATEST, PAGES = 5, 50
FIELDS = ("q", "chuyen-muc", "tac-gia", "tu", "den", "xep")


@reader_page
def search(request: HttpRequest) -> HttpResponse:
    """`?q=` and what narrows it: section, author, days; sorted by likeness, or the newest first (`xep=moi`)."""
    asked, narrowed = words.question(request.GET.get("q", "")), _narrowed(request.GET)
    page, newest = _page(request.GET.get("trang", "")), request.GET.get("xep") == "moi"
    found, is_slow = Found(), False
    try:
        with within(PATIENCE):
            found = finding.find(asked, narrowed, page, newest)
    except CutOff:
        is_slow = True
    facts: dict[str, Any] = {"asked": asked, "narrowed": narrowed, "newest": newest, "found": found, "is_slow": is_slow}
    latest = [] if found.hits else Article.objects.live().newest_first().for_cards()[:LATEST]
    facts |= _addresses(request.GET, found, newest)
    return show(request, "articles/search.html", canonical=request.path, latest=latest, **facts)


def _addresses(query: Mapping[str, str], found: Found, newest: bool) -> dict[str, Any]:
    """Queries of this search in other words, in the other order, its neighbouring pages."""
    kept: dict[str, Any] = {name: query[name][: words.MOST_TYPED] for name in FIELDS if query.get(name)}
    return {
        "suggested": [(line, urlencode({**kept, "q": line})) for line in found.suggestions],
        "other_order": urlencode({**kept, "xep": "" if newest else "moi"}),
        "before": urlencode({**kept, "trang": found.page - 1}) if found.page > 1 else "",
        "after": urlencode({**kept, "trang": found.page + 1}) if found.page < min(found.pages, PAGES) else "",
    }


def _narrowed(query: Mapping[str, str]) -> Narrowed:
    """What makes no sense narrows nothing."""
    slug, who = _line(query.get("chuyen-muc", "")), _line(query.get("tac-gia", ""))
    section = Section.objects.filter(slug=slug).first() if slug else None
    called = Q(slug=who) | Q(folded=text.fold(who))
    author = Author.objects.filter(called).order_by("pk").first() if who else None
    return Narrowed(section, author, _day(query.get("tu", "")), _day(query.get("den", "")))


def _line(typed: str) -> str:
    return typed.replace("\x00", "").strip()[:80]


def _day(typed: str) -> date | None:
    try:
        day = parse_date(typed)
    except ValueError:  # 31/02: no such day.
        return None
    return day if day and 1980 < day.year < 2100 else None


def _page(typed: str) -> int:
    return min(text.number(typed, 2) or 1, PAGES)
