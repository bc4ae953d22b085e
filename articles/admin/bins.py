"""The bin at the desk: a story is put in, taken out again, or deleted for good by those with the right."""

from __future__ import annotations

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from articles import text
from articles.models import Article

SHOWN = 100


def put_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Asked first, with room for a reason; nothing is lost by it."""
    story = get_object_or_404(Article.objects.visible_to(request.user), pk=pk)
    may = request.user.has_perm("articles.delete_article") and story.is_editable_by(request.user)
    if not (may and story.may_be_binned):
        raise PermissionDenied
    if request.method == "POST":
        try:
            story.put_in_bin(by=request.user, reason=request.POST.get("reason", ""))
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
            return redirect("admin:articles_article_change", story.pk)
        messages.success(request, _("In the bin: within thirty days it can be taken out again."))
        return redirect("admin:articles_article_changelist")
    context = {**admin.site.each_context(request), "title": _("Put in the bin"), "story": story}
    return TemplateResponse(request, "admin/articles/article/to_bin.html", context)


def bin_view(request: HttpRequest) -> HttpResponse:
    """What lies in the bin, and its two ways out."""
    if not request.user.has_perm("articles.delete_article"):
        raise PermissionDenied
    found = Article.objects.binned(request.user)
    may_destroy = request.user.has_perm("articles.destroy_article")
    if request.method == "POST":
        story = get_object_or_404(found, pk=text.number(request.POST.get("story", "")) or 0)
        if "destroy" in request.POST and not may_destroy:
            raise PermissionDenied
        _answer(request, story)
        return redirect("admin:articles_article_bin")
    stories = found.select_related("binned_by", "section").defer("body", "lead", "folded")[: SHOWN + 1]
    context = {
        **admin.site.each_context(request),
        "title": _("Bin"),
        "stories": stories[:SHOWN],
        "is_more": len(stories) > SHOWN,
        "may_destroy": may_destroy,
    }
    return TemplateResponse(request, "admin/articles/article/bin.html", context)


def _answer(request: HttpRequest, story: Article) -> None:
    try:
        if "destroy" in request.POST:
            story.delete_for_good(by=request.user, reason=request.POST.get("reason", ""))
            messages.success(request, _("Deleted for good."))
        else:
            story.take_out_of_bin(by=request.user)
            messages.success(request, _("Back on the desk: %(story)s") % {"story": story})
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
