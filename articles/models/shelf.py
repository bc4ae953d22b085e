"""The questions asked of stories: what is live, who may see what, in which order, and what it costs to load."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q
from django.utils import timezone

from articles.known import from_there
from articles.models.bin import BinQuerySet
from articles.models.due import due, gone, live, past
from articles.models.folded import with_words
from articles.models.powers import powers_of

if TYPE_CHECKING:
    from articles.models.article import Article
    from articles.models.credit import Author
    from articles.models.section import Section
    from articles.models.tag import Tag
    from articles.models.topic import Topic

MOST_READ = 5
ON_CARDS = (
    *("slug", "headline", "status", "published_at", "live_until", "filed_root"),
    *(f"edition__{name}" for name in ("kicker", "headline", "lead")),
    *(f"edition__lead_photo__{name}" for name in ("renditions", "crops", "width", "height", "colour")),
    *(f"edition__lead_photo__{name}" for name in ("rights_until", "binned_at")),
    *(f"filed_section__{name}" for name in ("slug", "name", "parent")),
)
ON_PAGE = (
    *("slug", "status", "published_at", "live_until", "corrected_at", "filed_root"),
    *(f"edition__{name}" for name in ("number", "kicker", "headline", "lead", "body", "genre", "source", "show_sign")),
    *(f"edition__{name}" for name in ("credits", "photos", "clips", "topics", "tags", "related", "made_at")),
    *(f"filed_section__{name}" for name in ("slug", "name", "parent__slug", "parent__name")),
    *(f"coverage__{name}" for name in ("summary", "began_at", "changed_at", "ended_at", "last_number")),
    *("views__count", "views__base"),
)


class ArticleQuerySet(BinQuerySet):
    def live(self, at: datetime | None = None) -> ArticleQuerySet:
        """What the public may read at `at` (now where none is given). The one definition."""
        return self.filter(live(at))

    def scheduled(self, at: datetime | None = None) -> ArticleQuerySet:
        """Published with a time to come."""
        return self.filter(status="published", published_at__gt=at or timezone.now())

    def gone(self, at: datetime | None = None) -> ArticleQuerySet:
        """Was public, and was withdrawn or has come down by its time: 410 for readers."""
        return self.filter(gone(at))

    def gone_since(self, since: datetime, at: datetime | None = None) -> ArticleQuerySet:
        """Those of them that readers have lost after `since`."""
        return self.gone(at).filter(Q(gone_at__gt=since) | Q(live_until__gt=since))

    def past(self, at: datetime | None = None) -> ArticleQuerySet:
        """What readers had until its take-down time."""
        return self.filter(past(at))

    def ending(self, at: datetime | None = None) -> ArticleQuerySet:
        """What readers have or will get, and not for ever."""
        return self.filter(status="published", live_until__gt=at or timezone.now())

    def edited(self) -> ArticleQuerySet:
        """Published ones whose text on the desk is ahead of what readers have."""
        return self.filter(status="published", published_version__lt=F("version"))

    def embargoed(self, at: datetime | None = None) -> ArticleQuerySet:
        """What can't reach readers yet."""
        return self.filter(embargo_until__gt=at or timezone.now())

    def last_gone_at(self) -> datetime | None:
        """When readers last lost a story. A step along each of two indexes."""
        withdrawn = self.filter(status="withdrawn", gone_at__isnull=False).order_by("-gone_at")
        ended = self.past().order_by("-live_until")
        moments = (
            withdrawn.values_list("gone_at", flat=True).first(),
            ended.values_list("live_until", flat=True).first(),
        )
        return max((moment for moment in moments if moment), default=None)

    def visible_to(self, user: Any) -> ArticleQuerySet:
        """What a person at the desk may open: their own stories, and those of the sections in which they edit,
        approve or publish."""
        if not user.is_active or not user.has_perm("articles.view_article"):
            return self.none()
        return self.filter(powers_of(user).seen(), binned_at=None)

    def open_to(self, user: Any, act: str) -> ArticleQuerySet:
        """Those to which a person may do something: edit, approve, publish, withdraw."""
        return self.filter(powers_of(user).where(act))

    def binned(self, user: Any, at: datetime | None = None) -> ArticleQuerySet:
        """What lies in the bin of what a person would see at the desk, the latest first."""
        return self.in_bin(at).filter(powers_of(user).seen())

    def newest_first(self) -> ArticleQuerySet:
        return self.order_by("-published_at", "-id")

    def older_than(self, moment: datetime, pk: int) -> ArticleQuerySet:
        """What follows the story `pk` of `moment` in `newest_first()`."""
        found: ArticleQuerySet = from_there(self, Q(published_at__lt=moment) | Q(id__lt=pk), published_at__lte=moment)
        return found

    def newer_than(self, moment: datetime, pk: int) -> ArticleQuerySet:
        """What stands before the story `pk` of `moment` in `newest_first()`, nearest first."""
        found = self.filter(Q(published_at__gt=moment) | Q(id__gt=pk), published_at__gte=moment)
        return found.order_by("published_at", "id")

    def in_section(self, section: Section) -> ArticleQuerySet:
        """Stories of a section; of a first-level one, its inner sections' too."""
        return self.filter(filed_section=section) if section.parent_id else self.filter(filed_root=section)

    def by_author(self, author: Author, at: datetime | None = None) -> ArticleQuerySet:
        """An author's live stories, newest first, through the bylines' index."""
        found = self.filter(due(at, "bylines__"), bylines__author=author)
        return found.order_by("-bylines__published_at", "-bylines__article_id")

    def about(self, topic: Topic, at: datetime | None = None) -> ArticleQuerySet:
        """A topic's live stories, newest first, through the index of its page."""
        found = self.filter(due(at, "topic_rows__"), topic_rows__topic=topic)
        return found.order_by("-topic_rows__published_at", "-topic_rows__article_id")

    def tagged(self, tag: Tag, at: datetime | None = None) -> ArticleQuerySet:
        """A tag's live stories, newest first, through the index of its page."""
        found = self.filter(due(at, "tag_rows__"), tag_rows__tag=tag)
        return found.order_by("-tag_rows__published_at", "-tag_rows__article_id")

    def most_read(self, section: Section | None = None) -> dict[str, list[Article]]:
        """Live stories by the views of 24 hours ("24h") and of seven days ("7d"), as last worked out: so many as are
        shown, and one that takes the place of the story which a reader has before them. One query."""
        ranked = self.live().filter(Q(views__isnull=True) | Q(views__is_excluded=False))
        root = section.root_id if section else None
        ranked = ranked.filter(most_read__window__in=["24h", "7d"], most_read__root=root)
        found: dict[str, list[Article]] = {"24h": [], "7d": []}
        for story in ranked.annotate(window=F("most_read__window")).order_by("most_read__place").for_links():
            found[story.window].append(story)
        return {window: stories[: MOST_READ + 1] for window, stories in found.items()}

    def for_cards(self) -> ArticleQuerySet:
        """With what a card shows, in one query. The lead is the edition's."""
        return self.select_related("edition__lead_photo", "filed_section").only(*ON_CARDS)

    def for_links(self) -> ArticleQuerySet:
        """With what a line of headline and time shows, in one query."""
        return self.select_related("edition").only("slug", "published_at", "edition__headline")

    def for_page(self) -> ArticleQuerySet:
        """With what an article's page shows of the story itself, in one query."""
        return self.select_related("edition", "filed_section__parent", "views", "coverage").only(*ON_PAGE)

    def for_proof(self) -> ArticleQuerySet:
        """With what a preview shows of the story itself, in one query."""
        return self.select_related("section__parent", "views", "coverage")

    def for_desk(self) -> ArticleQuerySet:
        """With what a line of the desk's list shows, in one query."""
        return self.select_related("section", "created_by", "edition").defer("body", "edition__body", "folded")

    def for_form(self) -> ArticleQuerySet:
        """With all that its form shows of the story itself, in three queries."""
        return self.select_related("edition").prefetch_related("photos", "credits")

    def search(self, words: str) -> ArticleQuerySet:
        """Stories whose kicker or headline on the desk has all the words, with or without diacritics."""
        return with_words(self, words)
