"""The front page arranged: slots, the stories for them, a look at it before anybody else, and how it was."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone, translation
from django.utils.translation import gettext as _t
from django.views.decorators.http import require_POST, require_safe

from articles.admin import slots
from articles.admin.base import DeskAdmin
from articles.arranging import Draft, moment_of
from articles.front import compose
from articles.models import Article, FrontPage, Placement, Section, Stale
from articles.models.placement import placed
from articles.templatetags.articles import short_date
from articles.views.lists import front_page
from articles.views.paper import masthead_of
from articles.views.preview import kept_by_nobody

HERE = "admin:articles_frontpage_changelist"
KEPT = 20  # arrangements in the list


@admin.register(FrontPage)
class FrontPageAdmin(DeskAdmin):
    """Whoever may arrange the front page may do all of it; nobody adds, changes or deletes a row of its history."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_perm("articles.arrange_frontpage"))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[Any]:
        def desk(view: Any) -> Any:
            return self.admin_site.admin_view(self._for_arrangers(view))

        return [
            path("", desk(self.arrange), name="articles_frontpage_changelist"),
            path("bring-back/", desk(require_POST(self.bring_back)), name="articles_frontpage_bring_back"),
            path("<int:number>/look/", desk(require_safe(self.look)), name="articles_frontpage_look"),
        ]

    def _for_arrangers(self, view: Any) -> Any:
        def allowed(request: HttpRequest, **found: Any) -> HttpResponseBase:
            if not self.has_view_permission(request):
                raise PermissionDenied
            answer: HttpResponseBase = view(request, **found)
            return answer

        return allowed

    def arrange(self, request: HttpRequest) -> HttpResponse:
        """A form that holds the whole page. Every button but “Save” only changes the form."""
        now, act, what = timezone.now(), *request.POST.get("act", "").partition(".")[::2]
        if request.method == "POST" and act == "preview":
            return _look_at(request, Draft.sent(request.POST))
        history = list(_history())
        current = history[0] if history else None
        number = current.number if current else 0
        if request.method != "POST":
            return self._form(request, slots.Form(Draft.of(current.pins() if current else {}, now), number), history)
        form = slots.Form.sent(request.POST, number)
        if act == "save" and _saved(request, form):
            return redirect(HERE)
        form.do(act, what, request.POST)
        return self._form(request, form, history)

    def _form(self, request: HttpRequest, form: slots.Form, history: list[FrontPage]) -> HttpResponse:
        now = timezone.now()
        theirs = history[0].pins() if form.is_stale else {}
        wanted = [*form.draft.stories.values(), *form.draft.fallen, *(pin.story for pin in theirs.values())]
        stories: dict[int, Article] = Article.objects.for_cards().in_bulk(wanted)
        in_force = form.draft.in_force(now)
        live = {slot: stories[pk] for slot, pk in in_force.items() if pk in stories and stories[pk].is_live(now)}
        front = compose(live, now)
        parts = slots.parts(form.draft, front, stories)
        placed_now = set(form.draft.stories.values())
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _t("Front page"),
            "form": form,
            "parts": parts,
            "offers": [story for story in slots.stories_for(request.user, form.q) if story.pk not in placed_now],
            "fallen": [stories[pk] for pk in form.draft.fallen if pk in stories and pk not in placed_now],
            "history": history,
            "old_lead": slots.hours_too_old(front.lead, masthead_of(request).lead_hours, now),
            "seven": f"{timezone.localtime(now):%Y-%m-%d}T07:00",
            "theirs": slots.differences(parts, theirs, stories) if form.is_stale else [],
        }
        return TemplateResponse(request, "admin/articles/frontpage/arrange.html", context)

    def bring_back(self, request: HttpRequest) -> HttpResponse:
        """One click: an arrangement as it was made, or the one in force at a moment."""
        wanted, on = request.POST.get("number", ""), request.POST.get("on", "")
        try:
            moment = None if wanted else moment_of(request.POST.get("moment", ""))
            front = FrontPage.current(moment) if moment else get_object_or_404(FrontPage, number=_whole(wanted))
            if front is None:
                raise ValidationError(_t("The front page had not been arranged by then."))
            front.bring_back(request.user, on=_whole(on), moment=moment)
        except ValidationError as refused:
            messages.error(request, refused.messages[0])
        except Stale:
            messages.error(request, _t("Somebody has arranged the front page meanwhile. Look at it, then try again."))
        else:
            sentence = _t("The front page is as it was arranged at %(moment)s.")
            messages.success(request, sentence % {"moment": short_date(front.made_at)})
        return redirect(HERE)

    def look(self, request: HttpRequest, number: int) -> HttpResponse:
        """The front page as readers had it when this arrangement was made, but for what has been withdrawn since."""
        front = get_object_or_404(FrontPage, number=number)
        return _as_readers(request, front.made_at, lambda at: placed(at, front))


def _whole(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def _history() -> Any:
    """The last arrangements, each with its lead's headline and the number of stories placed. One query."""
    lead = Placement.objects.filter(front=OuterRef("pk"), section=None, place=0)
    return (
        FrontPage.objects.select_related("made_by", "brings_back")
        .annotate(lead=Subquery(lead.values("article__edition__headline")[:1]), count=Count("placements"))
        .order_by("-number")[:KEPT]
    )


def _saved(request: HttpRequest, form: slots.Form) -> bool:
    """Keep it and say so; else say what is wrong, with nothing lost."""
    now = timezone.now()
    try:
        known = set(Article.objects.filter(status="published").in_bulk(list(form.draft.stories.values())))
        pins = {slot: pin for slot, pin in form.draft.pins(now).items() if pin.story in known}
        FrontPage.arrange(pins, by=request.user, on=form.on)
    except ValidationError as refused:
        for sentence in refused.messages:
            messages.error(request, sentence)
        return False
    except Stale:
        form.meet()
        return False
    messages.success(request, _t("Saved: readers have this front page."))
    return True


def _look_at(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The front page as it stands in the form, now or at a moment to come, exactly as readers would see it."""
    try:
        at = moment_of(request.POST.get("preview_at", "")) or timezone.now()
    except ValidationError:
        at = timezone.now()

    def stories(at: datetime) -> Any:
        wanted = draft.in_force(at)
        roots, has_place = Section.objects.open(timezone.localdate(at)).filter(parent=None), Q()
        for section in {slot.section for slot in wanted}:
            there = Exists(roots.filter(pk=section)) if section else Q()
            has_place |= Q(there, pk__in=[pk for slot, pk in wanted.items() if slot.section == section])
        cards = Article.objects.live(at).filter(has_place).for_cards().in_bulk() if wanted else {}
        return {slot: cards[pk] for slot, pk in wanted.items() if pk in cards}

    return _as_readers(request, at, stories)


def _as_readers(request: HttpRequest, at: datetime, stories: Any) -> HttpResponse:
    with translation.override(masthead_of(request).language):
        return kept_by_nobody(front_page(request, compose(stories(at), at), at))
