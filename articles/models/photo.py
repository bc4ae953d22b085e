"""Photos, and their use in a story with a caption and credit of its own."""

from __future__ import annotations

import secrets
from typing import Any, TypedDict

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import images, text
from articles.fields import LineField
from articles.models.folded import with_words

ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"


def new_key() -> str:
    """A short random name, 10 characters: for a photo's files, and for its place in a body."""
    return "".join(secrets.choice(ALPHABET) for _ in range(10))


class Rendition(TypedDict):
    """One ready file of a photo, as kept in `Photo.renditions`."""

    name: str
    format: str
    width: int
    height: int
    bytes: int


class PhotoQuerySet(models.QuerySet["Photo"]):
    def search(self, words: str) -> PhotoQuerySet:
        """Photos whose caption, alt text or credit has all the words, with or without diacritics."""
        return with_words(self, words)


class Photo(models.Model):
    key = models.CharField(max_length=12, unique=True, default=new_key, editable=False)
    file = models.CharField(_("file"), max_length=120, editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    colour = models.CharField(max_length=7, editable=False, default="#cccccc")
    renditions = models.JSONField(default=list, editable=False)
    sha256 = models.CharField(max_length=64, db_index=True, editable=False)
    alt = LineField(
        _("alt text"), max_length=250, blank=True, help_text=_("What is seen, for those who can't see the photo.")
    )
    caption = LineField(_("caption"), max_length=400, blank=True, help_text=_("Why it matters."))
    credit = LineField(
        _("credit"), max_length=120, blank=True, help_text=_("Only where it differs from the story's photo credit.")
    )
    folded = models.TextField(editable=False, default="")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), default=timezone.now, editable=False, db_index=True)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["-uploaded_at", "-id"]

    def __str__(self) -> str:
        return self.caption or self.alt or self.key

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded = text.fold(f"{self.caption} {self.alt} {self.credit}")
        super().save(*args, **kwargs)

    @classmethod
    def upload(cls, file: File[bytes], by: Any = None, **facts: str) -> Photo:
        """Inspect, turn, strip, re-encode and keep a picture. Raises `images.Refused` with a sentence."""
        return cls.keep(images.prepare(file), by, **facts)

    @classmethod
    def keep(cls, prepared: images.Prepared, by: Any = None, **facts: str) -> Photo:
        """Keep a prepared picture with its renditions. The file's own caption and byline fill what `facts` leave open.

        Files are written first and taken away again if the row can't be written: no row without file.
        """
        key, day = new_key(), timezone.localdate()
        kept: list[str] = []
        folder = f"photos/{day:%Y/%m}/{key}"
        try:
            name = _keep(f"{folder}.{prepared.extension}", prepared.master, kept)
            renditions = [_rendition(folder, ready, kept) for ready in images.renditions(prepared.master)]
            with transaction.atomic():
                return cls.objects.create(
                    key=key,
                    file=name,
                    width=prepared.width,
                    height=prepared.height,
                    colour=prepared.colour,
                    sha256=prepared.sha256,
                    renditions=renditions,
                    uploaded_by=by,
                    alt=facts.get("alt", ""),
                    caption=facts.get("caption") or prepared.caption[:400],
                    credit=facts.get("credit") or prepared.byline[:120],
                )
        except BaseException:  # Whatever it was, leave no file behind that no row knows; then let it pass on.
            for name in kept:
                default_storage.delete(name)
            raise

    @property
    def names(self) -> list[str]:
        """Every file of this photo, by its name in the storage."""
        return [self.file, *(rendition["name"] for rendition in self.renditions)]

    def in_format(self, wanted: str) -> list[Rendition]:
        """Renditions of one format, narrow to wide."""
        return sorted((r for r in self.renditions if r["format"] == wanted), key=lambda r: r["width"])

    @property
    def plain(self) -> Rendition | None:
        """The JPEG for those who show one file only: about 960 px wide."""
        return min(self.in_format("jpeg"), key=lambda file: abs(file["width"] - 960), default=None)

    def plain_url(self) -> str:
        """Its address; empty where there is none."""
        return default_storage.url(self.plain["name"]) if self.plain else ""

    def thumbnail_url(self) -> str:
        """The address of the narrowest JPEG; empty where there is none."""
        found = self.in_format("jpeg")
        return default_storage.url(found[0]["name"]) if found else ""

    def uses(self) -> models.QuerySet[ArticlePhoto]:
        return ArticlePhoto.objects.filter(photo=self).select_related("article")


def _rendition(folder: str, ready: images.Rendition, kept: list[str]) -> Rendition:
    name = _keep(f"{folder}-{ready.width}.{ready.extension}", ready.data, kept)
    return {
        "name": name,
        "format": ready.format,
        "width": ready.width,
        "height": ready.height,
        "bytes": len(ready.data),
    }


def _keep(name: str, data: bytes, kept: list[str]) -> str:
    kept.append(default_storage.save(name, ContentFile(data)))
    return kept[-1]


class ArticlePhoto(models.Model):
    """A photo in a story: the lead photo, or one whose marker stands in the body."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="photos")
    photo = models.ForeignKey(Photo, models.PROTECT, related_name="+", verbose_name=_("photo"))
    key = models.CharField(max_length=12, default=new_key, editable=False)
    is_lead = models.BooleanField(_("lead photo"), default=False)
    alt = LineField(_("alt text"), max_length=250, blank=True)
    caption = LineField(_("caption"), max_length=400, blank=True)
    credit = LineField(_("credit"), max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("photo of the story")
        verbose_name_plural = _("photos of the story")
        ordering = ["-is_lead", "order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["article", "key"], name="a_photo_marker_is_unique_in_its_story"),
            models.UniqueConstraint(fields=["article"], condition=Q(is_lead=True), name="a_story_has_one_lead_photo"),
        ]

    def __str__(self) -> str:
        return self.caption or str(self.photo)

    def as_printed(self) -> dict[str, Any]:
        """The use as an edition keeps it: own words first, else the photo's."""
        return {
            "photo": self.photo_id,
            "key": self.key,
            "is_lead": self.is_lead,
            "alt": self.alt or self.photo.alt,
            "caption": self.caption or self.photo.caption,
            "credit": text.strip_photo_label(self.credit or self.photo.credit),
        }
