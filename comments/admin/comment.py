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

from articles import text
from articles.models import Masthead
from comments.models import Comment, ReasonTemplate
from comments.moderation import bench, queue


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
        return HttpResponseRedirect(f"{reverse('admin:comments_comment_changelist')}?so={object_id}")

    def desk(self, request: HttpRequest) -> HttpResponse:
        """The queue, or another shelf; a POST is a press of one of its buttons."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            done = self._press(request, request.POST.get("do", ""))
            if request.POST.get("portion"):
                return JsonResponse({"count": done.count if done else 0, "batch": str(done.batch) if done else ""})
            return HttpResponseRedirect(request.get_full_path())
        shelf = request.GET.get("shelf", "waiting")
        shelf = shelf if shelf in queue.SHELVES else "waiting"
        words = queue.canonical_words(request.GET.get("q", ""))
        one, before = _number(request.GET.get("so", "")), _number(request.GET.get("truoc", ""))
        rows = list(Comment.objects.filter(pk=one)) if one else queue.page(shelf, words, before)
        context = {
            **self.admin_site.each_context(request),
            "title": _t("Moderation"),
            "opts": self.opts,
            "cards": queue.cards(rows),
            "older": rows[-1].pk if shelf != "waiting" and len(rows) == queue.PAGE else None,
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

    def _press(self, request: HttpRequest, pressed: str) -> bench.Done | None:
        """Do what a button says and tell the moderator; what couldn't be done is told too."""
        act, _colon, of = pressed.partition(":")
        try:
            if act == "undo":
                self._undo(request, of)
            elif act in {"answer", "sanction", "claim"}:
                self._single(request, act, of)
            else:
                return self._decide(request, act, of)
        except ValidationError as refused:
            for sentence in refused.messages:
                messages.error(request, sentence)
        return None

    def _decide(self, request: HttpRequest, verb: str, of: str) -> bench.Done:
        chosen: list[Any] = [_number(pk) for pk in ([of] if of else request.POST.getlist("pick"))]
        if verb not in bench.VERBS or None in chosen:
            raise ValidationError(_t("This button is not known."))
        if request.POST.get("all") and not of:
            words, upto = queue.canonical_words(request.POST.get("q", "")), _number(request.POST.get("upto", ""))
            rows = queue.all_at_once(words, upto or 0, request.user)
        else:
            rows = list(Comment.objects.filter(pk__in=chosen[: queue.AT_ONCE]).order_by("id"))
        portion = _number(request.POST.get("portion", "")) or queue.AT_ONCE
        pairs = [(row, _seen(request, row)) for row in rows[:portion]]
        if not rows and not request.POST.get("batch"):
            raise ValidationError(_t("Choose at least one comment."))
        done = bench.decide(verb, pairs, request.user, batch=_batch(request), **self._note(request, verb, of))
        self._tell(request, done)
        return done

    def _tell(self, request: HttpRequest, done: bench.Done) -> None:
        count = done.count
        if request.POST.get("portion"):  # The last portion, which is empty, tells about them all.
            count = 0 if count else bench.size_of(done.batch)
        for sentence in done.refusals:
            messages.warning(request, sentence)
        if count:
            said = ngettext("%(n)d comment decided.", "%(n)d comments decided.", count) % {"n": count}
            messages.success(request, said, extra_tags=f"undo-{done.batch}")

    def _note(self, request: HttpRequest, verb: str, of: str) -> dict[str, str]:
        if verb not in {"reject", "mark_spam"}:
            return {}
        suffix = f"-{of}" if of else ""
        reason = ReasonTemplate.objects.filter(pk=_number(request.POST.get(f"reason{suffix}", "")) or 0).first()
        own = request.POST.get(f"note{suffix}", "").strip()[:2000]
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
        comment = Comment.objects.filter(pk=_number(of) or 0).first()
        if comment is None:
            raise ValidationError(_t("This comment is no longer there."))
        if act == "claim":
            if not comment.claim(request.user):
                raise ValidationError(_t("Somebody else is reading this comment."))
            messages.success(request, _t("It is yours for five minutes."))
        elif act == "answer":
            name, words = Masthead.current().name[:60], request.POST.get(f"answer-{of}", "")[:6000]
            done = bench.answer(comment, _seen(request, comment), words, request.user, name)
            messages.success(request, _t("Your reply is published."), extra_tags=f"undo-{done.batch}")
        elif not request.user.has_perm("comments.sanction_writer"):
            raise PermissionDenied
        else:
            days = _number(request.POST.get(f"days-{of}", "")) or 7
            bench.sanction(comment, min(days, 365), request.POST.get(f"why-{of}", ""), request.user)
            messages.success(request, _t("All that this writer sends is held until then."))


def _seen(request: HttpRequest, row: Comment) -> int:
    """The version that stood on the moderator's page; as it is now where it didn't."""
    return _number(request.POST.get(f"seen-{row.pk}", "")) or row.version


def _batch(request: HttpRequest) -> uuid.UUID | None:
    """The number under which earlier portions of this press were done."""
    try:
        return uuid.UUID(request.POST.get("batch", ""))
    except ValueError:
        return None


def _number(word: str) -> int | None:
    return text.number(word, 17)
