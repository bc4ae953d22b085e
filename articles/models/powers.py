"""Who may do what in which section: rows that an administrator keeps, and what follows from them for a person.

Whoever has a row, by name or through a group, has the rights of the rows and no others: the rows take the place of
the group's general ones. Whoever has none keeps the general ones, unless the masthead demands rows. A row says where;
whether somebody works at the desk at all (sees, adds, changes stories) stays with the groups.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import BigIntegerField, Q, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from articles.models.masthead import Masthead
from articles.models.section import Section

GENERAL = {
    "add": "articles.add_article",
    "edit": "articles.edit_any_article",
    "approve": "articles.approve_article",
    "publish": "articles.publish_article",
    "withdraw": "articles.withdraw_article",
}
GIVEN_BY = {**{act: f"may_{act}" for act in GENERAL}, "withdraw": "may_publish"}


class SectionRightQuerySet(models.QuerySet["SectionRight"]):
    def of(self, user: Any) -> SectionRightQuerySet:
        """The rows that hold for a person: their own and their groups'."""
        return self.filter(Q(user=user) | Q(group__in=Group.objects.filter(user=user).values("pk")))

    def asked_for(self, user: Any) -> tuple[list[SectionRight], bool]:
        """A person's rows, and whether the masthead demands some: in one query, for every page of the desk asks it."""
        columns = ("section", *(f"may_{act}" for act in ("add", "edit", "approve", "publish")))
        rows = self.of(user).order_by().values_list(*columns, Value(False))
        nothing = Cast(Value(None), BigIntegerField())
        demand = Masthead.objects.filter(sections_demanded=True).order_by()
        found = rows.union(demand.values_list(nothing, *[Value(False)] * 4, Value(True)), all=True)
        kept = [SectionRight(section_id=row[0], **dict(zip(columns[1:], row[1:5], strict=True)))
                for row in found if not row[5]]  # fmt: skip
        return kept, any(row[5] for row in found)


class SectionRight(models.Model):
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="section_rights",
        verbose_name=_("person"),
    )
    group = models.ForeignKey(
        Group, models.CASCADE, null=True, blank=True, related_name="section_rights", verbose_name=_("or a group")
    )
    section = models.ForeignKey(  # Its rows gone, a person would have the general rights again.
        Section,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="rights",
        verbose_name=_("section"),
        help_text=_("With its inner sections. Empty: the whole paper."),
    )
    may_add = models.BooleanField(_("writes"), default=True, help_text=_("Files own stories here."))
    may_edit = models.BooleanField(_("edits"), default=False, help_text=_("Opens and changes everybody's stories."))
    may_approve = models.BooleanField(_("approves"), default=False, help_text=_("And returns."))
    may_publish = models.BooleanField(_("publishes"), default=False, help_text=_("And withdraws."))

    objects = SectionRightQuerySet.as_manager()

    class Meta:
        verbose_name = _("right in a section")
        verbose_name_plural = _("rights by section")
        ordering = ["section__order", "section__name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, group=None) | Q(user=None, group__isnull=False),
                name="a_right_is_a_persons_or_a_groups",
                violation_error_message=_("Choose a person or a group: one of the two."),
            ),
            models.UniqueConstraint(fields=["user", "section"], name="a_person_has_one_row_a_section"),
            models.UniqueConstraint(fields=["group", "section"], name="a_group_has_one_row_a_section"),
        ]

    def __str__(self) -> str:
        return f"{self.user or self.group}: {self.section or _('the whole paper')}"

    def clean(self) -> None:
        """Two rows for the whole paper differ in no column that a constraint could compare."""
        same = SectionRight.objects.filter(user=self.user, group=self.group, section=self.section).exclude(pk=self.pk)
        if (self.user or self.group) and same.exists():
            raise ValidationError(_("There is such a row already: change that one."))


@dataclass(frozen=True)
class Powers:
    """What a person may do: in every section, and in which sections besides."""

    user_id: int | None = None
    everywhere: frozenset[str] = frozenset()
    sections: dict[str, frozenset[int]] = field(default_factory=dict)

    def may(self, act: str, sections: Iterable[int | None]) -> bool:
        """In all of `sections`; a story that has none yet asks for the right everywhere."""
        return act in self.everywhere or set(sections) <= self.sections.get(act, frozenset())

    def may_somewhere(self, act: str) -> bool:
        return act in self.everywhere or bool(self.sections.get(act))

    @property
    def may_decide(self) -> bool:
        return self.may_somewhere("approve") or self.may_somewhere("publish")

    def may_file(self, section: int | None) -> bool:
        """Put a story there; one that has no section yet stands in nobody's way."""
        return section is None or any(self.may(act, [section]) for act in ("add", "edit"))

    def filed(self) -> set[int] | None:
        """The sections in which stories may be put; None for all."""
        if {"add", "edit"} & self.everywhere:
            return None
        return set(self.sections.get("add", ())) | set(self.sections.get("edit", ()))

    def where(self, act: str) -> Q:
        """The stories to which this may be done, as `Article.lets()` says of one."""
        if act in self.everywhere:
            return Q()
        known = self.sections.get(act, frozenset())
        return Q(section__in=known) & (~Q(status="published") | Q(filed_section__in=known))

    def seen(self) -> Q:
        """The stories that may be opened: one's own, and all of the sections in which one has more to do than write."""
        acts = ("edit", "approve", "publish")
        if self.everywhere & {*acts}:
            return Q()
        known = frozenset[int]().union(*(self.sections.get(act, frozenset()) for act in acts))
        return Q(created_by=self.user_id) | Q(section__in=known)


def powers_of(user: Any) -> Powers:
    """Asked once a request: kept with the person's row, as Django keeps what its groups give."""
    if not hasattr(user, "_powers"):
        user._powers = _powers_of(user)
    found: Powers = user._powers
    return found


def _powers_of(user: Any) -> Powers:
    if not user.is_active or not user.has_perm("articles.view_article"):
        return Powers(user.pk)
    if user.is_superuser:
        return Powers(user.pk, frozenset(GENERAL))
    rows, is_demanded = SectionRight.objects.asked_for(user)
    if not rows:
        return Powers(user.pk, frozenset(act for act in GENERAL if not is_demanded and user.has_perm(GENERAL[act])))
    return _from(rows, user)


def _from(rows: list[SectionRight], user: Any) -> Powers:
    wide = [row for row in rows if row.section_id is None]
    everywhere = {act for act, name in GIVEN_BY.items() if any(getattr(row, name) for row in wide)}
    inside: dict[int, set[int]] = {row.section_id: {row.section_id} for row in rows if row.section_id}
    for pk, parent in Section.objects.filter(parent__in=list(inside)).values_list("pk", "parent_id"):
        inside[parent].add(pk)
    sections = {
        act: frozenset[int]().union(*(inside[row.section_id] for row in rows if row.section_id and getattr(row, name)))
        for act, name in GIVEN_BY.items()
    }
    if not user.has_perm(GENERAL["add"]):  # No row makes a writer of somebody who has no pen at this desk.
        everywhere.discard("add")
        sections["add"] = frozenset()
    return Powers(user.pk, frozenset(everywhere), sections)
