"""Moved addresses that somebody types or imports: read line by line, judged against what readers find, then kept.

A line never hides a page, never leads to nothing or in a circle, and never out of the paper without the right to.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any
from urllib.parse import unquote, urlsplit

from django.db import transaction
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from articles.models import Article, Author, Page, Redirect, Section, Tag, Topic
from articles.models.redirect import Kind

MOST_LINES = 20_000  # judged within seconds
LONGEST = 300
OURS = re.compile(r"/(?![/\\])\S*")
NOUNS: dict[str, Any] = {"section": Section, "author": Author, "topic": Topic, "tag": Tag, "page": Page}
AT_ONCE = 500
STORY = re.compile(r"/bai/[a-z0-9-]+-([0-9]{1,18})/")
Stories = dict[int, Article]


@dataclass
class Move:
    """A line: what it says, and what would come of it. `wrong` is a sentence; `known` is what stands there already."""

    line: int
    old: str
    new: str = ""
    kind: int = Kind.MOVED
    wrong: str = ""
    known: Redirect | None = None

    @property
    def is_same(self) -> bool:
        return self.known is not None and (self.known.new_path, self.known.kind) == (self.new, self.kind)


def read(text: str, hosts: Iterable[str] = ()) -> list[Move]:
    """The lines of a CSV with commas, semicolons or tabs: old address, new address, and 301, 302 or 410 where it is
    not 301. A heading is passed over; addresses with one of our `hosts` before them are taken as ours.
    """
    text = text.removeprefix("\ufeff")
    head = text.lstrip().partition("\n")[0]
    separator = max(";\t,", key=head.count)
    reader = csv.reader(StringIO(text), delimiter=separator)
    moves: list[Move] = []
    for row in reader:
        cells = [cell.strip() for cell in row]
        if not any(cells) or (not moves and not _looks_like_an_address(cells[0])):
            continue
        moves.append(_move(reader.line_num, cells, set(hosts)))
    return moves


def judge(moves: Sequence[Move], may_leave: bool = False) -> None:
    """Give each move what stands there already, where it ends, and what is wrong with it."""
    known = _known([address for move in moves for address in (move.old, move.new) if address])
    planned: dict[str, Move] = {}
    for move in moves:
        if not move.wrong and planned.setdefault(move.old, move) is not move:
            move.wrong = _("An earlier line says already where this address leads.")
    for move in moves:
        move.known = known.get(move.old)
        move.wrong = move.wrong or _wrong_with_old(move)
    stories = _stories(moves)
    leading = [move for move in moves if not move.wrong and move.new]
    for move, end in [(move, _end(move, planned, known)) for move in leading]:
        move.new, move.kind, move.wrong = end
        if not move.wrong and move.new:
            move.wrong = _wrong_with_new(move, may_leave, stories)


def keep(moves: Iterable[Move], by: Any) -> int:
    """Keep what is right and new. Returns how many; 0 for a second time."""
    new = [move for move in moves if not move.wrong and not move.is_same]
    with transaction.atomic():
        for start in range(0, len(new), AT_ONCE):
            part = new[start : start + AT_ONCE]
            olds = [move.old for move in part]
            ends = set(Redirect.objects.filter(new_path__in=olds).values_list("new_path", flat=True))
            Redirect.objects.bulk_create(
                [Redirect(old_path=move.old, new_path=move.new, kind=move.kind, by=by) for move in part],
                update_conflicts=True,
                unique_fields=["old_path"],
                update_fields=["new_path", "kind", "by", "at"],
            )
            for move in part:
                if move.old in ends:  # What led there is led on.
                    Redirect.moved(move.old, move.new, move.kind, by)
    return len(new)


def ours(address: str, hosts: Iterable[str] = ()) -> str:
    """An address as it is kept: without one of our hosts before it, with its letters as readers see them."""
    parts = urlsplit(address)
    if parts.scheme in {"http", "https"} and parts.hostname not in set(hosts):
        return address
    path = unquote(parts.path) if OURS.fullmatch(parts.path) else parts.path
    if parts.netloc and not parts.scheme:
        return address
    return f"{path or '/'}?{parts.query}" if parts.query else path or "/"


def _looks_like_an_address(cell: str) -> bool:
    return cell.startswith(("/", "http://", "https://"))


def _move(line: int, cells: list[str], hosts: set[str]) -> Move:
    old, new, kind = [*cells, "", ""][:3]
    hosts = hosts | {urlsplit(old).hostname or ""}  # What has moved was the paper's, under whichever name.
    try:
        move = Move(line, ours(old, hosts), ours(new, hosts) if new else "")
    except ValueError:
        return Move(line, old, new, wrong=_("This is no address."))
    if kind in {"301", "302", "410"}:
        move.kind = int(kind)
    elif kind or any(cells[3:]):
        move.wrong = _("A line holds the old address, the new one, and 301, 302 or 410.")
    if not move.wrong and (move.kind == Kind.GONE) == bool(move.new):
        move.wrong = _("Say where it leads, or that it is gone (410).")
    return move


def _stories(moves: Iterable[Move]) -> Stories:
    """The stories that the lines lead to, a few hundred at once."""
    pks = [int(found[1]) for move in moves if (found := STORY.search(move.new))]
    chunks = [_public(pks[start : start + AT_ONCE]) for start in range(0, len(pks), AT_ONCE)]
    return {pk: story for chunk in chunks for pk, story in chunk.items()}


def _public(pks: Sequence[int]) -> Stories:
    rows = Article.objects.filter(pk__in=pks)
    return {story.pk: story for story in (rows.live() | rows.gone()).only("slug")}


def _known(addresses: Sequence[str]) -> dict[str, Redirect]:
    found: dict[str, Redirect] = {}
    for start in range(0, len(addresses), AT_ONCE):
        rows = Redirect.objects.filter(old_path__in=addresses[start : start + AT_ONCE])
        found.update({row.old_path: row for row in rows})
    return found


def _wrong_with_old(move: Move) -> str:
    if not OURS.fullmatch(move.old) or len(move.old) > LONGEST:
        return _("Write an address of this paper as it follows the host's name, such as /trang/gioi-thieu/.")
    if "?" not in move.old and (found_at(move.old) or found_at(f"{move.old}/")):
        return _("Readers find a page at %(path)s: nothing can lead away from it.") % {"path": move.old}
    return ""


def _wrong_with_new(move: Move, may_leave: bool, stories: Stories) -> str:
    if len(move.new) > LONGEST:
        return _("This address has more than %(most)d characters.") % {"most": LONGEST}
    if re.fullmatch(r"https?://[^\s/\\]+\S*", move.new):
        return "" if may_leave else _("Only an administrator may lead readers to another site.")
    if not OURS.fullmatch(move.new):
        return _("Write an address of this paper as it follows the host's name, such as /trang/gioi-thieu/.")
    path, rest = re.fullmatch(r"([^?#]*)(.*)", move.new, re.S).groups()  # type: ignore[union-attr]  # It always fits.
    found = found_at(path, stories)
    move.new = found + rest if found else move.new
    return "" if found else _("Readers find nothing at %(path)s.") % {"path": move.new}


def _end(move: Move, planned: dict[str, Move], known: dict[str, Redirect]) -> tuple[str, int, str]:
    """Where a move ends if every line is kept: address, kind, and what is wrong where it never does."""
    new, seen = move.new, {move.old}
    while new not in seen:
        seen.add(new)
        if (later := planned.get(new)) and not later.wrong:
            new = later.new
        elif row := known.get(new):
            new = row.new_path
        else:
            return new, move.kind, ""
        if not new:
            return "", Kind.GONE, ""
    return move.new, move.kind, _("This leads in a circle, back to where it begins.")


def found_at(path: str, stories: Stories | None = None) -> str:
    """The address under which readers find what `path` leads to, or read that it is withdrawn; else empty. Those of
    `stories` are known already."""
    try:
        match = resolve(path)
    except Resolver404:
        return ""
    if "pk" in match.kwargs:
        pk = match.kwargs["pk"]
        story = (stories or {}).get(pk) or _public([pk]).get(pk)
        return "" if story is None else story.get_absolute_url() if match.url_name == "article" else path
    if "slug" in match.kwargs:
        noun = (match.url_name or "").partition("-")[0]
        named = Tag.objects.kept() if noun == "tag" else NOUNS[noun].objects.all()
        return path if named.filter(slug=match.kwargs["slug"]).exists() else ""
    return path
