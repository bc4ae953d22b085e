"""The front page as an editor arranges it: moves in a form that nothing keeps until it is saved."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from articles.models.placement import BESIDE, IN_BLOCK, Pin, Slot

NAME = re.compile(r"(\d{1,9})-(\d)")
NUMBER = re.compile(r"\d{1,18}")


def slot_named(name: str) -> Slot | None:
    """The slot of that name ("0-0" is the lead), None for anything else than one."""
    found = NAME.fullmatch(name, endpos=20)
    slot = Slot(int(found[1]), int(found[2])) if found and name.isascii() else None
    return slot if slot and slot.place < (IN_BLOCK if slot.section else BESIDE + 1) else None


def moment_of(typed: str) -> datetime | None:
    """What a field of day and time says, in the paper's zone; None where it is empty. Raises ValidationError."""
    if not typed.strip():
        return None
    try:
        found = parse_datetime(typed.strip())
        moment = timezone.make_aware(found) if found and timezone.is_naive(found) else found
        if moment and 2000 < moment.year < 2200:
            return moment
    except (ValueError, OverflowError):  # No such day, or a year beyond the calendar: the sentence below says so.
        pass
    raise ValidationError(_("“%(typed)s” is no day and time.") % {"typed": typed[:40]})


@dataclass
class Draft:
    """Which story stands where, and what is typed as its end; `fallen` are stories that a move has pushed off."""

    stories: dict[Slot, int] = field(default_factory=dict)
    until: dict[Slot, str] = field(default_factory=dict)
    fallen: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, pins: Mapping[Slot, Pin], at: datetime) -> Draft:
        """A saved arrangement as it still holds."""
        held = {slot: pin for slot, pin in pins.items() if pin.holds(at)}
        typed = {slot: f"{timezone.localtime(pin.until):%Y-%m-%dT%H:%M}" for slot, pin in held.items() if pin.until}
        return cls({slot: pin.story for slot, pin in held.items()}, typed)

    @classmethod
    def sent(cls, post: Mapping[str, str]) -> Draft:
        """What a form holds; a story named twice stays where it was named first."""
        draft = cls()
        for name, value in post.items():
            kind, _dot, rest = name.partition(".")
            slot = slot_named(rest)
            story = int(value) if kind == "pin" and value.isascii() and NUMBER.fullmatch(value) else 0
            if slot and story and story not in draft.stories.values():
                draft.stories[slot] = story
        draft.until = {slot: post.get(f"until.{slot}", "")[:40] for slot in draft.stories}
        return draft

    def pins(self, at: datetime) -> dict[Slot, Pin]:
        """Ready to be saved. Raises ValidationError with a sentence for each end that is none."""
        found, wrong = {}, []
        for slot, story in sorted(self.stories.items()):
            try:
                until = moment_of(self.until.get(slot, ""))
                if until and until <= at:
                    raise ValidationError(_("“Until %(moment)s” has passed.") % {"moment": self.until[slot]})
                found[slot] = Pin(story, until)
            except ValidationError as refused:
                wrong += refused.messages
        if wrong:
            raise ValidationError(wrong)
        return found

    def in_force(self, at: datetime) -> dict[Slot, int]:
        """The stories whose end has not come at `at`; what is no moment is no end yet."""
        found = {}
        for slot, story in self.stories.items():
            try:
                until = moment_of(self.until.get(slot, ""))
            except ValidationError:
                until = None
            if until is None or until > at:
                found[slot] = story
        return found

    # Moves

    def put(self, story: int, to: Slot) -> None:
        """The story stands there from now on. What stood there moves one down, and so on to the first free place of
        the same part of the page; what is pushed off the end is no longer placed."""
        came_from = next((slot for slot, pk in self.stories.items() if pk == story), None)
        typed = self.until.pop(came_from, "") if came_from else ""
        if came_from:
            del self.stories[came_from]
        self._make_room(to, came_from)
        self.stories[to], self.until[to] = story, typed

    def _make_room(self, to: Slot, came_from: Slot | None) -> None:
        size = IN_BLOCK if to.section else BESIDE + 1
        same_part = came_from is not None and came_from.section == to.section
        step = -1 if same_part and came_from is not None and came_from.place < to.place else 1
        place, run = to.place, []
        while 0 <= place < size and Slot(to.section, place) in self.stories:
            run.append(Slot(to.section, place))
            place += step
        for slot in reversed(run):
            story, typed = self.stories.pop(slot), self.until.pop(slot, "")
            there = Slot(slot.section, slot.place + step)
            if 0 <= there.place < size:
                self.stories[there], self.until[there] = story, typed
            else:
                self.fallen.append(story)

    def step(self, slot: Slot, by: int) -> Slot:
        """One up (-1) or down (1) within its part of the page; where that is, now."""
        size = IN_BLOCK if slot.section else BESIDE + 1
        there = Slot(slot.section, slot.place + by)
        if slot not in self.stories or not 0 <= there.place < size:
            return slot
        self.put(self.stories[slot], there)
        return there

    def take_out(self, slot: Slot) -> None:
        self.stories.pop(slot, None)
        self.until.pop(slot, None)

    def keep_to(self, slots: Iterable[Slot]) -> None:
        """Without what the page has no place for: a section may have closed meanwhile."""
        known = set(slots)
        for slot in [slot for slot in self.stories if slot not in known]:
            self.take_out(slot)
