"""Sending a comment: one POST, from a cached page, without cookie or script."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from articles.models import Article
from articles.views.paper import show
from comments.door import is_our_own, network_of
from comments.forms import CommentForm, ReportForm
from comments.models import Comment, Discussion, HashKey, Mode, State
from comments.moderation.intake import Refusal, receive
from comments.moderation.submission import Submission
from comments.views import reading


@csrf_exempt
@never_cache
def comments(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """GET reads. POST from our own page sends; from anywhere else it gets the confirm page, with the text in it."""
    if request.method != "POST":
        return reading.comments(request, slug=slug, pk=pk)
    story = get_object_or_404(Article.objects.live().for_page(), pk=pk)
    form = CommentForm(request.POST)
    if not is_our_own(request):
        return _form_page(request, story, form, "comments/confirm.html")
    return _take(request, story, form)


@never_cache
@require_POST
@csrf_protect
def confirmed(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The confirm page's own form: it has a token, its page is never kept."""
    story = get_object_or_404(Article.objects.live().for_page(), pk=pk)
    return _take(request, story, CommentForm(request.POST))


def _take(request: HttpRequest, story: Article, form: CommentForm) -> HttpResponse:
    if Discussion.mode_of(story) == Mode.CLOSED:
        return _form_page(request, story, form, "comments/closed.html", status=409)
    if not form.is_valid():
        return _form_page(request, story, form, "comments/form.html", status=422)
    parent = Comment.objects.filter(pk=form.cleaned_data["parent"] or 0).first()
    sent = Submission(
        article=story,
        name=form.cleaned_data["name"],
        email=form.cleaned_data["email"],
        text=form.cleaned_data["text"],
        honeypot=form.cleaned_data["website"],
        parent=parent,
        address=network_of(request),
        at=timezone.now(),
        key=HashKey.current(),
    )
    try:
        comment, _is_new = receive(sent)
    except Refusal as refusal:
        return _refused(request, story, form, refusal)
    if comment.state == State.PUBLISHED:
        return HttpResponseRedirect(comment.get_absolute_url(), status=303)
    return HttpResponseRedirect(reverse("my-comment", args=[comment.token()]), status=303)


def _refused(request: HttpRequest, story: Article, form: CommentForm, refusal: Refusal) -> HttpResponse:
    form.add_error("text", refusal.finding.sentence)
    response = _form_page(
        request, story, form, "comments/form.html", status=429 if refusal.finding.retry_after else 422
    )
    if refusal.finding.retry_after:
        response.headers["Retry-After"] = str(refusal.finding.retry_after)
    return response


def _form_page(request: HttpRequest, story: Article, form: Any, template: str, status: int = 200) -> HttpResponse:
    response = show(request, template, status, story=story, edition=story.edition, form=form)
    response.headers["Cache-Control"] = "no-store"
    return response


@csrf_exempt
@never_cache
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a comment should be looked at: the form, and its POST."""
    comment = get_object_or_404(Comment.objects.visible().select_related("article__edition"), pk=pk)
    form = ReportForm(request.POST or None)
    thanks = False
    if request.method == "POST" and is_our_own(request) and form.is_valid():
        key = HashKey.current()
        reporter = f"{key.pk}:{key.hash('reporter', network_of(request), request.headers.get('User-Agent', ''))}"
        comment.report(reporter=reporter, ground=form.cleaned_data["ground"], note=form.cleaned_data["note"])
        thanks = True
    story = comment.article
    response = show(
        request, "comments/report.html", story=story, edition=story.edition, comment=comment, form=form, thanks=thanks
    )
    response.headers["Cache-Control"] = "no-store"
    return response
