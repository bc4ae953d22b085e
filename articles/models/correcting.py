"""A photo's words were corrected: each story that shows it may take them over, as a new version of its text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from articles.models.article import Article
from articles.models.photo import ArticlePhoto, Photo

WORDS = ("caption", "alt", "credit")
MOST = 200


def uses_of(photo: Photo, user: Any) -> list[ArticlePhoto]:
    """The photo's uses in stories that this person may see, the latest first. Each story is looked up by its number: a
    list of all that somebody may see would be made first."""
    stories = Article.objects.visible_to(user).filter(pk=OuterRef("article"))
    found = photo.uses().filter(Exists(stories)).select_related("article__edition", "photo")
    return list(found.order_by("-pk")[:MOST])


def is_behind(use: ArticlePhoto) -> bool:
    """The desk's words, or readers', are other than the photo's own."""
    own, edition = ArticlePhoto(photo=use.photo).as_printed(), use.article.edition
    told = [row for row in edition.photos if row["key"] == use.key] if edition else []
    return any(row[name] != own[name] for row in [use.as_printed(), *told] for name in WORDS)


def take_over(photo: Photo, stories: Iterable[int], by: Any) -> list[Article]:
    """Those stories say of the photo what it says itself; readers see it when somebody presses the button."""
    done = []
    for story in Article.objects.filter(pk__in=stories).order_by("pk"):
        with transaction.atomic():
            locked = Article.objects.select_for_update().get(pk=story.pk)
            if not locked.is_editable_by(by):
                continue
            locked.claim(locked.version)
            locked.photos.filter(photo=photo).update(**dict.fromkeys(WORDS, ""))
            locked.remember(by)
            done.append(locked)
    return done
