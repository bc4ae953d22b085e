"""The paper's words for templates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Any

import segno
from django import template
from django.conf import settings
from django.core.files.storage import default_storage
from django.template import Context
from django.template.base import FilterExpression, Parser, Token
from django.templatetags.i18n import do_translate
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles import markup, pagestore, text
from articles.addresses import address_of
from articles.models import Article, Correction, Masthead, Photo, Section
from articles.models.correction import CORRECTIONS
from articles.models.shelf import MOST_READ
from articles.models.shown import FRAME
from articles.pagestore.parts import part

register = template.Library()
register.filter("paper_date", text.paper_date)
register.filter("paper_day", text.paper_day)
register.filter("reading_minutes", text.reading_minutes)
register.simple_tag(address_of, name="address")

# How wide a photo stands, for the browser's choice among its files; in px, since `sizes` doesn't know our root size.
SIZES = {
    "hero": "(min-width: 830px) 792px, 100vw",
    "text": "(min-width: 700px) 666px, 100vw",
    "lead": "(min-width: 1080px) 610px, 100vw",
    "opener": "(min-width: 1080px) 640px, 100vw",
    "card": "(min-width: 1080px) 290px, (min-width: 640px) 45vw, 120px",
    "thumb": "(min-width: 640px) 200px, 120px",
    "portrait": "120px",
    "logo": "320px",
}
BOXED, IN_BOX = timedelta(days=7), 3  # how long the front page shows a correction; how many
SMALL = {"card": 720, "thumb": 480, "portrait": 480, "logo": 720}
CUT = {"lead": "16x9", "opener": "16x9", "card": "4x3", "thumb": "4x3", "portrait": "1x1"}  # about the focal point


@register.filter
def machine_date(moment: datetime) -> str:
    """ "2022-10-14T17:25:00+07:00"."""
    return timezone.localtime(moment).isoformat(timespec="seconds")


@register.filter
def short_date(moment: datetime) -> str:
    """ "17:25 14/10/2022", for lists."""
    return f"{timezone.localtime(moment):%H:%M %d/%m/%Y}"


@register.filter
def update_date(moment: datetime, published: datetime) -> str:
    """ "16:20" on the day of publication, later "16:20 - Thứ Hai, 23/11/2026"."""
    is_same_day = timezone.localdate(moment) == timezone.localdate(published)
    return f"{timezone.localtime(moment):%H:%M}" if is_same_day else text.paper_date(moment)


@register.simple_tag
def as_link(story: Article) -> SafeString:
    """A story in a line: its headline, which leads there, and when it came. Neighbours have their neighbours in common,
    so a line is made once for many pages."""
    headline = story.edition.headline if story.edition else ""
    return _line(story.get_absolute_url(), headline, story.published_at, timezone.get_current_timezone())


@lru_cache(4096)
def _line(address: str, headline: str, moment: datetime, _zone: tzinfo) -> SafeString:
    when = format_html('<time datetime="{}">({})</time>', machine_date(moment), short_date(moment))
    return format_html('<a href="{}">{}</a> {}', address, headline, when)


@register.inclusion_tag("articles/_picture.html")
def picture(photo: Photo, role: str, alt: str = "", eager: bool = False) -> dict[str, Any]:
    """A photo in its renditions. `role` says how wide it stands: a key of SIZES."""
    widest = SMALL.get(role, photo.width)
    fitting = {
        kind: [file for file in photo.in_format(kind, CUT.get(role, "")) if file["width"] <= widest]
        for kind in ("avif", "webp", "jpeg")
    }
    plain = min(fitting["jpeg"], key=lambda r: abs(r["width"] - 960), default=None)
    return {
        **{kind: _srcset(files) for kind, files in fitting.items()},
        "plain": plain,
        "url": default_storage.url(plain["name"]) if plain else "",
        "sizes": SIZES[role],
        "alt": alt,
        "eager": eager,
    }


@register.simple_tag
def cut_url(photo: Photo, shape: str) -> str:
    """The address of a shape's narrowest JPEG; the whole picture's where it has none."""
    files = photo.in_format("jpeg", shape)
    return default_storage.url(files[0]["name"]) if files else ""


@register.filter
def shown(photo: Photo | None, paper: Masthead) -> Photo | None:
    """The photo, if readers may see it."""
    return photo if photo is not None and photo.is_shown(paper) else None


def _srcset(renditions: list[Any]) -> str:
    names = {file["width"]: file["name"] for file in renditions}  # Older photos may have two files of one width.
    return ", ".join(f"{default_storage.url(name)} {width}w" for width, name in names.items())


@register.simple_tag
def qr(address: str) -> SafeString:
    """The address as a QR code, an inline SVG of one path."""
    code = segno.make(address, error="m", micro=False)
    title = _("QR code of this page's address")
    return markup.safe(code.svg_inline(omitsize=True, svgclass="qr", lineclass=None, border=2, title=title))


@register.filter
def printed_html(html: str) -> SafeString:
    """Clean HTML without photos, ready for the page."""
    return markup.render(html, {})


@register.simple_tag(takes_context=True)
def views_of(context: Context, story: Article) -> int | None:
    """The story's views as readers see them, None where the paper hides them. No query after `for_page()`."""
    paper: Masthead = context["paper"]
    return paper.shown(story.views.all if hasattr(story, "views") else 0)


@register.inclusion_tag("articles/_corrections_box.html", takes_context=True)
def corrections_box(context: Context) -> dict[str, Any]:
    """What the paper has put right in the last seven days, for the front page. One query."""
    pagestore.note(CORRECTIONS)
    since = timezone.now() - BOXED
    newest = Correction.objects.shown().filter(at__gte=since).for_list().newest_first()[:IN_BOX]
    return {"corrections": newest, "paper": context["paper"]}


@register.inclusion_tag("articles/_most_read.html")
def most_read(
    section: Section | None = None, without: Article | None = None, newest: Iterable[Article] = ()
) -> dict[str, Any]:
    """ "Đọc nhiều" of 24 hours and of seven days, in the paper or in a section's root. Where a day is too little, the
    newest that the page has already loaded follow, so that the box is never empty and costs one query at most."""
    root = section.root_id if section else None
    found = part(f"most read {root}", lambda: Article.objects.most_read(section))
    today, week = ([story for story in found[window] if story != without][:MOST_READ] for window in ("24h", "7d"))
    known = {story.pk for story in today}
    today = [*today, *(story for story in newest if story.pk not in known)][:MOST_READ]
    return {"stories": today, "week": week if {story.pk for story in week} != known else []}


@register.tag
def translate(parser: Parser, token: Token) -> template.Node:
    """Django's own, faster: a page says thirty constant words, which stay the same as long as the program runs."""
    node = do_translate(parser, token)
    constant = node.filter_expression.is_var and isinstance(node.filter_expression.var.literal, str)
    is_plain = constant and not (node.filter_expression.filters or node.noop or node.asvar or node.message_context)
    return ConstantNode(node) if is_plain and not settings.DEBUG else node


class ConstantNode(template.Node):
    def __init__(self, node: template.Node) -> None:
        self.node = node
        self.said: dict[tuple[str | None, bool], str] = {}

    def render(self, context: Context) -> str:
        how = get_language(), context.autoescape
        if how not in self.said:
            self.said[how] = self.node.render(context)
        return self.said[how]


@register.tag
def standing(parser: Parser, token: Token) -> StandingNode:
    """`{% standing "footer" sections %}…{% endstanding %}`: the same on every page of a language, but for whether the
    things after its name are there, and for which numbers and words they are: of few, for each makes one more. What
    stands in it shows what is purged as the frame, and nothing else."""
    _tag, name, *given = token.split_contents()
    inside = parser.parse(["endstanding"])
    parser.delete_first_token()
    return StandingNode(name.strip("\"'"), [parser.compile_filter(one) for one in given], inside)


def _mark(given: Any) -> str:
    return str(given) if isinstance(given, int | str) else "1" if given else "0"


class StandingNode(template.Node):
    def __init__(self, name: str, given: list[FilterExpression], nodelist: template.NodeList) -> None:
        self.name, self.given, self.nodelist = name, given, nodelist

    def render(self, context: Context) -> SafeString:
        marks = " ".join(_mark(one.resolve(context)) for one in self.given)
        return part(f"{self.name} {marks} {get_language()}", lambda: self._made(context))

    def _made(self, context: Context) -> SafeString:
        pagestore.note(FRAME)
        return self.nodelist.render(context)
