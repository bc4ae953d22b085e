"""The bin at the desk: something is put in, taken out again, or deleted for good by those with the right."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from articles import text
from articles.models import Article, Clip, Page, Photo

SHOWN = 100
LISTED: dict[Any, tuple[str, ...]] = {
    Article: ("headline", "status", "section__name"),
    Page: ("title",),
    Photo: ("key", "caption", "alt", "renditions"),
    Clip: ("title", "poster__renditions"),
}


class WithBin(admin.ModelAdmin):
    """A noun that is deleted by way of the bin: what lies there is in no list, behind no form, offered nowhere."""

    going_told: Any = ""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        found: Any = super().get_queryset(request)
        return found.kept()

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponseBase:
        """Into the bin, with room for a reason; with a sentence where it has to stay."""
        row = self.get_object(request, object_id)
        if row is None:
            raise Http404
        if not self.has_delete_permission(request, row):
            raise PermissionDenied
        back = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        if refusal := row.why_it_stays():
            messages.error(request, refusal)
            return redirect(back, row.pk)
        response = ask(request, row, self.going_told, back)
        if row.binned_at is not None:
            self.log_change(request, row, _("Put in the bin"))
        return response


def ask(request: HttpRequest, row: Any, told: str, back: str) -> HttpResponse:
    """Whether it is to go, and why: nothing is lost by it. Sent, it is in the bin."""
    if request.method != "POST":
        context = {"title": _("Put in the bin"), "row": row, "told": told, "back": back}
        return TemplateResponse(request, "admin/articles/to_bin.html", {**admin.site.each_context(request), **context})
    try:
        row.put_in_bin(by=request.user, reason=request.POST.get("reason", ""))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect(back, row.pk)
    messages.success(request, _("In the bin: within thirty days it can be taken out again."))
    return redirect(back.replace("_change", "_changelist"))


def put_in(request: HttpRequest, pk: int) -> HttpResponse:
    """A story: those who may delete it, of what readers never had."""
    story = get_object_or_404(Article.objects.visible_to(request.user), pk=pk)
    may = request.user.has_perm("articles.delete_article") and story.is_editable_by(request.user)
    if not (may and story.may_be_binned):
        raise PermissionDenied
    told = _(
        "The story leaves the desk's lists. For thirty days it lies in the bin and can be taken out again, with all "
        "its versions."
    )
    return ask(request, story, told, "admin:articles_article_change")


def bin_view(request: HttpRequest) -> HttpResponse:
    """What lies in the bin, each kind for those who may delete such; and the two ways out."""
    found = lying(request.user)
    if not found:
        raise PermissionDenied
    may_destroy = request.user.has_perm("articles.destroy_article")
    if request.method == "POST":
        kind = next((kind for kind in found if kind in request.POST), "")
        if not kind or ("destroy" in request.POST and not may_destroy):
            raise PermissionDenied
        _answer(request, get_object_or_404(found[kind], pk=text.number(request.POST.get(kind, "")) or 0))
        return redirect("admin:articles_article_bin")
    lists = [(kind, list(_listed(rows)[: SHOWN + 1])) for kind, rows in found.items()]
    context = {
        **admin.site.each_context(request),
        "title": _("Bin"),
        "lists": [(kind, rows[:SHOWN], len(rows) > SHOWN) for kind, rows in lists if rows],
        "may_destroy": may_destroy,
    }
    return TemplateResponse(request, "admin/articles/article/bin.html", context)


def lying(user: Any) -> dict[str, Any]:
    """By kind, what this person may take out."""
    kinds = {
        "story": Article.objects.binned(user),
        "page": Page.objects.in_bin(),
        "photo": Photo.objects.in_bin(),
        "clip": Clip.objects.in_bin(),
    }
    return {kind: rows for kind, rows in kinds.items() if user.has_perm(deleting(rows.model))}


def deleting(model: Any) -> str:
    """The right to put such a thing in the bin, and to take it out."""
    return f"articles.delete_{model._meta.model_name}"


def _listed(rows: Any) -> Any:
    """With what a line shows of them, in one query."""
    shown = LISTED[rows.model]
    joined = [name.partition("__")[0] for name in shown if "__" in name]
    return rows.select_related("binned_by", *joined).only("binned_at", "bin_reason", "binned_by__username", *shown)


def _answer(request: HttpRequest, row: Any) -> None:
    try:
        if "destroy" in request.POST:
            row.delete_for_good(by=request.user, reason=request.POST.get("reason", ""))
            messages.success(request, _("Deleted for good."))
        else:
            row.take_out_of_bin(by=request.user)
            messages.success(request, _("Back on the desk: %(story)s") % {"story": row})
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
