"""A story's corrections at the desk: told, put in other words, taken back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _t

from articles import text
from articles.models import Article, Correction


class CorrectionForm(forms.ModelForm):
    class Meta:
        model = Correction
        fields = ("wrong", "right", "apology_to", "outlives")
        widgets = {
            "wrong": forms.Textarea({"rows": 3, "maxlength": 4000}),
            "right": forms.Textarea({"rows": 3, "maxlength": 4000}),
            "apology_to": forms.TextInput({"class": "vTextField"}),
        }


def may_correct(user: Any, story: Article) -> bool:
    """Who may give readers another text may tell them what was wrong with the last."""
    return bool(story.lets(user, "publish"))


def corrections(request: HttpRequest, pk: int) -> HttpResponse:
    """All of a story's corrections, each with its form, and an empty one. A refused form keeps what was typed."""
    story = get_object_or_404(Article.objects.visible_to(request.user).select_related("edition"), pk=pk)
    if not may_correct(request.user, story):
        raise PermissionDenied
    sent = text.number(request.POST.get("told", "")) or 0
    forms_by_row = {
        told.pk: CorrectionForm(request.POST if told.pk == sent else None, instance=told, auto_id=f"id_{told.pk}_%s")
        for told in story.corrections.standing().select_related("by").newest_first()
    }
    new = CorrectionForm(request.POST if request.method == "POST" and not sent else None)
    if request.method == "POST" and _done(request, story, forms_by_row.get(sent, new), sent):
        return redirect("admin:articles_article_corrections", story.pk)
    context = {
        **admin.site.each_context(request),
        "title": _t("Corrections"),
        "story": story,
        "can_be": story.is_live() or story.is_gone(),
        "rows": forms_by_row.values(),
        "new": new,
        "taken_back": story.corrections.exclude(withdrawn_at=None).select_related("by").newest_first(),
    }
    return TemplateResponse(request, "admin/articles/article/corrections.html", context)


def _done(request: HttpRequest, story: Article, form: CorrectionForm, sent: int) -> bool:
    """Call the story's verb; its refusal stands in the form."""
    try:
        if "take_back" in request.POST:
            story.withdraw_correction(sent, by=request.user, reason=request.POST.get("reason", ""))
            said = _t("Taken back: readers no longer see that correction.")
        elif not form.is_valid():
            return False
        elif sent:
            story.amend_correction(sent, by=request.user, **form.cleaned_data)
            said = _t("Kept: readers see the correction in these words.")
        else:
            story.correct(by=request.user, **form.cleaned_data)
            said = _t("Told: readers see the correction beside the story and on the page of corrections.")
    except ValidationError as refused:
        form.add_error(None, refused.messages) if form.is_bound else None
        return False
    messages.success(request, said)
    return True
