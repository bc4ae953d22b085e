"""The story. What stands here is the desk's text; what readers have is `edition`, frozen by `publish()`."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles import pagestore, text
from articles.addresses import address_of
from articles.fields import IdsField, LineField, PlainTextField, RichTextField
from articles.models import filing
from articles.models.chain import Chain, Status
from articles.models.correction import Correctable
from articles.models.duplicating import Duplicable
from articles.models.edition import Edition
from articles.models.gate import Gated
from articles.models.history import Action, Change
from articles.models.leaving import Leaving
from articles.models.masthead import Masthead
from articles.models.powers import powers_of
from articles.models.refusals import NotNow, NotReady
from articles.models.shelf import ArticleQuerySet
from articles.models.shown import Noted
from articles.models.timing import Timed
from articles.models.writing import Writing

CARD = ("kicker", "headline", "lead", "genre", "section_id", "lead_photo_id")
SECOND_LOOK = timedelta(minutes=1)
ON_DESK = Q(binned_at=None)
FILTERED_BY = (
    *("binned_at", "status", "section", "genre", "created_by"),
    *("published_at", "live_until", "version", "published_version"),
)
AHEAD = Q(binned_at=None, published_version__lt=models.F("version"))


class Genre(models.TextChoices):
    NEWS = "news", _("news item")
    REPORT = "report", _("report")
    REPORTAGE = "reportage", _("reportage")
    INTERVIEW = "interview", _("interview")
    EDITORIAL = "editorial", _("editorial")
    COMMENTARY = "commentary", _("commentary")
    NOTES = "notes", _("notes")
    PHOTOS = "photos", _("photo story")
    LIVE = "live", _("live report")


class Article(Chain, Gated, Timed, Leaving, Duplicable, Writing, Correctable, Noted):
    kicker = LineField(_("kicker"), max_length=120, blank=True)
    headline = LineField(_("headline"), max_length=200, blank=True)
    lead = PlainTextField(_("lead"), blank=True)
    body = RichTextField(_("text"), blank=True)
    genre = models.CharField(_("genre"), max_length=12, choices=Genre.choices, default=Genre.NEWS)
    section = models.ForeignKey(
        "articles.Section", models.PROTECT, null=True, blank=True, related_name="stories", verbose_name=_("section")
    )
    source = LineField(_("source"), max_length=200, blank=True)
    show_sign = models.BooleanField(_("open the lead with the paper's sign"), default=True)
    wanted_slug = models.SlugField(
        _("address"), max_length=80, blank=True, help_text=_("Made from the headline at first publication.")
    )
    topics = IdsField(_("topics"))
    tags = IdsField(_("tags"))
    related = IdsField(_("related stories"))
    version = models.PositiveIntegerField(default=1, editable=False)
    folded = models.CharField(max_length=330, editable=False, default="")
    nonce = models.CharField(max_length=48, null=True, unique=True, editable=False)  # A form sent twice is one story.
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="stories",
        verbose_name=_("written by"),
    )
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)
    saved_at = models.DateTimeField(_("saved at"), default=timezone.now, editable=False)

    # Written by the verbs alone.
    status = models.CharField(_("status"), max_length=12, choices=Status.choices, default=Status.DRAFT, editable=False)
    published_at = models.DateTimeField(_("published at"), null=True, editable=False)
    slug = models.SlugField(max_length=80, blank=True, editable=False, db_index=False)
    edition = models.ForeignKey(
        "articles.Edition", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("edition")
    )
    published_version = models.PositiveIntegerField(null=True, editable=False)  # the one that readers have
    filed_section = models.ForeignKey(
        "articles.Section", models.PROTECT, null=True, editable=False, related_name="filed", db_index=False
    )
    filed_root = models.ForeignKey(
        "articles.Section", models.PROTECT, null=True, editable=False, related_name="+", db_index=False
    )

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        ordering = ["-saved_at", "-id"]
        permissions = [
            ("edit_any_article", "Can edit everybody's stories"),
            ("approve_article", "Can approve and return stories"),
            ("publish_article", "Can publish stories"),
            ("withdraw_article", "Can withdraw stories"),
            ("let_article_pass", "Can let stories pass the gate"),
            ("destroy_article", "Can delete for good what lies in the bin"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="published")
                | Q(published_at__isnull=False, edition__isnull=False, filed_root__isnull=False),
                name="a_published_story_has_a_date_an_edition_and_a_section",
            ),
            models.CheckConstraint(
                condition=Q(binned_at=None) | (~Q(status="published") & Q(gone_at=None)),
                name="what_readers_had_is_not_in_the_bin",
            ),
        ]
        indexes = [
            # home, latest, feeds
            models.Index(
                fields=["-published_at", "-id", "live_until"], condition=Q(status="published"), name="published_stories"
            ),
            # a first-level section's page
            models.Index(
                fields=["filed_root", "-published_at", "-id", "live_until"],
                condition=Q(status="published"),
                name="published_of_a_root",
            ),
            # an inner section's page
            models.Index(
                fields=["filed_section", "-published_at", "-id", "live_until"],
                condition=Q(status="published"),
                name="published_of_a_section",
            ),
            # when the feeds last lost one
            models.Index(fields=["-gone_at"], condition=Q(status="withdrawn"), name="withdrawn_stories"),
            # what comes down by its time, what an embargo holds back
            models.Index(
                fields=["live_until"],
                condition=Q(status="published", live_until__isnull=False),
                name="stories_for_a_time",
            ),
            models.Index(
                fields=["embargo_until"], condition=Q(embargo_until__isnull=False), name="stories_under_embargo"
            ),
            # the desk's lists: all, with whatever they are filtered by; by state, a person's own, a section's; the bin
            models.Index(fields=["-saved_at", "-id", *FILTERED_BY], condition=ON_DESK, name="stories_on_the_desk"),
            models.Index(fields=["status", "-saved_at"], condition=ON_DESK, name="stories_by_state"),
            models.Index(fields=["created_by", "status", "-saved_at"], condition=ON_DESK, name="stories_of_a_writer"),
            models.Index(fields=["section", "status", "-saved_at"], condition=ON_DESK, name="stories_of_a_section"),
            models.Index(fields=["genre", "-saved_at", "-id"], condition=ON_DESK, name="stories_of_a_genre"),
            models.Index(fields=["created_by", "-saved_at", "-id"], condition=ON_DESK, name="all_stories_of_a_writer"),
            models.Index(fields=["-saved_at", "-id", *FILTERED_BY], condition=AHEAD, name="stories_with_edits"),
            models.Index(fields=["-binned_at"], condition=Q(binned_at__isnull=False), name="stories_in_the_bin"),
        ]

    def __str__(self) -> str:
        return self.headline or _t("(no headline yet)")

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded = text.fold(f"{self.kicker} {self.headline}")[:330]
        super().save(*args, **kwargs)

    def clean(self) -> None:
        if self.lead:
            self.lead = text.strip_sign(self.lead, Masthead.current().sign)

    def get_absolute_url(self) -> str:
        return address_of("article", self.slug or text.slug(self.headline) or "bai", self.pk)

    # What it is

    def is_live(self, at: datetime | None = None) -> bool:
        """The row's own answer to `live()`."""
        now = at or timezone.now()
        has_come = self.status == Status.PUBLISHED and self.published_at is not None and self.published_at <= now
        return has_come and (self.live_until is None or self.live_until > now)

    def is_scheduled(self, at: datetime | None = None) -> bool:
        is_published = self.status == Status.PUBLISHED and self.published_at is not None
        return is_published and self.published_at > (at or timezone.now())  # type: ignore[operator]

    def is_gone(self, at: datetime | None = None) -> bool:
        """The row's own answer to `gone()`."""
        return self.is_past(at) or (self.status == Status.WITHDRAWN and self.gone_at is not None)

    @property
    def updated_at(self) -> datetime | None:
        """When readers got another text than the first, or a correction; None for the second look that follows
        publishing at once."""
        if self.edition is None or self.published_at is None:
            return None
        made, looked = self.edition.made_at, self.published_at + SECOND_LOOK
        moments = [made if self.edition.number > 1 and made > looked else None, self.corrected_at]
        return max((moment for moment in moments if moment), default=None)

    @property
    def has_unpublished_edits(self) -> bool:
        """The desk's text is ahead of what readers have."""
        return self.status == Status.PUBLISHED and (self.published_version or self.version) < self.version

    def is_visible_to(self, user: Any) -> bool:
        """The row's own answer to `visible_to()`."""
        may_see = self.binned_at is None and user.is_active and user.has_perm("articles.view_article")
        return may_see and powers_of(user).sees(self.created_by_id, self.section_id)

    def is_editable_by(self, user: Any) -> bool:
        """Those who may edit everybody's stories of its section, always; a reporter, the own one until submitted."""
        if not user.has_perm("articles.change_article"):
            return False
        own = self.created_by_id == user.pk and self.status in {Status.DRAFT, Status.RETURNED}
        return own or self.lets(user, "edit")

    def lets(self, user: Any, act: str) -> bool:
        """Whether a person may edit, approve, publish or withdraw here: in the section where the story is to go, and
        in that where readers find it."""
        sections = {self.section_id, *([self.filed_section_id] if self.status == Status.PUBLISHED else [])}
        return powers_of(user).may(act, sections)

    # What happens to it, in order of life

    def publish(self, by: Any, at: datetime | None = None, now: datetime | None = None) -> None:
        """Give readers the story as it stands on the desk; from `at` on, where that is to come.

        Pressed again with nothing changed it does nothing; with changes it gives readers the new text and keeps
        the date. Raises `NotReady` with all that is missing, `NotNow` for a new date on a story already read and
        for one that hasn't gone this paper's steps.
        """
        now = now or timezone.now()
        with self._locked():
            was_live = self.is_live(now)
            if was_live and at and at != self.published_at:
                raise NotNow(_t("Readers already have this story: its date stays."))
            kept = self.published_at if self.status == Status.PUBLISHED or self.gone_at else None
            when = at or kept or now
            is_same = self.status == Status.PUBLISHED and when == self.published_at and not self.has_unpublished_edits
            if is_same and not self.is_past(now):
                return
            paper = Masthead.current()
            self._check_way(by, paper)
            missing = [*self.missing(by, paper), *self.untimely(when, now)]
            if missing:
                raise NotReady(missing)
            self._freeze(by, when, now)
            action = Action.UPDATED if was_live else Action.SCHEDULED if when > now else Action.PUBLISHED
            self._record(action, by, now)

    # How

    def _freeze(self, by: Any, when: datetime, now: datetime) -> None:
        edition = Edition.of(self)
        edition.number = (self.editions.aggregate(n=models.Max("number"))["n"] or 0) + 1
        edition.made_at, edition.made_by = now, by
        edition.save()
        before, card = filing.seen_on(self), self._card()
        self.edition, self.published_at, self.status = edition, when, Status.PUBLISHED
        self.gone_at = None if when <= now else self.gone_at  # Not yet back: withdrawn again, it is gone as before.
        self.published_version = edition.of_version
        self.slug = self.wanted_slug or self.slug or text.slug(self.headline) or "bai"
        self.filed_section = edition.section
        self.filed_root_id = edition.section.root_id
        self.save()
        filing.file(self, edition, when)
        seen = {*before, *filing.seen_on(self)}
        pagestore.purge(seen - {self.page_key} if card == self._card() else seen)

    def _card(self) -> tuple[Any, ...]:
        """All that other pages show of the story."""
        printed = [getattr(self.edition, name) for name in CARD] if self.edition else []
        return self.status, self.slug, self.published_at, *printed

    def _record(self, action: str, by: Any, at: datetime, reason: str = "") -> None:
        Change.objects.create(article=self, action=action, by=by, at=at, reason=reason, version=self.version)
