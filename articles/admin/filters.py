"""The filters beside the desk's list."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import BigIntegerField, CharField, F, Value
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles import text
from articles.models import Section, Status, powers_of
from articles.models.section import as_tree
from articles.models.shelf import ArticleQuerySet

WRITERS = 200
COUNTED = 10_000  # stories of a list, at most
WORD, NUMBER = Value("", CharField()), Cast(Value(None), BigIntegerField())


@dataclass
class Choices:
    """What the filters offer."""

    sections: list[Section] = field(default_factory=list)
    writers: list[Any] = field(default_factory=list)

    @classmethod
    def of(cls, request: HttpRequest) -> Choices:
        """One query a page."""
        if not hasattr(request, "filter_choices"):
            request.filter_choices = cls._asked(powers_of(request.user))  # type: ignore[attr-defined]
        found: Choices = request.filter_choices  # type: ignore[attr-defined]
        return found

    @classmethod
    def _asked(cls, powers: Any) -> Choices:
        """Whoever has nothing to do with others' stories chooses no writer."""
        rows, person, found = Section.objects.order_by(), get_user_model(), cls()
        asked = rows.values_list(Value("section"), "pk", "name", WORD, WORD, "parent", "order")
        if powers.may_somewhere("edit") or powers.may_decide:
            staff = person._default_manager.filter(is_staff=True).order_by("username").values("pk")[:WRITERS]
            names = ("username", "first_name", "last_name")
            writers = person._default_manager.filter(pk__in=staff).order_by()
            asked = asked.union(writers.values_list(Value("writer"), "pk", *names, NUMBER, Value(0)), all=True)
        for kind, pk, name, first, last, parent, order in asked:
            if kind == "section":
                found.sections.append(Section(pk=pk, name=name, parent_id=parent, order=order))
            else:
                found.writers.append(person(pk=pk, username=name, first_name=first, last_name=last))
        found.sections = as_tree(found.sections)
        found.writers.sort(key=lambda writer: writer.get_username())
        return found


class StateFilter(admin.SimpleListFilter):
    """The states, and the two ways in which a published story can stand: to come, with edits not yet out."""

    title = _("status")
    parameter_name = "state"

    STATES = (
        *Status.choices,
        ("scheduled", _("scheduled")),
        ("past", _("came down")),
        ("edited", _("edits not yet published")),
    )

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [*self.STATES]

    def queryset(self, request: HttpRequest, queryset: ArticleQuerySet) -> ArticleQuerySet:
        match self.value():
            case "scheduled":
                return queryset.scheduled()
            case "past":
                return queryset.past()
            case "published":
                return queryset.live()
            case "edited":
                return queryset.edited()
            case state if state in Status.values:
                return queryset.filter(status=state)
        return queryset


class PublishedFilter(admin.DateFieldListFilter):
    """By the day on which readers got a story that they have; along the index of those. A year has too many, and what
    has no such day is found by its state."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.links = self.links[:4]  # any day, today, the last seven, this month

    def queryset(self, request: HttpRequest, queryset: ArticleQuerySet) -> Any:
        if not self.used_parameters.keys() - {self.lookup_kwarg_isnull}:
            return queryset
        try:
            str(super().queryset(request, queryset.model._default_manager.all()).query)  # type: ignore[union-attr]
        except OverflowError as error:  # A moment of the first year, or of the last one.
            raise IncorrectLookupParameters(error) from error
        return super().queryset(request, queryset).filter(status=Status.PUBLISHED)  # type: ignore[union-attr]


class SectionFilter(admin.SimpleListFilter):
    title = _("section")
    parameter_name = "section"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(section.pk), section.indented) for section in Choices.of(request).sections]

    def queryset(self, request: HttpRequest, queryset: ArticleQuerySet) -> ArticleQuerySet:
        chosen = text.number(self.value() or "")
        if chosen is None:
            return queryset
        inside = [row.pk for row in Choices.of(request).sections if chosen in {row.pk, row.parent_id}]
        rows = queryset.filter(section__in=inside)  # As numbers: a join would hide from the planner how few they have.
        if connection.vendor != "sqlite":
            return rows
        # It takes all sections for equally full: it sorts a hundred thousand stories for one page, or looks for three
        # among a million. Few are named; many are walked back through time, by a sum, which the sections' index hasn't.
        few = list(rows.order_by().values_list("pk", flat=True)[:COUNTED])
        if len(few) < COUNTED:
            return queryset.filter(pk__in=few)
        request.full_sections = inside  # type: ignore[attr-defined]
        walked: ArticleQuerySet = queryset.alias(in_section=F("section_id") + 0).filter(in_section__in=inside)
        return walked


class WriterFilter(admin.SimpleListFilter):
    title = _("written by")
    parameter_name = "by"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        writers = Choices.of(request).writers
        return [(str(person.pk), person.get_full_name() or person.get_username()) for person in writers]

    def queryset(self, request: HttpRequest, queryset: ArticleQuerySet) -> ArticleQuerySet:
        chosen = text.number(self.value() or "")
        if chosen is not None:
            return queryset.filter(created_by=chosen)
        return queryset
