"""Ten thousand acts of readers and moderators in any order: what is counted is what is there, on every page."""

from __future__ import annotations

import random
import re
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.test import Client
from django.utils import timezone

from articles.models import Article
from comments.models import Comment, Decision, State
from comments.moderation import bench
from comments.thread import replies_page, thread
from tests import cast
from tests.comments.cast import comment

ACTS, EVERY = 10_000, 500
VERBS = ("approve", "reject", "mark_spam", "hold", "undo")


class Crowd:
    """Readers, two moderators and what they do, by a seed."""

    def __init__(self, seed: int) -> None:
        self.chance, self.at = random.Random(seed), timezone.now()
        self.people = [cast.mo(), cast.ed()]
        self.stories = [cast.live_article(f"Bài {number}") for number in range(3)]
        self.batches: list[Any] = []

    def act(self) -> None:
        self.at += timedelta(seconds=1)
        first = Comment.objects.order_by("-id").values_list("id", flat=True).first() or 0
        row = Comment.objects.filter(pk__gte=self.chance.randrange(first + 1)).order_by("id").first()
        kind = self.chance.random()
        if row is None or kind < 0.12:
            self.write(row)
        elif kind < 0.17:
            row.report(
                reporter=f"1:net{self.chance.randrange(9)}:{self.chance.randrange(9)}", ground="insult", at=self.at
            )
        elif kind < 0.2:
            row.withdraw(at=self.at) if self.chance.random() < 0.5 else row.erase(at=self.at)
        elif kind < 0.23:
            self.bulk()
        else:
            getattr(row, self.chance.choice(VERBS))(by=self.chance.choice(self.people), at=self.at)

    def write(self, parent: Comment | None) -> None:
        story, state = self.chance.choice(self.stories), self.chance.choice(["pending", "published", "held"])
        is_reply = parent is not None and self.chance.random() < 0.6
        facts = {"parent": parent} if is_reply else {}
        comment(parent.article if is_reply and parent else story, f"Câu {self.at}", state=state, **facts)

    def bulk(self) -> None:
        if self.batches and self.chance.random() < 0.4:
            bench.undo(self.batches.pop(), self.people[0])
            return
        rows = list(Comment.objects.order_by("-id")[: self.chance.randrange(1, 30)])
        verb = self.chance.choice(VERBS[:4])
        done = bench.decide(verb, [(row, row.version) for row in rows], self.people[1])
        self.batches.append(done.batch)


@pytest.mark.django_db
def test_ten_thousand_acts_leave_no_count_astray() -> None:
    crowd = Crowd(2026)
    for number in range(1, ACTS + 1):
        with suppress(ValidationError):  # Refused with a sentence: nothing may have changed.
            crowd.act()
        if number % EVERY == 0:
            for story in crowd.stories:
                counts_are_true(story)
            every_state_is_the_last_decisions()
    print(Comment.objects.count(), "comments,", Decision.objects.count(), "decisions")
    assert Decision.objects.count() > ACTS / 3


def counts_are_true(story: Article) -> None:
    """The total, what the page says, and all that can be met by walking."""
    public = set(Comment.objects.filter(article=story, state=State.PUBLISHED).values_list("pk", flat=True))
    assert thread(story).total == len(public)
    html = Client().get(story.get_absolute_url()).content.decode()
    assert f"({len(public)})" in html or not public
    met: set[int] = set()
    page = thread(story)
    while True:
        for top in page.comments:
            met |= {top.pk} & public
            replies, following = replies_page(top)
            while True:
                met |= {reply.pk for reply in replies}
                if following is None:
                    break
                replies, following = replies_page(top, following)
        if page.following is None:
            break
        page = thread(story, before=page.following)
    assert met == public
    assert not re.search(r"\(-\d", html)


def every_state_is_the_last_decisions() -> None:
    decided = Comment.objects.annotate(n=Count("decisions")).filter(n__gt=0).prefetch_related("decisions")
    for row in decided:
        assert max(row.decisions.all(), key=lambda decision: decision.pk).became == row.state
