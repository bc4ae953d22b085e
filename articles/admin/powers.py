"""Who may do what in which section: a table with a row for each person or group and section."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles.admin.base import DeskAdmin, without_doors
from articles.admin.people import name_of
from articles.models import Section, SectionRight
from articles.views.paper import masthead_of

ACTS = ("may_add", "may_edit", "may_approve", "may_publish")


class RowForm(forms.ModelForm):
    """A line of the table: each box is named, for whoever hears the page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for act in ACTS:
            if act in self.fields:
                self.fields[act].widget.attrs["aria-label"] = f"{self.fields[act].label}: {self.instance}"


@admin.register(SectionRight)
class SectionRightAdmin(DeskAdmin):
    list_display = ("who", "where", *ACTS)
    list_display_links = ("who",)
    list_editable = ACTS
    fields = (("user", "group"), "section", *ACTS)
    change_list_template = "admin/articles/sectionright/change_list.html"
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[SectionRight]:
        """A person's rows stand together, the groups' before them."""
        return (
            super()
            .get_queryset(request)
            .select_related("user", "group", "section")
            .order_by("user__username", "group__name", "section__order", "id")
        )

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "user":
            kwargs["queryset"] = get_user_model().objects.filter(is_staff=True).order_by("username")
        elif db_field.name == "section":
            kwargs["queryset"] = Section.objects.in_tree()
            kwargs["empty_label"] = _t("the whole paper")
        field: Any = super().formfield_for_foreignkey(db_field, request, **kwargs)
        label = {
            "group": name_of,
            "section": attrgetter("indented"),
            "user": lambda user: user.get_full_name() or user.username,
        }
        field.label_from_instance = label[db_field.name]
        return field

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return without_doors(super().formfield_for_dbfield(db_field, request, **kwargs))

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> Any:
        return super().get_changelist_form(request, **{**kwargs, "form": RowForm})

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponseBase:
        return super().changelist_view(request, {"demanded": masthead_of(request).sections_demanded})

    @admin.display(description=_("who"), ordering="user__username")
    def who(self, row: SectionRight) -> str:
        if row.user is None:
            return _t("Group: %(name)s") % {"name": name_of(row.group) if row.group else ""}
        return row.user.get_full_name() or row.user.get_username()

    @admin.display(description=_("section"), ordering="section__order")
    def where(self, row: SectionRight) -> str:
        return str(row.section) if row.section else _t("the whole paper")
