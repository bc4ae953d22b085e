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
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import BigIntegerField, CharField, Q, Value
from django.db.models.functions import Cast, Concat
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
ACTS = ("add", "edit", "approve", "publish")
ACTS_OF_EDITORS = {"edit", "approve", "publish"}
GIVEN_BY = {**{act: f"may_{act}" for act in GENERAL}, "withdraw": "may_publish"}


class SectionRightQuerySet(models.QuerySet["SectionRight"]):
    def of(self, user: Any) -> SectionRightQuerySet:
        """The rows that hold for a person: their own and their groups'."""
        return self.filter(Q(user=user) | Q(group__in=Group.objects.filter(user=user).values("pk")))

    def asked_for(self, user: Any) -> Asked:
        """In one query, for every page of the desk asks it: a person's permissions, the rows that hold for them with
        the sections' inner ones, and whether the masthead demands rows."""
        given, nobody = [f"may_{act}" for act in ACTS], [Value(False)] * len(ACTS)
        nothing, word = Cast(Value(None), BigIntegerField()), Value("", CharField())
        permissions = Permission.objects.filter(
            Q(user=user) | Q(group__in=Group.objects.filter(user=user).values("pk"))
        )
        label = Concat("content_type__app_label", Value("."), "codename", output_field=CharField())
        named = permissions.order_by().values_list(Value(0), label, nothing, nothing, *nobody)
        rows = self.of(user).order_by().values_list(Value(1), word, "section", "section__children", *given)
        demand = Masthead.objects.filter(sections_demanded=True).order_by()
        demands = demand.values_list(Value(2), word, nothing, nothing, *nobody)
        asked = Asked(set(), {}, False)
        for kind, name, section, inner, *may in named.union(rows, demands, all=True):
            if kind == 0:
                asked.permissions.add(name)
            elif kind == 1:
                asked.rows.setdefault((section, *may), {section}).add(inner or section)
            else:
                asked.is_demanded = True
        return asked


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


@dataclass
class Asked:
    """What the tables say of a person. Of each row what it gives, and the sections in which; None: the whole paper."""

    permissions: set[str]
    rows: dict[tuple[Any, ...], set[int | None]]
    is_demanded: bool


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

    def sees(self, writer: int | None, section: int | None) -> bool:
        """One row's own answer to `seen()`."""
        return bool(self.everywhere & ACTS_OF_EDITORS) or writer == self.user_id or section in self._known()

    def seen(self) -> Q:
        """The stories that may be opened: one's own, and all of the sections in which one has more to do than write."""
        if self.everywhere & ACTS_OF_EDITORS:
            return Q()
        return Q(created_by=self.user_id) | Q(section__in=self._known())

    def _known(self) -> frozenset[int]:
        return frozenset[int]().union(*(self.sections.get(act, frozenset()) for act in ACTS_OF_EDITORS))


def powers_of(user: Any) -> Powers:
    """Asked once a request: kept with the person's row, as Django keeps what its groups give."""
    if not hasattr(user, "_powers"):
        user._powers = _powers_of(user)
    found: Powers = user._powers
    return found


def asked_for(user: Any) -> Asked:
    """As above."""
    if not hasattr(user, "_asked"):
        user._asked = SectionRight.objects.asked_for(user)
    found: Asked = user._asked
    return found


def _powers_of(user: Any) -> Powers:
    if not user.is_active or not user.has_perm("articles.view_article"):
        return Powers(user.pk)
    if user.is_superuser:
        return Powers(user.pk, frozenset(GENERAL))
    asked = asked_for(user)
    if asked.rows:
        return _from(asked, user)
    general = (act for act in GENERAL if not asked.is_demanded and user.has_perm(GENERAL[act]))
    return Powers(user.pk, frozenset(general))


def _from(asked: Asked, user: Any) -> Powers:
    sections: dict[str, set[int | None]] = {act: set() for act in GIVEN_BY}
    for (_section, *may), places in asked.rows.items():
        gives = {f"may_{act}" for act, is_given in zip(ACTS, may, strict=True) if is_given}
        for act, name in GIVEN_BY.items():
            sections[act] |= places if name in gives else set()
    if not user.has_perm(GENERAL["add"]):  # No row makes a writer of somebody who has no pen at this desk.
        sections["add"] = set()
    everywhere = frozenset(act for act, places in sections.items() if None in places)
    return Powers(user.pk, everywhere, {act: frozenset(places - {None}) for act, places in sections.items()})  # type: ignore[arg-type]
