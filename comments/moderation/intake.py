"""From a reader's form to a row: rules asked, evidence kept, nothing doubled."""

from __future__ import annotations

from datetime import timedelta

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
    earlier = sent_before(sent)
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
    except IntegrityError:
        twin = Comment.objects.filter(resend_key=sent.resend).first()
        if twin is None:
            raise
        return twin, False  # The twin of this form was faster by a moment.


def sent_before(sent: Submission) -> Comment | None:
    """The row that the same form made within the last ten minutes."""
    return Comment.objects.filter(resend_key__in=sent.resends, created_at__gt=sent.at - RESENT_WITHIN).first()


def change(own: Comment, sent: Submission) -> None:
    """A writer's changed text, after all rules have read it. Raises `Refusal`."""
    findings = ask_all(sent)
    is_spam = judge(sent, findings) == State.SPAM
    facts = {"canonical": sent.canonical, "priority": sum(finding.score for finding in findings)}
    own.edit(sent.text, [finding.as_evidence() for finding in findings], at=sent.at, is_spam=is_spam, **facts)


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
