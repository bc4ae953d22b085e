"""The bin at the desk: a story is put in, taken out again, or deleted for good by those with the right."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from articles import text
from articles.models import Article, Page

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
    """What lies in the bin, stories and pages, each for those who may delete such; and the two ways out."""
    kinds = {"story": Article.objects.binned(request.user), "page": Page.objects.binned()}
    rights = {"story": "articles.delete_article", "page": "articles.delete_page"}
    found: dict[str, Any] = {kind: rows for kind, rows in kinds.items() if request.user.has_perm(rights[kind])}
    if not found:
        raise PermissionDenied
    may_destroy = request.user.has_perm("articles.destroy_article")
    if request.method == "POST":
        kind = "page" if "page" in request.POST else "story"
        if kind not in found or ("destroy" in request.POST and not may_destroy):
            raise PermissionDenied
        _answer(request, get_object_or_404(found[kind], pk=text.number(request.POST.get(kind, "")) or 0))
        return redirect("admin:articles_article_bin")
    lists = [(kind, list(_listed(kind, rows)[: SHOWN + 1])) for kind, rows in found.items()]
    context = {
        **admin.site.each_context(request),
        "title": _("Bin"),
        "lists": [(kind, rows[:SHOWN], len(rows) > SHOWN) for kind, rows in lists if rows],
        "may_destroy": may_destroy,
    }
    return TemplateResponse(request, "admin/articles/article/bin.html", context)


def _listed(kind: str, rows: Any) -> Any:
    if kind == "page":
        return rows.select_related("binned_by").defer("body")
    return rows.select_related("binned_by", "section").defer("body", "lead", "folded")


def _answer(request: HttpRequest, row: Article | Page) -> None:
    try:
        if "destroy" in request.POST:
            row.delete_for_good(by=request.user, reason=request.POST.get("reason", ""))
            messages.success(request, _("Deleted for good."))
        else:
            row.take_out_of_bin(by=request.user)
            messages.success(request, _("Back on the desk: %(story)s") % {"story": row})
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
