"""A live report: entries under a story, the newest first, each given to readers the moment it is posted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles import markers, markup, pagestore
from articles.fields import LineField, RichTextField
from articles.models import indexing
from articles.models.article import Article
from articles.models.history import Action
from articles.models.photo import Photo, new_key
from articles.models.refusals import NotNow
from articles.models.shown import Noted, key_of

Use = dict[str, Any]


class Coverage(Noted):
    """What a story of the live genre has besides its text: a summary on top, a beginning and an end."""

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="coverage")
    summary = RichTextField(_("summary"), blank=True)
    began_at = models.DateTimeField(_("began at"))
    changed_at = models.DateTimeField(_("changed at"))
    ended_at = models.DateTimeField(_("ended at"), null=True)
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("live report")
        verbose_name_plural = _("live reports")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.article)

    @classmethod
    def of(cls, story: Article, at: datetime | None = None) -> Coverage:
        """The story's; begun where there is none yet."""
        at = at or timezone.now()
        return cls.objects.get_or_create(article=story, defaults={"began_at": at, "changed_at": at})[0]

    def post(
        self, body: str, by: Any, title: str = "", uses: Sequence[Use] = (), nonce: str | None = None,
        at: datetime | None = None,
    ) -> Entry:  # fmt: skip
        """Readers have this entry at once. `uses` are photos besides the story's own; `nonce` names the form."""
        at, body = at or timezone.now(), _whole(body, title)
        with self._locked():
            known = self.article.entries.filter(nonce=nonce).first() if nonce else None
            if known is not None:
                return known
            if self.ended_at:
                raise NotNow(_t("The live report has ended. Open it again to go on."))
            _take(uses)
            self.last_number += 1
            entry = Entry(
                article=self.article, number=self.last_number, title=title, body=body, at=at, by=by, nonce=nonce
            )
            entry.take_photos(uses)
            entry.save()
            self._changed(Action.ENTRY_ADDED, by, at, f"#{entry.number}")
        return entry

    def summarise(self, summary: str, by: Any, at: datetime | None = None) -> None:
        """What stands on top, in place of what stood there."""
        with self._locked():
            if markup.clean(summary) == self.summary:
                return
            before, self.summary = markup.plain(self.summary), summary
            self._changed(Action.LIVE_SUMMARY, by, at or timezone.now(), before)

    def end(self, by: Any, at: datetime | None = None) -> None:
        """Nothing more is posted, and readers' pages ask no more."""
        with self._locked():
            if self.ended_at is None:
                at = self.ended_at = at or timezone.now()
                self._changed(Action.LIVE_ENDED, by, at)

    def go_on(self, by: Any, at: datetime | None = None) -> None:
        with self._locked():
            if self.ended_at is not None:
                self.ended_at = None
                self._changed(Action.LIVE_RESUMED, by, at or timezone.now())

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with transaction.atomic():
            self.refresh_from_db(from_queryset=Coverage.objects.select_for_update())
            yield

    def _changed(self, action: str, by: Any, at: datetime, reason: str = "") -> None:
        self.changed_at = max(self.changed_at, at)
        self.save()
        self.article.coverage = self
        indexing.retell(self.article)
        pagestore.purge([self.page_key])
        self.article._record(action, by, at, reason)

    @staticmethod
    def key_for(story: Article) -> str:
        """What is noted on a page with a story's entries, also before there is one."""
        return key_of("coverage", story.pk)


class EntryQuerySet(models.QuerySet["Entry"]):
    def shown(self) -> EntryQuerySet:
        """Those that readers have, the newest first; whether they have their story is the story's to say."""
        return self.filter(gone_at=None).order_by("-number")


class Entry(models.Model):
    article = models.ForeignKey(Article, models.CASCADE, related_name="entries")
    number = models.PositiveIntegerField(_("number"))
    title = LineField(_("headline"), max_length=160, blank=True)
    body = RichTextField(_("text"))
    photos = models.JSONField(default=list)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    corrected_at = models.DateTimeField(null=True)
    gone_at = models.DateTimeField(null=True)
    earlier = models.JSONField(default=list)  # What a correction has replaced: title, text, who, when.
    nonce = models.CharField(max_length=48, null=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        ordering = ["-number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="entries_of_a_story_are_numbered"),
            models.UniqueConstraint(fields=["article", "nonce"], name="a_form_sent_twice_makes_one_entry"),
        ]

    def __str__(self) -> str:
        return f"#{self.number} {self.headline}"

    @property
    def headline(self) -> str:
        """Its own, or how its text begins."""
        words = markup.plain(self.body)
        return self.title or (words if len(words) <= 90 else f"{words[:90].rsplit(' ', 1)[0]}…")

    def correct(self, body: str, by: Any, title: str = "", at: datetime | None = None) -> None:
        """Readers have this text from now on; the one before is kept inside."""
        at, body = at or timezone.now(), _whole(body, title)
        with self._locked() as coverage:
            if (markup.clean(body), title) == (self.body, self.title):
                return
            self.earlier = [
                *self.earlier,
                {"title": self.title, "body": self.body, "by": str(by), "at": at.isoformat()},
            ]
            self.body, self.title, self.corrected_at = body, title, at
            self.take_photos(self.photos)
            self.save()
            coverage._changed(Action.ENTRY_FIXED, by, at, f"#{self.number}")

    def take_away(self, by: Any, reason: str, at: datetime | None = None) -> None:
        """Readers have it no longer; it stays here with the reason."""
        if not reason.strip():
            raise NotNow(_t("Say why the entry is taken away: it is kept with the story."))
        with self._locked() as coverage:
            if self.gone_at is None:
                at = self.gone_at = at or timezone.now()
                self.save(update_fields=["gone_at"])
                coverage._changed(Action.ENTRY_GONE, by, at, f"#{self.number}: {reason}")

    def bring_back(self, by: Any, at: datetime | None = None) -> None:
        with self._locked() as coverage:
            if self.gone_at is not None:
                self.gone_at = None
                self.save(update_fields=["gone_at"])
                coverage._changed(Action.ENTRY_BACK, by, at or timezone.now(), f"#{self.number}")

    def take_photos(self, uses: Sequence[Use]) -> None:
        """The words of the photos that stand in the text: frozen, as an edition's are."""
        self.body = markup.clean(self.body)
        wanted = markers.photo_keys(self.body)
        own = [use.as_printed() for use in self.article.photos.select_related("photo").filter(key__in=wanted)]
        known = {use["key"]: use for use in [*own, *uses]}
        self.photos = [known[key] for key in dict.fromkeys(wanted) if key in known]

    @contextmanager
    def _locked(self) -> Iterator[Coverage]:
        coverage = Coverage.of(self.article)
        with coverage._locked():
            self.refresh_from_db()
            yield coverage


def use_of(photo: Photo, caption: str = "") -> Use:
    """A photo of the library put into an entry, with a key of its own. Raises `NotNow` where its words are missing."""
    if not photo.alt:
        raise NotNow(_t("This photo has no alt text: write it in the library first."))
    if not (caption or photo.caption):
        raise NotNow(_t("This photo has no caption: write one."))
    facts = {"is_lead": False, "alt": photo.alt, "caption": caption or photo.caption, "credit": photo.credit}
    return {"photo": photo.pk, "key": new_key(), **facts}


def _take(uses: Sequence[Use]) -> None:
    """Nobody throws away a photo while an entry comes to show it."""
    wanted = {use["photo"] for use in uses}
    if wanted - set(Photo.objects.to_use().filter(pk__in=wanted).values_list("pk", flat=True)):
        raise NotNow(_t("The library has no photo of this number."))


def _whole(body: str, title: str) -> str:
    if not markup.plain(markup.clean(body)) and not markers.photo_keys(markup.clean(body)) and not title:
        raise NotNow(_t("Write something: readers get it at once."))
    if markers.clip_keys(markup.clean(body)):
        raise NotNow(_t("A video stands in the story's text, not in an entry: take it out here."))
    return body
