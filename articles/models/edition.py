"""What readers have: a story frozen at the moment somebody pressed the button."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles import text
from articles.fields import IdsField
from articles.models.clip import Clip
from articles.models.credit import Author, Credit, CreditGroup, Person, credit_groups
from articles.models.due import DueQuerySet
from articles.models.photo import ArticlePhoto, Photo
from articles.models.shown import Loaded

COPIED = ("kicker", "headline", "lead", "body", "genre", "source", "show_sign", "section_id", "topics", "tags",
          "related")  # fmt: skip


class Edition(Loaded):
    """A published version. Rows are only ever added; `article.edition` is the one that readers see."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="editions")
    number = models.PositiveIntegerField(_("number"))
    of_version = models.PositiveIntegerField()
    kicker = models.CharField(max_length=120, blank=True)
    headline = models.CharField(max_length=200)
    lead = models.TextField()
    body = models.TextField(blank=True)
    genre = models.CharField(max_length=12)
    source = models.CharField(max_length=200, blank=True)
    show_sign = models.BooleanField(default=True)
    section = models.ForeignKey("articles.Section", models.PROTECT, related_name="+")
    lead_photo = models.ForeignKey(Photo, models.PROTECT, null=True, related_name="+")
    credits = models.JSONField(default=list)
    photos = models.JSONField(default=list)
    clips = models.JSONField(default=list)
    topics = IdsField()
    tags = IdsField()
    related = IdsField()
    words = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="editions_of_a_story_are_numbered"),
        ]

    def __str__(self) -> str:
        return self.headline

    @classmethod
    def of(cls, article: Any) -> Edition:
        """An unsaved edition of the story as it stands on the desk: for the preview, or to be published."""
        uses, credits = article.photos.select_related("photo"), article.credits.select_related("author")
        return cls.made_of(article, uses, credits, Clip.in_text(article.body))

    @classmethod
    def made_of(
        cls, article: Any, uses: Iterable[ArticlePhoto], credits: Iterable[Credit], clips: Iterable[Clip]
    ) -> Edition:
        """The same, of rows that somebody has loaded."""
        photos = [use.as_printed() for use in uses]
        lead = next((use["photo"] for use in photos if use["is_lead"]), None)
        return cls(
            article=article,
            of_version=article.version,
            lead_photo_id=lead,
            credits=[credit.as_printed() for credit in credits],
            photos=photos,
            clips=[clip.as_printed() for clip in clips],
            words=text.count_words(article.lead) + text.count_words(article.body),
            **{name: getattr(article, name) for name in COPIED},
        )

    def says_the_same(self, other: Edition) -> bool:
        """Whether readers would see no difference."""
        parts = (*COPIED, "credits", "photos", "clips")
        return all(getattr(self, part) == getattr(other, part) for part in parts)

    def people(self, authors: dict[int, Author]) -> list[tuple[str, Person]]:
        """Roles and people in order; an author's present name and page where `authors` has the row."""
        found = []
        for credit in self.credits:
            author = authors.get(credit["author"])
            person = Person(author.name, author.get_absolute_url()) if author else Person(credit["name"])
            found.append((credit["role"], person))
        return found

    def credit_groups(self) -> list[CreditGroup]:
        """The credit line in parts, with links. One query, none where nobody of the house is credited."""
        return credit_groups(self.people(Author.objects.in_bulk(self.author_ids)), self.genre)

    @property
    def author_ids(self) -> list[int]:
        return [credit["author"] for credit in self.credits if credit["author"]]

    @property
    def lead_use(self) -> dict[str, Any] | None:
        """The lead photo's use: alt, caption, credit."""
        return next((use for use in self.photos if use["is_lead"]), None)

    def own_photo_credit(self, use: dict[str, Any]) -> str:
        """A photo's credit where it differs from the story's photo credit, which is printed once, at the end."""
        story = [c["name"] for c in self.credits if c["role"] in {"photo", "text_photo"}]
        known = {text.fold(name) for name in [*story, ", ".join(story)]}
        return "" if text.fold(use["credit"]) in known else use["credit"]


class Byline(models.Model):
    """An author's story in the order of the author's page; one row while it is published.

    The story's time is kept here too, so that a page of the list costs the same for 10 and for 100,000 stories.
    """

    author = models.ForeignKey(Author, models.PROTECT, related_name="bylines")
    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="bylines")
    published_at = models.DateTimeField()
    live_until = models.DateTimeField(null=True)

    objects = DueQuerySet.as_manager()

    class Meta:
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")
        constraints = [models.UniqueConstraint(fields=["author", "article"], name="an_author_signs_a_story_once")]
        indexes = [models.Index(fields=["author", "-published_at", "-article", "live_until"], name="an_authors_page")]

    def __str__(self) -> str:
        return f"{self.author_id} {self.article_id}"
