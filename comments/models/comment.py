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
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles import pagestore
from articles import text as words
from articles.addresses import address_of
from articles.fields import LineField, PlainTextField
from articles.models import Article
from comments.models.decision import Actor, Decision
from comments.models.discussion import talk_of
from comments.models.report import HIDES, Report
from comments.models.sanction import Sanction
from comments.models.shelf import GONE, WAITING, CommentQuerySet, State

UNDO_FOR = timedelta(days=30)
CLAIM_FOR = timedelta(minutes=5)
EDIT_FOR = timedelta(minutes=15)
REPORT_SCORE = 50


class AlreadyDecided(ValidationError):
    """Somebody else was first, or its writer has changed or taken back what the moderator read."""

    def __init__(self, comment: Comment) -> None:
        last = comment.decisions.order_by("-id").first()
        if last is None or last.actor == Actor.WRITER or (comment.edited_at and comment.edited_at > last.at):
            sentence = _t("%(name)s has changed this comment or taken it back. Please read it again.")
        else:
            sentence = _t("%(who)s has already decided: %(state)s.")
        who = (last.by or last.get_actor_display()) if last else ""
        super().__init__(sentence % {"name": comment.name, "who": who, "state": State(comment.state).label})


class Comment(models.Model):
    article = models.ForeignKey(Article, models.CASCADE, related_name="comments", verbose_name=_("story"))
    parent = models.ForeignKey("self", models.RESTRICT, null=True, blank=True, related_name="replies")
    thread = models.ForeignKey("self", models.RESTRICT, null=True, editable=False, related_name="thread_replies")
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
            # A condition, not a column: PostgreSQL walks no index in order past an IS NULL.
            models.Index(fields=["article", "-id"], condition=Q(thread__isnull=True), name="first_level_of_a_story"),
            models.Index(fields=["thread", "id"], condition=Q(state="published"), name="published_replies"),
            models.Index(fields=["article", "-id"], condition=Q(state="published"), name="published_comments"),
            models.Index(fields=["-priority", "id"], condition=Q(state__in=["pending", "held"]), name="the_queue"),
            models.Index(fields=["id"], condition=Q(state__in=["pending", "held"]), name="the_queue_by_age"),
            models.Index(fields=["writer_key", "-id"], name="comments_of_a_writer"),
            models.Index(fields=["network", "-created_at"], name="comments_from_a_network"),
            models.Index(fields=["canonical", "-created_at"], name="comments_with_this_text"),
            models.Index(fields=["-created_at"], name="comments_by_time"),
        ]

    def __str__(self) -> str:
        return words.clean_line(self.text)[:80]

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        if self.state in {State.PUBLISHED, *GONE}:
            pagestore.purge([talk_of(self.article_id)])

    def get_absolute_url(self) -> str:
        return address_of("comment", self.pk)

    @property
    def report_address(self) -> str:
        return address_of("report-comment", self.pk)

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
        return (at or timezone.now()) - self.created_at <= EDIT_FOR and self.is_open_to_its_writer

    @property
    def is_open_to_its_writer(self) -> bool:
        """Its writer may take it back. In what people decided the writer has no hand."""
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
        """Its writer takes it back; None where it isn't the writer's any more."""
        with self._locked():
            return (
                self._decide(State.WITHDRAWN, None, None, actor=Actor.WRITER, at=at)
                if self.is_open_to_its_writer
                else None
            )

    def erase(self, by: Any = None, at: datetime | None = None) -> None:
        """Leave nothing of the person: text, name, address, hashes, notes; the row stays as a tombstone."""
        with self._locked():
            self._decide(State.ERASED, by, None, actor=Actor.PERSON if by else Actor.WRITER, at=at)
            if self.writer_key:  # A sanction goes on, under a mark that says no name.
                held = Sanction.objects.filter(network=self.network, name=self.folded_name)
                held.update(network=self.writer_key, name="")
            self.name, self.email, self.text, self.network, self.writer_key, self.canonical = "–", "", "", "", "", ""
            self.resend_key, self.evidence, self.import_key = None, [], None
            self.save()
            self.decisions.update(evidence=[], private_note="", public_note="")
            self.reports.update(note="")

    def edit(
        self, text: str, evidence: list[dict[str, Any]], at: datetime | None = None, is_spam: bool = False, **facts: Any
    ) -> bool:
        """Its writer changes the text; False where it is too late. An approval doesn't carry over to words that nobody
        has read: what was public is held."""
        at = at or timezone.now()
        with self._locked():
            if not self.may_be_edited(at):
                return False
            self.text, self.evidence, self.edited_at, self.version = text, evidence, at, self.version + 1
            self.canonical = facts.get("canonical", self.canonical)
            self.priority = facts.get("priority", 0) + REPORT_SCORE * self.reports.count()
            self.save()
            if is_spam:
                self._decide(State.SPAM, None, None, actor=Actor.RULE, at=at, evidence=evidence)
            elif self.state == State.PUBLISHED:
                self._decide(State.HELD, None, None, actor=Actor.WRITER, at=at, evidence=evidence)
            return True

    def undo(self, by: Any, of: Decision | None = None, at: datetime | None = None) -> Decision | None:
        """Take a person's decision back (the last one, or `of` while it still is): another row. For 30 days;
        None where there is nothing to undo: what its writer did, and what is erased, stays."""
        at = at or timezone.now()
        with self._locked():
            last = self.decisions.filter(undone_by=None, undoes=None).order_by("-id").first()
            if not last or not last.was or last.at < at - UNDO_FOR or last.became != self.state or (of and of != last):
                return None
            if last.actor == Actor.WRITER or self.state in GONE:
                return None
            return self._decide(State(last.was), by, None, at=at, undoes=last)

    def report(self, reporter: str, ground: str, note: str = "", at: datetime | None = None) -> None:
        """A reader wants it looked at. Three readers' weight hides it until a moderator has; what a moderator has
        approved stays."""
        at = at or timezone.now()
        with self._locked():
            _report, is_new = self.reports.get_or_create(
                reporter=reporter,
                defaults={"ground": ground, "note": note, "at": at, "weight": Report.weight_of(reporter)},
            )
            if not is_new:
                return
            Comment.objects.filter(pk=self.pk).update(priority=F("priority") + REPORT_SCORE)
            approved = self.decisions.filter(became=State.PUBLISHED, actor=Actor.PERSON, undone_by=None).exists()
            if self.state == State.PUBLISHED and not approved and Report.weight_against(self.pk) >= HIDES:
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
            if (seen is not None and seen != self.version) or (self.state in GONE and to != State.ERASED):
                raise AlreadyDecided(self)
            was, self.state, self.version = self.state, to, self.version + 1
            self.claimed_by = None
            self.save(update_fields=["state", "version", "claimed_by"])
            if was == State.PUBLISHED:
                pagestore.purge([talk_of(self.article_id)])
            if "undoes" in facts:
                self.reports.update(was_right=None)
            elif by is not None:
                self.reports.filter(was_right=None).update(was_right=to in {State.REJECTED, State.SPAM})
            actor = facts.pop("actor", Actor.PERSON if by else Actor.SYSTEM)
            return Decision.objects.create(comment=self, was=was, became=to, by=by, actor=actor, at=at, **facts)


def new_batch() -> uuid.UUID:
    """A number for decisions made together, so that they can be undone together."""
    return uuid.uuid4()
