"""The digest of the queue: a letter to the moderators, at most one an hour, when something waits."""

from __future__ import annotations

import smtplib
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Masthead
from comments.models import Comment, HouseRules, Letter

TRIES = 8


def announce(at: datetime) -> None:
    """Put a digest for this hour in the outbox, in the transaction of the comment that waits."""
    rules = HouseRules.objects.filter(pk=1).only("digest_to").first()
    for address in rules.digest_to.split() if rules else []:
        due = (at + timedelta(hours=1)).replace(minute=0, second=0, microsecond=0)
        Letter.objects.get_or_create(
            key=f"queue {due:%Y-%m-%dT%H} {sha256(address.encode()).hexdigest()[:32]}",
            defaults={"to": address, "subject": "", "text": "", "send_after": due},
        )


def send_due(at: datetime) -> tuple[int, int]:
    """Send what is due: (sent, failed). Two senders never take the same letter; one that fails is tried again later.

    No transaction is open while a mail server is waited for. What was written into a letter is kept nowhere.
    """
    sent = failed = 0
    due = Letter.objects.filter(sent_at=None, send_after__lte=at, tries__lt=TRIES).order_by("send_after", "pk")
    for letter in due[:200]:
        later = at + timedelta(minutes=2 ** (letter.tries + 1))
        mine = Letter.objects.filter(pk=letter.pk, sent_at=None, tries=letter.tries)
        if not mine.update(tries=F("tries") + 1, send_after=later):
            continue
        try:
            sent += _send(letter)
            Letter.objects.filter(pk=letter.pk).update(sent_at=timezone.now())
        except (smtplib.SMTPException, OSError) as error:
            Letter.objects.filter(pk=letter.pk).update(error=str(error)[:300])
            failed += 1
    return sent, failed


def _send(letter: Letter) -> bool:
    """The digest as the queue stands now; False where nothing waits any more."""
    if not letter.key.startswith("queue "):
        return bool(EmailMessage(letter.subject, letter.text, to=[letter.to]).send())
    waiting = Comment.objects.waiting().count()
    if not waiting:
        return False
    paper = Masthead.current()
    with translation.override(paper.language):
        subject = ngettext("%(n)d comment waits at %(paper)s", "%(n)d comments wait at %(paper)s", waiting)
        subject %= {"n": waiting, "paper": paper.name}
    first = Comment.objects.waiting().in_queue_order()[:10]
    with translation.override(paper.language):
        door = _("Decide here: %(address)s") % {"address": _at_the_desk()}
    text = "\n\n".join([*(f"{comment.name}: {comment}" for comment in first), door])
    return bool(EmailMessage(subject, text, to=[letter.to]).send())


def _at_the_desk() -> str:
    """A letter is sent by the clock, not for a request: the paper's first host name says where it is."""
    host = next((name for name in settings.ALLOWED_HOSTS if not name.startswith((".", "*"))), "localhost")
    return f"{'https' if settings.HTTPS else 'http'}://{host}{reverse('admin:comments_comment_changelist')}"
