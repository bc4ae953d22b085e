"""A story of the desk set as its readers will see it, before there is an edition: for previews, in few queries."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import CharField, DateTimeField, Value
from django.db.models.functions import Cast, Coalesce

from articles.models import Article, Author, Clip, Correction, Credit, Edition, Masthead, Photo
from articles.models.filing import as_filed, names_of
from articles.typeset import Loaded

FIRST, WORD, NEVER = Value(0), Value("", CharField()), Cast(Value(None), DateTimeField())


@dataclass
class Proof:
    """The edition that would be published now, and the rows that its page shows."""

    story: Article
    paper: Masthead

    @cached_property
    def edition(self) -> Edition:
        return Edition.made_of(self.story, self._uses, self._credits, self._clips)

    @cached_property
    def loaded(self) -> Loaded:
        photos = [use.photo for use in self._uses] + [clip.poster for clip in self._clips if clip.poster]
        return Loaded(
            {photo.pk: self._if_shown(photo) for photo in photos},
            {clip.pk: clip for clip in self._clips},
            {credit.author.pk: credit.author for credit in self._credits if credit.author},
            self._corrections,
        )

    @cached_property
    def filed(self) -> Any:
        return as_filed(self.edition, [row for row in self._told if row[0] in {"topic", "tag"}])

    @property
    def _corrections(self) -> list[Correction]:
        """As `told_of()` has them."""
        found = [
            Correction(pk=pk, article=self.story, wrong=wrong, right=right, apology_to=named, at=at)
            for kind, pk, _same, wrong, right, _place, named, at in self._told
            if kind == "correction"
        ]
        return sorted(found, key=lambda told: (told.at, told.pk))

    @cached_property
    def _uses(self) -> list[Any]:
        return list(self.story.photos.select_related("photo"))

    @cached_property
    def _clips(self) -> list[Clip]:
        return Clip.in_text(self.story.body)

    @cached_property
    def _credits(self) -> list[Credit]:
        """In their order, with their authors as far as a credit line shows them."""
        found = [row for row in self._told if row[0] == "credit"]
        return [
            Credit(role=role, author=Author(pk=pk, name=name, slug=slug)) if pk else Credit(role=role, name=name)
            for _kind, _row, pk, name, slug, _place, role, _at in sorted(found, key=lambda row: (row[5], row[1]))
        ]

    @cached_property
    def _told(self) -> list[Any]:
        """Who is credited, what it is filed under, what was put right: one query."""
        named = Coalesce("author__name", "name"), Coalesce("author__slug", WORD)
        credits = Credit.objects.filter(article=self.story).order_by()
        corrections = Correction.objects.standing().filter(article=self.story).order_by()
        return list(
            credits.values_list(Value("credit"), "pk", "author", *named, "order", "role", NEVER).union(
                corrections.values_list(Value("correction"), "pk", "pk", "wrong", "right", FIRST, "apology_to", "at"),
                *names_of(self.story, FIRST, WORD, NEVER),
                all=True,
            )
        )

    def _if_shown(self, photo: Photo) -> Photo | None:
        return photo if photo.is_shown(self.paper) else None
