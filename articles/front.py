"""The front page put together: what editors have placed, the newest of the paper where they have placed nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from articles.models import Article, Section
from articles.models.placement import IN_BLOCK, LEAD, TOP, Slot, in_block

LATEST = 7


@dataclass
class Front:
    """Which story stands in which slot, and what is new besides. No story twice."""

    shown: dict[Slot, Article] = field(default_factory=dict)
    latest: list[Article] = field(default_factory=list)
    roots: list[Section] = field(default_factory=list)

    @property
    def lead(self) -> Article | None:
        """None where the paper has no story at all."""
        return next(iter(self.top()), None)

    def top(self) -> list[Article]:
        return [self.shown[slot] for slot in TOP if slot in self.shown]

    def beside(self) -> list[Article]:
        return self.top()[1:]

    def blocks(self) -> list[tuple[Section, list[Article]]]:
        found = [(root, [self.shown[slot] for slot in in_block(root.pk) if slot in self.shown]) for root in self.roots]
        return [(root, stories) for root, stories in found if stories]


def compose(placed: dict[Slot, Article], at: datetime | None = None) -> Front:
    """The page as readers have it at `at`, around the live stories that are placed. Three queries; twice as many
    where something is placed in a block that isn't there."""
    at = at or timezone.now()
    taken = [story.pk for story in placed.values()]
    open_slots = [slot for slot in TOP if slot not in placed]
    newest = Article.objects.live(at).exclude(pk__in=taken).newest_first().for_cards()
    fresh = list(newest[: len(open_slots) + LATEST])
    if LEAD in open_slots:
        fresh = _pictured_first(fresh)
    front = Front(dict(placed), fresh[len(open_slots) :])
    front.shown.update(zip(open_slots, fresh, strict=False))
    roots = _newest_of_roots([*taken, *(story.pk for story in fresh)], at)
    there = {0, *(root.pk for root, _ids in roots)}
    if any(slot.section not in there for slot in placed):
        return compose({slot: story for slot, story in placed.items() if slot.section in there}, at)
    cards = Article.objects.live(at).for_cards().in_bulk([pk for _root, ids in roots for pk in ids])
    for root, ids in roots:
        front.roots.append(root)
        _fill(front.shown, root, [cards[pk] for pk in ids if pk in cards])
    return front


def _fill(shown: dict[Slot, Article], root: Section, newest: list[Article]) -> None:
    """A section's block: its newest stories where nothing is placed, one with a photo first."""
    slots = in_block(root.pk)
    following: Iterator[Article] = iter(newest if slots[0] in shown else _pictured_first(newest))
    for slot in slots:
        if slot not in shown and (story := next(following, None)):
            shown[slot] = story


def _pictured_first(stories: list[Article]) -> list[Article]:
    """The first story with a photo before the others, whose order stays."""
    pictured = next((story for story in stories if story.edition and story.edition.lead_photo_id), None)
    return [pictured, *(story for story in stories if story is not pictured)] if pictured else stories


def _newest_of_roots(without: list[int], at: datetime) -> list[tuple[Section, list[int]]]:
    """The open first-level sections in order, each with the ids of its newest stories but `without`. One query: for
    each section a few steps along an index, however many stories it has.

    A range of one and an order that begins with the section leave the database no other index to choose: along
    that of all stories it would walk to the end of the table for a section that has none.
    """
    of_root = Article.objects.live(at).filter(filed_root__gte=OuterRef("pk"), filed_root__lte=OuterRef("pk"))
    nth = of_root.exclude(pk__in=without).order_by("filed_root_id", "-published_at", "-pk").values("pk")
    columns = {f"newest_{n}": Subquery(nth[n : n + 1]) for n in range(IN_BLOCK)}
    open_then = Section.objects.open(timezone.localdate(at)).filter(parent=None)
    roots = open_then.annotate(**columns).order_by("order", "name")
    return [(root, [pk for name in columns if (pk := getattr(root, name))]) for root in roots]
