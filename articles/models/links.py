"""Links in a story that lead to pages of our own: which of them readers would not find."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import models
from django.db.models import CharField, Value
from django.db.models.functions import Cast
from django.urls import Resolver404, resolve

from articles.models.credit import Author
from articles.models.page import Page
from articles.models.redirect import Redirect
from articles.models.section import Section
from articles.models.tag import Tag
from articles.models.topic import Topic

HREF = re.compile(r'<a [^<>]*?href="([^"<>]*)"')
NAMED: dict[str, type[models.Model]] = {
    "section": Section,
    "author": Author,
    "topic": Topic,
    "tag": Tag,
    "page": Page,
}
MOST = 100  # looked at in one story
NUMBER = Cast("pk", CharField())


class Links:
    """The addresses of ours in clean HTML, and which of them lead to no page, no live story, no redirect."""

    def __init__(self, html: str) -> None:
        found = (path for href in HREF.findall(html) if (path := _ours(unescape(href))))
        self.paths = list(dict.fromkeys(found))[:MOST]
        kinds = {path: _kind(path) for path in self.paths}
        self.wanted = {path: (kind, str(key)) for path, (kind, key) in kinds.items() if kind}

    def questions(self, stories: models.QuerySet[Any], *more: Any) -> list[models.QuerySet[Any]]:
        """For what is there of what is wanted: a kind, a key and the columns `more`, to be asked in one query."""
        keys: dict[str, list[str]] = {}
        for kind, key in self.wanted.values():
            keys.setdefault(kind, []).append(key)
        numbers = [int(key) for key in keys.pop("article", []) if int(key) < 2**63]
        asked = (
            [stories.filter(pk__in=numbers).order_by().values_list(Value("article"), NUMBER, *more)] if numbers else []
        )
        for kind, slugs in keys.items():
            if kind in NAMED:
                rows: Any = Page.objects.shown() if kind == "page" else NAMED[kind]._default_manager
                asked.append(rows.filter(slug__in=slugs).order_by().values_list(Value(kind), "slug", *more))
        if self.wanted:
            moved = Redirect.objects.filter(old_path__in=list(self.wanted)).order_by()
            asked.append(moved.values_list(Value("moved"), "old_path", *more))
        return asked

    def there(self, stories: models.QuerySet[Any]) -> set[tuple[str, str]]:
        """One query, none where nothing of ours is linked."""
        asked = self.questions(stories)
        return set(asked[0].union(*asked[1:], all=True)) if asked else set()

    def lost(self, there: set[tuple[str, str]]) -> list[str]:
        return [
            path for path in self.paths if (wanted := self.wanted.get(path)) and not {wanted, ("moved", path)} & there
        ]


def _ours(href: str) -> str:
    """The path of an address of ours; empty for a page elsewhere, or a place on the same page."""
    try:
        parts = urlsplit(href.strip())
        host = parts.hostname or ""
    except ValueError:  # A bracket that is no IPv6 address: no address at all.
        return ""
    if parts.scheme not in {"", "http", "https"} or (host and host not in set(settings.ALLOWED_HOSTS)):
        return ""
    return unquote(parts.path) if parts.path.startswith("/") else ""


def _kind(path: str) -> tuple[str, Any]:
    """What kind of page is meant, and which one; ("", None) for one that is always there."""
    try:
        match = resolve(path)
    except Resolver404:
        return "lost", None
    if match.namespaces:  # The desk is no page of readers.
        return "lost", None
    if match.url_name in {"article", "print"}:
        return "article", match.kwargs["pk"]
    return (match.url_name, match.kwargs["slug"]) if match.url_name in NAMED else ("", None)
