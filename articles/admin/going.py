"""What a deletion would take along, and what stands in its way: told before anybody confirms it.

Django's own page loads every row of it, relation by relation. Here each relation is counted to a hundred, all in one
query, and of the kinds that have a room at the desk a few rows are named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.utils import quote
from django.db.models import CASCADE, PROTECT, RESTRICT, Value
from django.db.models.deletion import get_candidate_relations_to_delete
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _t

COUNTED, KINDS, NAMED = 100, 3, 5  # rows of a relation; kinds of which rows are named; rows of each


@dataclass
class Kin:
    """Rows of one model that hold on to what is to be deleted."""

    model: Any
    path: str
    is_in_the_way: bool
    count: int = 0

    def rows(self, objs: Sequence[Any]) -> Any:
        return self.model._base_manager.filter(**{f"{self.path}__in": [obj.pk for obj in objs]}).order_by()

    def __str__(self) -> str:
        noun = self.model._meta.verbose_name_plural
        if self.is_a_link:
            noun = _t("lose the link to it (%(noun)s)") % {
                "noun": self.model._meta.auto_created._meta.verbose_name_plural
            }
        return f"{capfirst(noun)}: {self.counted}"

    @property
    def is_a_link(self) -> bool:
        """A row that only says who belongs together: neither side is deleted with it."""
        return bool(self.model._meta.auto_created)

    @property
    def counted(self) -> str:
        return _t("more than %(count)s") % {"count": COUNTED} if self.count > COUNTED else str(self.count)


def going(
    objs: Sequence[Any], request: HttpRequest, site: Any
) -> tuple[list[Any], dict[str, str], set[str], list[Any]]:
    """As ModelAdmin.get_deleted_objects() gives it: what is deleted, how many of each, the rights that are missing,
    what is in the way."""
    if not objs:
        return [], {}, set(), []
    found = _counted(objs)
    along, held = ([kin for kin in found if kin.is_in_the_way is which] for which in (False, True))
    named = iter([kin for kin in (*held, *along) if site.is_registered(kin.model)][:KINDS])
    names = {id(kin): _names(kin, objs) for kin in named}
    deleted: list[Any] = [_link(obj, site) for obj in objs]
    deleted += [piece for kin in along for piece in _told(kin, names)]
    counts = {str(objs[0]._meta.verbose_name_plural): str(len(objs))}
    counts |= {str(kin.model._meta.verbose_name_plural): kin.counted for kin in along if not kin.is_a_link}
    return deleted, counts, _lacking(objs, along, request, site), [piece for kin in held for piece in _told(kin, names)]


def _counted(objs: Sequence[Any]) -> list[Kin]:
    """Those relations that have rows; of several from one model the one that has most. One query."""
    relations = list(_relations(type(objs[0])))
    if not relations:
        return []
    parts = []
    for number, kin in enumerate(relations):
        some = kin.rows(objs).values("pk")[: COUNTED + 1]
        parts.append(kin.model._base_manager.filter(pk__in=some).order_by().values_list(Value(number)))
    for (number,) in parts[0].union(*parts[1:], all=True):
        relations[number].count += 1
    found: dict[Any, Kin] = {}
    for kin in relations:
        known = found.setdefault((kin.model, kin.is_in_the_way), kin)
        if kin.count > known.count:
            found[kin.model, kin.is_in_the_way] = kin
    return [kin for kin in found.values() if kin.count]


def _relations(model: Any, path: str = "", seen: tuple[Any, ...] = ()) -> Iterator[Kin]:
    """Down through whatever goes along. What only loses a link (SET_NULL) stays."""
    relations: Iterable[Any] = get_candidate_relations_to_delete(model._meta)
    for relation in relations:
        nearer = "__".join(filter(None, (relation.field.name, path)))
        if relation.related_model._meta.auto_created is model:
            continue  # The row's own links.
        if relation.on_delete in {PROTECT, RESTRICT}:
            yield Kin(relation.related_model, nearer, True)
        elif relation.on_delete is CASCADE:
            yield Kin(relation.related_model, nearer, False)
            if relation.related_model not in {model, *seen}:
                yield from _relations(relation.related_model, nearer, (*seen, model))


def _lacking(objs: Sequence[Any], along: list[Kin], request: HttpRequest, site: Any) -> set[str]:
    own = site.get_model_admin(type(objs[0]))
    lacking = {str(obj._meta.verbose_name) for obj in objs if not own.has_delete_permission(request, obj)}
    for kin in along:
        if site.is_registered(kin.model) and not site.get_model_admin(kin.model).has_delete_permission(request):
            lacking.add(str(kin.model._meta.verbose_name))
    return lacking


def _names(kin: Kin, objs: Sequence[Any]) -> list[str]:
    """With the rows that their names are made of."""
    others = [field.name for field in kin.model._meta.concrete_fields if field.is_relation]
    names = [str(row) for row in kin.rows(objs).select_related(*others)[:NAMED]]
    return [*names, "…"] if kin.count > NAMED else names


def _told(kin: Kin, names: dict[int, list[str]]) -> list[Any]:
    """A line, and below it the names: as the `unordered_list` filter takes them."""
    return [str(kin), names[id(kin)]] if id(kin) in names else [str(kin)]


def _link(obj: Any, site: Any) -> str:
    opts = obj._meta
    try:
        address = reverse(f"{site.name}:{opts.app_label}_{opts.model_name}_change", args=(quote(obj.pk),))
    except NoReverseMatch:
        return f"{capfirst(opts.verbose_name)}: {obj}"
    return format_html('{}: <a href="{}">{}</a>', capfirst(opts.verbose_name), address, obj)
