"""Lists of stories: the front page, sections, authors, topics, tags, latest."""

from __future__ import annotations

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from articles.models import Article, Author, Byline, Section, Tag, TagStory, Topic, TopicStory
from articles.pages import Cut, page_of
from articles.views.paper import reader_page, show

SECONDARY, LATEST, IN_BLOCK = 4, 7, 4
ON_FRONT, TOPICS = 4, 60  # topics


@reader_page
def home(request: HttpRequest) -> HttpResponse:
    """The newest story with a photo leads; four more, the latest, then a block for each section. No story twice."""
    newest = list(Article.objects.live().newest_first().for_cards()[: 1 + SECONDARY + LATEST])
    front = _pictured_first(newest)
    roots = _newest_of_roots(without=[story.pk for story in newest])
    cards = Article.objects.live().for_cards().in_bulk([pk for _root, ids in roots for pk in ids])
    blocks = [(root, _pictured_first([cards[pk] for pk in ids if pk in cards])) for root, ids in roots]
    return show(
        request,
        "articles/home.html",
        lead=front[0] if front else None,
        secondary=front[1 : 1 + SECONDARY],
        latest=front[1 + SECONDARY :],
        blocks=[(root, stories) for root, stories in blocks if stories],
        topics=Topic.objects.current().shown()[:ON_FRONT],
        today=timezone.localdate(),
    )


def _pictured_first(stories: list[Article]) -> list[Article]:
    """The first story with a photo before the others, whose order stays."""
    pictured = next((story for story in stories if story.edition and story.edition.lead_photo_id), None)
    return [pictured, *(story for story in stories if story is not pictured)] if pictured else stories


def _newest_of_roots(without: list[int]) -> list[tuple[Section, list[int]]]:
    """The open first-level sections in order, each with the ids of its newest stories but `without`. One query: for
    each section a few steps along an index, however many stories it has.

    A range of one and an order that begins with the section leave the database no other index to choose: along
    that of all stories it would walk to the end of the table for a section that has none.
    """
    of_root = Article.objects.live().filter(filed_root__gte=OuterRef("pk"), filed_root__lte=OuterRef("pk"))
    nth = of_root.exclude(pk__in=without).order_by("filed_root_id", "-published_at", "-pk").values("pk")
    columns = {f"newest_{n}": Subquery(nth[n : n + 1]) for n in range(IN_BLOCK)}
    roots = Section.objects.open().filter(parent=None).annotate(**columns).order_by("order", "name")
    return [(root, [pk for name in columns if (pk := getattr(root, name))]) for root in roots]


@reader_page
def latest(request: HttpRequest) -> HttpResponse:
    stories = page_of(Article.objects.live(), Cut.asked(request.GET))
    return show(request, "articles/latest.html", stories=stories, canonical=f"{request.path}{stories.cut}")


@reader_page
def section(request: HttpRequest, slug: str) -> HttpResponse:
    """A section's stories, with its inner sections'."""
    here = get_object_or_404(Section.objects.select_related("parent"), slug=slug)
    stories = page_of(Article.objects.live().in_section(here), Cut.asked(request.GET))
    return show(
        request, "articles/section.html", section=here, stories=stories, canonical=f"{request.path}{stories.cut}"
    )


@reader_page
def author(request: HttpRequest, slug: str) -> HttpResponse:
    """An author's stories, read off the bylines' index."""
    here = get_object_or_404(Author.objects.select_related("photo"), slug=slug)
    signed = Byline.objects.filter(author=here, published_at__lte=timezone.now())
    stories = page_of(signed, Cut.asked(request.GET), pk="article_id")
    return show(request, "articles/author.html", author=here, stories=stories, canonical=f"{request.path}{stories.cut}")


@reader_page
def topics(request: HttpRequest) -> HttpResponse:
    """The events that the paper follows, and those that it has followed to their end."""
    shown = Topic.objects.shown().select_related("photo")
    current, closed = shown.filter(is_closed=False)[:TOPICS], shown.filter(is_closed=True)[:TOPICS]
    return show(request, "articles/topics.html", current=current, closed=closed)


@reader_page
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """A followed event, day by day, read off its own index."""
    here = get_object_or_404(Topic.objects.select_related("photo"), slug=slug)
    filed = TopicStory.objects.filter(topic=here, published_at__lte=timezone.now())
    stories = page_of(filed, Cut.asked(request.GET), pk="article_id")
    return show(request, "articles/topic.html", topic=here, stories=stories, canonical=f"{request.path}{stories.cut}")


@reader_page
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """A tag's stories, read off its own index. The addresses of other words for it are redirects."""
    here = get_object_or_404(Tag.objects.kept(), slug=slug)
    filed = TagStory.objects.filter(tag=here, published_at__lte=timezone.now())
    stories = page_of(filed, Cut.asked(request.GET), pk="article_id")
    return show(request, "articles/tag.html", tag=here, stories=stories, canonical=f"{request.path}{stories.cut}")
