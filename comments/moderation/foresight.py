"""What a word rule would have held, before it holds anything."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from comments.models import Actor, Comment, Decision, State
from comments.moderation.words import Matcher, Rule

LOOKED_AT, SAMPLES = 20_000, 5


@dataclass
class Foresight:
    all: int = 0
    held: int = 0
    approved: int = 0
    samples: list[str] = field(default_factory=list)

    def samples_as_text(self) -> str:
        return "".join(f"\n• {sample}" for sample in self.samples)


def would_have_held(term: str) -> Foresight:
    """The last 30 days' comments (the newest 20,000 of them) read with this rule alone."""
    matcher, seen = Matcher([Rule(term)]), Foresight()
    lately = Comment.objects.filter(created_at__gt=timezone.now() - timedelta(days=30)).order_by("-created_at")
    held = []
    for pk, text in lately.values_list("pk", "text")[:LOOKED_AT].iterator():
        seen.all += 1
        if matcher.find(text):
            held.append(pk)
            if len(seen.samples) < SAMPLES:
                seen.samples.append(text[:120])
    seen.held = len(held)
    by_people = Decision.objects.filter(comment__in=held[:5000], became=State.PUBLISHED, actor=Actor.PERSON)
    seen.approved = by_people.values("comment").distinct().count()
    return seen
