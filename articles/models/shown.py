"""Rows that readers' pages print: a page that has read one is made anew when the row changes."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Self

from django.db import models
from django.db.models.base import ModelState

from articles import pagestore

FRAME = "frame"  # what stands on every page: masthead, sections, static pages
HOME = "home"
PAPER = "paper"  # the list of all stories: home, latest, archive, feeds, topics


class Loaded(models.Model):
    """A row that pages load by the dozen: made of what the database gave and nothing else. Django calls `__init__`,
    which looks at every field, also at those left out, and asks who listens; nobody does, and ours do nothing there."""

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any], **_: Any) -> Self:
        row = cls.__new__(cls)
        row._state = ModelState()
        row._state.adding, row._state.db = False, db
        row.__dict__.update(zip(field_names, values, strict=True))
        return row


class Noted(Loaded):
    """Whatever page loads such a row is known to show it."""

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Self:
        row = super().from_db(*args, **kwargs)
        pagestore.note(row.page_key)
        return row

    @property
    def page_key(self) -> str:
        return key_of(self._meta.model_name or "", self.pk)


class Shown(Noted):
    """And what is saved or deleted is seen at once."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        pagestore.purge(self.page_keys())

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        keys = self.page_keys()
        gone = super().delete(*args, **kwargs)
        pagestore.purge(keys)
        return gone

    def page_keys(self) -> list[str]:
        """What a change of this row is seen on."""
        return [self.page_key]


def listed(key: str) -> str:
    """The stories of a section, an author, a topic, a tag: another matter than its name."""
    return f"{key} stories"


def text_of(key: str) -> str:
    """A story's whole text, on its own pages: another matter than its headline, which stands on many."""
    return f"{key} text"


def key_of(kind: str, pk: Any) -> str:
    return f"{kind}:{pk}"
