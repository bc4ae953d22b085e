"""Sections: a tree of two levels, some open only for a campaign's days."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.addresses import address_of
from articles.fields import LineField, PlainTextField
from articles.models.address import Addressed
from articles.models.shown import FRAME

if TYPE_CHECKING:
    pass


class SectionQuerySet(models.QuerySet["Section"]):
    def open(self, day: date | None = None) -> SectionQuerySet:
        """Sections that readers are led to on `day` (today where none is given)."""
        day = day or timezone.localdate()
        return self.filter(
            Q(opens_on=None) | Q(opens_on__lte=day),
            Q(closes_on=None) | Q(closes_on__gte=day),
        )

    def in_tree(self) -> SectionQuerySet:
        """All of them, each first-level one before its inner ones: for choices at the desk."""
        order = Coalesce("parent__order", "order"), Coalesce("parent_id", "id")
        return self.select_related("parent").order_by(*order, F("parent_id").asc(nulls_first=True), "order", "name")

    def tree(self, day: date | None = None) -> list[Section]:
        """Open top sections in order, each with its open children in `.inside`; one query."""
        return nested(list(self.open(day).order_by("order", "name")))


def nested(sections: list[Section]) -> list[Section]:
    """The top ones of `sections`, each with its children in `.inside`, in the order given."""
    for section in sections:
        section.inside = [child for child in sections if child.parent_id == section.pk]
    return [section for section in sections if section.parent_id is None]


def as_tree(sections: list[Section]) -> list[Section]:
    """As `in_tree()` has them: each first-level one before its inner ones."""
    order = {section.pk: section.order for section in sections}

    def place(section: Section) -> tuple[int, int, bool, int, str]:
        root = section.root_id
        return order.get(root, section.order), root, section.parent_id is not None, section.order, section.name

    return sorted(sections, key=place)


class Section(Addressed):
    name = LineField(_("name"), max_length=80)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    description = PlainTextField(_("description"), blank=True, max_length=300)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    opens_on = models.DateField(_("opens on"), null=True, blank=True)
    closes_on = models.DateField(_("closes on"), null=True, blank=True, help_text=_("The last day it is shown."))

    inside: list[Section]
    objects = SectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["order", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_on=None) | Q(closes_on=None) | Q(closes_on__gte=F("opens_on")),
                name="a_section_closes_after_it_opens",
                violation_error_message=_("A section can't close before it opens."),
            ),
            models.CheckConstraint(
                condition=~Q(parent=F("id")),
                name="a_section_is_not_part_of_itself",
                violation_error_message=_("A section can't be part of itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def indented(self) -> str:
        """In a list of all, beneath the section of which it is a part."""
        return f"— {self.name}" if self.parent_id else self.name

    @property
    def root_id(self) -> int:
        return self.parent_id or self.pk

    def clean(self) -> None:
        if self.parent_id and self.parent_id == self.pk:
            raise ValidationError({"parent": _("A section can't be part of itself.")})
        if self.parent and self.parent.parent_id:
            raise ValidationError({"parent": _("Sections have two levels: choose a section of the first level.")})
        if self.parent_id and self.pk and self.children.exists():
            raise ValidationError(
                {"parent": _("This section has sections of its own, so it stays on the first level.")}
            )

    def changed_from(self, before: Section) -> None:
        super().changed_from(before)
        if before.parent_id != self.parent_id:  # Take the stories along.
            self.filed.update(filed_root=self.root_id)

    def get_absolute_url(self) -> str:
        return address_of("section", self.slug)

    def page_keys(self) -> list[str]:
        return [self.page_key, FRAME]
