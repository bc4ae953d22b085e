"""RSS and Atom of a story's comments."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from articles import pagestore
from articles.models import Article
from articles.syndication import Channel, Item, feed
from articles.views.paper import kept, masthead_of, reader_page
from comments.models import Comment
from comments.models.discussion import talk_of
from comments.templatetags.comments import plain_words

ITEMS = 50


@kept()
@reader_page
def comments_feed(request: HttpRequest, slug: str, pk: int, form: str = "rss") -> HttpResponse:
    story = get_object_or_404(Article.objects.live().for_page(), pk=pk)
    title = _("Comments on “%(headline)s”") % {"headline": story.edition.headline}
    page = reverse("comments", args=[story.slug, story.pk])
    paper = masthead_of(request)
    newest = Comment.objects.visible().filter(article=story).order_by("-id")[:ITEMS]
    pagestore.note(talk_of(story.pk))
    items = [
        Item(
            key=f"binh-luan/{comment.pk}",
            url=request.build_absolute_uri(comment.get_absolute_url()),
            title=comment.name,
            summary=plain_words(comment.text),  # A feed reader takes this for HTML, so it has to be.
            published=comment.created_at,
            changed=comment.created_at,
            creators=[(comment.name, "")],
        )
        for comment in newest
    ]
    channel = Channel(title, title, page, paper.language, paper.name, since=story.published_at)
    return feed(request, form, channel, items)
