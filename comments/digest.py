"""The digest of the queue: a letter to the moderators, at most one an hour, when something waits."""

from __future__ import annotations

import smtplib
from datetime import datetime, timedelta

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from articles.models import Masthead
from comments.models import Comment, HouseRules, Letter

TRIES = 8


def announce(at: datetime) -> None:
    """Put a digest for this hour in the outbox, in the transaction of the comment that waits."""
    rules = HouseRules.objects.filter(pk=1).only("digest_to").first()
    for address in rules.digest_to.split() if rules else []:
        due = (at + timedelta(hours=1)).replace(minute=0, second=0, microsecond=0)
        Letter.objects.get_or_create(
            key=f"queue {due.isoformat()} {address}",
            defaults={"to": address, "subject": "", "text": "", "send_after": due},
        )


def send_due(at: datetime) -> tuple[int, int]:
    """Send what is due: (sent, failed). A letter is taken by one sender; one that fails is tried again later."""
    sent = failed = 0
    for pk in Letter.objects.filter(sent_at=None, send_after__lte=at, tries__lt=TRIES).values_list("pk", flat=True)[
        :200
    ]:
        with transaction.atomic():
            letter = Letter.objects.select_for_update(skip_locked=True).filter(pk=pk, sent_at=None).first()
            if letter is None:
                continue
            try:
                written = _write(letter)
                if written:
                    EmailMessage(letter.subject, letter.text, to=[letter.to]).send()
                letter.sent_at, sent = timezone.now(), sent + written
            except (smtplib.SMTPException, OSError) as error:
                letter.error, letter.tries, failed = str(error)[:300], letter.tries + 1, failed + 1
                letter.send_after = at + timedelta(minutes=2**letter.tries)
            letter.save()
    return sent, failed


def _write(letter: Letter) -> bool:
    """The digest as the queue stands now; False where nothing waits any more."""
    waiting = Comment.objects.waiting().count()
    if letter.key.startswith("queue ") and waiting:
        paper = Masthead.current()
        with translation.override(paper.language):
            letter.subject = _("%(n)d comments wait at %(paper)s") % {"n": waiting, "paper": paper.name}
            newest = Comment.objects.waiting().in_queue_order()[:10]
            letter.text = "\n\n".join(f"{comment.name}: {comment}" for comment in newest)
    return bool(letter.text)
