"""The writer's own page: what became of the comment, by a signed link; nobody needs a cookie."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from articles.views.paper import show
from comments.door import network_of
from comments.forms import EditForm
from comments.models import Comment, HashKey
from comments.moderation.intake import Refusal, change
from comments.moderation.submission import Submission
from comments.views.kept import gives_back


@csrf_exempt  # The signed address is the permission; no cookie is sent or read here.
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@gives_back("text")
def comment(request: HttpRequest, token: str) -> HttpResponse:
    """State and reason; change within 15 minutes; take back; erase."""
    own = Comment.by_token(token)
    if own is None:
        raise Http404
    form = EditForm(request.POST if request.POST.get("act") == "edit" else None, initial={"text": own.text})
    if request.method == "POST" and _done(request, own, form):
        return HttpResponseRedirect(reverse("my-comment", args=[token]), status=303)
    last = own.decisions.exclude(public_note="").order_by("-id").first()
    response = show(
        request,
        "comments/own.html",
        status=422 if form.errors else 200,
        own=own,
        story=own.article,
        form=form,
        note=last.public_note if last and last.became == own.state else "",
        may_edit=own.may_be_edited(),
        is_public=own.is_visible(),
    )
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _done(request: HttpRequest, own: Comment, form: EditForm) -> bool:
    act = request.POST.get("act")
    if act == "withdraw":
        own.withdraw()
    elif act == "erase":
        own.erase()
    elif act == "edit" and own.may_be_edited() and form.is_valid():
        return _edited(request, own, form)
    return not form.errors


def _edited(request: HttpRequest, own: Comment, form: EditForm) -> bool:
    sent = Submission(
        article=own.article,
        name=own.name,
        text=form.cleaned_data["text"],
        parent=own.parent,
        address=network_of(request),
        at=timezone.now(),
        keys=HashKey.living(),
        editing=own,
    )
    try:
        change(own, sent)
    except Refusal as refusal:
        form.add_error("text", refusal.finding.sentence)
        return False
    return True
