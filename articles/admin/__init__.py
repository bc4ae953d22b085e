"""The desk: where the paper is written, edited and put out. One noun a file."""

from articles.admin import (
    article,
    author,
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
