"""The rules of the house: mode, words, reasons, sanctions, choices for single stories."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles.models.folded import with_words
from comments.models import Discussion, HouseRules, ReasonTemplate, Sanction, WordRule
from comments.moderation.foresight import would_have_held


class RulesAdmin(admin.ModelAdmin):
    """An address may ask no more of a list than its filters do: no database can compare the year 999999."""

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return lookup.partition("__")[2] in {"", "exact"} and super().lookup_allowed(lookup, value, request)


@admin.register(HouseRules)
class HouseRulesAdmin(admin.ModelAdmin):
    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:comments_houserules_change", args=[1]))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class WordRuleForm(forms.ModelForm):
    """The first press shows what the rule would have held; the second, with the tick, saves it."""

    sure = forms.BooleanField(label=_("I have seen this; save the rule"), required=False)

    class Meta:
        model = WordRule
        fields = ["term", "note", "is_on"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        changes_anything = self.instance.pk is None or "term" in self.changed_data
        if cleaned.get("term") and changes_anything and not cleaned.get("sure"):
            seen = would_have_held(cleaned["term"])
            raise ValidationError(
                _t(
                    "In the last 30 days this rule would have held %(held)d of %(all)d comments; %(approved)d of them "
                    "a moderator had approved. Tick the box to save it.%(samples)s"
                )
                % {"held": seen.held, "all": seen.all, "approved": seen.approved, "samples": seen.samples_as_text()}
            )
        return cleaned


@admin.register(WordRule)
class WordRuleAdmin(RulesAdmin):
    form = WordRuleForm
    list_display = ["term", "note", "is_on", "by", "at"]
    list_filter = ["is_on"]
    search_fields = ["term"]
    list_select_related = ["by"]

    def save_model(self, request: HttpRequest, obj: WordRule, form: Any, change: bool) -> None:
        obj.by = obj.by or cast(User, request.user)
        super().save_model(request, obj, form, change)


@admin.register(ReasonTemplate)
class ReasonTemplateAdmin(RulesAdmin):
    list_display = ["name", "text", "order"]


@admin.register(Sanction)
class SanctionAdmin(RulesAdmin):
    """Sanctions are made on the moderation desk and end by themselves; here they can be lifted."""

    list_display = ["name", "reason", "by", "since", "until", "lifted_at"]
    list_select_related = ["by"]
    fields = ["reason", "until"]
    actions = ["lift"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.action(description=_("Lift the chosen sanctions"), permissions=["change"])
    def lift(self, request: HttpRequest, chosen: Any) -> None:
        for sanction in chosen:
            sanction.lift(by=request.user)


@admin.register(Discussion)
class DiscussionAdmin(RulesAdmin):
    list_display = ["article", "mode", "by", "at"]
    list_filter = ["mode"]
    search_fields = ["article__folded"]
    search_help_text = _("Words of the headline, with or without diacritics")
    raw_id_fields = ["article"]
    list_select_related = ["article", "by"]

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        return with_words(queryset, search_term, "article__folded"), False

    def save_model(self, request: HttpRequest, obj: Discussion, form: Any, change: bool) -> None:
        obj.by = cast(User, request.user)
        super().save_model(request, obj, form, change)
