"""Who did what: credits are kept as roles and names, and the printed line is made from them by rule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from articles import text
from articles.addresses import address_of
from articles.fields import LineField, PlainTextField
from articles.models.address import Addressed


class Author(Addressed):
    """A person who is credited; with or without a login."""

    name = LineField(_("name"), max_length=80)
    job = LineField(_("job"), max_length=80, blank=True)
    bio = PlainTextField(_("about"), max_length=600, blank=True)
    photo = models.ForeignKey(
        "articles.Photo", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("photo")
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="author",
        verbose_name=_("login"),
    )
    name_key = models.CharField(max_length=200, editable=False, default="", db_index=True)
    folded = models.CharField(max_length=80, editable=False, default="")

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["name_key", "name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_key, self.folded = text.name_key(self.name), text.fold(self.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return address_of("author", self.slug)


class Role(models.TextChoices):
    TEXT = "text", pgettext_lazy("role", "text")
    PHOTO = "photo", pgettext_lazy("role", "photos")
    TEXT_PHOTO = "text_photo", pgettext_lazy("role", "text and photos")
    GRAPHICS = "graphics", pgettext_lazy("role", "graphics")
    VIDEO = "video", pgettext_lazy("role", "video")
    TRANSLATION = "translation", pgettext_lazy("role", "translation")
    COMPILED = "compiled", pgettext_lazy("role", "compiled")
    SOURCE = "source", pgettext_lazy("role", "after an agency")


class CreditRows(models.Manager["Credit"]):
    """A credit comes with its author, whose name it prints."""

    def get_queryset(self) -> models.QuerySet[Credit]:
        return super().get_queryset().select_related("author")


class Credit(models.Model):
    """One line of a story's credits: a role, and an author of the house or a free name."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="credits")
    role = models.CharField(_("role"), max_length=12, choices=Role.choices, default=Role.TEXT)
    author = models.ForeignKey(
        Author, models.PROTECT, null=True, blank=True, related_name="credits", verbose_name=_("author")
    )
    name = LineField(
        _("or a free name"), max_length=80, blank=True, help_text=_("Agency, contributor, PV: who has no author page.")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = CreditRows()

    class Meta:
        verbose_name = _("credit")
        verbose_name_plural = _("credits")
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(author=None) & ~Q(name="")) | (Q(name="") & Q(author__isnull=False)),
                name="a_credit_names_an_author_or_a_free_name",
                violation_error_message=_("Choose an author or write a free name: one of the two."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.author or self.name}"

    def as_printed(self) -> dict[str, Any]:
        """The credit as an edition keeps it. `name` holds the author's name as it was, for when the author is gone."""
        return {"role": self.role, "author": self.author_id, "name": str(self.author or self.name)}


@dataclass(frozen=True)
class Person:
    name: str
    url: str = ""


@dataclass(frozen=True)
class CreditGroup:
    """A part of the credit line: "Tin, ảnh" and its people. An agency's part has no colon: "Theo TTXVN"."""

    label: str
    people: Sequence[Person]
    is_agency: bool = False

    def __str__(self) -> str:
        names = ", ".join(person.name for person in self.people)
        return f"{self.label} {names}" if self.is_agency else f"{self.label}: {names}"


def credit_groups(credits: Iterable[tuple[str, Person]], genre: str) -> list[CreditGroup]:
    """The printed credit, by the rule of Vietnamese papers: one person for text and photos is "Tin, ảnh: X"
    (news, live) or "Bài, ảnh: X" (all other genres); different people are "Bài: A - Ảnh: B".
    """
    by_role: dict[str, list[Person]] = {}
    for role, person in credits:
        for part in ("text", "photo") if role == Role.TEXT_PHOTO else (role,):
            _sign(by_role.setdefault(part, []), person)
    kind = pgettext("credit", "News") if genre in {"news", "live"} else pgettext("credit", "Story")
    texts, photos = by_role.pop("text", []), by_role.pop("photo", [])
    groups = []
    if texts and {person.name for person in texts} == {person.name for person in photos}:
        for person in photos:
            _sign(texts, person)
        groups.append(CreditGroup(pgettext("credit", "%(kind)s, photos") % {"kind": kind}, texts))
    else:
        groups += [CreditGroup(kind, texts)] if texts else []
        groups += [CreditGroup(pgettext("credit", "Photos"), photos)] if photos else []
    labels = {
        "compiled": pgettext("credit", "Compiled"),
        "translation": pgettext("credit", "Translation"),
        "graphics": pgettext("credit", "Graphics"),
        "video": pgettext("credit", "Video"),
    }
    groups += [CreditGroup(label, by_role[role]) for role, label in labels.items() if role in by_role]
    if "source" in by_role:
        groups.append(CreditGroup(pgettext("credit", "From"), by_role["source"], is_agency=True))
    return groups


def _sign(people: list[Person], person: Person) -> None:
    """One name stands once in a part; where it has a page, with its page."""
    same = next((at for at, other in enumerate(people) if other.name == person.name), None)
    if same is None:
        people.append(person)
    elif not people[same].url:
        people[same] = person


def credit_line(credits: Iterable[tuple[str, Person]], genre: str) -> str:
    """The credit as one line of text: "Bài: A - Ảnh: B"."""
    return " - ".join(str(group) for group in credit_groups(credits, genre))
