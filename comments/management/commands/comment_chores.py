"""What a timer does for comments every few minutes; run twice it does nothing twice, left out it loses nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from comments.digest import send_due
from comments.models import Comment, HashKey, Letter, Report
from comments.models.privacy import DELETED_AFTER


class Command(BaseCommand):
    help = "Send the letters that are due; forget networks after 90 days."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        sent, failed = send_due(now)
        old = now - DELETED_AFTER
        blank = {"network": "", "writer_key": "", "canonical": "", "resend_key": None}
        forgotten = Comment.objects.filter(created_at__lt=old).exclude(network="").update(**blank)
        Report.objects.filter(at__lt=old).delete()
        HashKey.objects.filter(made_at__lt=old).delete()
        Letter.objects.filter(send_after__lt=now - timedelta(days=7)).delete()
        self.stdout.write(f"{sent} letters sent, {failed} failed; {forgotten} networks forgotten.")
