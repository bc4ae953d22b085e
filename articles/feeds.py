"""RSS and Atom of the newest stories: the paper's, a section's, a topic's, a tag's, an author's."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import gettext as _

from articles import pagestore
from articles.live import PrintedEntry, latest_of
from articles.models import Article, Author, Byline, Correction, Section, Tag, TagStory, Topic, TopicStory
from articles.models.shown import PAPER, listed
from articles.syndication import NEVER, Channel, Item, Picture, feed
from articles.typeset import PrintedPhoto, Typeset, typeset_all
from articles.views.paper import kept, masthead_of, reader_page

ITEMS = 30


@kept()
@reader_page
def of_paper(request: HttpRequest, form: str) -> HttpResponse:
    return _feed(request, form, Article.objects.live())


@kept()
@reader_page
def of_section(request: HttpRequest, form: str, slug: str) -> HttpResponse:
    here = get_object_or_404(Section, slug=slug)
    return _feed(request, form, Article.objects.live().in_section(here), here, here.description)


@kept()
@reader_page
def of_topic(request: HttpRequest, form: str, slug: str) -> HttpResponse:
    here = get_object_or_404(Topic, slug=slug)
    return _feed(request, form, TopicStory.objects.due().filter(topic=here), here, here.description, pk="article_id")


@kept()
@reader_page
def of_tag(request: HttpRequest, form: str, slug: str) -> HttpResponse:
    here = get_object_or_404(Tag.objects.kept(), slug=slug)
    return _feed(request, form, TagStory.objects.due().filter(tag=here), here, here.description, pk="article_id")


@kept()
@reader_page
def of_author(request: HttpRequest, form: str, slug: str) -> HttpResponse:
    here = get_object_or_404(Author, slug=slug)
    about = _("Stories by %(name)s") % {"name": here.name}
    return _feed(request, form, Byline.objects.due().filter(author=here), here, about, pk="article_id")


def _feed(
    request: HttpRequest, form: str, rows: QuerySet[Any], here: Any = None, about: str = "", pk: str = "pk"
) -> HttpResponse:
    """`rows` have `published_at`, and the story's id in `pk`; what is not live among them is left out."""
    pagestore.note(listed(here.page_key) if here else PAPER, PAPER)  # Each says when the paper last lost a story.
    paper = masthead_of(request)
    channel = Channel(
        title=f"{here} - {paper.name}" if here else paper.name,
        description=about or paper.slogan or paper.name,
        page=here.get_absolute_url() if here else "/",
        language=paper.language,
        author=paper.name,
        rights=paper.reuse_notice,
        changed=Article.objects.last_gone_at() or NEVER,
    )
    return feed(request, form, channel, _items(request, rows, pk))


def _items(request: HttpRequest, rows: QuerySet[Any], pk: str) -> list[Item]:
    """Four queries: the newest ids, their stories, the photos, the authors; more for corrections and live reports."""
    newest = list(rows.order_by("-published_at", f"-{pk}").values_list(pk, flat=True)[:ITEMS])
    found = Article.objects.live().select_related("edition", "filed_section").defer("body", "folded").in_bulk(newest)
    stories = [found[key] for key in newest if key in found]
    base = request.build_absolute_uri("/").rstrip("/")
    told = Correction.objects.told_of(stories)
    typed = typeset_all([story.edition for story in stories], "articles/_feed_figure.html", base)
    live = latest_of(stories, "articles/_feed_figure.html", base)
    pairs = zip(stories, typed, strict=True)
    return [_item(request, story, one, base, live.get(story.pk, []), told[story.pk]) for story, one in pairs]


def _item(
    request: HttpRequest,
    story: Any,
    typed: Typeset,
    base: str,
    entries: list[PrintedEntry],
    told: list[Correction],
) -> Item:
    edition, paper = story.edition, masthead_of(request)
    sign = f"{paper.sign} - " if paper.sign and edition.show_sign else ""
    return Item(
        key=f"bai/{story.pk}",
        url=base + story.get_absolute_url(),
        title=edition.headline,
        summary=escape(sign + edition.lead),
        content=render_to_string(
            "articles/_feed_text.html",
            {
                "sign": sign,
                "edition": edition,
                "typed": typed,
                "base": base,
                "entries": entries,
                "corrections": told,
                "paper": paper,
            },
        ),
        published=story.published_at,
        changed=_changed(story, entries),
        category=story.filed_section.name,
        creators=[(person.name, base + person.url if person.url else "") for person in typed.authors],
        pictures=[made for photo in typed.photos if (made := _picture(photo, base))],
    )


def _changed(story: Any, entries: list[PrintedEntry]) -> datetime:
    moments = [story.published_at, story.edition.made_at, story.corrected_at]
    return max(filter(None, [*moments, *(one.entry.article.coverage.changed_at for one in entries[:1])]))


def _picture(photo: PrintedPhoto, base: str) -> Picture | None:
    file = photo.photo.plain
    if file is None:
        return None
    url = urljoin(base, default_storage.url(file["name"]))
    return Picture(url, file["bytes"], file["width"], file["height"], photo.caption, photo.credit)
