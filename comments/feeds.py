"""RSS of a story's comments."""

from __future__ import annotations

from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.models import Article
from articles.views.paper import reader_page
from comments.models import Comment
from comments.templatetags.comments import plain_words

ITEMS = 50


class StoryComments(Feed):
    def get_object(self, request: HttpRequest, pk: int, slug: str) -> Article:
        return get_object_or_404(Article.objects.live().for_page(), pk=pk)

    def title(self, story: Article) -> str:
        return _("Comments on “%(headline)s”") % {"headline": story.edition.headline if story.edition else ""}

    def description(self, story: Article) -> str:
        return self.title(story)

    def link(self, story: Article) -> str:
        return reverse("comments", args=[story.slug, story.pk])

    def items(self, story: Article) -> Any:
        return Comment.objects.visible().filter(article=story).order_by("-id")[:ITEMS]

    def item_title(self, item: Any) -> str:
        return item.name

    def item_description(self, item: Any) -> str:
        return plain_words(item.text)  # A feed reader takes this for HTML, so it has to be.

    def item_pubdate(self, item: Any) -> Any:
        return item.created_at


@reader_page
def comments_feed(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    return StoryComments()(request, slug=slug, pk=pk)
