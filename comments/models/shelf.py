"""The states of a comment, and the lists that are made of them."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from articles.models.due import live


class State(models.TextChoices):
    PENDING = "pending", _("waiting")
    PUBLISHED = "published", _("published")
    HELD = "held", _("hidden for a second look")
    REJECTED = "rejected", _("rejected")
    SPAM = "spam", _("spam")
    WITHDRAWN = "withdrawn", _("withdrawn by its writer")
    ERASED = "erased", _("erased")


WAITING = [State.PENDING, State.HELD]
GONE = [State.WITHDRAWN, State.ERASED]


class CommentQuerySet(models.QuerySet):
    def visible(self, at: datetime | None = None) -> CommentQuerySet:
        """What the public may read: published, under a live story."""
        return self.filter(live(at, "article__"), state=State.PUBLISHED)

    def waiting(self) -> CommentQuerySet:
        """What a moderator has to decide."""
        return self.filter(state__in=WAITING)

    def in_queue_order(self) -> CommentQuerySet:
        """Reported and scored first, then the oldest: nothing starves."""
        return self.order_by("-priority", "id")

    def shown(self) -> CommentQuerySet:
        """First-level comments in a thread: published ones, and as tombstones those with published replies."""
        replies = self.model._default_manager.filter(thread=OuterRef("pk"), state=State.PUBLISHED)
        return self.filter(Q(state=State.PUBLISHED) | Exists(replies), thread=None)

    def visible_replies(self) -> CommentQuerySet:
        """Second-level comments in a thread, oldest first, with what is needed to say whom they answer."""
        return self.filter(state=State.PUBLISHED, thread__isnull=False).select_related("parent", "staff").order_by("id")
