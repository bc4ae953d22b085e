"""What a story's form shows, gathered in few queries: what its numbers are called, what people have said and done."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import BigIntegerField, CharField, DateTimeField, IntegerField, Q, Value
from django.db.models.functions import Cast, Coalesce

from articles import choosing, markers
from articles.admin import timeline
from articles.models import Article, Change, Clip, Note, Section
from articles.models.clip import LINES
from articles.models.history import Action
from articles.models.links import Links
from articles.models.rules import Look

TELLING = (Action.APPROVED, Action.RETURNED, Action.PASSED)  # Asked for, however long ago.
NUMBER, NOTHING = Cast(Value(None), BigIntegerField()), Value(0, IntegerField())
WORD, NEVER = Value("", CharField()), Cast(Value(None), DateTimeField())


@dataclass
class Sheet:
    """Of one story as it is saved, with its rows (`for_form()`)."""

    story: Article

    @cached_property
    def _told(self) -> list[tuple[Any, ...]]:
        """The notes, and what has happened: one query."""
        latest = self.story.changes.values("pk")[: timeline.LOOKED_AT]
        who = ("by", "by__username")
        notes = self.story.notes.order_by().values_list(
            "pk",
            "at",
            *who,
            "text",
            "resolved_at",
            "resolved_by",
            Coalesce("resolved_by__username", WORD),
            WORD,
            NOTHING,
        )
        changes = Change.objects.filter(Q(pk__in=latest) | Q(action__in=TELLING), article=self.story).order_by()
        return list(
            notes.union(
                changes.values_list("pk", "at", *who, "reason", NEVER, NUMBER, WORD, "action", "version"), all=True
            )
        )

    @cached_property
    def notes(self) -> list[Note]:
        """Open ones first, oldest first: in the order in which they are to be dealt with."""
        found = [
            Note(pk=pk, at=at, by=_person(by, name), text=words, resolved_at=done, resolved_by=_person(closer, closed))
            for pk, at, by, name, words, done, closer, closed, action, _version in self._told
            if not action
        ]
        return sorted(found, key=lambda note: (note.resolved_at is not None, note.at, note.pk))

    @cached_property
    def changes(self) -> list[Change]:
        """The newest first: the latest, and of the decisions all."""
        found = [
            Change(pk=pk, at=at, by=_person(by, name), reason=words, action=action, version=version)
            for pk, at, by, name, words, _done, _closer, _closed, action, version in self._told
            if action
        ]
        return sorted(found, key=lambda change: (change.at, change.pk), reverse=True)

    def look(self, paper: Any, by: Any) -> Look:
        """The story as the gate's rules read it, with what is known already."""
        look = Look(self.story, paper, by)
        look.open_notes = sum(note.resolved_at is None for note in self.notes)
        look.approved_by = {change.by_id for change in self.changes if change.action == Action.APPROVED}
        look.clips = [Clip.read(words) for kind, words, *_place in self._named if kind == "clip"]
        look.lost_links = self._links.lost({(kind, word) for kind, word, *_place in self._named})
        return look

    def last(self, action: str, version: int | None = None) -> Change | None:
        """The last decision of a kind; of this version, where one is given."""
        found = (change for change in self.changes if change.action == action)
        return next((change for change in found if version in {None, change.version}), None)

    @cached_property
    def _links(self) -> Links:
        return Links(self.story.body)

    @cached_property
    def _named(self) -> list[tuple[str, str, int | None, int | None, int]]:
        """Topics, tags, related stories, sections to choose from, what is linked or plays, in one query."""
        places = Section.objects.order_by().values_list(Value("choice"), "name", "pk", "parent", "order")
        linked = self._links.questions(Article.objects.live(), NUMBER, NUMBER, NOTHING)
        keys = markers.clip_keys(self.story.body)
        plays = Clip.objects.kept().filter(key__in=keys).order_by()
        written = [plays.values_list(Value("clip"), LINES, "pk", NUMBER, NOTHING)] if keys else []
        return list(places.union(*choosing.names_of(self.story, NUMBER, NOTHING), *linked, *written, all=True))

    def fill(self, form: Any) -> None:
        """Names are at hand when the form writes its numbers out as words."""
        for name in ("topics", "tags", "related"):
            if name in form.fields:
                form.fields[name].known = {pk: word for kind, word, pk, *_place in self._named if kind == name}
        if "section" in form.fields:
            form.offer([
                Section(pk=pk, name=word, parent_id=parent, order=order)
                for kind, word, pk, parent, order in self._named
                if kind == "choice"
            ])  # fmt: skip


def _person(pk: int | None, name: str | None) -> Any:
    return None if pk is None else get_user_model()(pk=pk, username=name or "")
