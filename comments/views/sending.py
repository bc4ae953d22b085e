"""Sending a comment: one POST, from a cached page, without cookie or script."""

from __future__ import annotations

from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from articles.models import Article
from articles.views.paper import show
from comments.door import is_our_own, network_of
from comments.forms import CommentForm, ReportForm
from comments.models import Comment, Discussion, HashKey, Mode, Report, State
from comments.moderation.intake import Refusal, receive, sent_before
from comments.moderation.submission import Submission
from comments.views import reading
from comments.views.kept import gives_back

WRONG, CLOSED = ("comments/form.html", 422), ("comments/closed.html", 409)


@csrf_exempt
@gives_back("text")
def comments(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """GET reads, and may be kept. POST sends."""
    if request.method != "POST":
        return reading.comments(request, slug=slug, pk=pk)
    return sent(request, pk)


comments.keeping = reading.comments.keeping  # type: ignore[attr-defined]


@csrf_exempt
@never_cache
def sent(request: HttpRequest, pk: int) -> HttpResponse:
    """From our own page it is taken; from anywhere else it gets the confirm page, with the text in it."""
    story = get_object_or_404(Article.objects.live().for_page(), pk=pk)
    form = CommentForm(request.POST)
    if not is_our_own(request):
        return _form_page(request, story, form, "comments/confirm.html", made_at=_made_at())
    return _take(request, story, form)


@never_cache
@require_POST
@csrf_protect
@gives_back("text")
def confirmed(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The confirm page's own form: it has a token, its page is never kept."""
    story = get_object_or_404(Article.objects.live().for_page(), pk=pk)
    return _take(request, story, CommentForm(request.POST), seconds=_seconds_since(request.POST.get("made", "")))


def _take(request: HttpRequest, story: Article, form: CommentForm, seconds: float | None = None) -> HttpResponse:
    if not form.is_valid():
        closed = Discussion.mode_of(story) == Mode.CLOSED
        return _form_page(request, story, form, *(CLOSED if closed else WRONG))
    sent = _submission(request, story, form)
    sent.seconds = seconds
    if Discussion.mode_of(story) == Mode.CLOSED and not sent_before(sent):
        return _form_page(request, story, form, *CLOSED)
    try:
        comment, _is_new = receive(sent)
    except Refusal as refusal:
        return _refused(request, story, form, refusal)
    if comment.state == State.PUBLISHED:
        return HttpResponseRedirect(comment.get_absolute_url(), status=303)
    return HttpResponseRedirect(reverse("my-comment", args=[comment.token()]), status=303)


def _submission(request: HttpRequest, story: Article, form: CommentForm) -> Submission:
    return Submission(
        article=story,
        name=form.cleaned_data["name"],
        email=form.cleaned_data["email"],
        text=form.cleaned_data["text"],
        honeypot=form.cleaned_data["website"],
        parent=Comment.objects.filter(pk=form.cleaned_data["parent"] or 0).first(),
        address=network_of(request),
        at=timezone.now(),
        keys=HashKey.living(),
    )


def _made_at() -> str:
    """The moment as a signed word, for the confirm page alone: it is never kept, so the word never goes stale."""
    return signing.Signer(salt="comment-form").sign(f"{timezone.now().timestamp():.1f}")


def _seconds_since(word: str) -> float | None:
    try:
        return timezone.now().timestamp() - float(signing.Signer(salt="comment-form").unsign(word))
    except (signing.BadSignature, ValueError):
        return None


def _refused(request: HttpRequest, story: Article, form: CommentForm, refusal: Refusal) -> HttpResponse:
    form.add_error("text", refusal.finding.sentence)
    response = _form_page(request, story, form, WRONG[0], 429 if refusal.finding.retry_after else WRONG[1])
    if refusal.finding.retry_after:
        response.headers["Retry-After"] = str(refusal.finding.retry_after)
    return response


def _form_page(
    request: HttpRequest, story: Article, form: CommentForm, template: str, status: int = 200, **more: Any
) -> HttpResponse:
    response = show(request, template, status, story=story, edition=story.edition, form=form, **more)
    response.headers["Cache-Control"] = "no-store"
    return response


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@gives_back("note")
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a comment should be looked at: the form, and its POST."""
    comment = get_object_or_404(Comment.objects.visible().select_related("article__edition"), pk=pk)
    form = ReportForm(request.POST or None)
    is_ours = is_our_own(request)
    thanks = request.method == "POST" and is_ours and form.is_valid()
    if thanks:
        reporter, now = Report.mark(HashKey.current(), network_of(request), _device(request)), timezone.now()
        if not Report.is_flood(reporter, now):
            comment.report(reporter, form.cleaned_data["ground"], form.cleaned_data["note"], at=now)
    context = {
        "story": comment.article,
        "edition": comment.article.edition,
        "comment": comment,
        "form": form,
        "thanks": thanks,
        "again": request.method == "POST" and not is_ours,
    }
    response = show(request, "comments/report.html", 422 if form.errors else 200, **context)
    response.headers["Cache-Control"] = "no-store"
    return response


def _device(request: HttpRequest) -> str:
    return request.headers.get("User-Agent", "")
