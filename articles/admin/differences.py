"""What somebody else has saved meanwhile, beside what is typed here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from articles import markup, merging
from articles.forms import ArticleForm
from articles.models import Article, Genre, Photo, Role, Section, Tag, Topic


@dataclass(frozen=True)
class Difference:
    label: str
    text: str


def differences(form: ArticleForm, story: Article) -> list[Difference]:
    """The parts that they changed and that now stand otherwise than in this form, in their words."""
    saved = Article.objects.get(pk=story.pk)
    now, found = saved.content(), []
    for name in form.theirs:
        field = name.removesuffix("_id")
        if field in form.fields and form.cleaned_data.get(field) == getattr(saved, field):
            continue
        label = (
            form.fields[field].label if field in form.fields else {"credits": _("credits"), "photos": _("photos")}[name]
        )
        found.append(Difference(str(label), as_text(name, now[name])))
    return found


def as_text(name: str, value: Any) -> str:
    """A part of a story's content, as kept in a revision, in words for reading."""
    match name:
        case "body":
            return "\n\n".join(_paragraphs(value))
        case "section_id":
            section = Section.objects.filter(pk=value).first()
            return str(section or "–")
        case "genre":
            return str(dict(Genre.choices).get(value, value))
        case "show_sign":
            return _("yes") if value else _("no")
        case "credits":
            return (
                "\n".join(f"{dict(Role.choices).get(row['role'], row['role'])}: {row['name']}" for row in value) or "–"
            )
        case "photos":
            return "\n".join(_photo_lines(value)) or "–"
        case "topics" | "tags" | "related":
            named = {"topics": Topic, "tags": Tag, "related": Article}[name]._default_manager.in_bulk(value)
            return "\n".join(str(named[pk]) for pk in value if pk in named) or "–"
    return str(value) or "–"


def _paragraphs(html: str) -> Iterable[str]:
    for block in merging.paragraphs(html.replace("</li>", "</li> ")):
        text = markup.plain(block)
        if text:
            yield text


def _photo_lines(uses: list[dict[str, Any]]) -> Iterable[str]:
    photos = Photo.objects.in_bulk([use["photo"] for use in uses])
    for use in uses:
        name = use["caption"] or use["alt"] or str(photos.get(use["photo"], "–"))
        lead = _("lead photo") + ": " if use["is_lead"] else ""
        yield f"{lead}{name}" + (f" ({use['credit']})" if use["credit"] else "")
