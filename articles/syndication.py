"""RSS 2.0 and Atom, as every feed of ours is written: full text, all who are credited, photos with their words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import feedgenerator
from django.utils.http import http_date

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
MEDIA = "http://search.yahoo.com/mrss/"
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # What XML has no way to say.


@dataclass(frozen=True)
class Picture:
    """A file of a photo, at its absolute address; `size` in bytes."""

    url: str
    size: int
    width: int
    height: int
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True)
class Item:
    """What a feed says of a story or a comment. `key` names it for ever, whatever becomes of its address.

    `summary` and `content` are HTML; `creators` are names with their pages' addresses, empty where they have none.
    """

    key: str
    url: str
    title: str
    summary: str
    published: datetime
    changed: datetime
    content: str = ""
    category: str = ""
    creators: list[tuple[str, str]] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)


@dataclass(frozen=True)
class Channel:
    """A feed's own facts. `page` is the path of the page that it follows. `changed` is when something last left it,
    None where nobody knows; `since` is when it began, told while it is empty."""

    title: str
    description: str
    page: str
    language: str
    author: str
    rights: str = ""
    changed: datetime | None = None
    since: datetime = NEVER


class _Writer(feedgenerator.SyndicationFeed):
    def latest_post_date(self) -> datetime:
        return self.feed["changed"]  # An empty feed is not another every second.

    def add_pictures(self, handler: Any, item: dict[str, Any]) -> None:
        for picture in item["pictures"]:
            facts = {"url": picture.url, "fileSize": str(picture.size), "type": "image/jpeg", "medium": "image"}
            size = {"width": str(picture.width), "height": str(picture.height)}
            handler.startElement("media:content", {**facts, **size})
            if picture.caption:
                handler.addQuickElement("media:description", picture.caption, {"type": "plain"})
            if picture.credit:
                handler.addQuickElement("media:credit", picture.credit)
            handler.endElement("media:content")


class Rss(_Writer, feedgenerator.Rss201rev2Feed):
    def rss_attributes(self) -> dict[str, str]:
        spaces = {"dc": "http://purl.org/dc/elements/1.1/", "content": "http://purl.org/rss/1.0/modules/content/",
                  "media": MEDIA}  # fmt: skip
        return {**super().rss_attributes(), **{f"xmlns:{name}": space for name, space in spaces.items()}}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for name, _url in item["creators"]:
            handler.addQuickElement("dc:creator", name)
        if item["content"]:
            handler.addQuickElement("content:encoded", item["content"])
        self.add_pictures(handler, item)


class Atom(_Writer, feedgenerator.Atom1Feed):
    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), "xmlns:media": MEDIA}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for name, url in item["creators"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            if url:
                handler.addQuickElement("uri", url)
            handler.endElement("author")
        if item["content"]:
            handler.addQuickElement("content", item["content"], {"type": "html"})
        self.add_pictures(handler, item)


FORMS: dict[str, tuple[type[_Writer], str]] = {
    "rss": (Rss, "application/rss+xml; charset=utf-8"),
    "atom": (Atom, "application/atom+xml; charset=utf-8"),
}


def feed(request: HttpRequest, form: str, channel: Channel, items: list[Item]) -> HttpResponse:
    """The feed as "rss" or "atom"; with Last-Modified where the channel knows it (the ETag comes with every page)."""
    writer, kind = FORMS[form]
    own = request.build_absolute_uri(request.path)
    written = writer(
        title=channel.title,
        link=request.build_absolute_uri(channel.page),
        description=channel.description,
        language=channel.language,
        author_name=channel.author,
        feed_url=own,
        feed_guid=own,
        feed_copyright=channel.rights or None,
        changed=max([channel.changed or channel.since, *(item.changed for item in items)]),
    )
    for item in items:
        written.add_item(**_facts(item, request.get_host().partition(":")[0]))
    response = HttpResponse(written.writeString("utf-8"), content_type=kind)
    if channel.changed:
        response.headers["Last-Modified"] = http_date(written.latest_post_date().timestamp())
    return response


def _facts(item: Item, host: str) -> dict[str, Any]:
    lead = item.pictures[:1]
    return {
        "title": UNWRITABLE.sub("", item.title),
        "link": item.url,
        "description": UNWRITABLE.sub("", item.summary),
        "pubdate": item.published,
        "updateddate": item.changed,
        "unique_id": f"tag:{host},{item.published:%Y-%m-%d}:{item.key}",
        "unique_id_is_permalink": False,
        "categories": [item.category] if item.category else [],
        "enclosures": [feedgenerator.Enclosure(file.url, str(file.size), "image/jpeg") for file in lead],
        "content": UNWRITABLE.sub("", item.content),
        "creators": item.creators,
        "pictures": item.pictures,
    }
