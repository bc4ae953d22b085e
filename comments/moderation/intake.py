"""From a reader's form to a row: rules asked, evidence kept, nothing doubled."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from comments.digest import announce
from comments.models import Actor, Comment, Decision, Discussion, Mode, State
from comments.moderation.rules import ask_all
from comments.moderation.submission import Finding, Strength, Submission

RESENT_WITHIN = timedelta(minutes=10)


class Refusal(ValidationError):
    """A comment that can't be taken as it is; the writer keeps the text and reads why."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(finding.sentence)


def receive(sent: Submission) -> tuple[Comment, bool]:
    """Take a comment: (the row, whether it is new). The same form sent again gives the row that it made.

    Raises `Refusal` with a sentence where the writer has to change something or wait.
    """
    earlier = Comment.objects.filter(resend_key=sent.resend, created_at__gt=sent.at - RESENT_WITHIN).first()
    if earlier:
        return earlier, False
    findings = ask_all(sent)
    state = judge(sent, findings)
    try:
        with transaction.atomic():
            Comment.objects.filter(resend_key=sent.resend, created_at__lte=sent.at - RESENT_WITHIN).update(
                resend_key=None
            )
            return _keep(sent, findings, state), True
    except IntegrityError:  # The twin of this form was faster by a moment.
        return Comment.objects.get(resend_key=sent.resend), False


def reread(sent: Submission) -> list[dict[str, Any]]:
    """The rules asked again for a changed text: the evidence. Raises `Refusal`."""
    findings = ask_all(sent)
    judge(sent, findings)
    return [finding.as_evidence() for finding in findings]


def judge(sent: Submission, findings: list[Finding]) -> State:
    """The state that the findings and the story's mode ask for. Raises `Refusal`."""
    strongest = max(findings, key=lambda finding: finding.strength, default=None)
    if strongest and strongest.strength == Strength.REFUSE:
        raise Refusal(strongest)
    if strongest and strongest.strength == Strength.SPAM:
        return State.SPAM
    held = strongest and strongest.strength == Strength.HOLD
    return State.PENDING if held or Discussion.mode_of(sent.article, sent.at) != Mode.OPEN else State.PUBLISHED


def _keep(sent: Submission, findings: list[Finding], state: State) -> Comment:
    evidence = [finding.as_evidence() for finding in findings]
    comment = Comment.objects.create(
        article=sent.article,
        parent=sent.parent,
        thread_id=(sent.parent.thread_id or sent.parent.pk) if sent.parent else None,
        name=sent.name,
        email=sent.email,
        text=sent.text,
        state=state,
        network=sent.network,
        writer_key=sent.writer,
        canonical=sent.canonical,
        resend_key=sent.resend,
        evidence=evidence,
        priority=sum(finding.score for finding in findings),
        created_at=sent.at,
    )
    strongest = max(findings, key=lambda finding: finding.strength, default=None)
    Decision.objects.create(
        comment=comment,
        became=state,
        actor=Actor.RULE,
        rule=strongest.rule if strongest else "",
        evidence=evidence,
        at=sent.at,
    )
    if comment.is_waiting:
        announce(sent.at)
    return comment
