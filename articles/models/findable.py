"""Where a published story stands in the search index."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.search.dialects import dialect, ended

ID_BITS = 28
FEW = 500


class Findable(models.Model):
    """A row while the story is published. The words themselves are kept as each database keeps them:
    `articles.search`.

    `place` orders by time, then by number, and holds both; so the newest come first along one index, and what is to
    come lies beyond a bound.
    """

    article = models.OneToOneField("articles.Article", models.CASCADE, primary_key=True, related_name="findable")
    place = models.BigIntegerField(unique=True)
    edition = models.ForeignKey("articles.Edition", models.CASCADE, related_name="+", db_index=False)
    live_until = models.DateTimeField(null=True)
    filed = models.CharField(max_length=400)  # Its sections, authors and months, as they stand in the index.
    reported = models.TextField(
        default="", db_default=""
    )  # What the story's live entries say, as it stands in the index.
    is_counted = models.BooleanField(default=False)  # Its words are in the vocabulary.

    class Meta:
        verbose_name = _("entry of the search index")
        verbose_name_plural = _("entries of the search index")
        default_permissions = ()
        indexes = [
            models.Index(fields=["live_until"], condition=models.Q(live_until__isnull=False), name="found_for_a_time"),
        ]

    @classmethod
    def past(cls, places: Collection[int], at: datetime | None = None) -> set[int]:
        """Those of the places whose story has come down by its time. In most papers few ever do, and all are read; to
        name each place takes longer."""
        if not places:
            return set()
        at = at or timezone.now()
        all_ = ended(at, FEW)
        return set(all_) & set(places) if len(all_) < FEW else set(dialect().ended(places, at))

    def __str__(self) -> str:
        return str(self.article_id)

    @staticmethod
    def place_of(article_id: int, at: datetime) -> int:
        return (int(at.timestamp()) << ID_BITS) | article_id

    @staticmethod
    def bound(at: datetime) -> int:
        """The least place that is later than `at`, to the second."""
        return (int(at.timestamp()) + 1) << ID_BITS

    @staticmethod
    def moment(place: int) -> datetime:
        return datetime.fromtimestamp(place >> ID_BITS, UTC)

    @staticmethod
    def number(place: Any) -> int:
        return int(place) & ((1 << ID_BITS) - 1)
