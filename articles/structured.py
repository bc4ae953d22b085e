"""What pages say to machines: JSON-LD in schema.org's words for search engines, Open Graph for those who share them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import default_storage
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.addresses import address_of
from articles.models import Article, Author, Correction, Edition, Masthead
from articles.models.credit import Person
from articles.typeset import PrintedClip, Typeset

Absolute = Callable[[str], str]
Facts = dict[str, Any]


def structured(
    absolute: Absolute, story: Article, edition: Edition, typed: Typeset, paper: Masthead, updated_at: datetime | None
) -> dict[str, Any]:
    """`article` and `path` for JSON-LD; `image` (a file, its address), `published`, `modified` for the meta elements.

    The dates are those that the page prints; a preview has none.
    """
    published = timezone.localtime(story.published_at) if story.published_at else None
    modified = timezone.localtime(updated_at) if updated_at else published
    images = _images(typed, absolute)
    facts: Facts = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": edition.headline[:110],
        "description": edition.lead,
        "mainEntityOfPage": absolute(story.get_absolute_url()),
        "inLanguage": paper.language,
        "isAccessibleForFree": True,
        "author": _people(typed.authors, absolute) or [{"@type": "Organization", "name": paper.name}],
        "publisher": publisher(paper, absolute),
        "articleSection": story.filed_section.name if story.filed_section else None,
        "image": images or None,
        "video": [_clip(clip, absolute, published) for clip in typed.clips if not clip.clip.is_audio] or None,
        "audio": [_clip(clip, absolute, published) for clip in typed.clips if clip.clip.is_audio] or None,
        "datePublished": _zoned(published),
        "dateModified": _zoned(modified),
    }
    return {
        "article": {name: fact for name, fact in facts.items() if fact is not None},
        "path": _path(story, edition, absolute),
        "image": shared_picture(typed, absolute),
        "published": published,
        "modified": modified,
    }


def absolute_in(request: HttpRequest) -> Absolute:
    """What makes an address of ours whole; those of files may be already."""
    home = request.build_absolute_uri("/").removesuffix("/")
    return lambda address: f"{home}{address}" if address.startswith("/") else address


def corrected(corrections: Sequence[Correction]) -> Facts:
    """What an article's facts have besides, where something in it was put right."""
    return {"correction": [_correction(told) for told in corrections]} if corrections else {}


def _correction(told: Correction) -> Facts:
    words = _("What was wrong: %(wrong)s What is right: %(right)s") % {"wrong": told.wrong, "right": told.right}
    return {"@type": "CorrectionComment", "text": words, "dateCreated": _zoned(timezone.localtime(told.at))}


def _clip(printed: PrintedClip, absolute: Absolute, published: datetime | None) -> Facts:
    clip, poster = printed.clip, printed.poster
    told = {
        "@type": "AudioObject" if clip.is_audio else "VideoObject",
        "name": printed.title,
        "description": printed.caption or printed.title,
        "uploadDate": _zoned(published),
        "thumbnailUrl": absolute(poster.plain_url()) if poster else None,
        "contentUrl": absolute(clip.file_url()) if clip.file else None,
        "embedUrl": absolute(clip.get_absolute_url()) if clip.link else None,
    }
    return {name: fact for name, fact in told.items() if fact}


def _zoned(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None


def publisher(paper: Masthead, absolute: Absolute) -> Facts:
    return {
        "@type": "NewsMediaOrganization",
        "@id": f"{absolute('/')}#toa-soan",
        "name": paper.name,
        "url": absolute("/"),
        "logo": {"@type": "ImageObject", "url": logo_url(paper, absolute)},
        "correctionsPolicy": absolute(address_of("corrections")),
    }


def logo_url(paper: Masthead, absolute: Absolute) -> str:
    """The masthead's logo, or our own sign where it has none."""
    own = paper.logo.plain_url() if paper.logo else ""
    return absolute(own or staticfiles_storage.url("img/icon.png"))


def front_page(paper: Masthead, absolute: Absolute) -> Facts:
    """The newspaper as a house and as a site that can be searched."""
    house = publisher(paper, absolute)
    told = {"legalName": paper.owner_body, "slogan": paper.slogan, "email": paper.email, "telephone": paper.phone,
            "address": paper.address}  # fmt: skip
    found = absolute(address_of("search")) + "?q={search_term_string}"
    site: Facts = {
        "@type": "WebSite",
        "@id": f"{absolute('/')}#trang",
        "name": paper.name,
        "url": absolute("/"),
        "inLanguage": paper.language,
        "publisher": {"@id": house["@id"]},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": found,
            },
            "query-input": "required name=search_term_string",
        },
    }
    return {
        "@context": "https://schema.org",
        "@graph": [{**house, **{name: fact for name, fact in told.items() if fact}}, site],
    }


def collection(name: str, address: str, stories: Iterable[Article], paper: Masthead, absolute: Absolute) -> Facts:
    """A list's page and its stories in order."""
    places = [
        {"@type": "ListItem", "position": place, "url": absolute(story.get_absolute_url())}
        for place, story in enumerate(stories, 1)
    ]
    return {
        "@context": "https://schema.org",
        "@type": "CollectionPage",
        "name": name,
        "url": address,
        "inLanguage": paper.language,
        "publisher": publisher(paper, absolute),
        "mainEntity": {"@type": "ItemList", "itemListElement": places},
    }


def profile(author: Author, paper: Masthead, absolute: Absolute) -> Facts:
    told = {
        "jobTitle": author.job,
        "description": author.bio,
        "image": absolute(author.photo.plain_url()) if author.photo and author.photo.plain_url() else "",
    }
    return {
        "@context": "https://schema.org",
        "@type": "ProfilePage",
        "mainEntity": {
            "@type": "Person",
            "name": author.name,
            "url": absolute(author.get_absolute_url()),
            "worksFor": publisher(paper, absolute),
            **{name: fact for name, fact in told.items() if fact},
        },
    }


def _path(story: Article, edition: Edition, absolute: Absolute) -> Facts:
    """ "Trang chủ › Xã hội › Y tế", as the page prints it, and the story."""
    section = story.filed_section
    above = [section.parent, section] if section and section.parent else [section] if section else []
    steps = [(_("Home"), address_of("home")), *((step.name, step.get_absolute_url()) for step in above)]
    steps.append((edition.headline, story.get_absolute_url()))
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": absolute(address)}
            for place, (name, address) in enumerate(steps, 1)
        ],
    }


def _images(typed: Typeset, absolute: Absolute) -> list[str]:
    """The first photo in the three shapes that search engines ask for, then the widest file of each photo."""
    wanted = [(photo, "") for photo in typed.photos]
    if typed.photos:
        wanted = [*((typed.photos[0], shape) for shape in ("16x9", "4x3", "1x1")), *wanted]
    files = [files[-1] for photo, shape in wanted if (files := photo.photo.in_format("jpeg", shape))]
    return [absolute(default_storage.url(name)) for name in dict.fromkeys(file["name"] for file in files)]


def shared_picture(typed: Typeset, absolute: Absolute) -> Facts:
    """The picture that other sites show beside a link: 1200 × 630 about the first photo's focal point."""
    files = typed.photos[0].photo.in_format("jpeg", "social") if typed.photos else []
    if not files:
        return {"url": ""}
    return {**files[-1], "url": absolute(default_storage.url(files[-1]["name"]))}


def _people(people: Sequence[Person], absolute: Absolute) -> list[Facts]:
    return [
        {"@type": "Person", "name": person.name} | ({"url": absolute(person.url)} if person.url else {})
        for person in people
    ]
