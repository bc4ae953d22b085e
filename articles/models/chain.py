"""A story's way through the house: written, submitted, returned or approved. How many steps there are and whether one
may be skipped is the masthead's to say; so is whether somebody else must have read what goes out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles.models.history import Action
from articles.models.masthead import Masthead, Steps
from articles.models.refusals import NotNow


class Status(models.TextChoices):
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    RETURNED = "returned", _("returned")
    APPROVED = "approved", _("approved")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


HAVE_BEEN_OUT = {Status.PUBLISHED, Status.WITHDRAWN}
PASSED = {  # The states in which the steps before publishing have been gone.
    Steps.ONE: set(Status),
    Steps.TWO: {Status.SUBMITTED, Status.APPROVED, *HAVE_BEEN_OUT},
    Steps.THREE: {Status.APPROVED, *HAVE_BEEN_OUT},
}


class Chain(models.Model):
    # The story's own, in article.py.
    status: Any
    version: Any
    created_by_id: Any
    credits: Any
    changes: Any
    revisions: Any
    get_status_display: Any
    _locked: Any
    _record: Any

    class Meta:
        abstract = True

    def submit(self, by: Any, at: datetime | None = None) -> None:
        """Hand the story to the editors."""
        self._move(Status.SUBMITTED, {Status.DRAFT, Status.RETURNED}, by, Action.SUBMITTED, at=at)

    def send_back(self, by: Any, reason: str, at: datetime | None = None) -> None:
        """Return the story to its writer, who reads the reason."""
        if not reason.strip():
            raise NotNow(_t("Say why the story goes back: the writer reads it."))
        self._move(Status.RETURNED, {Status.SUBMITTED, Status.APPROVED}, by, Action.RETURNED, reason, at)

    def approve(self, by: Any, at: datetime | None = None) -> None:
        """Say that the story may go out."""
        paper = Masthead.current()
        if paper.steps < Steps.THREE:
            raise NotNow(_t("This paper has no such step: a story is published without an approval."))
        if paper.needs_another and self.is_work_of(by):
            raise NotNow(_t("Nobody approves their own story at this paper: somebody else must read it."))
        origins = {Status.DRAFT, Status.SUBMITTED, Status.RETURNED} if paper.may_skip else {Status.SUBMITTED}
        with self._locked():
            if self.status == Status.APPROVED and not self.is_approved_as_it_stands():
                self._record(Action.APPROVED, by, at or timezone.now())  # The text that was approved was another.
            self._move(Status.APPROVED, origins, by, Action.APPROVED, at=at)

    def is_approved_as_it_stands(self) -> bool:
        return self.changes.filter(action=Action.APPROVED, version=self.version).exists()

    def is_work_of(self, person: Any) -> bool:
        """Written here, or signed, by this person."""
        if person is None:
            return False
        signs = (credit.author.user_id for credit in self.credits.all() if credit.author)
        return self.created_by_id == person.pk or person.pk in signs

    def is_read_by_another_than(self, writer: Any) -> bool:
        """Somebody else has approved the story since this writer last saved it."""
        last = self.revisions.filter(by=writer).aggregate(last=models.Max("version"))["last"] or 1
        approvals = self.changes.filter(action=Action.APPROVED, version__gte=last)
        return approvals.exclude(by=writer).exclude(by=None).exists()

    def _check_way(self, by: Any, paper: Masthead) -> None:
        """Raise `NotNow` where a step of this paper's has not been gone, or nobody else has read what `by` wrote."""
        if not paper.may_skip and self.status not in PASSED[Steps(paper.steps)]:
            raise NotNow(
                _t("At this paper a story is approved before it is published: this one is %(state)s.")
                % {"state": self.get_status_display()}
                if paper.steps == Steps.THREE
                else _t("At this paper a story is submitted before it is published: this one is %(state)s.")
                % {"state": self.get_status_display()}
            )
        if paper.needs_another and self.is_work_of(by) and not self.is_read_by_another_than(by):
            raise NotNow(_t("Nobody publishes their own story at this paper before somebody else has approved it."))

    def _move(
        self, to: str, origins: set[Status], by: Any, action: str, reason: str = "", at: datetime | None = None
    ) -> None:
        with self._locked():
            if self.status == to:
                return
            if self.status not in origins:
                raise NotNow(
                    _t("That can't be done with a story that is %(state)s.") % {"state": self.get_status_display()}
                )
            story: Any = self
            story.status = to
            story.save(update_fields=["status", "folded"])
            self._record(action, by, at or timezone.now(), reason)
