"""A reader's comment, and what happens to it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles import text as words
from articles.fields import LineField, PlainTextField
from articles.models import Article
from comments.models.decision import Actor, Decision
from comments.models.report import Report

UNDO_FOR = timedelta(days=30)
CLAIM_FOR = timedelta(minutes=5)
EDIT_FOR = timedelta(minutes=15)
REPORT_SCORE, HIDES = 50, 3.0


class State(models.TextChoices):
    PENDING = "pending", _("waiting")
    PUBLISHED = "published", _("published")
    HELD = "held", _("hidden for a second look")
    REJECTED = "rejected", _("rejected")
    SPAM = "spam", _("spam")
    WITHDRAWN = "withdrawn", _("withdrawn by its writer")
    ERASED = "erased", _("erased")


WAITING = [State.PENDING, State.HELD]


class AlreadyDecided(ValidationError):
    """Somebody else was first: `decision` says who decided what."""

    def __init__(self, decision: Decision) -> None:
        self.decision = decision
        sentence = _t("%(who)s has already decided: %(state)s.") % {
            "who": decision.by or decision.get_actor_display(),
            "state": State(decision.became).label,
        }
        super().__init__(sentence)


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible(self, at: datetime | None = None) -> CommentQuerySet:
        """What the public may read: published, under a live story."""
        return self.filter(state=State.PUBLISHED, article__in=Article.objects.live(at))

    def waiting(self) -> CommentQuerySet:
        """What a moderator has to decide."""
        return self.filter(state__in=WAITING)

    def in_queue_order(self) -> CommentQuerySet:
        """Reported and scored first, then the oldest: nothing starves."""
        return self.order_by("-priority", "id")

    def shown(self) -> CommentQuerySet:
        """First-level comments in a thread: published ones, and as tombstones those with published replies."""
        replies = Comment.objects.filter(thread=OuterRef("pk"), state=State.PUBLISHED)
        return self.filter(Q(state=State.PUBLISHED) | ~Q(state__in=WAITING) & Exists(replies), thread=None)

    def visible_replies(self) -> CommentQuerySet:
        """Second-level comments in a thread, oldest first, with what is needed to say whom they answer."""
        return self.filter(state=State.PUBLISHED, thread__isnull=False).select_related("parent", "staff").order_by("id")


class Comment(models.Model):
    article = models.ForeignKey(Article, models.CASCADE, related_name="comments", verbose_name=_("story"))
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replies")
    thread = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="thread_replies")
    name = LineField(_("name"), max_length=60)
    email = models.EmailField(_("e-mail"), blank=True)
    text = PlainTextField(_("comment"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PENDING)
    version = models.PositiveIntegerField(default=1, editable=False)
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("newsroom"),
    )
    network = models.CharField(max_length=48, blank=True, editable=False)
    writer_key = models.CharField(max_length=48, blank=True, editable=False)
    canonical = models.CharField(max_length=48, blank=True, editable=False)
    resend_key = models.CharField(max_length=64, null=True, unique=True, editable=False)
    evidence = models.JSONField(_("evidence"), default=list, editable=False)
    priority = models.PositiveIntegerField(default=0, editable=False)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    claimed_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(_("sent at"), default=timezone.now, editable=False)
    edited_at = models.DateTimeField(_("edited at"), null=True, editable=False)
    import_key = models.CharField(max_length=120, null=True, unique=True, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["-id"]
        permissions = [("moderate_comment", "Can decide about comments"), ("sanction_writer", "Can sanction writers")]
        indexes = [
            models.Index(fields=["article", "thread", "-id"], name="comments_of_a_story"),
            models.Index(fields=["thread", "id"], condition=Q(state="published"), name="published_replies"),
            models.Index(fields=["article", "-id"], condition=Q(state="published"), name="published_comments"),
            models.Index(fields=["-priority", "id"], condition=Q(state__in=["pending", "held"]), name="the_queue"),
            models.Index(fields=["writer_key", "-id"], name="comments_of_a_writer"),
            models.Index(fields=["network", "-created_at"], name="comments_from_a_network"),
            models.Index(fields=["canonical", "-created_at"], name="comments_with_this_text"),
            models.Index(fields=["-created_at"], name="comments_by_time"),
        ]

    def __str__(self) -> str:
        return words.clean_line(self.text)[:80]

    def get_absolute_url(self) -> str:
        return reverse("comment", args=[self.pk])

    # What it is

    @property
    def folded_name(self) -> str:
        return words.fold(self.name)

    @property
    def is_waiting(self) -> bool:
        return self.state in WAITING

    def is_visible(self, at: datetime | None = None) -> bool:
        """The row's own answer to `visible()`."""
        return self.state == State.PUBLISHED and self.article.is_live(at)

    def may_be_edited(self, at: datetime | None = None) -> bool:
        """Its writer may still change it."""
        fresh = (at or timezone.now()) - self.created_at <= EDIT_FOR
        return fresh and self.state in {State.PENDING, State.PUBLISHED} and not self.staff_id

    @property
    def is_open_to_its_writer(self) -> bool:
        """Its writer may take it back."""
        return self.state in {State.PENDING, State.PUBLISHED, State.HELD} and not self.staff_id

    def token(self) -> str:
        """The writer's key to the status page: signed, so that nobody needs a cookie."""
        return signing.Signer(salt="comment-status").sign(str(self.pk))

    @classmethod
    def by_token(cls, token: str) -> Comment | None:
        """The comment of a token, or None for a token that is not ours."""
        try:
            pk = signing.Signer(salt="comment-status").unsign(token)
        except signing.BadSignature:
            return None
        return cls.objects.select_related("article__edition").filter(pk=pk).first()

    # What happens to it. `seen` is the version that the moderator looked at.

    def approve(self, by: Any, seen: int | None = None, **note: Any) -> Decision | None:
        """Show it to the public."""
        return self._decide(State.PUBLISHED, by, seen, **note)

    def reject(self, by: Any, seen: int | None = None, **note: Any) -> Decision | None:
        """Keep it from the public; `public_note` is what its writer reads on the status page."""
        return self._decide(State.REJECTED, by, seen, **note)

    def mark_spam(self, by: Any, seen: int | None = None, **note: Any) -> Decision | None:
        return self._decide(State.SPAM, by, seen, **note)

    def hold(self, by: Any = None, seen: int | None = None, **note: Any) -> Decision | None:
        """Hide it until a moderator has looked again."""
        return self._decide(State.HELD, by, seen, **note)

    def withdraw(self, at: datetime | None = None) -> Decision | None:
        """Its writer takes it back."""
        return self._decide(State.WITHDRAWN, None, None, actor=Actor.WRITER, at=at)

    def erase(self, by: Any = None, at: datetime | None = None) -> None:
        """Leave nothing of the person: text, name, address, hashes, notes; the row stays as a tombstone."""
        with self._locked():
            self._decide(State.ERASED, by, None, actor=Actor.PERSON if by else Actor.WRITER, at=at)
            self.name, self.email, self.text, self.network, self.writer_key, self.canonical = "–", "", "", "", "", ""
            self.resend_key, self.evidence, self.import_key = None, [], None
            self.save()
            self.decisions.update(evidence=[], private_note="", public_note="")
            self.reports.update(note="")

    def edit(self, text: str, evidence: list[dict[str, Any]], at: datetime | None = None) -> None:
        """Its writer changes the text: an approval doesn't carry over to words that nobody has read."""
        at = at or timezone.now()
        with self._locked():
            self.text, self.evidence, self.edited_at = text, evidence, at
            was_public = self.state == State.PUBLISHED
            self.version += 1
            self.save()
            if was_public:
                self._decide(State.PENDING, None, None, actor=Actor.WRITER, at=at, evidence=evidence)

    def undo(self, by: Any, of: Decision | None = None, at: datetime | None = None) -> Decision | None:
        """Take a person's decision back (the last one, or `of` while it still is): another row. For 30 days;
        None where there is nothing to undo."""
        at = at or timezone.now()
        with self._locked():
            last = self.decisions.filter(undone_by=None, undoes=None).order_by("-id").first()
            if not last or not last.was or last.at < at - UNDO_FOR or last.became != self.state or (of and of != last):
                return None
            return self._decide(State(last.was), by, None, at=at, undoes=last)

    def report(self, reporter: str, ground: str, note: str = "", at: datetime | None = None) -> None:
        """A reader wants it looked at. Three readers' weight hide it until a moderator has; one whom a moderator
        has approved after the last report stays."""
        at = at or timezone.now()
        with self._locked():
            _report, is_new = self.reports.get_or_create(
                reporter=reporter,
                defaults={"ground": ground, "note": note, "at": at, "weight": Report.weight_of(reporter)},
            )
            if not is_new:
                return
            Comment.objects.filter(pk=self.pk).update(priority=F("priority") + REPORT_SCORE)
            approved = self.decisions.filter(became=State.PUBLISHED, actor=Actor.PERSON).exists()
            weight = self.reports.filter(was_right=None).aggregate(sum=Sum("weight"))["sum"] or 0
            if weight >= HIDES and not approved and self.state == State.PUBLISHED:
                self._decide(State.HELD, None, None, actor=Actor.RULE, rule="reports", at=at)

    def claim(self, by: Any, at: datetime | None = None) -> bool:
        """Reserve it for five minutes; False where somebody else has it."""
        at = at or timezone.now()
        free = Q(claimed_by=None) | Q(claimed_by=by) | Q(claimed_at__lt=at - CLAIM_FOR)
        return bool(Comment.objects.filter(free, pk=self.pk).update(claimed_by=by, claimed_at=at))

    # How

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with transaction.atomic():
            self.refresh_from_db(from_queryset=Comment.objects.select_for_update())
            yield

    def _decide(self, to: State, by: Any, seen: int | None, **facts: Any) -> Decision | None:
        at = facts.pop("at", None) or timezone.now()
        with self._locked():
            if self.state == to:
                return None
            if seen is not None and seen != self.version:
                raise AlreadyDecided(self.decisions.order_by("-id")[0])
            was, self.state, self.version = self.state, to, self.version + 1
            self.claimed_by = None
            self.save(update_fields=["state", "version", "claimed_by"])
            if by is not None:
                self.reports.filter(was_right=None).update(was_right=to in {State.REJECTED, State.SPAM})
            actor = facts.pop("actor", Actor.PERSON if by else Actor.SYSTEM)
            return Decision.objects.create(comment=self, was=was, became=to, by=by, actor=actor, at=at, **facts)


def new_batch() -> uuid.UUID:
    """A number for decisions made together, so that they can be undone together."""
    return uuid.uuid4()
