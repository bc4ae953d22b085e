"""What the page for arranging shows: the slots with what stands in them, the stories on offer, what others did."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import text
from articles.admin.suggest import LOOKED_AT
from articles.arranging import Draft, slot_named
from articles.front import Front
from articles.models import Article
from articles.models.placement import TOP, Pin, Slot, in_block

OFFERED = 20


@dataclass
class Form:
    """The form as it was sent: the draft, the arrangement that it began with (`on`), what was looked for."""

    draft: Draft
    on: int
    now_at: int = 0  # The number of the arrangement that readers have.
    q: str = ""
    preview_at: str = ""
    is_touched: bool = False
    is_stale: bool = False
    moved: Slot | None = None
    told: list[str] = field(default_factory=list)

    @classmethod
    def sent(cls, post: Mapping[str, str], now_at: int) -> Form:
        on = post.get("on", "")
        return cls(
            Draft.sent(post),
            int(on) if on.isascii() and on.isdigit() and len(on) < 10 else 0,
            now_at,
            post.get("q", "")[:100],
            post.get("preview_at", "")[:40],
            is_touched=True,
        )

    def meet(self) -> None:
        """Somebody else's arrangement has been shown beside this one: the next save knows it."""
        self.is_stale, self.on = True, self.now_at

    def do(self, act: str, what: str, post: Mapping[str, str]) -> None:
        """A button's move. One that makes no sense changes nothing."""
        slot = slot_named(what)
        if act in {"up", "down"} and slot:
            self.moved = self.draft.step(slot, -1 if act == "up" else 1)
        elif act == "out" and slot:
            self.draft.take_out(slot)
            self.moved = slot
        elif act == "move":
            self._move(post.get("pick", ""), post.get("to", ""))
        elif act == "pin" and slot:
            self._move(post.get(f"shown.{slot}", ""), what)

    def _move(self, pick: str, to: str) -> None:
        slot = slot_named(to)
        if not (pick.isascii() and pick.isdigit() and len(pick) < 19):
            self.told.append(_("Choose a story first."))
        elif slot:
            self.draft.put(int(pick), slot)
            self.moved = slot


@dataclass(frozen=True)
class Row:
    """A slot. `pinned` is what an editor has put there, `shown` what readers have in it now."""

    slot: Slot
    name: str
    pinned: Article | None
    shown: Article | None
    until: str
    is_first: bool
    is_last: bool

    @property
    def story(self) -> Article | None:
        return self.pinned or self.shown

    @property
    def is_waiting(self) -> bool:
        """Placed, but readers have another story there: it is still to come, or has been withdrawn, or ends."""
        return self.pinned is not None and (self.shown is None or self.shown.pk != self.pinned.pk)


@dataclass(frozen=True)
class Part:
    name: str
    rows: list[Row]


def parts(draft: Draft, front: Front, stories: Mapping[int, Article]) -> list[Part]:
    """The page from top to bottom; the draft loses what the page has no place for."""
    layout = [(_("Top of the page"), TOP), *((root.name, in_block(root.pk)) for root in front.roots)]
    draft.keep_to(slot for _name, slots in layout for slot in slots)
    return [
        Part(
            name,
            [
                Row(
                    slot,
                    slot_name(slot, name),
                    stories.get(draft.stories.get(slot, 0)),
                    front.shown.get(slot),
                    draft.until.get(slot, ""),
                    slot is slots[0],
                    slot is slots[-1],
                )
                for slot in slots
            ],
        )
        for name, slots in layout
    ]


def slot_name(slot: Slot, part: str) -> str:
    if slot.section:
        return _("%(section)s, place %(place)d") % {"section": part, "place": slot.place + 1}
    return _("Beside the lead, place %(place)d") % {"place": slot.place} if slot.place else _("The lead")


def stories_for(user: Any, words: str) -> Iterable[Article]:
    """Published and scheduled stories, the newest first; with words, those of the newest whose headline has them."""
    newest = Article.objects.visible_to(user).filter(status="published").newest_first()
    found = newest.search(words)
    if text.fold(words):
        for edge in newest.values_list("published_at", flat=True)[LOOKED_AT : LOOKED_AT + 1]:
            found = found.filter(published_at__gt=edge)
    return found.for_cards()[:OFFERED]


def hours_too_old(lead: Article | None, most: int, at: datetime) -> str:
    """The sentence that warns of an old lead, empty where it is fresh."""
    age = at - lead.published_at if lead and lead.published_at else timedelta()
    hours = int(age / timedelta(hours=1))
    if not most or age <= timedelta(hours=most):
        return ""
    told = ngettext("The lead is %(hours)d hour old.", "The lead is %(hours)d hours old.", hours)
    return told % {"hours": hours}


def differences(
    parts: Iterable[Part], theirs: Mapping[Slot, Pin], stories: Mapping[int, Article]
) -> list[tuple[str, Article | None, Article | None]]:
    """Where the other arrangement has another story than the form: the slot's name, ours, theirs."""
    rows = [row for part in parts for row in part.rows]
    pairs = [(row, stories.get(theirs[row.slot].story) if row.slot in theirs else None) for row in rows]
    return [(row.name, row.pinned, other) for row, other in pairs if row.pinned != other]
