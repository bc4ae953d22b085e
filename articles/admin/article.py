"""The story's form: written, saved as versions, and sent on its way by buttons that call the story's own verbs."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles import editor, text
from articles.admin import (
    acting,
    aids,
    autosave,
    clip,
    gatekeeping,
    live,
    meeting,
    notes,
    panel,
    picker,
    readership,
    reading,
    revisions,
    suggest,
    verbs,
)
from articles.admin.base import without_doors
from articles.admin.differences import differences
from articles.admin.inlines import CreditInline, PhotoInline, StoryInline, rejoin
from articles.admin.rooms import urls_of_rooms
from articles.admin.sheet import Sheet
from articles.admin.story_list import StoryList
from articles.forms import ArticleForm
from articles.models import Article, powers_of

FILING: list[Any] = [("section", "genre"), "topics", "tags", "related", "source", "show_sign"]
FIELDS = [*ArticleForm.Meta.fields, "version", "folded"]


@admin.register(Article)
class ArticleAdmin(StoryList):
    form = ArticleForm
    inlines = (PhotoInline, CreditInline)
    change_form_template = "admin/articles/article/change_form.html"
    fieldsets = (
        (None, {"fields": ["kicker", "headline", "lead", "body"], "classes": ["writing"]}),
        (_("Where it goes"), {"fields": FILING, "classes": ["filing"]}),
        (_("Address"), {"fields": ["wanted_slug"], "classes": ["collapse"]}),
    )

    class Media:
        js = (
            *aids.SCRIPTS,  # First: what story.js refuses to send, keep.js goes on keeping.
            *("desk/picker.js", "desk/gallery.js", "desk/clips.js", "desk/rows.js", "desk/copy.js", "desk/keep.js"),
            *("desk/chips.js", "desk/gate.js"),
        )

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return without_doors(super().formfield_for_dbfield(db_field, request, **kwargs))

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, *args, **kwargs)
        form.filed = powers_of(request.user).filed()
        form.may_make_tags = request.user.has_perm("articles.add_tag")
        return form

    # Who may

    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        may_see = obj is None or obj.pk is None or obj.is_visible_to(request.user)
        return super().has_view_permission(request, obj) and may_see

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and powers_of(request.user).may_somewhere("add")

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or obj.is_editable_by(request.user))

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """What readers have had is withdrawn, never deleted."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or (obj.may_be_binned and obj.is_editable_by(request.user)))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Article | None:
        """With its rows: the form, the gate and the panel read them."""
        return self.get_queryset(request).for_form().filter(pk=text.number(object_id) or 0).first()

    # Saving

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponseBase:
        """A form that came twice is a save of the story that the first made."""
        if request.method != "POST":
            response: HttpResponseBase = super().changeform_view(request, object_id, form_url, extra_context)
        else:
            aids.set_right(request)
            verbs.asked(request)  # Without the right to the button nothing is saved either.
            object_id = object_id or self._made_by_this_form(request)
            try:
                response = self._save(request, object_id, form_url, extra_context)
            except IntegrityError:
                object_id = object_id or self._made_by_this_form(request)
                if object_id is None:
                    raise
                response = self._save(request, object_id, form_url, extra_context)
        response.headers["Content-Security-Policy"] = editor.POLICY
        return response

    def _save(self, request: HttpRequest, object_id: str | None, form_url: str, extra_context: Any) -> HttpResponseBase:
        """With the story's row locked: the version that the form compares is the one it will write on."""
        with transaction.atomic():
            pk = text.number(object_id or "")
            if pk is not None:
                self._meet(request, Article.objects.select_for_update(of=("self",)).filter(pk=pk).first())
            return super().changeform_view(request, object_id, form_url, extra_context)

    def _meet(self, request: HttpRequest, story: Article | None) -> None:
        """What somebody else has saved meanwhile comes together with what was sent, as far as it does by itself."""
        request.meeting = None  # type: ignore[attr-defined]
        if story is None or not story.is_editable_by(request.user):
            return
        verbs.asked(request, story)
        autosave.catch_up(request, story)
        if autosave.asked(request):
            return  # Nobody looks on: a meeting waits for the button.
        post = request.POST.copy()
        meeting.choose(post)
        request.meeting = meeting.meet(post, story)  # type: ignore[attr-defined]
        request.POST = post  # type: ignore[assignment]

    def _nonce(self, request: HttpRequest) -> str:
        """One person's forms can't meet another's."""
        return f"{request.user.pk}-{request.POST.get('nonce', '')[:24]}"

    def _made_by_this_form(self, request: HttpRequest) -> str | None:
        nonce = self._nonce(request)
        if nonce.endswith("-") or "\x00" in nonce:
            return None
        made = Article.objects.filter(nonce=nonce, created_by=request.user.pk).values_list("pk", flat=True).first()
        return None if made is None else str(made)

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Article, inline: StoryInline, prefix: str
    ) -> dict[str, Any]:
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if "data" in kwargs:
            rows = getattr(obj, prefix).all() if obj.pk else ()
            known = {str(row.pk): inline.identity(lambda name, row=row: _plain(row, name)) for row in rows}  # type: ignore[misc]
            rejoin(kwargs["data"], prefix, known, inline)
        return kwargs

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        """A new story needs its number here; a change waits for `save_related`, which knows whether there is one."""
        if not change:
            obj.created_by_id = request.user.pk
            obj.nonce = self._nonce(request) if form.cleaned_data["nonce"] else None
            obj.save()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        story: Article = form.instance
        request.story_changed = form.has_changed() or any(rows.has_changed() for rows in formsets)  # type: ignore[attr-defined]
        if change and not request.story_changed:  # type: ignore[attr-defined]
            return
        if change:
            story.claim(form.cleaned_data["version"])
            story.save(update_fields=FIELDS)
        super().save_related(request, form, formsets, change)
        if change:
            story.refresh_from_db(fields=["photos", "credits"])  # Those it was loaded with are forgotten.
        story.remember(request.user, auto=autosave.asked(request), form=autosave.sent_by(request))

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> list[Any]:
        """The story's own history tells who did what."""
        return []

    def log_change(self, request: HttpRequest, obj: Article, message: Any) -> None:
        """As above."""

    def log_addition(self, request: HttpRequest, obj: Article, message: Any) -> None:
        """As above."""

    # What comes after

    def response_add(self, request: HttpRequest, obj: Article, post_url_continue: str | None = None) -> HttpResponse:
        return self._answer(request, obj)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        return self._answer(request, obj)

    def _answer(self, request: HttpRequest, story: Article) -> HttpResponse:
        if autosave.asked(request):
            return autosave.kept(request, story)
        verb = verbs.asked(request)
        if verb is not None:
            verbs.act(request, verb, story)
        elif notes.asked(request):
            notes.act(request, story)
        elif request.POST.get("_verb") == "preview":
            return redirect(f"{reverse('admin:articles_article_look', args=[story.pk])}{autosave.receipt(request)}")
        elif request.story_changed:  # type: ignore[attr-defined]
            self._tell_of_meeting(request)
            messages.success(request, _t("Saved at %(time)s.") % {"time": f"{timezone.localtime():%H:%M:%S}"})
        else:
            messages.info(request, _t("Nothing had changed since the last save."))
        return redirect(f"{reverse('admin:articles_article_change', args=[story.pk])}{autosave.receipt(request)}")

    def _tell_of_meeting(self, request: HttpRequest) -> None:
        met: meeting.Meeting | None = getattr(request, "meeting", None)
        if met is not None:
            sentence = _t("%(who)s had saved the story meanwhile: both texts have been merged.")
            messages.info(request, sentence % {"who": met.theirs.by or "?"})

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        story: Article | None = kwargs.get("obj")
        form = context["adminform"].form
        if autosave.asked(request):
            return autosave.refused(context)
        context |= {"title": "", "subtitle": None, **aids.at_hand()}
        if story is not None and story.pk:
            sheet = Sheet(Article.objects.for_form().get(pk=story.pk) if form.is_bound else story)
            sheet.fill(form)
            context |= panel.of_story(request, sheet)
            context |= {
                "differences": differences(form, story) if form.is_bound and form.is_stale else [],
                "meeting": getattr(request, "meeting", None),
            }
        else:
            context["buttons"] = panel.of_new(request)
        return super().render_change_form(request, context, *args, **kwargs)

    # Beside the form

    def get_urls(self) -> list[Any]:
        def desk(view: Any) -> Any:
            return self.admin_site.admin_view(view)

        return [
            path("suggest/<str:kind>/", desk(suggest.suggest), name="articles_article_suggest"),
            path("story-picker/", desk(aids.stories), name="articles_article_stories"),
            path("photo-picker/", desk(picker.photos), name="articles_article_photos"),
            path("clip-picker/", desk(clip.clips), name="articles_article_clips"),
            path("<int:pk>/preview/", desk(reading.preview), name="articles_article_preview"),
            path("<int:pk>/preview/print/", desk(reading.preview_print), name="articles_article_preview_print"),
            path("<int:pk>/preview/look/", desk(reading.look), name="articles_article_look"),
            path("<int:pk>/presence/", desk(autosave.presence), name="articles_article_presence"),
            path("<int:pk>/act/", desk(acting.act), name="articles_article_act"),
            path("<int:pk>/share/", desk(reading.share), name="articles_article_share"),
            path("<int:pk>/restore/", desk(revisions.restore), name="articles_article_restore"),
            path("<int:pk>/live/", desk(self.live_view), name="articles_article_live"),
            path("gate/", desk(self.gate_view), name="articles_article_gate"),
            path("readership/", desk(self.readership_view), name="articles_article_readership"),
            path("<int:pk>/readership/", desk(self.story_readership_view), name="articles_article_readers"),
            *urls_of_rooms(desk),
            *super().get_urls(),
        ]

    def gate_view(self, request: HttpRequest) -> HttpResponse:
        return gatekeeping.gate(self, request)

    def readership_view(self, request: HttpRequest) -> HttpResponse:
        return readership.of_paper(self, request)

    def story_readership_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return readership.of_story(self, request, pk)

    def live_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return live.desk(self.admin_site, request, pk)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        return revisions.history(self, request, object_id)


def _plain(row: Any, name: str) -> str:
    value = getattr(row, f"{name}_id", None) if hasattr(row, f"{name}_id") else getattr(row, name)
    return "" if value is None else str(value)
