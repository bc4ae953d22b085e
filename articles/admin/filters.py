"""The filters beside the desk's list."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import F
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles import text
from articles.models import Section, Status, powers_of
from articles.models.shelf import ArticleQuerySet


class StateFilter(admin.SimpleListFilter):
    """The states, and the two ways in which a published story can stand: to come, with edits not yet out."""

    title = _("status")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        more = [("scheduled", _("scheduled")), ("past", _("came down")), ("edited", _("edits not yet published"))]
        return [*Status.choices, *more]

    def queryset(self, request: HttpRequest, queryset: ArticleQuerySet) -> ArticleQuerySet:
        match self.value():
            case "scheduled":
                return queryset.scheduled()
            case "past":
                return queryset.past()
            case "published":
                return queryset.live()
            case "edited":
                return queryset.filter(status=Status.PUBLISHED).exclude(edition__of_version=F("version"))
            case state if state in Status.values:
                return queryset.filter(status=state)
        return queryset


class SectionFilter(admin.SimpleListFilter):
    title = _("section")
    parameter_name = "section"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            (str(section.pk), f"— {section}" if section.parent_id else str(section))
            for section in sorted(
                Section.objects.select_related("parent"),
                key=lambda s: (s.parent.order if s.parent else s.order, s.root_id, bool(s.parent_id), s.order),
            )
        ]

    def queryset(self, request: HttpRequest, queryset: ArticleQuerySet) -> ArticleQuerySet:
        chosen = text.number(self.value() or "")
        if chosen is not None:
            return queryset.filter(section=chosen) | queryset.filter(section__parent=chosen)
        return queryset


class WriterFilter(admin.SimpleListFilter):
    title = _("written by")
    parameter_name = "by"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        powers = powers_of(request.user)
        if not powers.may_somewhere("edit") and not powers.may_decide:
            return []
        staff = get_user_model().objects.filter(is_staff=True).order_by("username")[:200]
        return [(str(person.pk), person.get_full_name() or person.get_username()) for person in staff]

    def queryset(self, request: HttpRequest, queryset: ArticleQuerySet) -> ArticleQuerySet:
        chosen = text.number(self.value() or "")
        if chosen is not None:
            return queryset.filter(created_by=chosen)
        return queryset
