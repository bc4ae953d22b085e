"""What a test asks of a reader's page: its stories in order, its text, its parts."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from html import unescape
from typing import Any
from xml.etree import ElementTree

from django.utils import timezone

from articles.models import Article
from tests import cast

NOON = datetime(2026, 3, 2, 5, tzinfo=timezone.get_fixed_timezone(0))  # 12:00 in Vietnam


def text_of(response: Any) -> str:
    """The page's words, with tags and repeated white space out."""
    html = re.sub(r"<script.*?</script>|<head>.*?</head>", " ", response.content.decode(), flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def part(response: Any, start: str, end: str) -> str:
    """The HTML from `start` up to `end`; both must be there."""
    html = response.content.decode()
    assert start in html, f"{start!r} is not on the page"
    return html.split(start, 1)[1].split(end, 1)[0]


def stories_on(response: Any) -> list[int]:
    """Ids of the stories linked in the page's main part, in order, with repetitions."""
    main = part(response, "<main", "</main>")
    return [int(pk) for pk in re.findall(r'<a href="/bai/[a-z0-9-]*-(\d+)/"', main)]


def items_of(response: Any) -> list[ElementTree.Element]:
    """A feed's items."""
    return list(ElementTree.fromstring(response.content).iter("item"))


def edition_of(count: int, **facts: Any) -> list[Article]:
    """So many live stories, the newest first, an hour between two, the newest an hour ago."""
    now = timezone.now()
    return [cast.live_article(f"Tin số {n}", at=now - timedelta(hours=n), **facts) for n in range(1, count + 1)]
