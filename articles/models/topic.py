"""Topics: events that the paper follows, story after story."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import text
from articles.addresses import address_of
from articles.fields import LineField, PlainTextField
from articles.models.address import Addressed
from articles.models.due import DueQuerySet
from articles.models.folded import with_words
from articles.models.shown import PAPER


class TopicQuerySet(models.QuerySet["Topic"]):
    def current(self) -> TopicQuerySet:
        """Those that the paper still follows."""
        return self.filter(is_closed=False)

    def shown(self, at: datetime | None = None) -> TopicQuerySet:
        """Those of which readers have a story, the one with the newest first; `latest_at` says when that came."""
        newest = TopicStory.objects.due(at).filter(topic=OuterRef("pk"))
        latest = Subquery(newest.order_by("-published_at", "-article_id").values("published_at")[:1])
        return self.filter(Exists(newest)).annotate(latest_at=latest).order_by("-latest_at", "-pk")

    def search(self, words: str) -> TopicQuerySet:
        """Those whose headline has all the words, with or without diacritics."""
        return with_words(self, words)


class Topic(Addressed):
    headline = LineField(_("headline"), max_length=120)
    description = PlainTextField(_("description"), max_length=600, blank=True, help_text=_("What it is about."))
    photo = models.ForeignKey(
        "articles.Photo", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("photo")
    )
    is_closed = models.BooleanField(
        _("closed"),
        default=False,
        help_text=_("It is no longer offered for new stories and stands among the closed topics; its page stays."),
    )
    opened_at = models.DateTimeField(_("opened at"), default=timezone.now, editable=False)
    folded = models.CharField(max_length=120, editable=False, default="")

    latest_at: datetime
    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["is_closed", "-opened_at", "-id"]

    def __str__(self) -> str:
        return self.headline

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded = text.fold(self.headline)[:120]
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return address_of("topic", self.slug)

    def page_keys(self) -> list[str]:
        return [self.page_key, PAPER]


class TopicStory(models.Model):
    """A story in the order of its topic's page; one row while it is published. Written by the story's verbs alone."""

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="filed")
    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="topic_rows")
    published_at = models.DateTimeField()
    live_until = models.DateTimeField(null=True)

    objects = DueQuerySet.as_manager()

    class Meta:
        verbose_name = _("story of a topic")
        verbose_name_plural = _("stories of topics")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["topic", "article"], name="a_topic_has_a_story_once")]
        indexes = [models.Index(fields=["topic", "-published_at", "-article", "live_until"], name="a_topics_page")]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.article_id}"
