"""What somebody else has saved meanwhile, beside what is typed here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, F, Model, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext as _

from articles import markup, merging
from articles.forms import ArticleForm
from articles.models import Article, Genre, Photo, Role, Section, Tag, Topic

Names = dict[tuple[str, int], str]  # By the part that points there, and the number.
NAMED: dict[str, tuple[type[Model], Any]] = {
    "section_id": (Section, F("name")),
    "topics": (Topic, F("headline")),
    "tags": (Tag, F("name")),
    "related": (Article, F("headline")),
    "photos": (Photo, Coalesce(NullIf("caption", Value("")), NullIf("alt", Value("")), "key")),
}


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


def names_of(*contents: Mapping[str, Any]) -> Names:
    """How all that is called to which these states of a story point by number. One query."""
    asked: list[Any] = []
    for part, (model, called) in NAMED.items():
        numbers = {number for content in contents for number in _numbers(part, content.get(part))}
        if numbers:
            rows = model._default_manager.filter(pk__in=numbers).order_by()
            asked.append(rows.values_list(Value(part, output_field=CharField()), "pk", called))
    return {(part, pk): name for part, pk, name in asked[0].union(*asked[1:], all=True)} if asked else {}


def _numbers(part: str, value: Any) -> list[int]:
    if part == "photos":
        return [use["photo"] for use in value or []]
    return ([value] if part == "section_id" else value) if value else []


def as_text(name: str, value: Any, names: Names | None = None) -> str:
    """A part of a story's content, as kept in a revision, in words for reading."""
    names = names_of({name: value}) if names is None else names
    match name:
        case "body":
            return "\n\n".join(_paragraphs(value))
        case "section_id":
            return names.get((name, value), "–")
        case "genre":
            return str(dict(Genre.choices).get(value, value))
        case "show_sign":
            return _("yes") if value else _("no")
        case "credits":
            return (
                "\n".join(f"{dict(Role.choices).get(row['role'], row['role'])}: {row['name']}" for row in value) or "–"
            )
        case "photos":
            return "\n".join(_photo_lines(value, names)) or "–"
        case "topics" | "tags" | "related":
            called = [names[name, pk] or _("(no headline yet)") for pk in value if (name, pk) in names]
            return "\n".join(called) or "–"
    return str(value) or "–"


def _paragraphs(html: str) -> Iterable[str]:
    for block in merging.paragraphs(html.replace("</li>", "</li> ")):
        text = markup.plain(block)
        if text:
            yield text


def _photo_lines(uses: list[dict[str, Any]], names: Names) -> Iterable[str]:
    for use in uses:
        name = use["caption"] or use["alt"] or names.get(("photos", use["photo"]), "–")
        lead = _("lead photo") + ": " if use["is_lead"] else ""
        yield f"{lead}{name}" + (f" ({use['credit']})" if use["credit"] else "")
