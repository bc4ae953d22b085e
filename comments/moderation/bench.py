"""A moderator's acts on one comment or many: each a verb of the comment, all of one press in one batch."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from comments.models import Comment, Decision, Sanction, State
from comments.models.comment import UNDO_FOR, new_batch

VERBS = ("approve", "reject", "mark_spam", "hold")


@dataclass
class Done:
    """What came of a press: how many, what couldn't be, and the number under which it can be undone."""

    batch: uuid.UUID = field(default_factory=new_batch)
    count: int = 0
    refusals: list[str] = field(default_factory=list)


def decide(verb: str, rows: Iterable[tuple[Comment, int | None]], by: Any, **note: Any) -> Done:
    """Each comment in a transaction of its own: what is done when the power fails stays done, the rest waits."""
    if verb not in VERBS:
        raise ValueError(verb)
    done = Done()
    for comment, seen in rows:
        try:
            done.count += getattr(comment, verb)(by, seen, batch=done.batch, **note) is not None
        except ValidationError as refused:
            done.refusals += refused.messages
    return done


def undo(batch: uuid.UUID, by: Any) -> int:
    """Take back all decisions of a batch, each to where its comment was; how many there were."""
    since = timezone.now() - UNDO_FOR
    made = Decision.objects.filter(batch=batch, undone_by=None, undoes=None, at__gt=since).select_related("comment")
    return sum(decision.comment.undo(by, of=decision) is not None for decision in made)


def answer(comment: Comment, text: str, by: Any, name: str) -> Comment:
    """Reply as the newsroom; the answered comment is approved in the same act."""
    if not text.strip():
        raise ValidationError(_("Write the reply first."))
    with transaction.atomic():
        comment.approve(by)
        reply = Comment.objects.create(
            article=comment.article,
            parent=comment,
            thread_id=comment.thread_id or comment.pk,
            name=name,
            text=text,
            state=State.PUBLISHED,
            staff=by,
        )
        Decision.objects.create(comment=reply, became=State.PUBLISHED, by=by, actor="person", at=timezone.now())
    return reply


def sanction(comment: Comment, days: int, reason: str, by: Any) -> Sanction:
    """Hold all that this writer sends, for so many days."""
    if not reason.strip():
        raise ValidationError(_("Say why this writer is held: it is kept."))
    now = timezone.now()
    return Sanction.objects.create(
        network=comment.network,
        name=comment.folded_name,
        reason=reason,
        by=by,
        since=now,
        until=now + timedelta(days=min(max(days, 1), 365)),
    )
