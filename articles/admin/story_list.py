"""The desk's list of stories: what each line shows, how it is found, what can be done with many at once."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import admin, messages
from django.db.models import TextField, Value
from django.db.models.functions import Cast, Coalesce
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles.admin.base import DeskAdmin
from articles.admin.filters import GenreFilter, PublishedFilter, SectionFilter, StateFilter, WriterFilter
from articles.admin.leafing import CalmPaginator, StoriesLeafed
from articles.admin.verbs import VERBS, act, may
from articles.known import along
from articles.models import Article, ArticlePhoto, Credit, Photo, ViewTotal
from articles.models.shelf import ArticleQuerySet
from articles.search.finding import numbers, on_the_desk
from articles.search.words import question
from articles.templatetags.articles import short_date
from articles.text import coming_date


class StoryList(DeskAdmin):
    list_display = ("thumbnail", "title", "state", "section_name", "people", "moment")
    list_display_links = ("title",)
    list_filter = (StateFilter, SectionFilter, WriterFilter, ("genre", GenreFilter), ("published_at", PublishedFilter))
    paginator = CalmPaginator
    search_fields = ("folded",)
    search_help_text = _("Words of the story, with or without diacritics")
    ordering = ("-saved_at", "-id")
    actions = ("publish_chosen", "withdraw_chosen", "keep_out_of_most_read", "let_into_most_read")
    change_list_template = "admin/articles/article/change_list.html"

    def get_queryset(self, request: HttpRequest) -> ArticleQuerySet:
        return Article.objects.visible_to(request.user)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[StoriesLeafed]:
        return StoriesLeafed

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        changelist = super().get_changelist_instance(request)
        _show_pictures_and_names(changelist.result_list)
        return changelist

    def get_search_results(
        self, request: HttpRequest, queryset: ArticleQuerySet, search_term: str
    ) -> tuple[ArticleQuerySet, bool]:
        """The same engine as readers': all that is published by all its words; the newest drafts too. By its headline
        on the desk, also half typed: what was saved last, of each state and of all."""
        asked = question(search_term)
        if asked.is_empty:
            return (queryset.none() if search_term.strip() else queryset), False
        state = request.GET.get("state", "")
        narrowed = state if state in dict(StateFilter.STATES) else ""
        found = [*numbers(asked), *on_the_desk(asked, queryset, search_term, narrowed)]
        return along(queryset.filter(pk__in=found)), False

    # Columns

    @admin.display(description=_("photo"))
    def thumbnail(self, story: Article) -> str:
        url = story.pictured.thumbnail_url() if story.pictured else ""  # type: ignore[attr-defined]
        return format_html('<img class="thumb" src="{}" alt="" loading="lazy">', url) if url else ""

    @admin.display(description=_("headline"))
    def title(self, story: Article) -> str:
        return format_html("<bdi>{}</bdi>", str(story))

    @admin.display(description=_("status"))
    def state(self, story: Article) -> str:
        mark = format_html(' <span class="mark">{}</span>', _t("edits not yet published"))
        return format_html("{}{}", state_label(story), mark if story.has_unpublished_edits else "")

    @admin.display(description=_("section"))
    def section_name(self, story: Article) -> str:
        return str(story.section or "")

    @admin.display(description=_("author"))
    def people(self, story: Article) -> str:
        return ", ".join(dict.fromkeys(getattr(story, "signed", []))) or str(story.created_by or "")

    @admin.display(description=_("date"), ordering="saved_at")
    def moment(self, story: Article) -> str:
        return short_date(story.published_at or story.saved_at)

    # Many at once

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        found = super().get_actions(request)
        found.pop("delete_selected", None)  # One by one, and only what readers never had.
        rights = {"publish_chosen": VERBS["publish"], "withdraw_chosen": VERBS["withdraw"]}
        rights |= dict.fromkeys(("keep_out_of_most_read", "let_into_most_read"), VERBS["publish"])
        return {name: act for name, act in found.items() if name not in rights or may(rights[name], request.user)}

    @admin.action(description=_("Keep the chosen stories out of “most read”"))
    def keep_out_of_most_read(self, request: HttpRequest, chosen: ArticleQuerySet) -> None:
        ViewTotal.exclude(chosen.open_to(request.user, "publish"), True)
        messages.success(request, _t("Readers no longer find them under “most read”; their views are counted on."))

    @admin.action(description=_("Let the chosen stories into “most read”"))
    def let_into_most_read(self, request: HttpRequest, chosen: ArticleQuerySet) -> None:
        ViewTotal.exclude(chosen.open_to(request.user, "publish"), False)
        messages.success(request, _t("Their views decide again."))

    @admin.action(description=_("Publish the chosen stories"))
    def publish_chosen(self, request: HttpRequest, chosen: ArticleQuerySet) -> None:
        for story in chosen:
            act(request, VERBS["publish"], story, naming=True)

    @admin.action(description=_("Withdraw the chosen stories"))
    def withdraw_chosen(self, request: HttpRequest, chosen: ArticleQuerySet) -> HttpResponse | None:
        if request.POST.get("withdraw_reason", "").strip():
            for story in chosen:
                act(request, VERBS["withdraw"], story, naming=True)
            return None
        context = {**self.admin_site.each_context(request), "stories": chosen, "opts": self.opts}
        context["title"] = _t("Withdraw the chosen stories")
        context["asked"] = "withdraw_reason" in request.POST
        return TemplateResponse(request, "admin/articles/article/withdraw.html", context)


def _show_pictures_and_names(stories: list[Any]) -> None:
    """Each with its lead photo, as far as a thumbnail shows it, and the names of those credited: one query."""
    leads = ArticlePhoto.objects.filter(is_lead=True, article__in=stories).order_by()
    credits = Credit.objects.filter(article__in=stories).order_by()
    name = Coalesce("author__name", "name", output_field=TextField())
    rows = credits.values_list("article", Value("name"), name, "order", "pk").union(
        leads.values_list("article", Value("photo"), Cast("photo__renditions", TextField()), "order", "pk"), all=True
    )
    known = {story.pk: story for story in stories}
    for story in stories:
        story.pictured, story.signed = None, []
    for pk, kind, word, _order, _row in sorted(rows, key=lambda row: row[3:]) if stories else ():
        if kind == "name":
            known[pk].signed.append(word)
        else:
            known[pk].pictured = Photo(renditions=json.loads(word))


def state_label(story: Article) -> str:
    """The state as a coloured word; a story to come says when: "scheduled 06:00 12/05"."""
    if story.is_scheduled():
        when = coming_date(story.published_at)  # type: ignore[arg-type]
        return format_html('<span class="state state-scheduled">{} {}</span>', _t("scheduled"), when)
    if story.is_past():
        when = coming_date(story.live_until)  # type: ignore[arg-type]
        return format_html('<span class="state state-withdrawn">{} {}</span>', _t("came down"), when)
    return format_html('<span class="state state-{}">{}</span>', story.status, story.get_status_display())
