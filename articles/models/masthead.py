"""The paper's identity, one row of it."""

from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from articles.fields import LineField, PlainTextField
from articles.models.shown import FRAME, Shown


class Language(models.TextChoices):
    VIETNAMESE = "vi", _("Vietnamese")
    ENGLISH = "en", _("English")


class ViewsShown(models.TextChoices):
    EXACT = "exact", _("exactly")
    ROUNDED = "rounded", _("rounded")
    HIDDEN = "hidden", _("not at all")


class Steps(models.IntegerChoices):
    """What a story goes through before readers get it."""

    ONE = 1, _("one step: written, then published")
    TWO = 2, _("two steps: submitted, then published")
    THREE = 3, _("three steps: submitted, approved, then published")


class MastheadQuerySet(models.QuerySet["Masthead"]):
    def whole(self) -> MastheadQuerySet:
        """With the rows that stand on every page, in one query: the logo, the ribbon and its story."""
        return self.select_related("logo", "ribbon__article").defer(
            "ribbon__article__body", "ribbon__article__lead", "ribbon__article__folded"
        )


class Masthead(Shown):
    name = LineField(_("name"), max_length=80, default="Newsroom")
    sign = LineField(
        _("sign"), max_length=12, blank=True, help_text=_("Opens every lead, such as ĐBP. Printed, never typed.")
    )
    slogan = LineField(_("slogan"), max_length=160, blank=True)
    logo = models.ForeignKey(
        "articles.Photo", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("logo")
    )
    owner_body = LineField(_("owner"), max_length=160, blank=True)
    licence = LineField(_("licence"), max_length=200, blank=True, help_text=_("Number, date and who granted it."))
    editor_in_chief = LineField(_("editor-in-chief"), max_length=80, blank=True)
    address = LineField(_("address"), max_length=200, blank=True)
    phone = LineField(_("telephone"), max_length=40, blank=True)
    hotline = LineField(_("hotline"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    reuse_notice = PlainTextField(_("reuse notice"), max_length=400, blank=True)
    ribbon = models.ForeignKey("articles.Ribbon", models.PROTECT, null=True, editable=False, related_name="+")
    lead_hours = models.PositiveSmallIntegerField(
        _("hours after which the lead is old"),
        default=8,
        help_text=_("The desk is warned when the front page's lead is older. 0: never."),
    )
    language = models.CharField(
        _("readers' language"), max_length=2, choices=Language.choices, default=Language.VIETNAMESE
    )
    views_shown = models.CharField(
        _("readers see the number of views"), max_length=8, choices=ViewsShown.choices, default=ViewsShown.EXACT
    )
    steps = models.PositiveSmallIntegerField(_("a story's way"), choices=Steps.choices, default=Steps.THREE)
    may_skip = models.BooleanField(
        _("steps may be skipped"), default=True, help_text=_("By those who have the right to the later one.")
    )
    needs_another = models.BooleanField(
        _("nobody approves or publishes their own story"),
        default=False,
        help_text=_("What somebody has written goes out once somebody else has approved it, or publishes it."),
    )
    hides_expired_photos = models.BooleanField(
        _("take photos off the pages when their rights have ended"), default=True
    )
    marks_photos = models.BooleanField(
        _("write copyright and credit into readers' photos"),
        default=False,
        help_text=_("Everything else that a camera wrote is always taken out. Run make_renditions after a change."),
    )
    sections_demanded = models.BooleanField(
        _("rights are given by section only"),
        default=False,
        help_text=_("Whoever has no row among the rights by section then writes, edits, approves, publishes nothing."),
    )
    gate_levels = models.JSONField(default=dict, editable=False)  # Rule → level, where it isn't the rule's own.
    headline_limit = models.PositiveSmallIntegerField(
        _("characters of a headline"), default=110, validators=[MinValueValidator(20), MaxValueValidator(200)]
    )

    objects = MastheadQuerySet.as_manager()

    class Meta:
        verbose_name = _("masthead")
        verbose_name_plural = _("masthead")
        permissions = [("set_gate", "Can set what is checked before publishing")]
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="a_paper_has_one_masthead")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.pk = 1
        super().save(*args, **kwargs)

    def page_keys(self) -> list[str]:
        return [FRAME]

    @classmethod
    def current(cls) -> Masthead:
        """The paper's masthead; an unsaved one with defaults until somebody has filled it in. One query."""
        return cls.objects.whole().filter(pk=1).first() or cls(pk=1)

    @cached_property
    def breaking(self) -> Any:
        """The ribbon that hangs now, with its story; None where none does."""
        return self.ribbon if self.ribbon and self.ribbon.holds() else None

    def level_of(self, rule: Any) -> Any:
        """How strictly a rule of the gate is taken: as the desk has set it, else as the rule proposes."""
        kept = type(rule.default)(self.gate_levels.get(rule.name, rule.default))
        return rule.default if rule.is_fixed else kept

    def shown(self, views: int) -> int | None:
        """The number of views that readers see; two figures and zeros where it is rounded, None where it is hidden."""
        if self.views_shown == ViewsShown.HIDDEN:
            return None
        zeros = max(len(str(views)) - 2, 0) if self.views_shown == ViewsShown.ROUNDED else 0
        return views // 10**zeros * 10**zeros
