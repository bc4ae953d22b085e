"""What was done and what was written: rows that are only ever added."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.fields import PlainTextField

SITTING = 600  # seconds
PASSING_STAYS = timedelta(days=1)  # A form that was opened on an autosave finds its base for so long.


class Action(models.TextChoices):
    CREATED = "created", _("created")
    EDITED = "edited", _("edited")
    RESTORED = "restored", _("restored")
    SUBMITTED = "submitted", _("submitted")
    RETURNED = "returned", _("returned")
    APPROVED = "approved", _("approved")
    PASSED = "passed", _("let pass the gate")
    SCHEDULED = "scheduled", _("scheduled")
    PUBLISHED = "published", _("published")
    UPDATED = "updated", _("updated for readers")
    WITHDRAWN = "withdrawn", _("withdrawn")
    BROUGHT_BACK = "brought_back", _("brought back")
    CORRECTED = "corrected", _("corrected")
    AMENDED = "amended", _("correction reworded")
    UNCORRECTED = "uncorrected", _("correction taken back")
    ENDS_SET = "ends_set", _("take-down time set")
    EMBARGOED = "embargoed", _("embargo set")
    BINNED = "binned", _("put in the bin")
    UNBINNED = "unbinned", _("taken out of the bin")
    DELETED = "deleted", _("deleted for good")
    DUPLICATED = "duplicated", _("duplicated as new")
    SHARED = "shared", _("preview link made")
    UNSHARED = "unshared", _("preview link taken back")
    VIEWS_SET = "views_set", _("imported views set")
    RIBBON_SET = "ribbon_set", _("put on the breaking ribbon")
    RIBBON_ENDED = "ribbon_ended", _("breaking ribbon ended")
    ENTRY_ADDED = "entry_added", _("live entry posted")
    ENTRY_FIXED = "entry_fixed", _("live entry corrected")
    ENTRY_GONE = "entry_gone", _("live entry taken away")
    ENTRY_BACK = "entry_back", _("live entry brought back")
    LIVE_SUMMARY = "live_summary", _("live summary changed")
    LIVE_ENDED = "live_ended", _("live report ended")
    LIVE_RESUMED = "live_resumed", _("live report goes on")


class Change(models.Model):
    """Who did what to a story, when, and why."""

    article = models.ForeignKey("articles.Article", models.CASCADE, null=True, related_name="changes")  # Null: deleted.
    action = models.CharField(_("action"), max_length=12, choices=Action.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    reason = PlainTextField(_("reason"), blank=True)
    version = models.PositiveIntegerField(_("version"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["article", "-at"], name="changes_of_a_story")]

    def __str__(self) -> str:
        return f"{self.get_action_display()} ({self.by})"


class Revision(models.Model):
    """A story as it was saved: fields, credits, photos. A later save never takes an earlier text away."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField(_("version"))
    content = models.JSONField(_("content"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))
    is_auto = models.BooleanField(default=False, editable=False)  # Saved by itself, while somebody was writing.
    form = models.CharField(
        max_length=38, blank=True, db_default="", editable=False
    )  # Which form sent it, and when by its clock.
    is_passing = models.BooleanField(default=False, editable=False)  # A later save of the same sitting holds it too.

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["article", "version"], name="a_version_is_saved_once"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} v{self.version}"

    @classmethod
    def keep(cls, story: Any, by: Any, at: datetime, auto: bool, form: str = "") -> tuple[Revision, bool]:
        """The story as it stands; and whether that is news: neither kept already nor part of the same sitting."""
        before = cls.objects.filter(article=story, version__lt=story.version).first()
        kept = {"content": story.content(), "by": by, "at": at, "is_auto": auto, "form": form}
        revision, is_new = cls.objects.get_or_create(article=story, version=story.version, defaults=kept)
        if not is_new:
            return revision, False
        type(story).objects.filter(pk=story.pk).update(saved_at=at)
        if before is None or not before.is_auto or before.by_id != revision.by_id or before.sitting != revision.sitting:
            return revision, True
        cls.objects.filter(pk=before.pk).update(is_passing=True)
        cls.objects.filter(article=story, is_passing=True, at__lt=at - PASSING_STAYS).delete()
        return revision, False

    @property
    def sitting(self) -> int:
        """The ten minutes by the clock within which autosaves by one person are one."""
        return int(self.at.timestamp()) // SITTING

    def differences(self, now: dict[str, Any]) -> list[str]:
        """Names of the parts in which `now`, another state of the story, differs from this one."""
        return [key for key in now if now[key] != self.content.get(key)]
