"""A story of the desk as the beginning of a new one."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles.models import Article
from articles.models.powers import powers_of


@require_POST
def duplicate(request: HttpRequest, pk: int) -> HttpResponse:
    story = get_object_or_404(Article.objects.visible_to(request.user), pk=pk)
    if not request.user.has_perm("articles.add_article") or not powers_of(request.user).may_file(story.section_id):
        raise PermissionDenied
    copy = story.duplicate(by=request.user)
    messages.success(request, _("A new draft with the same text and photos. It is yours."))
    return redirect("admin:articles_article_change", copy.pk)
