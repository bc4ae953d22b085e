"""Where a published story is listed: a row in each list that is walked by its time, written by the story's verbs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import F, Value
from django.db.models.functions import Coalesce

from articles import pagestore
from articles.known import Known
from articles.models import indexing
from articles.models.clip_use import ClipUse
from articles.models.credit import Author
from articles.models.edition import Byline, Edition
from articles.models.photo_use import PhotoUse
from articles.models.shown import PAPER, key_of, listed, text_of
from articles.models.tag import Tag, TagStory
from articles.models.topic import Topic, TopicStory

Filed = tuple[list[Topic], list[Tag]]


def file(article: Any, edition: Edition, at: datetime) -> None:
    """List the story under the edition's authors, topics and tags, and nowhere else."""
    _unlist(article)  # A merge of tags that is under way ends before this; so the tags are asked for after it.
    tag_ids = {tag.tag.pk for tag in Tag.objects.filter(pk__in=edition.tags).select_related("same_as")}
    topic_ids = set(Topic.objects.filter(pk__in=edition.topics).values_list("pk", flat=True))
    facts = {"article": article, "published_at": at, "live_until": article.live_until}
    Byline.objects.bulk_create(Byline(author_id=pk, **facts) for pk in dict.fromkeys(edition.author_ids))
    TopicStory.objects.bulk_create(TopicStory(topic_id=pk, **facts) for pk in sorted(topic_ids))
    TagStory.objects.bulk_create(TagStory(tag_id=pk, **facts) for pk in sorted(tag_ids))
    indexing.put(article, edition, at)
    PhotoUse.file(article, edition)
    ClipUse.file(article, edition)


def seen_on(article: Any) -> list[str]:
    """Keys of the pages that show the story or list it, as it is filed now."""
    sections = {article.filed_section_id, article.filed_root_id} - {None}
    lists = [
        *(key_of("section", pk) for pk in sections),
        *(key_of("author", pk) for pk in article.bylines.values_list("author_id", flat=True)),
        *(key_of("topic", pk) for pk in article.topic_rows.values_list("topic_id", flat=True)),
        *(key_of("tag", pk) for pk in article.tag_rows.values_list("tag_id", flat=True)),
    ]
    return [article.page_key, text_of(article.page_key), PAPER, *(listed(key) for key in lists)]


def set_end(article: Any) -> None:
    """Tell every list until when the story stands in it; the search index too."""
    for rows in (article.bylines, article.topic_rows, article.tag_rows):
        rows.update(live_until=article.live_until)
    indexing.set_end(article)


def take_out(article: Any) -> None:
    _unlist(article)
    indexing.take_out(article)


def _unlist(article: Any) -> None:
    for rows in (article.bylines, article.topic_rows, article.tag_rows):
        rows.all().delete()


def named_in(edition: Edition) -> tuple[Filed, dict[int, Author]]:
    """What an edition's numbers are called by now: its topics and tags in order (a merged tag is the one that stayed),
    and its authors.

    One query, none where it has none of them. The rows have what a link needs and no more.
    """
    if not (edition.topics or edition.tags or edition.author_ids):
        return ([], []), {}
    rows = NAMES.rows(topics=edition.topics, tags=edition.tags, authors=edition.author_ids)
    signed = {pk: Author(pk=pk, name=name, slug=slug) for kind, pk, _real, name, slug in rows if kind == "author"}
    pagestore.note(*(author.page_key for author in signed.values()))
    return as_filed(edition, rows), signed


def names_of(edition: Any, *more: Any) -> tuple[Any, Any]:
    """The two questions for what its numbers are called, to be asked in one query; `more` are further columns, for
    whoever asks other things along with them."""
    columns = ("kind", "asked", "real", "label", "address")
    topics = Topic.objects.filter(pk__in=edition.topics).annotate(
        kind=Value("topic"), asked=F("pk"), real=F("pk"), label=F("headline"), address=F("slug")
    )
    tags = Tag.objects.filter(pk__in=edition.tags).annotate(
        kind=Value("tag"),
        asked=F("pk"),
        real=Coalesce("same_as_id", "pk"),
        label=Coalesce("same_as__name", "name"),
        address=Coalesce("same_as__slug", "slug"),
    )
    return topics.order_by().values_list(*columns, *more), tags.order_by().values_list(*columns, *more)


def _named(topics: list[int], tags: list[int], authors: list[int]) -> Any:
    named, tagged = names_of(Edition(topics=topics, tags=tags))
    signed = Author.objects.filter(pk__in=authors).order_by()
    return named.union(tagged, signed.values_list(Value("author"), "pk", "pk", "name", "slug"), all=True)


NAMES = Known(_named)


def as_filed(edition: Edition, rows: Iterable[Any]) -> Filed:
    """What was found, in the edition's order."""
    found = {(kind, asked): (real, label, slug) for kind, asked, real, label, slug, *_more in rows}
    pagestore.note(*(key_of("topic", pk) for pk in edition.topics), *(key_of("tag", pk) for pk in edition.tags))
    named_topics = [found["topic", pk] for pk in edition.topics if ("topic", pk) in found]
    named_tags = dict.fromkeys(found["tag", pk] for pk in edition.tags if ("tag", pk) in found)
    return (
        [Topic(pk=pk, headline=label, slug=slug) for pk, label, slug in named_topics],
        [Tag(pk=pk, name=label, slug=slug) for pk, label, slug in named_tags],
    )
