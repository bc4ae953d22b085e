"""A moderator's acts on one comment or many: each a verb of the comment, all of one press in one batch."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import text as words
from comments.models import Actor, Comment, Decision, Sanction, State
from comments.models.comment import UNDO_FOR, new_batch

VERBS = ("approve", "reject", "mark_spam", "hold")
SAID = 5  # refusals of a press that are told; the rest stays on the list and tells itself
LONGEST = timedelta(days=60)  # A network is known that long at least, then its key goes.


@dataclass
class Done:
    """What came of a press: how many, what couldn't be, and the number under which it can be undone."""

    batch: uuid.UUID = field(default_factory=new_batch)
    count: int = 0
    refusals: list[str] = field(default_factory=list)


def decide(verb: str, rows: Iterable[tuple[Comment, int]], by: Any, **note: Any) -> Done:
    """Decide about each comment in the version that was seen, each in a transaction of its own: what is done when the
    power fails stays done, the rest waits."""
    if verb not in VERBS:
        raise ValueError(verb)
    done = Done(note.pop("batch", None) or new_batch())
    for comment, seen in rows:
        try:
            done.count += getattr(comment, verb)(by, seen, batch=done.batch, **note) is not None
        except ValidationError as refused:
            done.refusals += [said for said in refused.messages if len(done.refusals) < SAID]
    return done


def size_of(batch: uuid.UUID) -> int:
    """How many decisions were made under this number."""
    return Decision.objects.filter(batch=batch, undoes=None).count()


def undo(batch: uuid.UUID, by: Any) -> int:
    """Take back all decisions of a batch, each to where its comment was; how many there were."""
    since = timezone.now() - UNDO_FOR
    made: Any = Decision.objects.filter(batch=batch, undone_by=None, undoes=None, at__gt=since).select_related(
        "comment"
    )
    return sum(decision.comment.undo(by, of=decision) is not None for decision in made)


def answer(comment: Comment, seen: int, text: str, by: Any, name: str) -> Done:
    """Reply as the newsroom; the answered comment is approved in the same act, and both are undone together.

    The same reply sent twice is one.
    """
    text = words.clean_text(text)
    if not text:
        raise ValidationError(_("Write the reply first."))
    key, done = f"answer:{sha256(f'{comment.pk} {by.pk} {text}'.encode()).hexdigest()[:48]}", Done(count=1)
    if Comment.objects.filter(resend_key=key).exists():
        return done
    thread = comment.thread_id or comment.pk
    with transaction.atomic():
        comment.approve(by, seen, batch=done.batch)
        reply = Comment.objects.create(
            article=comment.article, parent=comment, thread_id=thread, name=name, text=text, staff=by, resend_key=key
        )
        Decision.objects.create(comment=reply, became=State.PENDING, by=by, actor=Actor.PERSON, at=reply.created_at)
        reply.approve(by, batch=done.batch)
    return done


def sanction(comment: Comment, days: int, reason: str, by: Any) -> Sanction:
    """Hold all that this writer sends, for so many days: 60 at most."""
    reason = words.clean_line(reason)[:200]
    if not reason:
        raise ValidationError(_("Say why this writer is held: it is kept."))
    if not comment.network:
        raise ValidationError(_("This writer's network is no longer known."))
    now = timezone.now()
    return Sanction.objects.create(
        network=comment.network,
        name=comment.folded_name,
        reason=reason,
        by=by,
        since=now,
        until=now + min(timedelta(days=max(days, 1)), LONGEST),
    )
