"""RSS 2.0: the paper, a section, an author."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.syndication.views import Feed
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import feedgenerator
from django.utils.translation import gettext as _

from articles.models import Article, Author, Masthead, Section
from articles.models.shelf import ArticleQuerySet
from articles.views.paper import masthead_of, reader_page

ITEMS = 30


class NewsFeed(feedgenerator.Rss201rev2Feed):
    """RSS 2.0 with all who are credited, as dc:creator."""

    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), "xmlns:dc": "http://purl.org/dc/elements/1.1/"}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for name in item["creators"]:
            handler.addQuickElement("dc:creator", name)


class Stories(Feed):
    """The newest stories of the paper."""

    feed_type = NewsFeed

    def __init__(self, paper: Masthead) -> None:
        self.paper = paper
        self.language = paper.language

    def stories(self, here: Any) -> ArticleQuerySet:
        return Article.objects.live().newest_first()

    def title(self, here: Any) -> str:
        return f"{here} - {self.paper.name}" if here else self.paper.name

    def description(self, here: Any) -> str:
        return getattr(here, "description", "") or self.paper.slogan or self.paper.name

    def link(self, here: Any) -> str:
        return here.get_absolute_url() if here else "/"

    def feed_copyright(self) -> str:
        return self.paper.reuse_notice

    def items(self, here: Any) -> Iterable[Article]:
        stories = self.stories(here).select_related("edition__lead_photo", "filed_section")
        return stories.defer("body", "edition__body")[:ITEMS]

    def item_title(self, item: Any) -> str:
        return item.edition.headline

    def item_description(self, item: Any) -> str:
        sign = f"{self.paper.sign} - " if self.paper.sign and item.edition.show_sign else ""
        return sign + item.edition.lead

    def item_pubdate(self, item: Any) -> Any:
        return item.published_at

    def item_categories(self, item: Any) -> list[str]:
        return [item.filed_section.name]

    def item_extra_kwargs(self, item: Any) -> dict[str, Any]:
        return {"creators": list(dict.fromkeys(c["name"] for c in item.edition.credits if c["role"] != "source"))}

    def item_enclosures(self, item: Any) -> list[feedgenerator.Enclosure]:
        photo = item.edition.lead_photo
        if photo is None or not photo.renditions:
            return []
        file = min(photo.in_format("jpeg"), key=lambda r: abs(r["width"] - 960))
        url = default_storage.url(file["name"])
        return [feedgenerator.Enclosure(self.absolute(url), str(file["bytes"]), "image/jpeg")]

    def absolute(self, url: str) -> str:
        return self.request.build_absolute_uri(url)

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.request = request
        return super().__call__(request, *args, **kwargs)


class SectionStories(Stories):
    def get_object(self, request: HttpRequest, slug: str) -> Section:
        return get_object_or_404(Section, slug=slug)

    def stories(self, here: Any) -> ArticleQuerySet:
        return Article.objects.live().in_section(here).newest_first()

    def feed_url(self, here: Any) -> str:
        return reverse("section-feed", args=[here.slug])


class AuthorStories(Stories):
    def get_object(self, request: HttpRequest, slug: str) -> Author:
        return get_object_or_404(Author, slug=slug)

    def stories(self, here: Any) -> ArticleQuerySet:
        return Article.objects.live().by_author(here)

    def description(self, here: Any) -> str:
        return _("Stories by %(name)s") % {"name": here.name}

    def feed_url(self, here: Any) -> str:
        return reverse("author-feed", args=[here.slug])


@reader_page
def stories(request: HttpRequest) -> HttpResponse:
    return _answer(Stories, request)


@reader_page
def section_stories(request: HttpRequest, slug: str) -> HttpResponse:
    return _answer(SectionStories, request, slug=slug)


@reader_page
def author_stories(request: HttpRequest, slug: str) -> HttpResponse:
    return _answer(AuthorStories, request, slug=slug)


def _answer(kind: type[Stories], request: HttpRequest, **found: str) -> HttpResponse:
    response = kind(masthead_of(request))(request, **found)
    response.headers["Content-Type"] = "application/rss+xml; charset=utf-8"
    response.headers.pop("Last-Modified", None)
    return response
