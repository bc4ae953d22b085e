"""Tags, the other words for them, and the merging of two into one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles import text
from articles.admin.base import FoldedSearch
from articles.models import Tag
from articles.models.tag import TagQuerySet
from articles.templatetags.articles import short_date


class OtherWords(forms.ModelMultipleChoiceField):
    """Each with who made it so, and when."""

    def label_from_instance(self, word: Any) -> str:
        return with_maker(word)


def with_maker(word: Tag) -> str:
    when = short_date(word.merged_at) if word.merged_at else "–"
    return format_html("<bdi>{}</bdi> ({}, {})", word.name, word.merged_by or "–", when)


class TagForm(forms.ModelForm):
    fewer = OtherWords(
        Tag.objects.none(),
        label=_("Other words to take away"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A word that stories carry becomes a tag of its own again, with those stories."),
    )
    more = forms.CharField(
        label=_("More words for it"),
        required=False,
        widget=forms.Textarea({"rows": 2, "class": "vLargeTextField"}),
        help_text=_("One a line. Whoever types such a word gets this tag, and its address leads here."),
    )

    class Meta:
        model = Tag
        fields = ("name", "description", "slug")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            fewer: Any = self.fields["fewer"]
            fewer.queryset = self.instance.aliases.select_related("merged_by")

    def clean_more(self) -> list[str]:
        words = [text.clean_line(line) for line in self.cleaned_data["more"].splitlines() if line.strip()]
        for word in words:
            same = Tag.objects.filter(key=text.spelling(word)).select_related("same_as").first()
            if same is not None and same.tag.pk != self.instance.pk:
                raise ValidationError(_t("“%(name)s” is there already: %(tag)s.") % {"name": word, "tag": same.tag})
            if len(word) > 60:
                raise ValidationError(_t("“%(name)s” is too long for a tag.") % {"name": word})
        return words


@admin.register(Tag)
class TagAdmin(FoldedSearch):
    form = TagForm
    list_display = ("name", "words")
    search_help_text = _("Words of the tag, with or without diacritics")
    readonly_fields = ("taken_in",)
    actions = ("merge",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).filter(same_as=None)

    def get_fields(self, request: HttpRequest, obj: Tag | None = None) -> tuple[str, ...]:
        may_take = obj is not None and self.has_change_permission(request, obj) and obj.aliases.exists()
        return ("name", "description", "fewer" if may_take else "taken_in", "more", "slug")

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        changelist = super().get_changelist_instance(request)
        changelist.result_list = changelist.result_list.prefetch_related("aliases")
        return changelist

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """An other word finds its tag."""
        found = Tag.objects.search(search_term)
        return queryset.filter(Q(pk__in=found.values("pk")) | Q(pk__in=found.values("same_as"))), False

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        found = super().get_actions(request)
        found.pop("delete_selected", None)
        return found if self.has_delete_permission(request) else {}

    @admin.display(description=_("other words"))
    def words(self, tag: Tag) -> str:
        return ", ".join(alias.name for alias in tag.aliases.all())

    @admin.display(description=_("other words"))
    def taken_in(self, tag: Tag) -> str:
        """Each with who made it so, and when."""
        rows = tag.aliases.select_related("merged_by") if tag.pk else []
        return format_html_join("", "<div>{}</div>", ((with_maker(row),) for row in rows)) or "–"

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        tag: Tag = form.instance
        for row in form.cleaned_data.get("fewer", []):
            row.let_go()
            self.log_change(request, tag, _t("Taken away: %(word)s") % {"word": row.name})
        for word in form.cleaned_data.get("more", []):
            tag.also_called(word, by=request.user)
        like = Tag.objects.like(tag.name).kept().exclude(pk=tag.pk).first()
        if like is not None:
            sentence = _t("There is a tag “%(like)s” too. If both mean the same, merge them in the list.")
            messages.warning(request, sentence % {"like": like.name})

    @admin.action(description=_("Merge the chosen tags"))
    def merge(self, request: HttpRequest, chosen: TagQuerySet) -> HttpResponse | None:
        """Asks which one stays; then all stories, other words and addresses follow it."""
        if not self.has_delete_permission(request):
            raise PermissionDenied
        tags = list(chosen.order_by("folded", "name"))
        if len(tags) < 2:
            messages.error(request, _t("Choose at least two tags to merge."))
            return None
        stays = next((tag for tag in tags if str(tag.pk) == request.POST.get("stays")), None)
        if stays is None:
            context = {**self.admin_site.each_context(request), "tags": tags, "opts": self.opts}
            context["title"] = _t("Merge the chosen tags")
            return TemplateResponse(request, "admin/articles/tag/merge.html", context)
        with transaction.atomic():
            for tag in tags:
                if tag is not stays:
                    tag.merge_into(stays, by=request.user)
                    self.log_change(request, stays, _t("Taken in: %(tag)s") % {"tag": tag.name})
        messages.success(request, _t("Merged into “%(tag)s”: stories and addresses have followed.") % {"tag": stays})
        return None
