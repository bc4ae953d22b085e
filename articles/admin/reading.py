"""A story read at the desk as its readers will see it, and shown to somebody who has no login."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles import text
from articles.models import Article, PreviewLink
from articles.models.sharing import DAYS
from articles.views.preview import PRINTED, as_readers, card


def preview(request: HttpRequest, pk: int) -> HttpResponse:
    return as_readers(request, _story(request, pk), "articles/preview.html", newer=[], older=[])


def preview_print(request: HttpRequest, pk: int) -> HttpResponse:
    return as_readers(request, _story(request, pk), PRINTED, sections=[])


def look(request: HttpRequest, pk: int) -> HttpResponse:
    """The preview in a frame with the way back to the form, the card of its address, and the links for others."""
    story = _story(request, pk)
    context: dict[str, Any] = {"story": story, "may_share": story.is_editable_by(request.user), "days": DAYS}
    context["card"] = card(request, story)
    context["links"] = [
        (link, request.build_absolute_uri(link.get_absolute_url()))
        for link in story.preview_links.open().select_related("made_by")
    ]
    return TemplateResponse(request, "admin/articles/article/look.html", context)


@require_POST
def share(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a link for somebody without a login, or take one back (`revoke`)."""
    story = _story(request, pk)
    if not story.is_editable_by(request.user):
        raise PermissionDenied
    revoked, days = request.POST.get("revoke", ""), request.POST.get("days", "")
    if revoked:
        get_object_or_404(story.preview_links, pk=text.number(revoked) or 0).revoke(by=request.user)
        messages.success(request, _("The link leads nowhere from now on."))
    else:
        PreviewLink.make(story, by=request.user, days=text.number(days, 1) or 0)
        messages.success(request, _("The link is made: whoever has it reads this story as it stands on the desk."))
    return redirect("admin:articles_article_look", story.pk)


def _story(request: HttpRequest, pk: int) -> Article:
    return get_object_or_404(Article.objects.visible_to(request.user).for_proof(), pk=pk)
