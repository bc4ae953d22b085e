"""The paper's corrections, together: a page of their own, and a feed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from articles import pagestore
from articles.models import Article, Correction
from articles.models.correction import CORRECTIONS
from articles.models.shown import PAPER
from articles.pages import LEAFED, PASSED, Cut, page_of
from articles.syndication import NEVER, Channel, Item, feed
from articles.views.paper import kept, masthead_of, reader_page, show

ITEMS = 30


@reader_page
@kept(LEAFED, PASSED)
def corrections(request: HttpRequest) -> HttpResponse:
    """All that the paper has put right, the newest first."""
    pagestore.note(CORRECTIONS, PAPER)  # What is brought back brings its corrections back.
    found = page_of(Correction.objects.shown(), Cut.asked(request.GET), moment="at", load=_loaded)
    return show(request, "articles/corrections.html", stories=found, canonical=f"{request.path}{found.cut}")


def _loaded(pks: list[int]) -> dict[int, Any]:
    return Correction.objects.shown().for_list().in_bulk(pks)


@reader_page
@kept()
def corrections_feed(request: HttpRequest, form: str) -> HttpResponse:
    pagestore.note(CORRECTIONS, PAPER)
    paper = masthead_of(request)
    newest = Correction.objects.shown().for_list().newest_first()[:ITEMS]
    channel = Channel(
        title=f"{_('Corrections')} - {paper.name}",
        description=_("What we had wrong, and what is right."),
        page=reverse("corrections"),
        language=paper.language,
        author=paper.name,
        rights=paper.reuse_notice,
        changed=Article.objects.last_gone_at() or NEVER,
    )
    return feed(request, form, channel, [_item(request, told) for told in newest])


def _item(request: HttpRequest, told: Correction) -> Item:
    story: Any = told.article
    live = story.is_live()
    about = story.edition.headline if live else _("A story that has been withdrawn")
    address = story.get_absolute_url() if live else reverse("corrections")
    return Item(
        key=f"cai-chinh/{told.pk}",
        url=request.build_absolute_uri(f"{address}#cai-chinh-{told.pk}"),
        title=_("Correction: %(headline)s") % {"headline": about},
        summary=render_to_string("articles/_correction_words.html", {"told": told, "paper": masthead_of(request)}),
        published=told.at,
        changed=max(told.at, story.corrected_at or told.at),
    )
