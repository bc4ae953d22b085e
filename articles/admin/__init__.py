"""The desk: where the paper is written, edited and put out. One noun a file."""

from articles.admin import (
    article,
    author,
    clip,
    frontpage,
    masthead,
    official,
    page,
    people,
    photo,
    powers,
    redirect,
    ribbon,
    section,
    tag,
    topic,
    wording,
)

__all__ = [
    "article",
    "author",
    "clip",
    "frontpage",
    "masthead",
    "official",
    "page",
    "people",
    "photo",
    "powers",
    "redirect",
    "ribbon",
    "section",
    "tag",
    "topic",
    "wording",
]
