"""What stands beside a story: its topics and tags, what came before in its topic, and the stories related to it.

Two queries, whatever the story has: what it is called by; the neighbours along the indexes, with what is shown of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import pairwise
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import F, QuerySet
from django.utils import timezone

from articles import pagestore, text
from articles.known import Known, from_there, moment_of
from articles.models import Article, Edition, Tag, TagStory, Topic, TopicStory
from articles.models.filing import Filed, named_in
from articles.models.shown import key_of

EARLIER, RELATED = 5, 5
NEXT, BEFORE = 3, 5  # "Tin khác": what the section had just after and just before
TOPICS, TAGS = 2, 4  # so many of a story's are asked for neighbours
NEAR, OLDER, NEWER = 12, 30, 10  # stories looked at: of each topic and tag, and in the section
SAME_TOPIC, SAME_TAG, LEAST = 3, 2, 2  # A pair of words in both headlines counts 1.
Text = tuple[str, Sequence[Any]]
LINE = ("id", "published_at", "slug")  # in the order of the model
COMMON = 4  # A pair that stands in more than a fourth of the headlines looked at says nothing.


@dataclass(frozen=True)
class Beside:
    topics: list[Topic]
    tags: list[Tag]
    earlier: list[Article]
    related: list[Article]
    newer: list[Article]
    older: list[Article]

    @property
    def nearby(self) -> list[Article]:
        return self.newer + self.older


@dataclass(frozen=True)
class Neighbour:
    pk: int
    moment: Any  # as the database gives it: to be compared with others alone
    slug: str
    headline: str
    why: str

    def as_line(self) -> Article:
        """The story, with what a line of headline and time shows: as `for_links()` has it."""
        story: Article = Article.from_db(DEFAULT_DB_ALIAS, LINE, (self.pk, moment_of(self.moment), self.slug))
        story.edition = Edition.from_db(DEFAULT_DB_ALIAS, ("id", "headline"), (None, self.headline))
        return story


def beside(story: Article, edition: Edition, filed: Filed | None = None) -> Beside:
    """For the edition that readers have, or the desk's unsaved one; `filed` where the page has asked already. What the
    editors chose comes first and in their order; the engine fills up. Only live stories, none twice."""
    topics, tags = filed or named_in(edition)[0]
    walked = [near for near in _neighbours(story, edition, topics, tags) if near.pk != story.pk]
    found = [near for near in walked if near.why != "chosen"]
    earlier = [near.pk for near in _newest(near for near in found if near.why == "earlier")][:EARLIER]
    guessed = _guess(edition.headline, [near for near in found if near.pk not in {*earlier, *edition.related}])
    chosen = [pk for pk in edition.related if pk != story.pk]
    after = [near.pk for near in _newest(near for near in found if near.why == "newer")][-NEXT:]
    before = [near.pk for near in _newest(near for near in found if near.why == "older")][: BEFORE + EARLIER + RELATED]
    wanted = dict.fromkeys([*earlier, *chosen, *guessed[:RELATED], *after, *before])
    lines = {near.pk: near.as_line() for near in {near.pk: near for near in walked if near.pk in wanted}.values()}
    pagestore.note(*(key_of("article", pk) for pk in wanted))
    related = [lines[pk] for pk in (*chosen, *guessed[:RELATED]) if pk in lines][:RELATED]
    told = [lines[pk] for pk in earlier if pk in lines and pk not in set(chosen)]
    shown = {one.pk for one in (*told, *related)}
    newer, older = ([lines[pk] for pk in pks if pk in lines and pk not in shown] for pks in (after, before))
    return Beside(topics, tags, told, related, newer, older[:BEFORE])


def _neighbours(story: Article, edition: Edition, topics: list[Topic], tags: list[Tag]) -> Iterator[Neighbour]:
    """Steps along the topics', the tags' and the section's index, and to the stories that the editors chose: all in
    one query."""
    now, moment, steps = timezone.now(), story.published_at, list[tuple[str, Text]]()
    if edition.related:
        chosen = Article.objects.filter(pk__in=edition.related).order_by().values(near=F("pk"))
        steps.append(("chosen", chosen.query.sql_with_params()))
    if moment is not None:
        steps += _along(story, moment, topics, tags, now)
    if steps:
        yield from (Neighbour(*row) for row in _walked(steps, now))


def _along(
    story: Article, moment: datetime, topics: list[Topic], tags: list[Tag], now: datetime
) -> Iterator[tuple[str, Text]]:
    for topic in topics[:TOPICS]:
        yield "topic", IN_TOPIC.text(at=now, topic=topic.pk)
        if topic == topics[0]:
            yield "earlier", EARLIER_IN_TOPIC.text(at=now, topic=topic.pk, moment=moment)
    for tag in tags[:TAGS]:
        yield "tag", TAGGED.text(at=now, tag=tag.pk)
    section = story.filed_section
    if section is not None:
        older, newer = (OLDER_INSIDE, NEWER_INSIDE) if section.parent_id else (OLDER_IN_ROOT, NEWER_IN_ROOT)
        where: dict[str, Any] = {"at": now, "section": section.pk, "moment": moment, "pk": story.pk}
        yield "older", older.text(**where)
        yield "newer", newer.text(**where)


def _step(rows: QuerySet[Any], most: int, near: str = "article_id") -> QuerySet[Any, Any]:
    return rows.values(near=F(near))[:most]


def _in_topic(at: datetime, topic: int) -> QuerySet[Any]:
    return TopicStory.objects.due(at).filter(topic=topic).order_by("-published_at", "-article_id")


def _tagged(at: datetime, tag: int) -> QuerySet[Any]:
    return TagStory.objects.due(at).filter(tag=tag).order_by("-published_at", "-article_id")


def _older(at: datetime, moment: datetime, pk: int, **where: int) -> QuerySet[Any, Any]:
    return _step(Article.objects.live(at).filter(**where).older_than(moment, pk).newest_first(), OLDER, "pk")


def _newer(at: datetime, moment: datetime, pk: int, **where: int) -> QuerySet[Any, Any]:
    return _step(Article.objects.live(at).filter(**where).newer_than(moment, pk), NEWER, "pk")


IN_TOPIC = Known(lambda at, topic: _step(_in_topic(at, topic), NEAR))
EARLIER_IN_TOPIC = Known(
    lambda at, topic, moment: _step(from_there(_in_topic(at, topic), published_at__lt=moment), EARLIER)
)
TAGGED = Known(lambda at, tag: _step(_tagged(at, tag), NEAR))
OLDER_INSIDE = Known(lambda section, **when: _older(filed_section=section, **when))
NEWER_INSIDE = Known(lambda section, **when: _newer(filed_section=section, **when))
OLDER_IN_ROOT = Known(lambda section, **when: _older(filed_root=section, **when))
NEWER_IN_ROOT = Known(lambda section, **when: _newer(filed_root=section, **when))
LINES = Known(
    lambda at: Article.objects.live(at).order_by().values_list("pk", "published_at", "slug", "edition__headline")
)


def _walked(steps: list[tuple[str, Text]], now: datetime) -> list[Any]:
    """All the steps' rows that readers may have. As text: for SQLite Django takes no union of parts that are cut, and
    the detour by a subquery in each took half of the page's time. Neither database reads all stories that are live to
    find these few among them: for SQLite, a cross join is walked in the order in which it is written."""
    parts, values = list[str](), list[Any]()
    for number, (why, (sql, given)) in enumerate(steps):
        parts.append(f"SELECT s{number}.near AS near, %s AS why FROM ({sql}) AS s{number}")
        values += [why, *given]
    line, given = LINES.text(at=now)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT line.*, found.why FROM ({' UNION ALL '.join(parts)}) AS found"
            f" CROSS JOIN ({line}) AS line WHERE line.pk = found.near",
            [*values, *given],
        )
        return cursor.fetchall()


def _newest(found: Any) -> list[Neighbour]:
    return sorted(found, key=lambda near: (near.moment, near.pk), reverse=True)


def _guess(headline: str, found: list[Neighbour]) -> list[int]:
    """The neighbours that have enough in common with the story, the nearest first, of equal ones the newest."""
    stories = {near.pk: near for near in found}
    pairs = {pk: _pairs(near.headline) for pk, near in stories.items()}
    known = Counter(pair for own in pairs.values() for pair in own)
    telling = {pair for pair in _pairs(headline) if known[pair] * COMMON <= max(len(stories), 2 * COMMON)}
    scores: Counter[int] = Counter({pk: len(own & telling) for pk, own in pairs.items()})
    for near in found:
        scores[near.pk] += {"topic": SAME_TOPIC, "earlier": SAME_TOPIC, "tag": SAME_TAG}.get(near.why, 0)
    kin = [near for near in _newest(stories.values()) if scores[near.pk] >= LEAST]
    return [near.pk for near in sorted(kin, key=lambda near: -scores[near.pk])]


@lru_cache(1_000)  # Many stories have the same neighbours.
def _pairs(headline: str) -> frozenset[tuple[str, str]]:
    """Neighbouring syllables, without diacritics: most Vietnamese words are two of them."""
    syllables = [word.strip(".,:;!?\"'()“”‘’…-–") for word in text.fold(headline).split()]
    return frozenset(pair for pair in pairwise(syllables) if all(pair))
