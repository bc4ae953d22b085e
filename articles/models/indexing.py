"""The index and the vocabulary kept current: a story's entry is written with its edition, in the same transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import chain
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from articles import markup
from articles.models.edition import Edition
from articles.models.findable import Findable
from articles.search import words
from articles.search.dialects import Row, dialect
from articles.search.terms import halves, terms

BATCH, MANY = 500, 20_000
WEEK = 7 * 24 * 3600  # seconds
LIVE = "live"  # the genre whose stories have entries


def put(article: Any, edition: Edition, at: datetime) -> None:
    """Readers find the story from `at` on, by its edition's words and by no earlier ones; of a live report by its
    entries' words too."""
    _enter([article], [(article, edition, at)])


def retell(article: Any) -> None:
    """The entries of a live report have changed: readers find it by what they say now."""
    row = Findable.objects.filter(article=article.pk).select_related("edition").first()
    if row is not None:
        _enter([article], [(article, row.edition, Findable.moment(row.place))])


def _enter(old: Iterable[Any], new: Iterable[tuple[Any, Edition, datetime]]) -> None:
    rows, told = [], {}
    for article, edition, at in new:
        said = told[article] = _reported(article, edition)
        rows.append(row_of(article.pk, edition, at, filed_of(article, edition, at), said))
    _change(_known([article.pk for article in old]), rows)
    for article, said in told.items():
        if said:
            Findable.objects.filter(article=article.pk).update(reported=said)
        if article.live_until:
            set_end(article)


def _reported(article: Any, edition: Edition) -> str:
    """A line for each entry that readers have, the summary first."""
    if edition.genre != LIVE:
        return ""
    coverage = getattr(article, "coverage", None)
    entries = article.entries.filter(gone_at=None).order_by("number")
    parts = [[coverage.summary if coverage else ""]]
    parts += [[entry.title, entry.body, *(use["caption"] for use in entry.photos)] for entry in entries]
    return "\n".join(markup.plain(" . ".join(filter(None, part))) for part in parts)


def set_end(article: Any) -> None:
    """Until when readers find the story."""
    Findable.objects.filter(article=article.pk).update(live_until=article.live_until)


def take_out(article: Any) -> None:
    _change(_known([article.pk]), [])


def _known(numbers: list[int]) -> list[Row]:
    """The entries of these stories as they were made."""
    return [_as_kept(row) for row in Findable.objects.filter(article__in=numbers).select_related("edition")]


def _change(old: list[Row], new: list[Row]) -> None:
    """Of the vocabulary, only what really changes is touched: in one order, so that two editors never wait for each
    other's words."""
    if old:
        dialect().drop(old)
    if new:
        dialect().put(new)
    counts = Counter(chain.from_iterable(row[5] for row in new))
    counts.subtract(Counter(chain.from_iterable(row[5] for row in old)))
    if changed := sorted(term for term, count in counts.items() if count):
        dialect().count([(*halves(term), counts[term]) for term in changed])


def filed_of(article: Any, edition: Edition, at: datetime) -> list[str]:
    """Keys by which a search is narrowed: section, authors; month, year and week by UTC. A section may move to another
    of the first level, so that is not among them."""
    authors = [f"a{pk}" for pk in dict.fromkeys(edition.author_ids)]
    return [f"s{article.filed_section_id}", *authors, *times_of(at)]


def times_of(at: datetime) -> list[str]:
    """Month, year and week: `articles.search.walking` asks for them."""
    moment = Findable.moment(Findable.place_of(0, at))
    return [f"m{moment:%Y%m}", f"y{moment:%Y}", f"w{week_of(moment)}"]


def week_of(at: datetime) -> int:
    """Counted from a Thursday, 1 January 1970."""
    return int(at.timestamp()) // WEEK


def row_of(pk: int, edition: Edition, at: datetime, filed: list[str], reported: str = "") -> Row:
    names = [credit["name"] for credit in edition.credits]
    captions = [use["caption"] for use in edition.photos]
    blocks = map(markup.plain, edition.body.split("\n"))  # A block is a line: `markup.clean`.
    rest = [edition.lead, *blocks, *captions, *names, edition.source, *filter(None, reported.split("\n"))]
    first = [edition.kicker, edition.headline]
    found = words.lexemes(first, rest, filed)
    return pk, Findable.place_of(pk, at), edition.pk, " ".join(filed)[:400], found, terms([*first, *rest])


def _as_kept(row: Findable) -> Row:
    entry = row_of(row.article_id, row.edition, Findable.moment(row.place), row.filed.split(), row.reported)
    return entry if row.is_counted else (*entry[:5], frozenset())


def missing() -> Any:
    """Published stories that the index or the vocabulary doesn't have."""
    return _published().filter(Q(findable=None) | Q(findable__is_counted=False))


def rebuild(step: Callable[[int], None] = lambda count: None) -> int:
    """Enter what is missing, batch by batch: what is interrupted is gone on with by asking again. Very many are
    searched slowly until all are entered."""
    dialect().ready()
    for story in _untold():
        retell(story)
    if missing().order_by()[:MANY].count() < MANY:
        return _rebuild(step)
    with dialect().many():
        return _rebuild(step)


def _rebuild(step: Callable[[int], None]) -> int:
    """Along the stories' numbers, so that the last batch costs what the first does. Each with its stories locked: what
    is published meanwhile waits, and is not entered as it was."""
    done, last = 0, 0
    while numbers := list(_published().filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        last = numbers[-1]
        with transaction.atomic():
            locked = _published().filter(pk__in=numbers).order_by("pk").select_for_update(of=("self",))
            stories = {story.pk: story for story in locked.select_related("edition").defer("body", "lead")}
            there = Findable.objects.filter(article__in=stories, is_counted=True)
            for pk in list(there.values_list("article", flat=True)):
                del stories[pk]
            if stories:
                _enter(stories.values(), ((story, story.edition, story.published_at) for story in stories.values()))
        done += len(stories)
        step(len(stories))
    return done


def _untold() -> Any:
    """Live reports that were entered before the index knew of entries."""
    return _published().filter(edition__genre=LIVE, findable__reported="", entries__number__gte=1).distinct()


def _published() -> Any:
    return apps.get_model("articles", "Article")._default_manager.filter(status="published")


def now_bound(at: datetime | None = None) -> int:
    return Findable.bound(at or timezone.now())
