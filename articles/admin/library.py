"""The photo library as a wall of pictures: searched, filtered, each with how often it is used."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from articles.admin.base import FoldedSearch
from articles.days import bounds
from articles.models import PhotoUse, Section
from articles.models.photo_use import MOST
from articles.search import photos as index

COUNTED = 10_000


class WallPaginator(Paginator):
    """Counts to ten thousand and no further: nobody leafs beyond, and a million is slow to count."""

    @cached_property
    def count(self) -> int:
        return self.object_list.order_by()[:COUNTED].count()  # type: ignore[attr-defined]


class Asked(admin.SimpleListFilter):
    """A field of the search form. What is asked by all of them together the list answers: `PhotoLibrary`."""

    template = "admin/articles/photo/_asked.html"
    kind = "text"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("", "")]  # Django shows no filter that has no choices.

    def choices(self, changelist: Any) -> Iterator[Any]:
        for value, name in self.lookup_choices:
            yield {"value": str(value), "display": name, "selected": str(value) == (self.value() or "")}

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset


class CreditAsked(Asked):
    title, parameter_name = _("credit"), "credit"


class SinceAsked(Asked):
    title, parameter_name, kind = _("uploaded from"), "since", "date"


class UntilAsked(Asked):
    title, parameter_name, kind = _("uploaded until"), "until", "date"


class SectionAsked(Asked):
    title, parameter_name, kind = _("published in"), "section", "choice"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        sections = sorted(
            Section.objects.select_related("parent"),
            key=lambda s: (s.parent.order if s.parent else s.order, s.root_id, bool(s.parent_id), s.order),
        )
        self.inside = {str(section.pk): [section.pk] for section in sections}
        for section in sections:
            if section.parent_id:
                self.inside[str(section.parent_id)].append(section.pk)
        named = [(str(section.pk), f"— {section}" if section.parent_id else str(section)) for section in sections]
        request.sections_asked = self.inside.get(self.used_parameters.get("section", ""), [])  # type: ignore[attr-defined]
        return [("", _("all")), *named]

    def value(self) -> str | None:
        found: str | None = super().value()
        return found


class RightsAsked(Asked):
    title, parameter_name, kind = _("rights"), "rights", "choice"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("", _("all")),
            ("valid", _("valid")),
            ("soon", _("ending within 30 days")),
            ("expired", _("ended")),
            ("kept", _("not for partners")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        today = timezone.localdate()
        match self.value():
            case "valid":
                return queryset.exclude(rights_until__lt=today)
            case "soon":
                return queryset.filter(rights_until__range=(today, today + timedelta(days=30)))
            case "expired":
                return queryset.expired()
            case "kept":
                return queryset.filter(may_be_passed_on=False)
        return queryset


class PhotoLibrary(FoldedSearch):
    list_display = ("__str__",)
    list_filter = (CreditAsked, SinceAsked, UntilAsked, SectionAsked, RightsAsked)
    list_per_page = 48
    paginator = WallPaginator
    search_help_text = _("Caption, people, place, keywords, credit: with or without diacritics")
    ordering = ("-uploaded_at", "-id")
    actions = None
    change_list_template = "admin/articles/photo/change_list.html"

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """All that the form asks at once: one question to the index, and the days."""
        asked = index.question(
            search_term[:200], request.GET.get("credit", "")[:120], getattr(request, "sections_asked", [])
        )
        return queryset.answering(asked, _bound(request, "since", 0), _bound(request, "until", 1)), False

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        changelist = super().get_changelist_instance(request)
        photos = list(changelist.result_list)
        used = PhotoUse.counted(photos)
        for photo in photos:
            photo.used = min(used.get(photo.pk, 0), MOST)
            photo.is_used_more = used.get(photo.pk, 0) > MOST
        changelist.result_list = photos
        return changelist


def _bound(request: HttpRequest, name: str, end: int) -> datetime | None:
    """Where the day that is asked for begins (0) or ends (1)."""
    try:
        day = parse_date(request.GET.get(name, ""))
    except ValueError:
        return None
    return bounds(day)[end] if day and 1900 < day.year < 9000 else None
