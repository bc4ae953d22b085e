"""The front page: which story stands where, until when. Arrangements are only ever added; the last one counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import pagestore
from articles.models.article import Article
from articles.models.refusals import Stale
from articles.models.section import Section
from articles.models.shown import HOME

BESIDE, IN_BLOCK = 4, 4


class Slot(NamedTuple):
    """A place on the front page. Without a section: 0 is the lead, 1 to 4 stand beside it; with one: in its block."""

    section: int
    place: int

    def __str__(self) -> str:
        return f"{self.section}-{self.place}"


LEAD = Slot(0, 0)
TOP = [LEAD, *(Slot(0, place) for place in range(1, BESIDE + 1))]


def in_block(section: int) -> list[Slot]:
    return [Slot(section, place) for place in range(IN_BLOCK)]


@dataclass(frozen=True)
class Pin:
    """A story that an editor has put into a slot, until a moment where one is given."""

    story: int
    until: datetime | None = None

    def holds(self, at: datetime) -> bool:
        return self.until is None or self.until > at


class FrontPage(models.Model):
    """One arrangement. Its number is the version that a form has to know to put another in its place."""

    number = models.PositiveIntegerField(_("number"), unique=True)
    made_at = models.DateTimeField(_("at"), db_index=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    brings_back = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", verbose_name=_("as it was"))

    placements: models.QuerySet[Placement]

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front page")
        ordering = ["-number"]
        default_permissions = ()
        permissions = [("arrange_frontpage", "Can arrange the front page")]

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def current(cls, at: datetime | None = None) -> FrontPage | None:
        """The arrangement in force at a moment, the last one where none is given."""
        return cls.objects.filter(made_at__lte=at).first() if at else cls.objects.first()

    @classmethod
    def arrange(
        cls,
        pins: Mapping[Slot, Pin],
        by: Any,
        on: int,
        at: datetime | None = None,
        brings_back: FrontPage | None = None,
    ) -> FrontPage | None:
        """Readers have this front page from now on. `on` is the number of the one that it takes the place of: raises
        `Stale` where another has come meanwhile. Nothing happens where it is the present one already."""
        now = cls.current()
        if (now.number if now else 0) != on:
            raise Stale
        if (now.pins() if now else {}) == dict(pins):
            return now
        try:
            with transaction.atomic():
                front = cls.objects.create(
                    number=on + 1, made_at=at or timezone.now(), made_by=by, brings_back=brings_back
                )
                Placement.objects.bulk_create(
                    Placement(
                        front=front, section_id=slot.section or None, place=slot.place, article_id=pin.story,
                        until=pin.until,
                    )
                    for slot, pin in pins.items()
                )  # fmt: skip
                pagestore.purge([HOME])
        except IntegrityError as taken:
            if cls.objects.filter(number=on + 1).exists():
                raise Stale from taken
            raise
        return front

    def bring_back(self, by: Any, on: int, moment: datetime | None = None, at: datetime | None = None) -> None:
        """The page as it was arranged here, as of `moment` (as it was made where none is given). What held then and
        has ended since stands without an end: whoever wants 7 o'clock's page back wants its lead too."""
        at = at or timezone.now()
        held = {slot: pin for slot, pin in self.pins().items() if pin.holds(moment or self.made_at)}
        pins = {slot: pin if pin.holds(at) else Pin(pin.story) for slot, pin in held.items()}
        type(self).arrange(pins, by, on, at, brings_back=self)

    def pins(self) -> dict[Slot, Pin]:
        return {row.slot: Pin(row.article_id, row.until) for row in self.placements.all()}


class PlacementQuerySet(models.QuerySet["Placement"]):
    def in_force(self, at: datetime | None = None, front: FrontPage | None = None) -> PlacementQuerySet:
        """Those of an arrangement, the last one where none is given, whose end has not come."""
        at = at or timezone.now()
        last = FrontPage.objects.order_by("-number").values("pk")[:1]
        return self.filter(Q(until=None) | Q(until__gt=at), front=front.pk if front else last)

    def next_end(self, at: datetime | None = None) -> datetime | None:
        """When the front page next changes by itself because a story's time in its slot is over."""
        at = at or timezone.now()
        return self.in_force(at).filter(until__gt=at).aggregate(end=models.Min("until"))["end"]


class Placement(models.Model):
    front = models.ForeignKey(FrontPage, models.CASCADE, related_name="placements")
    section = models.ForeignKey(Section, models.CASCADE, null=True, related_name="+", verbose_name=_("section"))
    place = models.PositiveSmallIntegerField(_("place"))
    article = models.ForeignKey(Article, models.CASCADE, related_name="placements", verbose_name=_("story"))
    until = models.DateTimeField(_("until"), null=True)

    objects = PlacementQuerySet.as_manager()

    class Meta:
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["front", "article"], name="a_story_stands_once_on_a_front_page"),
            models.UniqueConstraint(
                fields=["front", "place"], condition=Q(section=None), name="a_place_at_the_top_has_one_story"
            ),
            models.UniqueConstraint(
                fields=["front", "section", "place"],
                condition=Q(section__isnull=False),
                name="a_place_in_a_block_has_one_story",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slot}: {self.article_id}"

    @property
    def slot(self) -> Slot:
        return Slot(self.section_id or 0, self.place)


def placed(at: datetime | None = None, front: FrontPage | None = None) -> dict[Slot, Article]:
    """The live stories that stand where an editor has put them, with what a card shows. One query."""
    at = at or timezone.now()
    shown = Section.objects.open(timezone.localdate(at)).filter(parent=None)
    rows = Placement.objects.in_force(at, front).filter(Q(section=None) | Q(section__in=shown))
    stories = Article.objects.live(at).filter(placements__in=rows).for_cards()
    return by_slot(stories.annotate(in_section=F("placements__section"), in_place=F("placements__place")))


def by_slot(stories: Iterable[Any]) -> dict[Slot, Article]:
    return {Slot(story.in_section or 0, story.in_place): story for story in stories}
