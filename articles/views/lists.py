"""Lists of stories: the front page, sections, authors, topics, tags, latest."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from articles import pagestore
from articles.front import Front, compose
from articles.models import Article, Author, Byline, Section, Tag, TagStory, Topic, TopicStory
from articles.models.placement import Placement, placed
from articles.models.shown import HOME, PAPER, listed
from articles.pages import LEAFED, PASSED, Cut, page_of
from articles.views.paper import kept, reader_page, show

ON_FRONT, TOPICS = 4, 60  # topics


@kept(seconds=60)
@reader_page
def home(request: HttpRequest) -> HttpResponse:
    """What editors have placed; elsewhere the newest story with a photo leads, four more, the latest, then a block for
    each section. No story twice."""
    if pagestore.noted() is not None:
        pagestore.stands_until(Placement.objects.next_end())
    return front_page(request, compose(placed()))


def front_page(request: HttpRequest, front: Front, at: datetime | None = None) -> HttpResponse:
    """The front page as it is at `at`: for its readers, or looked at from the desk."""
    pagestore.note(PAPER, HOME)
    return show(
        request,
        "articles/home.html",
        lead=front.lead,
        secondary=front.beside(),
        latest=front.latest,
        blocks=front.blocks(),
        topics=Topic.objects.current().shown(at)[:ON_FRONT],
        today=timezone.localdate(at),
        looked_at=at,
        canonical="/",
    )


@kept(LEAFED, PASSED)
@reader_page
def latest(request: HttpRequest) -> HttpResponse:
    pagestore.note(PAPER)
    stories = page_of(Article.objects.live(), Cut.asked(request.GET))
    return show(request, "articles/latest.html", stories=stories, canonical=f"{request.path}{stories.cut}")


@kept(LEAFED, PASSED)
@reader_page
def section(request: HttpRequest, slug: str) -> HttpResponse:
    """A section's stories, with its inner sections'."""
    here = get_object_or_404(Section.objects.select_related("parent"), slug=slug)
    pagestore.note(listed(here.page_key))
    stories = page_of(Article.objects.live().in_section(here), Cut.asked(request.GET))
    return show(
        request, "articles/section.html", section=here, stories=stories, canonical=f"{request.path}{stories.cut}"
    )


@kept(LEAFED, PASSED)
@reader_page
def author(request: HttpRequest, slug: str) -> HttpResponse:
    """An author's stories, read off the bylines' index."""
    here = get_object_or_404(Author.objects.select_related("photo"), slug=slug)
    pagestore.note(listed(here.page_key))
    signed = Byline.objects.due().filter(author=here)
    stories = page_of(signed, Cut.asked(request.GET), pk="article_id")
    return show(request, "articles/author.html", author=here, stories=stories, canonical=f"{request.path}{stories.cut}")


@kept()
@reader_page
def topics(request: HttpRequest) -> HttpResponse:
    """The events that the paper follows, and those that it has followed to their end."""
    pagestore.note(PAPER)
    shown = Topic.objects.shown().select_related("photo")
    current, closed = shown.filter(is_closed=False)[:TOPICS], shown.filter(is_closed=True)[:TOPICS]
    return show(request, "articles/topics.html", current=current, closed=closed)


@kept(LEAFED, PASSED)
@reader_page
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """A followed event, day by day, read off its own index."""
    here = get_object_or_404(Topic.objects.select_related("photo"), slug=slug)
    pagestore.note(listed(here.page_key))
    filed = TopicStory.objects.due().filter(topic=here)
    stories = page_of(filed, Cut.asked(request.GET), pk="article_id")
    return show(request, "articles/topic.html", topic=here, stories=stories, canonical=f"{request.path}{stories.cut}")


@kept(LEAFED, PASSED)
@reader_page
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """A tag's stories, read off its own index. The addresses of other words for it are redirects."""
    here = get_object_or_404(Tag.objects.kept(), slug=slug)
    pagestore.note(listed(here.page_key))
    filed = TagStory.objects.due().filter(tag=here)
    stories = page_of(filed, Cut.asked(request.GET), pk="article_id")
    return show(request, "articles/tag.html", tag=here, stories=stories, canonical=f"{request.path}{stories.cut}")
