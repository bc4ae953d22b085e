"""Topics, tags and related stories as they are typed into the story's form: one a line, found again by what is written.

Without a script it is a plain box of lines; desk/chips.js makes a list with suggestions of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce
from django.urls import reverse_lazy
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles import text
from articles.models import Article, Tag, Topic

AT_ONCE = 100
STORY = re.compile(r"#?(\d{1,18})(?:$|\s)|.*/bai/[a-z0-9-]*?(\d{1,18})/")
SAID = {
    "data-none": _("Nothing found"),
    "data-found": _("{count} suggestions: choose with the arrow keys"),
    "data-remove": _("Take away: {name}"),
    "data-up": _("Move up: {name}"),
    "data-down": _("Move down: {name}"),
}


class Lines(forms.Textarea):
    def __init__(self, kind: str, **data: str) -> None:
        address = reverse_lazy("admin:articles_article_suggest", args=[kind])
        super().__init__({"class": "chips", "rows": 2, "data-suggest": address, **SAID, **data})


class ChosenField(forms.CharField):
    """A list of numbers as a person reads it: a line for each. Its value is the numbers, in order, each once.

    A name that is new stays a name: whoever saves the form makes the row.
    """

    most = 10
    between = r"[\n\r]+"
    word: Any = "headline"  # What a row is called by.
    known: dict[int, str] | None = None  # Names that have been asked for together with others.
    found: dict[str, Any]

    def __deepcopy__(self, memo: dict[int, Any]) -> ChosenField:
        """Each form's field finds each line once: it is asked for a value, and for whether that is another."""
        copied: ChosenField = super().__deepcopy__(memo)
        copied.found = {}
        return copied

    def prepare_value(self, value: Any) -> Any:
        """What is kept as lines; what was typed as it was typed."""
        return "\n".join(self.lines(value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, list):
            return value
        typed = [line for part in re.split(self.between, value or "") if (line := text.clean_line(part))]
        new = [line for line in dict.fromkeys(typed) if line not in self.found]
        self.found |= self.find_all(new[:AT_ONCE]) if new else {}
        found = list(dict.fromkeys(map(self._once, typed)))
        if len(found) > self.most:
            raise ValidationError(_t("At most %(most)d, please.") % {"most": self.most}, code="many")
        return found

    def _once(self, line: str) -> Any:
        if line not in self.found:
            self.found[line] = self.find(line)
        return self.found[line]

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != (initial or []))
        except ValidationError:
            return True

    def lines(self, chosen: list[Any]) -> Iterable[str]:
        names = self.names(chosen)
        return [names[pk] for pk in chosen if pk in names]

    def names(self, chosen: list[Any]) -> dict[int, str]:
        return dict(self.rows(chosen).values_list("pk", self.word)) if self.known is None else self.known

    @staticmethod
    def rows(chosen: list[Any]) -> QuerySet[Any]:
        raise NotImplementedError

    def find_all(self, lines: list[str]) -> dict[str, Any]:
        """The numbers of those that one query finds; `find` is asked for each of the others."""
        raise NotImplementedError

    def find(self, line: str) -> Any:
        """The number of what is meant. Raises ValidationError with a sentence where nothing is."""
        raise NotImplementedError


class TopicsField(ChosenField):
    most = 5

    @staticmethod
    def rows(chosen: list[Any]) -> QuerySet[Any]:
        return Topic.objects.filter(pk__in=chosen)

    def find_all(self, lines: list[str]) -> dict[str, Any]:
        folded = {line: text.fold(line)[:120] for line in lines}
        known: dict[str, int] = {}
        for name, pk in Topic.objects.filter(folded__in=folded.values()).values_list("folded", "pk"):
            known.setdefault(name, pk)
        return {line: known[name] for line, name in folded.items() if name in known}

    def find(self, line: str) -> int:
        topic = Topic.objects.filter(folded=text.fold(line)[:120]).first()
        if topic is None:
            raise ValidationError(_t("There is no topic called “%(name)s”.") % {"name": line}, code="unknown")
        return topic.pk


class TagsField(ChosenField):
    most = 20
    between = r"[\n\r,;]+"
    word = Coalesce("same_as__name", "name")

    def lines(self, chosen: list[Any]) -> Iterable[str]:
        names = self.names(chosen)
        return [names.get(pk, pk) for pk in chosen if pk in names or isinstance(pk, str)]

    @staticmethod
    def rows(chosen: list[Any]) -> QuerySet[Any]:
        return Tag.objects.filter(pk__in=[pk for pk in chosen if isinstance(pk, int)])

    def find_all(self, lines: list[str]) -> dict[str, Any]:
        named = {line: line.removeprefix("#").strip() for line in lines}
        known = Tag.objects.spelt(named.values())
        return {line: known[name].pk for line, name in named.items() if name in known}

    def find(self, line: str) -> int | str:
        line = line.removeprefix("#").strip()
        tag = Tag.objects.called(line)
        if tag is not None:
            return tag.pk
        if len(line) > 60:
            raise ValidationError(_t("“%(name)s” is too long for a tag.") % {"name": line}, code="long")
        like = Tag.objects.like(line).first()
        if like is not None:
            sentence = _t("“%(name)s” is nearly the tag “%(like)s”: choose that one, or make another under Tags.")
            raise ValidationError(sentence % {"name": line, "like": like.name}, code="like")
        return line


class RelatedField(ChosenField):
    word = "edition__headline"

    def lines(self, chosen: list[Any]) -> Iterable[str]:
        names = self.names(chosen)
        return [f"{pk} · {names[pk]}" if pk in names else str(pk) for pk in chosen]

    @staticmethod
    def rows(chosen: list[Any]) -> QuerySet[Any]:
        """A story that isn't live stays a number: its headline is for those who may see it."""
        return Article.objects.live().filter(pk__in=chosen)

    def find_all(self, lines: list[str]) -> dict[str, Any]:
        numbers = {line: self._number(line) for line in lines}
        stories = Article.objects.filter(pk__in=numbers.values(), edition__isnull=False).order_by()
        known = set(stories.values_list("pk", flat=True))
        return {line: pk for line, pk in numbers.items() if pk in known}

    @staticmethod
    def _number(line: str) -> int:
        match = STORY.match(line)
        return int(match[1] or match[2]) if match else 0

    def find(self, line: str) -> int:
        pk = self._number(line)
        if not Article.objects.filter(pk=pk, edition__isnull=False).exists():
            raise ValidationError(
                _t("No published story is meant by “%(line)s”: give its number or address.") % {"line": line},
                code="unknown",
            )
        return pk


def as_line(story: Article) -> str:
    return f"{story.pk} · {story.edition}"


def names_of(story: Article, *more: Any) -> list[QuerySet[Any]]:
    """What the story's numbers are called, for one query: the field's name, word, number, the columns `more`."""
    fields: dict[str, type[ChosenField]] = {"topics": TopicsField, "tags": TagsField, "related": RelatedField}
    return [
        field.rows(chosen).order_by().values_list(Value(name), field.word, "pk", *more)
        for name, field in fields.items()
        if (chosen := getattr(story, name))
    ]


def topics_field() -> TopicsField:
    return TopicsField(label=_("Topics"), required=False, widget=Lines("topics"), help_text=_("Events, one a line."))


def tags_field() -> TagsField:
    words = _("Separated by commas. A word that is no tag yet becomes one, where you may make tags.")
    return TagsField(label=_("Tags"), required=False, widget=Lines("tags", **{"data-free": "yes"}), help_text=words)


def related_field() -> RelatedField:
    words = _("Numbers or addresses, one a line, in order. Readers also get stories that are found by themselves.")
    widget = Lines("related", **{"data-ordered": "yes"})
    return RelatedField(label=_("Related stories"), required=False, widget=widget, help_text=words)
