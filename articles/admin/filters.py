"""The filters beside the desk's list."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import BigIntegerField, CharField, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles import text
from articles.known import along, are_named
from articles.models import Article, Section, Status, powers_of
from articles.models.section import as_tree
from articles.models.shelf import ArticleQuerySet

Narrow = Callable[[Any], Any]
WRITERS = 200
FEW = 10_000  # stories that are looked at one by one
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
            case "published":
                return queryset.live()
            case "scheduled":
                return _narrowed(queryset, ArticleQuerySet.scheduled, ArticleQuerySet.newest_first)
            case "past":
                return _narrowed(queryset, ArticleQuerySet.past, lambda rows: rows.order_by("live_until"))
            case "edited":
                return _narrowed(queryset, ArticleQuerySet.edited, _along("stories_with_edits"))
            case state if state in Status.values:
                return _narrowed(queryset, lambda rows: rows.filter(status=state), _along("stories_by_state"))
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
        ask = super().queryset

        def of_these_days(rows: Any) -> Any:
            return ask(request, rows).filter(status=Status.PUBLISHED)  # type: ignore[union-attr]

        return _narrowed(queryset, of_these_days, ArticleQuerySet.newest_first)


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
        # As numbers: a join would hide from the planner how few they have.
        return _narrowed(queryset, lambda rows: rows.filter(section__in=inside), _along("stories_of_a_section"))


class WriterFilter(admin.SimpleListFilter):
    title = _("written by")
    parameter_name = "by"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        writers = Choices.of(request).writers
        return [(str(person.pk), person.get_full_name() or person.get_username()) for person in writers]

    def queryset(self, request: HttpRequest, queryset: ArticleQuerySet) -> ArticleQuerySet:
        chosen = text.number(self.value() or "")
        if chosen is None:
            return queryset
        return _narrowed(queryset, lambda rows: rows.filter(created_by=chosen), _along("all_stories_of_a_writer"))


class GenreFilter(admin.ChoicesFieldListFilter):
    def queryset(self, request: HttpRequest, queryset: ArticleQuerySet) -> Any:
        if not self.used_parameters:
            return queryset
        ask = super().queryset
        return _narrowed(queryset, lambda rows: ask(request, rows), _along("stories_of_a_genre"))


def _narrowed(queryset: ArticleQuerySet, narrow: Narrow, walk: Narrow) -> ArticleQuerySet:
    """SQLite takes all states, sections and writers for equally frequent. So it is told: where a filter leaves few of
    all, as a walk along its own index shows, those are looked at one by one, whatever else is asked of them."""
    rows = narrow(queryset)
    if connection.vendor != "sqlite" or are_named(queryset):
        return rows
    desk = Article.objects.filter(binned_at=None)
    few = list(walk(narrow(desk)).values_list("pk", flat=True)[: FEW + 1])
    if len(few) > FEW:
        return rows
    return along(rows.filter(pk__in=RawSQL("SELECT value FROM json_each(%s)", [json.dumps(few)])))


def _along(index: str) -> Narrow:
    return lambda rows: along(rows.order_by(), index)
