"""Where readers have had a clip: written with each edition, so that nobody has to look through all of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from articles.models.clip import Clip
from articles.models.due import stays


class ClipUse(models.Model):
    """An edition of the story shows the clip. The row stays as long as its editions do."""

    clip = models.ForeignKey(Clip, models.PROTECT, related_name="published", verbose_name=_("clip"))
    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="published_clips", db_index=False)

    class Meta:
        verbose_name = _("published use of a clip")
        verbose_name_plural = _("published uses of clips")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["article", "clip"], name="a_story_uses_a_clip_once")]

    def __str__(self) -> str:
        return f"{self.clip_id} {self.article_id}"

    @classmethod
    def file(cls, article: Any, edition: Any) -> None:
        """The edition's clips are used by the story from now on."""
        wanted = dict.fromkeys(use["clip"] for use in edition.clips)
        ClipUse.objects.bulk_create((ClipUse(clip_id=pk, article=article) for pk in wanted), ignore_conflicts=True)

    @classmethod
    def take_down(cls, article: Any, at: datetime) -> None:
        """The clips that readers had in this story and have in no other are theirs no longer, nor their addresses.
        Once for each time that readers lose the story."""
        elsewhere = cls.objects.filter(stays(at, "article__"), clip=OuterRef("pk"))
        since = article.gone_at or article.live_until or at
        theirs = Clip.objects.filter(~Exists(elsewhere), published__article=article)
        for clip in theirs.filter(Q(down_at=None) | Q(down_at__lt=since)):
            clip.take_down(at)

    @classmethod
    def is_lost(cls, clip: Clip, at: datetime) -> bool:
        """Readers had the clip in a story and have it in none any more."""
        uses = cls.objects.filter(clip=clip)
        lost = Q(article__gone_at__isnull=False) | Q(article__live_until__lte=at)
        return uses.filter(lost).exists() and not uses.filter(stays(at, "article__")).exists()
