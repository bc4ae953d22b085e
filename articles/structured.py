"""What a story's page says to machines: JSON-LD for search engines, Open Graph for those who share it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.core.files.storage import default_storage
from django.http import HttpRequest
from django.utils import timezone

from articles import markup
from articles.models import Article, Edition, Masthead
from articles.models.credit import CreditGroup
from articles.typeset import Typeset


def structured(
    request: HttpRequest,
    story: Article,
    edition: Edition,
    typed: Typeset,
    paper: Masthead,
    updated_at: datetime | None,
) -> dict[str, Any]:
    """`json` for the script element; `image`, `published`, `modified` for the meta elements.

    The dates are those that the page prints; a preview has none.
    """
    absolute = request.build_absolute_uri
    published = timezone.localtime(story.published_at) if story.published_at else None
    modified = timezone.localtime(updated_at) if updated_at else published
    images = _images(typed, absolute)
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": edition.headline[:110],
        "description": edition.lead,
        "mainEntityOfPage": absolute(story.get_absolute_url()),
        "inLanguage": paper.language,
        "isAccessibleForFree": True,
        "author": _people(typed.credit_groups, absolute),
        "publisher": {"@type": "NewsMediaOrganization", "name": paper.name, "url": absolute("/")},
        "articleSection": story.filed_section.name if story.filed_section else None,
        "image": images or None,
        "datePublished": published.isoformat(timespec="seconds") if published else None,
        "dateModified": modified.isoformat(timespec="seconds") if modified else None,
    }
    json = markup.json_for_script({name: fact for name, fact in facts.items() if fact is not None})
    return {"json": json, "image": images[0] if images else "", "published": published, "modified": modified}


def _images(typed: Typeset, absolute: Callable[[str], str]) -> list[str]:
    """The widest file of each photo, the lead photo first."""
    files = [files[-1] for photo in typed.photos if (files := photo.photo.in_format("jpeg"))]
    return [absolute(default_storage.url(file["name"])) for file in files]


def _people(groups: Sequence[CreditGroup], absolute: Callable[[str], str]) -> list[dict[str, str]]:
    people = {person.name: person for group in groups if not group.is_agency for person in group.people}
    return [
        {"@type": "Person", "name": person.name} | ({"url": absolute(person.url)} if person.url else {})
        for person in people.values()
    ]
