"""A page of a story's comments: a fixed number of queries, whatever the thread's size. No OFFSET: pages go by id."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Max, OuterRef, Q, Subquery

from articles.known import Known
from articles.models import Article
from comments.models import Comment, Discussion, Mode, State

PAGE, REPLIES = 20, 5
NEWEST = 1 << 60  # no comment has a greater number


@dataclass
class Thread:
    """First-level comments with their first replies; `.first_replies` and `.has_more` on each comment."""

    article: Article
    mode: str
    total: int
    comments: Sequence[Comment]
    following: int | None = None  # the id after which the next page begins
    is_first: bool = True
    is_oldest_first: bool = False
    answering: Comment | None = None

    @property
    def is_closed(self) -> bool:
        return self.mode == Mode.CLOSED


def thread(article: Article, before: int | None = None, start: int | None = None, after: int | None = None) -> Thread:
    """The page of comments older than `before`, or beginning with `start`; the newest where nothing is given.
    With `after` the oldest come first: those later than that id.

    Three queries: mode and count, the comments, their first replies; one where there is no comment.
    """
    mode, total = _mode_and_total(article)
    rows = _page(article, before, start, after) if total else []
    page = rows[:PAGE]
    with_first_replies(page)
    return Thread(
        article=article,
        mode=mode,
        total=total,
        comments=page,
        following=page[-1].pk if len(rows) > PAGE else None,
        is_first=before is None and start is None and not after,
        is_oldest_first=after is not None,
    )


def _page(article: Article, before: int | None, start: int | None, after: int | None) -> list[Any]:
    """And the one that follows."""
    if after is not None:
        return UPWARDS.found(article=article.pk, after=after)
    if before is not None:
        start = before - 1
    return DOWNWARDS.found(article=article.pk, start=NEWEST if start is None else start)


def _shown_under(article: int) -> Any:
    shown = Comment.objects.filter(article=article).shown().select_related("staff")
    return shown.annotate(cut=Subquery(_last_of_the_first_replies()))


def _last_of_the_first_replies() -> Any:
    """The id up to which a comment's replies are read: one more than are shown."""
    first = Comment.objects.filter(thread=OuterRef(OuterRef("pk")), state=State.PUBLISHED).order_by("id").values("id")
    return (
        Comment.objects.filter(pk__in=first[: REPLIES + 1])
        .order_by()
        .values("thread")
        .annotate(last=Max("id"))
        .values("last")
    )


def _mode_and_total(article: Article) -> tuple[str, int]:
    """How readers may talk, and how many comments they can read: both in one query."""
    by_hand, by_house, days, total = next(iter(FACTS.rows(pk=article.pk)), (None, None, None, 0))
    return Discussion.judged(article, by_hand, by_house, days), total or 0


def _facts(pk: int) -> Any:
    shown = Comment.objects.filter(article=pk, state=State.PUBLISHED).order_by().values("article")
    return Discussion.facts_of(pk, total=Subquery(shown.annotate(n=Count("pk")).values("n")))


def _first_replies(threads: Sequence[int], cuts: Sequence[int]) -> Any:
    each = (Q(thread=thread, id__lte=cut) for thread, cut in zip(threads, cuts, strict=True))
    return Comment.objects.visible_replies().filter(reduce(or_, each))


FACTS, FIRST_REPLIES = Known(_facts), Known(_first_replies)
DOWNWARDS = Known(lambda article, start: _shown_under(article).filter(id__lte=start).order_by("-id")[: PAGE + 1])
UPWARDS = Known(lambda article, after: _shown_under(article).filter(id__gt=after).order_by("id")[: PAGE + 1])


def with_first_replies(page: Sequence[Any]) -> None:
    """Give each comment its first replies, in one query that reads no more than it shows."""
    cuts = {row.pk: row.cut for row in page if row.cut}
    replies = FIRST_REPLIES.found(threads=cuts.keys(), cuts=cuts.values()) if cuts else []
    for row in page:
        found = [reply for reply in replies if reply.thread_id == row.pk]
        row.first_replies, row.has_more = found[:REPLIES], len(found) > REPLIES


def replies_page(top: Comment, start: int | None = None) -> tuple[list[Comment], int | None]:
    """A page of one comment's replies from the reply `start` on, and the id that the next page starts with."""
    rows = Comment.objects.visible_replies().filter(thread=top)
    if start is not None:
        rows = rows.filter(id__gte=start)
    found = list(rows[: PAGE + 1])
    return found[:PAGE], found[PAGE].pk if len(found) > PAGE else None
