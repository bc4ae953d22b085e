"""Sitemaps: every story in files bounded by its id, the lists, the news of two days. Streamed, in bounded memory.

A file is a range of ids, so that the hundredth costs what the first does and a new story changes the last one alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any
from urllib.parse import urljoin

from django.db.models import Count, Exists, Max, OuterRef
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.html import escape

from articles import pagestore
from articles.models import Article, Author, Byline, Page, Photo, Section, Tag, TagStory, Topic
from articles.models.shelf import ArticleQuerySet
from articles.models.shown import PAPER
from articles.views.paper import kept, masthead_of, reader_page

SPAN = 10_000  # ids a file; 50,000 addresses and 50 MB are the protocol's bounds
BATCH = 500
PHOTOS = 5  # of a story
NEWS, NEWS_AGE = 1000, timedelta(hours=48)
AUTHORS, TOPICS, TAGS = 10_000, 10_000, 20_000
KIND = "application/xml; charset=utf-8"
OPEN = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">\n'
)
CLOSE = "</urlset>\n"


@kept()
@reader_page
def index(request: HttpRequest) -> HttpResponse:
    """The files that hold anything. Two queries, each a few steps along the ids for every file."""
    pagestore.note(PAPER)
    addresses = [reverse("sitemap-lists"), *(reverse("sitemap-stories", args=[number]) for number in _numbers())]
    lines = [f"<sitemap><loc>{escape(request.build_absolute_uri(address))}</loc></sitemap>\n" for address in addresses]
    start = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    )
    return HttpResponse(f"{start}{''.join(lines)}</sitemapindex>\n", content_type=KIND)


@reader_page
def stories(request: HttpRequest, number: int) -> HttpResponseBase:
    """The live stories of a range of ids, with their photos."""
    if number > 2**40:
        raise Http404
    within = _within(number)
    changed = {name: Max(name) for name in ("edition__made_at", "published_at", "corrected_at")}
    facts = within.aggregate(count=Count("pk"), **changed)
    if not facts["count"]:
        raise Http404
    base = _base(request)
    mark = blake2b(repr((base, sorted(facts.items()))).encode(), digest_size=12).hexdigest()

    def answer() -> Iterator[str]:
        yield OPEN
        yield from _written(within, base)
        yield CLOSE

    return _streamed(request, answer, f'W/"{mark}"')


@kept()
@reader_page
def lists(request: HttpRequest) -> HttpResponse:
    """The front page, and each section, topic, author, tag that has a story; the static pages."""
    pagestore.note(PAPER)
    base = _base(request)
    signed = Byline.objects.due().filter(author=OuterRef("pk"))
    filed = TagStory.objects.due().filter(tag=OuterRef("pk"))
    found: list[Iterable[Any]] = [
        Section.objects.open(),
        Page.objects.shown(),
        Topic.objects.shown()[:TOPICS],
        Author.objects.filter(Exists(signed)).order_by("pk")[:AUTHORS],
        Tag.objects.kept().filter(Exists(filed)).order_by("-pk")[:TAGS],
    ]
    addresses = ["/", reverse("topics"), reverse("archive")]
    addresses += [row.get_absolute_url() for rows in found for row in rows]
    lines = [f"<url><loc>{escape(base + address)}</loc></url>\n" for address in addresses]
    return HttpResponse(OPEN + "".join(lines) + CLOSE, content_type=KIND)


@kept(seconds=60)
@reader_page
def news(request: HttpRequest) -> HttpResponse:
    """The stories of the last two days, as news search wants them."""
    pagestore.note(PAPER)
    paper, base = masthead_of(request), _base(request)
    since = timezone.now() - NEWS_AGE
    newest = Article.objects.live().filter(published_at__gte=since).newest_first()
    rows = newest.values_list("pk", "slug", "published_at", "edition__headline")[:NEWS]
    name = f"<news:name>{escape(paper.name)}</news:name><news:language>{paper.language}</news:language>"
    lines = [
        f"<url><loc>{base}{reverse('article', args=[slug, pk])}</loc>"
        f"<news:news><news:publication>{name}</news:publication>"
        f"<news:publication_date>{_date(published_at)}</news:publication_date>"
        f"<news:title>{escape(headline)}</news:title></news:news></url>\n"
        for pk, slug, published_at, headline in rows
    ]
    front = [f"<url><loc>{base}/</loc></url>\n"]  # A sitemap without any address is none.
    return HttpResponse(OPEN + "".join(lines or front) + CLOSE, content_type=KIND)


def _base(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


def _date(moment: datetime) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds")


def _within(number: int) -> ArticleQuerySet:
    return Article.objects.live().filter(pk__gte=number * SPAN, pk__lt=(number + 1) * SPAN)


def _numbers() -> list[int]:
    """The files that have a live story. Which ids there are at all is read off both ends of the table."""
    ids = Article.objects.values_list("pk", flat=True)
    last = ids.order_by("-pk").annotate(first=ids.order_by("pk")[:1]).values_list("first", "pk").first()
    if last is None:
        return []
    numbers = range(last[0] // SPAN, last[1] // SPAN + 1)
    asked = [Exists(_within(number)) for number in numbers]
    row = Article.objects.filter(pk=last[1]).order_by().values_list(*asked)[0]
    return [number for number, is_filled in zip(numbers, row, strict=True) if is_filled]


def _written(within: ArticleQuerySet, base: str) -> Iterator[str]:
    """The stories in order of their ids, `BATCH` in memory at once; two queries a batch."""
    columns = ("pk", "slug", "edition__photos", "published_at", "edition__made_at", "corrected_at")
    last = -1
    while rows := list(within.filter(pk__gt=last).order_by("pk").values_list(*columns)[:BATCH]):
        uses = {use["photo"] for row in rows for use in row[2][:PHOTOS]}
        files = {photo.pk: photo.plain_url() for photo in Photo.objects.shown().filter(pk__in=uses).only("renditions")}
        yield "".join(_story(row, files, base) for row in rows)
        last = rows[-1][0]


def _story(row: tuple[Any, ...], files: dict[int, str], base: str) -> str:
    pk, slug, uses, *moments = row
    urls = [urljoin(base, files[use["photo"]]) for use in uses[:PHOTOS] if files.get(use["photo"])]
    images = "".join(f"<image:image><image:loc>{escape(url)}</image:loc></image:image>" for url in dict.fromkeys(urls))
    address = escape(base + reverse("article", args=[slug, pk]))
    changed = _date(max(moment for moment in moments if moment))
    return f"<url><loc>{address}</loc><lastmod>{changed}</lastmod>{images}</url>\n"


def _streamed(request: HttpRequest, lines: Callable[[], Iterator[str]], mark: str) -> HttpResponseBase:
    """The lines as they come, or 304 for whoever has them already; to HEAD, the headers."""
    known = get_conditional_response(request, etag=mark)
    if known is not None and known.status_code == 304:
        return known
    body: Any = StreamingHttpResponse(lines()) if request.method == "GET" else HttpResponse()
    body.headers["Content-Type"] = KIND
    body.headers["ETag"] = mark
    return body
