"""The rows of a story's form: its photos, its credits."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from articles import text
from articles.admin.base import without_doors
from articles.models import Article, ArticlePhoto, Credit
from articles.row_forms import ArticlePhotoForm, ArticlePhotoFormSet, CreditForm, CreditFormSet

Row = dict[str, list[str]]
MOST_ROWS = 1000


class StoryInline(admin.options.InlineModelAdmin):
    """Whoever may edit the story may edit its rows; nobody else."""

    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return True  # The story's own door has let this person in.

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return obj is None or obj.pk is None or obj.is_editable_by(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return self.has_change_permission(request, obj)

    @staticmethod
    def identity(row: Callable[[str], str]) -> tuple[str, ...]:
        """What makes two rows the same one, whether it has a number yet or not."""
        raise NotImplementedError


class PhotoInline(StoryInline):
    model = ArticlePhoto
    form = ArticlePhotoForm
    formset = ArticlePhotoFormSet
    template = "admin/articles/article/photos.html"
    fields = ArticlePhotoForm.Meta.fields
    extra = 0
    verbose_name_plural = _("photos")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The photo is a number, not a list of the whole library: the picker fills it in."""
        if db_field.name == "photo":
            return db_field.formfield(**kwargs)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @staticmethod
    def identity(row: Callable[[str], str]) -> tuple[str, ...]:
        return (row("key"),) if row("key") else ()


class AuthorChoice(AutocompleteSelect):
    """Which author the row has, it knows: Django asks the database for the chosen one of each row."""

    known: Any = None

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> Any:
        if self.known is None or value != [str(self.known.pk)]:
            return super().optgroups(name, value, attrs)
        chosen = self.create_option(name, self.known.pk, str(self.known), True, 1)
        return [(None, [self.create_option(name, "", "", False, 0)], 0), (None, [chosen], 1)]


class CreditInline(StoryInline):
    model = Credit
    form = CreditForm
    formset = CreditFormSet
    template = "admin/articles/article/credits.html"
    fields = CreditForm.Meta.fields
    autocomplete_fields = ["author"]
    extra = 0
    verbose_name_plural = _("credits")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return without_doors(super().formfield_for_dbfield(db_field, request, **kwargs), add=True)

    def get_extra(self, request: HttpRequest, obj: Article | None = None, **kwargs: Any) -> int:
        return 0 if obj and obj.pk and obj.credits.all() else 1

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_foreignkey(
            db_field, request, widget=AuthorChoice(db_field, self.admin_site), **kwargs
        )

    @staticmethod
    def identity(row: Callable[[str], str]) -> tuple[str, ...]:
        return (row("role"), row("author"), row("name").strip()) if row("author") or row("name").strip() else ()


def rejoin(data: QueryDict, prefix: str, known: dict[str, tuple[str, ...]], inline: StoryInline) -> None:
    """Bring the rows that a browser sent together with those that are there now.

    A row whose number is unknown (taken away by somebody else, or never ours) comes in as a new one; a new one that
    is there already (the form came twice) is that one. So nothing typed is lost, and nothing stands twice.
    """
    rows = take_rows(data, prefix)
    taken = {row["id"][-1] for row in rows if row.get("id", [""])[-1] in known}
    seen: set[str] = set()
    for row in rows:
        if "author" in row and not re.fullmatch(r"[0-9]{1,18}", row["author"][-1]):
            row["author"] = [""]  # Django's autocomplete would ask the database for it.
        pk = row.get("id", [""])[-1]
        if pk not in known or pk in seen:
            same = inline.identity(lambda name, row=row: row.get(name, [""])[-1])  # type: ignore[misc]
            pk = next((k for k, what in known.items() if same and what == same and k not in taken | seen), "")
        row["id"] = [pk]
        seen.add(pk)
    put_rows(data, prefix, rows)


def put_rows(data: QueryDict, prefix: str, rows: list[Row]) -> None:
    """Rows as a form sends them: those that have a number first."""
    rows.sort(key=lambda row: row.get("id", [""]) == [""])
    for number, row in enumerate(rows):
        for name, values in row.items():
            data.setlist(f"{prefix}-{number}-{name}", values)
    data[f"{prefix}-TOTAL_FORMS"] = str(len(rows))
    data[f"{prefix}-INITIAL_FORMS"] = str(sum(row.get("id", [""]) != [""] for row in rows))


def take_rows(data: QueryDict, prefix: str) -> list[Row]:
    """The rows in the order of their numbers, taken out of `data`; those beyond the form's own count don't exist."""
    count = min(text.number(data.get(f"{prefix}-TOTAL_FORMS", ""), 5) or 0, MOST_ROWS)
    rows: dict[int, Row] = {number: {} for number in range(count)}
    for name in list(data):
        found = re.fullmatch(rf"{prefix}-(\d{{1,5}})-(\w+)", name)
        if found:
            values = data.getlist(name)
            del data[name]
            if int(found[1]) in rows:
                rows[int(found[1])][found[2]] = values
    return list(rows.values())
