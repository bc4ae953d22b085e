"""Clips: a video or a recording, as a file of ours or by its address on another site."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from datetime import datetime
from itertools import chain
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import embeds, markers, recordings, text
from articles.addresses import address_of
from articles.fields import LineField
from articles.models import darkroom
from articles.models.bin import BinQuerySet, Usable
from articles.models.folded import with_words
from articles.models.photo import Photo
from articles.models.refusals import Stale
from articles.models.shown import Shown

SAID = ("key", "title", "caption", "credit")
LINES = Concat(*chain.from_iterable((name, Value("\n")) for name in SAID), output_field=models.TextField())


class ClipQuerySet(BinQuerySet):
    def search(self, words: str) -> ClipQuerySet:
        found: ClipQuerySet = with_words(self, words)
        return found


class Clip(Usable, Shown):
    key = models.CharField(max_length=12, unique=True, default=darkroom.new_key, editable=False)
    title = LineField(_("title"), max_length=200, help_text=_("What is seen or heard: the name of the player."))
    caption = LineField(_("caption"), max_length=400, blank=True)
    credit = LineField(_("author or source"), max_length=120, blank=True)
    link = models.URLField(_("address"), max_length=400, blank=True, editable=False)
    file = models.CharField(max_length=120, blank=True, editable=False)
    type = models.CharField(max_length=20, blank=True, editable=False)
    size = models.PositiveBigIntegerField(default=0, editable=False)
    is_audio = models.BooleanField(default=False, editable=False)
    poster = models.ForeignKey(
        Photo, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("poster picture")
    )
    captions = models.CharField(max_length=120, blank=True, editable=False)
    down_at = models.DateTimeField(null=True, editable=False)  # when the files last went under new names
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
        return address_of("clip", self.key)

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
        """The paper's own address, wherever the file lies: a player takes no text from another host."""
        return reverse("media", args=[self.captions]) if self.captions else ""

    @property
    def names(self) -> list[str]:
        """Every file of this clip, by its name in the storage."""
        return [name for name in (self.file, self.captions) if name]

    def keep(self, file: File[bytes] | None, kind: recordings.Kind | None, captions: bytes | None = None) -> None:
        """Save the row with its new files; captions that others take the place of stay a month, for kept pages."""
        darkroom.sweep()
        files: dict[str, Any] = {}
        if file is not None and kind is not None:
            self.file, self.type, self.is_audio = _new_name(kind.extension), kind.type, kind.is_audio
            self.size = file.size
            files[self.file] = file
        elif self.embed:
            self.is_audio = self.embed.is_audio
        before = self.captions
        if captions is not None:
            self.captions = _new_name("vtt")
            files[self.captions] = ContentFile(captions)
        with darkroom.keeping(files):
            if before and before != self.captions:
                darkroom.retire([before])
            self.save()

    def take_down(self, at: datetime) -> None:
        """Its files' addresses lead to nothing any more, whoever serves them: each goes on under a name never used
        before, which nobody outside the desk knows until readers are shown the clip again."""
        taken = self.names
        names = {name: _new_name(name.rpartition(".")[2]) for name in taken if default_storage.exists(name)}
        with ExitStack() as opened:
            files = {new: opened.enter_context(default_storage.open(name)) for name, new in names.items()}
            with darkroom.keeping(files):
                now = Clip.objects.select_for_update().get(pk=self.pk)
                if now.names != taken:
                    raise Stale  # Other captions came this moment.
                darkroom.retire([*names], stay=darkroom.AT_ONCE)
                self.file, self.captions = (names.get(name, name) for name in (self.file, self.captions))
                self.down_at = at
                self.save(update_fields=["file", "captions", "down_at"])
                transaction.on_commit(darkroom.sweep, robust=True)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        with transaction.atomic():
            darkroom.retire(self.names, stay=darkroom.AT_ONCE)
            gone = super().delete(*args, **kwargs)
            transaction.on_commit(darkroom.sweep, robust=True)
        return gone

    def named_by(self) -> models.QuerySet[Any]:
        """A clip stands in the desk's text by its marker."""
        stories = apps.get_model("articles", "Article")._default_manager
        return stories.filter(body__contains=f'<figure data-clip="{self.key}">')

    @classmethod
    def read(cls, lines: str) -> Clip:
        """What `LINES` found of a clip: it is not saved."""
        return cls(**dict(zip(SAID, lines.split("\n"), strict=False)))

    def as_printed(self) -> dict[str, Any]:
        """The clip as an edition keeps it: its words; the files are the clip's own."""
        return {"clip": self.pk, "poster": self.poster_id, **{name: getattr(self, name) for name in SAID}}

    @classmethod
    def in_text(cls, html: str) -> list[Clip]:
        """The clips whose markers stand in clean HTML, in order, with their posters; no query where there are none."""
        keys: Iterable[str] = dict.fromkeys(markers.clip_keys(html))
        rows = cls.objects.kept().filter(key__in=keys).select_related("poster")
        found = {clip.key: clip for clip in rows} if keys else {}
        return [found[key] for key in keys if key in found]


def _new_name(extension: str) -> str:
    return f"clips/{timezone.localdate():%Y/%m}/{darkroom.new_key()}.{extension}"
