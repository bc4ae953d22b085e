"""Buttons beside a story that is only read: its verbs and its notes, with nothing saved first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from articles.admin import notes, verbs
from articles.models import Article


@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    story = get_object_or_404(Article.objects.visible_to(request.user), pk=pk)
    if notes.asked(request):
        notes.act(request, story)
    elif verb := verbs.asked(request, story):
        verbs.act(request, verb, story)
    return redirect("admin:articles_article_change", story.pk)
