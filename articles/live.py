"""A live report as readers have it: its entries from the newest, or from one of them, on; what is new since."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from articles import markup, pagestore
from articles.models import Article, Coverage, Edition, Entry, Genre
from articles.typeset import NOTHING, Loaded, typeset_entries

PER_PAGE, TOLD, IN_PRINT, IN_FEED = 20, 10, 200, 20


@dataclass(frozen=True)
class PrintedEntry:
    entry: Entry
    body: SafeString


@dataclass(frozen=True)
class Live:
    story: Article
    coverage: Coverage
    rows: list[Entry]
    older: int = 0  # The first entry of the page that follows; 0 where none does.
    is_newest: bool = True
    loaded: Loaded = NOTHING

    @cached_property
    def entries(self) -> list[PrintedEntry]:
        return _printed(self.rows, loaded=self.loaded)

    @property
    def photos(self) -> set[int]:
        return {use["photo"] for entry in self.rows for use in entry.photos}

    @property
    def summary(self) -> SafeString:
        return markup.render(self.coverage.summary, {})

    @property
    def poll(self) -> str:
        """The address before the number of the last entry that a reader has; empty where nothing more can come."""
        if self.coverage.ended_at or not self.is_newest:
            return ""
        return reverse("live-new", args=[self.story.slug or "bai", self.story.pk, 0]).removesuffix("0/")

    @property
    def changed_at(self) -> datetime | None:
        return self.coverage.changed_at if self.coverage.last_number else None

    def tell(self, facts: dict[str, Any], absolute: Callable[[str], str]) -> dict[str, Any]:
        """A story's JSON-LD as a live report's: its entries are the updates, the newest few told whole."""
        address = absolute(self.story.get_absolute_url())
        ended = self.coverage.ended_at
        updates = [_update(entry, address) for entry in self.rows[:TOLD]]
        told = {"coverageStartTime": _zoned(self.coverage.began_at), "liveBlogUpdate": updates}
        return {**facts, "@type": "LiveBlogPosting", **told, **({"coverageEndTime": _zoned(ended)} if ended else {})}


def live_of(story: Article, edition: Edition, first: int = 0, most: int = PER_PAGE) -> Live | None:
    """The report of a story of the live genre, None for any other: from its newest entry, or from the one numbered
    `first`, back. One query, and one for its photos where they are not `loaded`; its own facts come with the story."""
    if edition.genre != Genre.LIVE or not story.pk:
        return None
    pagestore.note(Coverage.key_for(story))
    coverage: Coverage | None = getattr(story, "coverage", None)
    if coverage is None:
        began = story.published_at or timezone.now()
        coverage = Coverage(article=story, began_at=began, changed_at=began)
    shown = Entry.objects.filter(article=story).shown()
    found = list((shown.filter(number__lte=first) if first else shown)[: most + 1])
    older = found[most].number if len(found) > most else 0
    return Live(story, coverage, found[:most], older, is_newest=not first)


def new_since(story: Article, number: int) -> list[PrintedEntry]:
    pagestore.note(Coverage.key_for(story))
    return _printed(list(Entry.objects.filter(article=story, number__gt=number).shown()[:PER_PAGE]))


def latest_of(stories: Iterable[Article], template: str, base: str) -> dict[int, list[PrintedEntry]]:
    """The newest entries of each live report among these stories, for a feed. Two queries, none without one."""
    live = [story for story in stories if story.edition and story.edition.genre == Genre.LIVE]
    if not live:
        return {}
    pagestore.note(*(Coverage.key_for(story) for story in live))
    newest = F("article__coverage__last_number") - IN_FEED
    rows = Entry.objects.filter(article__in=live, number__gt=newest).shown().select_related("article__coverage")
    found: dict[int, list[PrintedEntry]] = {}
    for printed in _printed(list(rows), template, base):
        found.setdefault(printed.entry.article_id, []).append(printed)
    return found


def _printed(
    entries: list[Entry], template: str = "articles/_figure.html", base: str = "", loaded: Loaded = NOTHING
) -> list[PrintedEntry]:
    bodies = typeset_entries(entries, template, base, loaded)
    return [PrintedEntry(entry, body) for entry, body in zip(entries, bodies, strict=True)]


def _update(entry: Entry, address: str) -> dict[str, Any]:
    return {
        "@type": "BlogPosting",
        "headline": entry.headline[:110],
        "articleBody": markup.plain(entry.body)[:500],
        "datePublished": _zoned(entry.at),
        "dateModified": _zoned(entry.corrected_at or entry.at),
        "url": f"{address}#tin-{entry.number}",
    }


def _zoned(moment: datetime) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds")
