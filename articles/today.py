"""What lies before a person on the desk's first page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import Value, prefetch_related_objects
from django.utils import timezone

from articles.models import Article, Change, Masthead, Note, Status
from articles.models.gate import Finding
from articles.models.history import Action
from articles.models.powers import powers_of
from articles.models.rules import AT_A_GLANCE, Look
from articles.models.shelf import ArticleQuerySet
from articles.readership import ledger
from articles.readership.figures import Reading, read_now

SHOWN = 8
LATE = timedelta(minutes=10)
UNFINISHED = [Status.RETURNED, Status.DRAFT, Status.SUBMITTED]


@dataclass(frozen=True)
class Held:
    """A story with what the gate finds in it."""

    story: Article
    findings: list[Finding]

    @property
    def blocks(self) -> bool:
        return any(finding.blocks for finding in self.findings)


class Today:
    """The lists of stories come together, in two queries, each a few steps along an index."""

    def __init__(self, user: Any, paper: Masthead) -> None:
        self.user, self.paper = user, paper
        self.now = timezone.now()
        self.stories: ArticleQuerySet = Article.objects.visible_to(user)
        powers = powers_of(user)
        self.decides: bool = powers.may_decide
        self.writes: bool = powers.may_somewhere("add")
        self.counts_readers: bool = user.has_perm("articles.view_article")

    def _parts(self) -> dict[str, tuple[ArticleQuerySet, Callable[[Article], Any], bool]]:
        """Of each list its stories in order, and the same order for rows that have been loaded; True for backwards."""
        day = timezone.localtime(self.now).replace(hour=0, minute=0, second=0, microsecond=0)
        saved, out = (lambda story: (story.saved_at, story.pk)), (lambda story: (story.published_at, story.pk))
        parts = {
            "scheduled": (self.stories.scheduled(self.now).order_by("published_at", "id"), out, False),
            "ending": (self.stories.ending(self.now).order_by("live_until"), lambda story: story.live_until, False),
            "published": (self.stories.live(self.now).filter(published_at__gte=day).newest_first(), out, True),
        }
        if self.decides:
            for state in (Status.SUBMITTED, Status.APPROVED):
                parts[state] = (self.stories.filter(status=state).order_by("saved_at"), saved, False)
        if self.writes:
            mine = self.stories.filter(created_by=self.user)
            for state in UNFINISHED:
                parts[f"mine {state}"] = (mine.filter(status=state).order_by("-saved_at"), saved, True)
        return parts

    @cached_property
    def _found(self) -> dict[str, list[Article]]:
        parts = self._parts()
        steps = [
            Article.objects.filter(pk__in=rows.values("pk")[:SHOWN]).order_by().values_list("pk", Value(name))
            for name, (rows, _order, _back) in parts.items()
        ]
        numbers = list(steps[0].union(*steps[1:], all=True))
        known = Article.objects.for_desk().in_bulk([pk for pk, _name in numbers])
        found: dict[str, list[Article]] = {name: [] for name in parts}
        for pk, name in numbers:
            if pk in known:
                found[name].append(known[pk])
        for name, (_rows, order, back) in parts.items():
            found[name].sort(key=order, reverse=back)
        return found

    def waiting(self) -> Sequence[Article]:
        """Stories that wait for an editor, longest first."""
        found = [*self._found.get(Status.SUBMITTED, []), *self._found.get(Status.APPROVED, [])]
        return sorted(found, key=lambda story: (story.saved_at, story.pk))[:SHOWN]

    def mine(self) -> Sequence[Article]:
        found = [story for state in UNFINISHED for story in self._found.get(f"mine {state}", [])]
        return sorted(found, key=lambda story: (story.saved_at, story.pk), reverse=True)[:SHOWN]

    def scheduled(self) -> Sequence[Article]:
        return self._found["scheduled"]

    def ending(self) -> Sequence[Article]:
        """What comes down by its time, the next first."""
        return self._found["ending"]

    def published(self) -> Sequence[Article]:
        """Since midnight by the paper's clock."""
        return self._found["published"]

    @cached_property
    def held_up(self) -> list[Held]:
        """Of the lists above, the stories that the gate holds up or warns of; who is asked to decide on them first.
        Three queries; what takes reading the whole text is left to the story's form."""
        stories = list({story.pk: story for story in (*self.scheduled(), *self.waiting(), *self.mine())}.values())
        if not stories:
            return []
        prefetch_related_objects(stories, "photos", "credits")
        told = self._told(stories)
        found = [Held(story, self._findings(story, told[story.pk])) for story in stories]
        return sorted((held for held in found if held.findings), key=lambda held: not held.blocks)[:SHOWN]

    def _told(self, stories: list[Article]) -> dict[int, list[tuple[bool, int]]]:
        """Of each its open notes (False), and the versions that were let pass (True): one query."""
        notes = Note.objects.open().filter(article__in=stories).order_by()
        passes = Change.objects.filter(article__in=stories, action=Action.PASSED).order_by()
        found: dict[int, list[tuple[bool, int]]] = {story.pk: [] for story in stories}
        rows = notes.values_list("article", Value(0), Value(0))
        for pk, is_pass, version in rows.union(passes.values_list("article", Value(1), "version"), all=True):
            found[pk].append((bool(is_pass), version))
        return found

    def _findings(self, story: Article, told: list[tuple[bool, int]]) -> list[Finding]:
        look = Look(story, self.paper)
        look.open_notes = sum(not is_pass for is_pass, _version in told)
        found = story.findings(None, self.paper, look, AT_A_GLANCE)
        return [each for each in found if (True, story.version) not in told or each.rule.is_fixed or not each.blocks]

    @cached_property
    def read_now(self) -> list[Reading]:
        return read_now(self.now) if self.counts_readers else []

    def views_wait(self) -> int:
        """Minutes for which views have waited to be counted; 0 while that is no reason for alarm."""
        waited = ledger.lag(settings.SPOOL, self.now)
        return waited // timedelta(minutes=1) if waited > LATE else 0
