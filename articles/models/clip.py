"""Clips: a video or a recording, as a file of ours or by its address on another site."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import embeds, markers, recordings, text
from articles.fields import LineField
from articles.models import darkroom
from articles.models.folded import with_words
from articles.models.photo import Photo
from articles.models.shown import Shown


class ClipQuerySet(models.QuerySet["Clip"]):
    def search(self, words: str) -> ClipQuerySet:
        found: ClipQuerySet = with_words(self, words)
        return found


class Clip(Shown):
    key = models.CharField(max_length=12, unique=True, default=darkroom.new_key, editable=False)
    title = LineField(_("title"), max_length=200, help_text=_("What is seen or heard: the name of the player."))
    caption = LineField(_("caption"), max_length=400, blank=True)
    credit = LineField(_("credit"), max_length=120, blank=True)
    link = models.URLField(_("address"), max_length=400, blank=True, editable=False)
    file = models.CharField(max_length=120, blank=True, editable=False)
    type = models.CharField(max_length=20, blank=True, editable=False)
    size = models.PositiveBigIntegerField(default=0, editable=False)
    is_audio = models.BooleanField(default=False, editable=False)
    poster = models.ForeignKey(
        Photo, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("poster picture")
    )
    captions = models.CharField(max_length=120, blank=True, editable=False)
    folded = models.CharField(max_length=720, editable=False, default="")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), default=timezone.now, editable=False, db_index=True)

    objects = ClipQuerySet.as_manager()

    class Meta:
        verbose_name = _("clip")
        verbose_name_plural = _("video and audio")
        ordering = ["-uploaded_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(link="", file="") & (models.Q(link="") | models.Q(file="")),
                name="a_clip_is_a_file_or_an_address",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded = text.fold(f"{self.title} {self.caption} {self.credit}")[:720]
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("clip", args=[self.key])

    @property
    def embed(self) -> embeds.Embed | None:
        return embeds.embed(self.link) if self.link else None

    @property
    def site(self) -> str:
        """The other site's name; empty for a file of ours."""
        return self.embed.site if self.embed else ""

    def file_url(self) -> str:
        return default_storage.url(self.file) if self.file else ""

    @property
    def captions_url(self) -> str:
        return default_storage.url(self.captions) if self.captions else ""

    def keep(self, file: File[bytes] | None, kind: recordings.Kind | None, captions: bytes | None = None) -> None:
        """Save the row with its new files; earlier captions stay for the pages that show them."""
        day = f"{timezone.localdate():%Y/%m}"
        files: dict[str, Any] = {}
        if file is not None and kind is not None:
            self.file, self.type, self.is_audio = f"clips/{day}/{self.key}.{kind.extension}", kind.type, kind.is_audio
            self.size = file.size
            files[self.file] = file
        elif self.embed:
            self.is_audio = self.embed.is_audio
        if captions is not None:
            self.captions = f"clips/{day}/{self.key}-{darkroom.new_key()[:5]}.vtt"
            files[self.captions] = ContentFile(captions)
        with darkroom.keeping(files):
            self.save()

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        with transaction.atomic():
            darkroom.retire([name for name in (self.file, self.captions) if name], stay=darkroom.AT_ONCE)
            gone = super().delete(*args, **kwargs)
            transaction.on_commit(darkroom.sweep)
        return gone

    def as_printed(self) -> dict[str, Any]:
        """The clip as an edition keeps it."""
        told = {name: getattr(self, name) for name in ("key", "title", "caption", "credit", "captions")}
        return {"clip": self.pk, "poster": self.poster_id, **told}

    @classmethod
    def in_text(cls, html: str) -> list[dict[str, Any]]:
        """The clips whose markers stand in clean HTML, as an edition keeps them; no query where there are none."""
        keys: Iterable[str] = dict.fromkeys(markers.clip_keys(html))
        found = {clip.key: clip for clip in cls.objects.filter(key__in=keys)} if keys else {}
        return [found[key].as_printed() for key in keys if key in found]
