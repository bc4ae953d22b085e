"""Photos, and their use in a story with a caption and credit of its own."""

from __future__ import annotations

from datetime import date
from typing import IO, Any

from django.apps import apps
from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Cast, Substr
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import images, text
from articles.fields import LineField
from articles.models import darkroom
from articles.models.bin import Usable
from articles.models.darkroom import Developed, Rendition, new_key
from articles.models.masthead import Masthead
from articles.models.photo_shelf import BANDS, PhotoQuerySet
from articles.models.shown import Shown
from articles.search import photos as index

MOST_SECTIONS = 40
FOLDED = ("caption", "alt", "people", "place", "keywords", "copyright")
FROM_FILE = ("caption", "byline", "people", "place", "keywords", "taken_at", "copyright", "usage_terms", "rights_until")


class Photo(Developed, Usable, Shown):
    key = models.CharField(max_length=12, unique=True, default=new_key, editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    colour = models.CharField(max_length=7, editable=False, default="#cccccc")
    sha256 = models.CharField(max_length=64, db_index=True, editable=False)
    fingerprint = models.CharField(max_length=16, editable=False, default="")
    alt = LineField(
        _("alt text"), max_length=250, blank=True, help_text=_("What is seen, for those who can't see the photo.")
    )
    caption = LineField(_("caption"), max_length=400, blank=True, help_text=_("Why it matters."))
    credit = LineField(
        _("credit"), max_length=120, blank=True, help_text=_("Only where it differs from the story's photo credit.")
    )
    byline = LineField(_("byline in the file"), max_length=200, editable=False, default="")
    people = LineField(_("people"), max_length=400, blank=True, help_text=_("Who is seen, from left to right."))
    place = LineField(_("place"), max_length=200, blank=True)
    keywords = LineField(_("keywords"), max_length=400, blank=True, help_text=_("Separated by commas."))
    taken_at = models.DateTimeField(_("taken at"), null=True, blank=True)
    copyright = LineField(_("copyright"), max_length=200, blank=True)
    usage_terms = LineField(
        _("usage terms"), max_length=400, blank=True, help_text=_("What was agreed with its owner.")
    )
    rights_until = models.DateField(
        _("rights end after"), null=True, blank=True, help_text=_("The last day on which the paper may show it.")
    )
    may_be_passed_on = models.BooleanField(
        _("may be passed to partners"), default=True, help_text=_("Otherwise it stays out of the feeds.")
    )
    folded = models.TextField(editable=False, default="")  # What the index has of it, word by word.
    filed = models.CharField(max_length=400, editable=False, default="")  # Numbers of the sections that have used it.
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), default=timezone.now, editable=False, db_index=True)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["-uploaded_at", "-id"]
        indexes = [
            *(models.Index(Substr("fingerprint", at, 4), name=f"photos_alike_{at}") for at in BANDS),
            models.Index(fields=["-uploaded_at", "-id"], condition=Q(binned_at=None), name="photos_on_the_wall"),
            models.Index(fields=["-binned_at"], condition=Q(binned_at__isnull=False), name="photos_in_the_bin"),
            models.Index(fields=["rights_until"], condition=Q(rights_until__isnull=False), name="photos_by_rights"),
        ]

    def __str__(self) -> str:
        return self.caption or self.alt or self.key

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded = self._as_found()
        if kwargs.get("update_fields"):
            kwargs["update_fields"] = {*kwargs["update_fields"], "folded"}
        super().save(*args, **kwargs)
        index.put(self.pk, self.folded)

    @classmethod
    def upload(cls, file: File[bytes], by: Any = None, **facts: Any) -> Photo:
        """Inspect, turn, strip, re-encode and keep a picture. Raises `images.Refused` with a sentence."""
        return cls.keep(cls.prepared(file), by, **facts)

    @staticmethod
    def prepared(file: IO[bytes]) -> images.Prepared:
        """The picture, when it is this file's turn. Raises `images.Refused`, also where too many wait."""
        with darkroom.turn():
            return images.prepare(file)

    @classmethod
    def keep(cls, prepared: images.Prepared, by: Any = None, **facts: Any) -> Photo:
        """Keep a prepared picture with its renditions. The file's own words fill what `facts` leave open.

        Both the row and its files are there in the end, or neither is.
        """
        darkroom.sweep()
        key, paper = new_key(), Masthead.current()
        photo = cls(
            key=key,
            file=f"photos/{timezone.localdate():%Y/%m}/{key}.{prepared.extension}",
            width=prepared.width,
            height=prepared.height,
            colour=prepared.colour,
            sha256=prepared.sha256,
            fingerprint=prepared.fingerprint,
            uploaded_by=by,
            **_words(prepared.words, facts),
        )
        with darkroom.turn():
            files = {photo.file: prepared.master, **photo._made_anew(prepared.master, photo.recipes(paper), paper)}
        with darkroom.keeping(files):
            photo.save()
        return photo

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """The row; its files once that is certain."""
        with transaction.atomic():
            darkroom.retire(self.names, stay=darkroom.AT_ONCE)
            pk, deleted = self.pk, super().delete(*args, **kwargs)
            index.drop(pk)
            transaction.on_commit(darkroom.sweep, robust=True)
        return deleted

    def used_in(self, section_id: int) -> None:
        """A story of the section shows it: it is found under the section."""
        known = self.filed.split()
        if str(section_id) not in known:
            self.filed = " ".join([*known, str(section_id)][-MOST_SECTIONS:])
            self.folded = self._as_found()  # Readers see nothing of either: no page is made anew.
            Photo.objects.filter(pk=self.pk).update(filed=self.filed, folded=self.folded)
            index.put(self.pk, self.folded)

    def _as_found(self) -> str:
        told = (getattr(self, name) for name in FOLDED)
        return index.line(told, self.credit, map(int, self.filed.split()))

    def may_be_described_by(self, user: Any) -> bool:
        """Its words are for those who may change photos, and for whoever has just brought it."""
        own = self.uploaded_by_id == user.pk and user.has_perm("articles.add_photo") and not self.filed
        return own or user.has_perm("articles.change_photo")

    # What it is

    def twin(self) -> Photo | None:
        """Another photo of the library that is this very file, or looks like it; else this very file in the bin."""
        same = Photo.objects.same_as(self.sha256).exclude(pk=self.pk)
        alike = (photo for photo in Photo.objects.kept().like(self.fingerprint) if photo.pk != self.pk)
        found: Photo | None = same.kept().first() or next(alike, None) or same.in_bin().first()
        return found

    def is_expired(self, on: date | None = None) -> bool:
        """The row's own answer to `expired()`."""
        return self.rights_until is not None and self.rights_until < (on or timezone.localdate())

    def is_shown(self, paper: Masthead, on: date | None = None) -> bool:
        """The row's own answer to `shown()`."""
        return self.binned_at is None and not (paper.hides_expired_photos and self.is_expired(on))

    def in_format(self, wanted: str, shape: str = "") -> list[Rendition]:
        """Files of one format, narrow to wide: of the whole picture, or of a shape; of the whole where it has none."""
        cut = [one for one in self.crops if one["shape"] == shape] if shape else []
        return sorted((one for one in cut or self.renditions if one["format"] == wanted), key=lambda r: r["width"])

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

    def named_by(self) -> models.QuerySet[Any]:
        """A live report's entries keep their photos by number."""
        stories, entries = (apps.get_model("articles", name)._default_manager for name in ("Article", "Entry"))
        listed = entries.annotate(listed=Cast("photos", models.TextField()))
        named = listed.filter(listed__contains=f'"photo": {self.pk},').values("article")
        return stories.filter(pk__in=named)

    def uses(self) -> models.QuerySet[ArticlePhoto]:
        return ArticlePhoto.objects.filter(photo=self).select_related("article")


def _words(found: images.Words, facts: dict[str, Any]) -> dict[str, Any]:
    """What somebody typed, and the file's own words where nothing was."""
    credit = found.byline
    if text.fold(found.credit) not in text.fold(found.byline):
        credit = "/".join(filter(None, [found.byline, found.credit]))
    told = {
        **{name: getattr(found, name) for name in FROM_FILE},
        "credit": credit,
        **{k: v for k, v in facts.items() if v},
    }
    return {name: value[: _longest(name)] if isinstance(value, str) else value for name, value in told.items()}


def _longest(name: str) -> int | None:
    field: Any = Photo._meta.get_field(name)
    return field.max_length


class PhotoRows(models.Manager["ArticlePhoto"]):
    """A use comes with its photo: it prints the photo's words where it has none of its own."""

    def get_queryset(self) -> models.QuerySet[ArticlePhoto]:
        return super().get_queryset().select_related("photo")


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

    objects = PhotoRows()

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
