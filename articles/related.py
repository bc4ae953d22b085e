"""What stands beside a story: its topics and tags, what came before in its topic, and the stories related to it.

Three queries, whatever the story has: what it is called by, the neighbours along the indexes, the lines of those shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.db import connection
from django.db.models import F, QuerySet
from django.utils import timezone

from articles import text
from articles.known import Known, from_there
from articles.models import Article, Edition, Tag, TagStory, Topic, TopicStory
from articles.models.filing import filed_under

EARLIER, RELATED = 5, 5
NEXT, BEFORE = 3, 5  # "Tin khác": what the section had just after and just before
TOPICS, TAGS = 2, 4  # so many of a story's are asked for neighbours
NEAR, OLDER, NEWER = 12, 30, 10  # stories looked at: of each topic and tag, and in the section
SAME_TOPIC, SAME_TAG, LEAST = 3, 2, 2  # A pair of words in both headlines counts 1.
Text = tuple[str, list[Any]]
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
    headline: str
    why: str


def beside(story: Article, edition: Edition) -> Beside:
    """For the edition that readers have, or the desk's unsaved one. What the editors chose comes first and in their
    order; the engine fills up. Only live stories, none twice."""
    topics, tags = filed_under(edition)
    found = [] if story.published_at is None else list(_neighbours(story, story.published_at, topics, tags))
    found = [near for near in found if near.pk != story.pk]
    earlier = [near.pk for near in _newest(near for near in found if near.why == "earlier")][:EARLIER]
    guessed = _guess(edition.headline, [near for near in found if near.pk not in {*earlier, *edition.related}])
    chosen = [pk for pk in edition.related if pk != story.pk]
    after = [near.pk for near in _newest(near for near in found if near.why == "newer")][-NEXT:]
    before = [near.pk for near in _newest(near for near in found if near.why == "older")][: BEFORE + EARLIER + RELATED]
    wanted = [*earlier, *chosen, *guessed[:RELATED], *after, *before]
    lines = Article.objects.live().for_links().in_bulk(wanted)
    related = [lines[pk] for pk in (*chosen, *guessed[:RELATED]) if pk in lines][:RELATED]
    told = [lines[pk] for pk in earlier if pk in lines and pk not in set(chosen)]
    shown = {one.pk for one in (*told, *related)}
    newer, older = ([lines[pk] for pk in pks if pk in lines and pk not in shown] for pks in (after, before))
    return Beside(topics, tags, told, related, newer, older[:BEFORE])


def _neighbours(story: Article, moment: datetime, topics: list[Topic], tags: list[Tag]) -> Iterator[Neighbour]:
    """Steps along the topics', the tags' and the section's index, all in one query."""
    now, steps = timezone.now(), list[tuple[str, Text]]()
    for topic in topics[:TOPICS]:
        steps.append(("topic", IN_TOPIC.text(at=now, topic=topic.pk)))
        if topic == topics[0]:
            steps.append(("earlier", EARLIER_IN_TOPIC.text(at=now, topic=topic.pk, moment=moment)))
    steps += [("tag", TAGGED.text(at=now, tag=tag.pk)) for tag in tags[:TAGS]]
    section = story.filed_section
    if section is not None:
        older, newer = (OLDER_INSIDE, NEWER_INSIDE) if section.parent_id else (OLDER_IN_ROOT, NEWER_IN_ROOT)
        where: dict[str, Any] = {"at": now, "section": section.pk, "moment": moment, "pk": story.pk}
        steps += [("older", older.text(**where)), ("newer", newer.text(**where))]
    if steps:
        yield from (Neighbour(*row) for row in _walked(steps))


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


def _walked(steps: list[tuple[str, Text]]) -> list[Any]:
    """All the steps' rows. As text: for SQLite Django takes no union of parts that are cut, and the detour by a
    subquery in each took half of the page's time. Which of them readers may have is asked once they are chosen."""
    parts, values = list[str](), list[Any]()
    for number, (why, (sql, given)) in enumerate(steps):
        parts.append(f"SELECT s{number}.near AS near, %s AS why FROM ({sql}) AS s{number}")
        values += [why, *given]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT story.id, story.published_at, edition.headline, found.why"
            f" FROM ({' UNION ALL '.join(parts)}) AS found"
            f" JOIN {Article._meta.db_table} AS story ON story.id = found.near"
            f" JOIN {Edition._meta.db_table} AS edition ON edition.id = story.edition_id",
            values,
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


def _pairs(headline: str) -> set[tuple[str, str]]:
    """Neighbouring syllables, without diacritics: most Vietnamese words are two of them."""
    syllables = [word.strip(".,:;!?\"'()“”‘’…-–") for word in text.fold(headline).split()]
    return {pair for pair in pairwise(syllables) if all(pair)}
