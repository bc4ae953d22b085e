"""A story as it once was becomes what stands on the desk: a new version, under which the later ones stay."""

from __future__ import annotations

from typing import Any

from articles.models.credit import Author, Credit
from articles.models.edition import COPIED
from articles.models.photo import ArticlePhoto, Photo
from articles.models.section import Section

FIELDS = [name for name in (*COPIED, "wanted_slug") if name != "section_id"]
WORDS = ("alt", "caption", "credit")


def put_back(story: Any, content: dict[str, Any]) -> None:
    """Fields, credits and photos as `content`, a revision's, has them; what the house no longer has stays away."""
    for name in FIELDS:
        setattr(story, name, content.get(name, getattr(story, name)))  # Older than the field: as it is.
    story.section = Section.objects.filter(pk=content["section_id"] or 0).first()
    story.save(update_fields=[*FIELDS, "section", "folded"])
    _credits(story, content["credits"])
    _photos(story, content["photos"])


def _credits(story: Any, rows: list[dict[str, Any]]) -> None:
    known = Author.objects.in_bulk([row["author"] for row in rows if row["author"]])
    story.credits.all().delete()
    for order, row in enumerate(rows, start=1):
        author = known.get(row["author"])
        Credit.objects.create(
            article=story, role=row["role"], author=author, name="" if author else row["name"], order=order
        )


def _photos(story: Any, rows: list[dict[str, Any]]) -> None:
    """A use's own words are those that aren't its photo's."""
    known = Photo.objects.to_use().in_bulk([row["photo"] for row in rows])
    story.photos.all().delete()
    for order, row in enumerate((row for row in rows if row["photo"] in known), start=1):
        photo = known[row["photo"]]
        words = {name: row[name] if row[name] != getattr(photo, name) else "" for name in WORDS}
        ArticlePhoto.objects.create(
            article=story, photo=photo, key=row["key"], is_lead=row["is_lead"], order=order, **words
        )
