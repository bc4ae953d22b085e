"""The story's form sent by itself while somebody writes, and who else is at it. Answers are JSON."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from articles import text
from articles.admin import gatekeeping
from articles.models import Article, Presence

NONCE = re.compile(r"[0-9a-f]{24}")


def asked(request: HttpRequest) -> bool:
    return request.POST.get("_verb") == "autosave"


def receipt(request: HttpRequest) -> str:
    """On the page after a save by hand: its browser need not keep the text of that form any longer."""
    nonce = request.POST.get("nonce", "")
    return f"#saved-{nonce}" if NONCE.fullmatch(nonce) else ""


def sent_by(request: HttpRequest) -> str:
    """The form and the moment by its own clock; nothing where no script told it."""
    nonce, moment = request.POST.get("nonce", ""), text.number(request.POST.get("turn", ""), 13)
    return f"{nonce}-{moment:013d}" if NONCE.fullmatch(nonce) and moment else ""


def catch_up(request: HttpRequest, story: Article) -> None:
    """Where this very form, earlier, saved all that was saved since it was opened, but never heard so (its line broke),
    it goes on from there: nobody is asked to choose between two texts of their own. The story's row is locked."""
    mine, opened = sent_by(request), text.number(request.POST.get("version", ""), 9) or 0
    if not mine or not 0 < opened < story.version:
        return
    since = list(story.revisions.filter(version__gt=opened).values_list("by", "form"))
    own = [form for by, form in since if by == request.user.pk and form[:24] == mine[:24] and form < mine]
    if len(own) == story.version - opened:
        post = request.POST.copy()
        post["version"] = str(story.version)
        request.POST = post  # type: ignore[assignment]


def kept(request: HttpRequest, story: Article) -> JsonResponse:
    """The version that is now saved; and the numbers of its rows, by what the form knows of them."""
    story.refresh_from_db(fields=["version"])
    return JsonResponse(
        {
            "version": story.version,
            "at": f"{timezone.localtime():%H:%M:%S}",
            "findings": gatekeeping.as_data(gatekeeping.findings(request, Article.objects.get(pk=story.pk))),
            "address": reverse("admin:articles_article_change", args=[story.pk]),
            "rows": {
                "photos": [[use.key, use.pk] for use in story.photos.all()],
                "credits": [
                    ["|".join((row.role, str(row.author_id or ""), row.name)), row.pk] for row in story.credits.all()
                ],
            },
        }
    )


def refused(context: dict[str, Any]) -> JsonResponse:
    """409 where somebody else has saved meanwhile, 422 with the first sentence of what is wrong."""
    form = context["adminform"].form
    if form.is_stale:
        return JsonResponse(
            {"by": str(form.last.by or "?"), "at": f"{timezone.localtime(form.last.at):%H:%M}"}, status=409
        )
    rows = [errors for formset in context["inline_admin_formsets"] for errors in formset.formset.errors if errors]
    sets = [list(formset.formset.non_form_errors()) for formset in context["inline_admin_formsets"]]
    found = [str(each) for errors in [form.errors, *rows] for field in errors.values() for each in field]
    return JsonResponse(
        {"why": next(iter([*found, *(str(each) for errors in sets for each in errors)]), "")}, status=422
    )


@require_POST
def presence(request: HttpRequest, pk: int) -> HttpResponse:
    """I am at this story; who else is, and which version is saved?"""
    story = get_object_or_404(Article.objects.visible_to(request.user).only("pk", "version"), pk=pk)
    Presence.tell(story.pk, request.user)
    return JsonResponse({"others": Presence.others(story.pk, request.user), "version": story.version})
