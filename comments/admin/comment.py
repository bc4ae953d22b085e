"""The moderation desk: one list, one form, all of it by keyboard and all of it without script."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _t
from django.utils.translation import ngettext

from articles.models import Masthead
from comments.models import Comment, ReasonTemplate
from comments.moderation import bench, queue

ALL_AT_ONCE = 1000


@admin.register(Comment)
class CommentAdmin(admin.ModelAdmin):
    """Comments are never written or deleted here: the list leads to the moderation desk."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("comments.moderate_comment")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("", view(self.desk), name="comments_comment_changelist"),
            path("nhan/<int:pk>/", view(self.claim), name="comments_comment_claim"),
            path("<path:object_id>/change/", view(self.one), name="comments_comment_change"),
        ]

    def one(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """A link to a comment, from a log or a mail, leads to its place on the desk."""
        return HttpResponseRedirect(reverse("admin:comments_comment_changelist"))

    def desk(self, request: HttpRequest) -> HttpResponse:
        """The queue, or another shelf; a POST is a press of one of its buttons."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            self._press(request, request.POST.get("do", ""))
            return HttpResponseRedirect(request.get_full_path())
        shelf = request.GET.get("shelf", "waiting")
        shelf = shelf if shelf in queue.SHELVES else "waiting"
        words = queue.canonical_words(request.GET.get("q", ""))
        context = {
            **self.admin_site.each_context(request),
            "title": _t("Moderation"),
            "opts": self.opts,
            "cards": queue.cards(queue.shelf(shelf, words)),
            "load": queue.load(),
            "shelves": queue.SHELVES,
            "shelf": shelf,
            "words": words,
            "reasons": ReasonTemplate.objects.all(),
            "may_sanction": request.user.has_perm("comments.sanction_writer"),
        }
        return TemplateResponse(request, "admin/comments/desk.html", context)

    def claim(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take a comment on for five minutes. POST only."""
        if request.method != "POST" or not self.has_change_permission(request):
            raise PermissionDenied
        comment = Comment.objects.filter(pk=pk).first()
        return JsonResponse({"mine": bool(comment and comment.claim(request.user))})

    def _press(self, request: HttpRequest, pressed: str) -> None:
        act, _colon, of = pressed.partition(":")
        try:
            if act == "undo":
                self._undo(request, of)
            elif act in {"answer", "sanction"}:
                self._single(request, act, of)
            else:
                self._decide(request, act, of)
        except ValidationError as refused:
            for sentence in refused.messages:
                messages.error(request, sentence)

    def _decide(self, request: HttpRequest, verb: str, of: str) -> None:
        chosen = [of] if of else request.POST.getlist("pick")
        if verb not in bench.VERBS or not all(pk.isascii() and pk.isdigit() and len(pk) < 18 for pk in chosen):
            raise ValidationError(_t("This button is not known."))
        if request.POST.get("all") and not of:
            rows = list(queue.shelf("waiting", request.POST.get("q", ""))[:ALL_AT_ONCE])
        else:
            rows = list(Comment.objects.filter(pk__in=chosen).order_by("id"))
        if not rows:
            raise ValidationError(_t("Choose at least one comment."))
        pairs = [(row, _seen(request, row)) for row in rows]
        done = bench.decide(verb, pairs, request.user, **self._note(request, verb, of))
        for sentence in done.refusals:
            messages.warning(request, sentence)
        if done.count:
            said = ngettext("%(n)d comment decided.", "%(n)d comments decided.", done.count) % {"n": done.count}
            messages.success(request, said, extra_tags=f"undo-{done.batch}")

    def _note(self, request: HttpRequest, verb: str, of: str) -> dict[str, str]:
        if verb not in {"reject", "mark_spam"}:
            return {}
        suffix = f"-{of}" if of else ""
        chosen = request.POST.get(f"reason{suffix}", "")
        reason = ReasonTemplate.objects.filter(pk=chosen).first() if chosen.isdigit() else None
        own = request.POST.get(f"note{suffix}", "").strip()
        public = "\n".join(part for part in (reason.text if reason else "", own) if part)
        return {"reason": reason.name if reason else "", "public_note": public}

    def _undo(self, request: HttpRequest, of: str) -> None:
        try:
            count = bench.undo(uuid.UUID(of), request.user)
        except ValueError as error:
            raise ValidationError(_t("There is nothing to undo.")) from error
        if not count:
            raise ValidationError(_t("There is nothing to undo."))
        messages.success(request, ngettext("%(n)d decision undone.", "%(n)d decisions undone.", count) % {"n": count})

    def _single(self, request: HttpRequest, act: str, of: str) -> None:
        comment = Comment.objects.filter(pk=int(of) if of.isascii() and of.isdigit() and len(of) < 18 else 0).first()
        if comment is None:
            raise ValidationError(_t("This comment is no longer there."))
        if act == "answer":
            bench.answer(comment, request.POST.get(f"answer-{of}", ""), request.user, Masthead.current().name[:60])
            messages.success(request, _t("Your reply is published."))
            return
        if not request.user.has_perm("comments.sanction_writer"):
            raise PermissionDenied
        days = request.POST.get(f"days-{of}", "7")
        bench.sanction(comment, int(days) if days.isdigit() else 7, request.POST.get(f"why-{of}", ""), request.user)
        messages.success(request, _t("All that this writer sends is held until then."))


def _seen(request: HttpRequest, row: Comment) -> int | None:
    seen = request.POST.get(f"seen-{row.pk}", "")
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else None
