"""Links in a story that lead to pages of our own: which of them readers would not find."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import models
from django.urls import Resolver404, resolve

from articles.models.credit import Author
from articles.models.masthead import Page
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


def broken(html: str, stories: models.QuerySet[Any]) -> list[str]:
    """Addresses of ours in clean HTML at which readers find nothing: no page, none of the live `stories`, no redirect.

    A query for each kind of page that is linked, and one for redirects where something was not found.
    """
    paths = list(dict.fromkeys(path for href in HREF.findall(html) if (path := _ours(unescape(href)))))[:MOST]
    wanted: dict[str, dict[Any, list[str]]] = {}
    lost: list[str] = []
    for path in paths:
        kind, key = _kind(path)
        if kind == "lost":
            lost.append(path)
        elif kind:
            wanted.setdefault(kind, {}).setdefault(key, []).append(path)
    for kind, keys in wanted.items():
        there = _there(kind, keys, stories)
        lost += [path for key, found in keys.items() if key not in there for path in found]
    led_on = set(Redirect.objects.filter(old_path__in=lost).values_list("old_path", flat=True)) if lost else set()
    return [path for path in paths if path in lost and path not in led_on]


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


def _there(kind: str, keys: Iterable[Any], stories: models.QuerySet[Any]) -> set[Any]:
    if kind == "article":
        return set(stories.filter(pk__in=[key for key in keys if key < 2**63]).values_list("pk", flat=True))
    return set(NAMED[kind]._default_manager.filter(slug__in=list(keys)).values_list("slug", flat=True))
