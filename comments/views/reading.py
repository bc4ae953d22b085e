"""Reading comments: pages that are nobody's and may be kept, like the stories above them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from articles import pagestore, text
from articles.models import Article
from articles.models.due import live
from articles.views.paper import kept, reader_page, show
from comments.forms import CommentForm
from comments.models import Comment
from comments.models.discussion import talk_of
from comments.thread import replies_page, thread

PLACES = {"before": "truoc", "start": "tu", "after": "sau"}


@kept(passing=(*PLACES.values(), "tra-loi"))
@reader_page
def comments(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A story's comments: newest first, or from a place on (older than `truoc`, beginning with `tu`); oldest first
    (later than `sau`); with the form of a reply (`tra-loi`)."""
    story = get_object_or_404(Article.objects.live().for_page(), pk=pk)
    if slug != story.slug:
        return HttpResponsePermanentRedirect(reverse("comments", args=[story.slug, story.pk]))
    numbers = {name: _number(request, word) for name, word in PLACES.items()}
    page = thread(story, **numbers)
    answered = _number(request, "tra-loi")
    if answered:
        page.answering = get_object_or_404(Comment.objects.visible(), pk=answered, article=story)
    form = CommentForm(initial={"parent": answered})
    return show(request, "comments/comments.html", story=story, edition=story.edition, thread=page, form=form)


@reader_page
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """A comment's permanent address leads to the page that shows it."""
    found = get_object_or_404(Comment.objects.visible().select_related("article", "thread"), pk=pk)
    if found.thread_id:
        return HttpResponseRedirect(f"{reverse('replies', args=[found.thread_id])}?tu={found.pk}#bl-{found.pk}")
    page = reverse("comments", args=[found.article.slug, found.article_id])
    return HttpResponseRedirect(f"{page}?tu={found.pk}#bl-{found.pk}")


@kept(passing=("tu",))
@reader_page
def replies(request: HttpRequest, pk: int) -> HttpResponse:
    """One comment with all its replies, in pages."""
    shown = Comment.objects.filter(live(of="article__"), thread=None).shown()
    top = get_object_or_404(shown.select_related("article__edition", "article__filed_section", "staff"), pk=pk)
    pagestore.note(talk_of(top.article_id))
    found, following = replies_page(top, _number(request, "tu"))
    return show(
        request,
        "comments/replies.html",
        story=top.article,
        edition=top.article.edition,
        top=top,
        replies=found,
        following=following,
    )


def _number(request: HttpRequest, name: str) -> int | None:
    asked = request.GET.get(name)
    if asked is None:
        return None
    number = text.number(asked, 17)
    if number is None:
        raise Http404
    return number
