"""The demo newspaper, set by the same verbs as any other: photos uploaded, stories saved, published, withdrawn."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.html import escape

from articles.models import Article, ArticlePhoto, Author, Coverage, Credit, Masthead, Page, Photo, Section, Tag, Topic
from newsroom.demo import drawings
from newsroom.demo.manuscript import Manuscript, PhotoLine

FILE = Path(__file__).parent / "paper.json"
WRITING = timedelta(hours=2)
WITHDRAWN_AFTER = timedelta(hours=1)
WHY_WITHDRAWN = "Nguồn tin đề nghị kiểm tra lại số liệu."
Step = Callable[[int], None]
Staff = Mapping[str, User | None]  # under "Reporter" and "Editor"


def is_untouched() -> bool:
    """Nobody has begun a paper in this database."""
    return not (Article.objects.exists() or Section.objects.exists() or Masthead.objects.exists())


def frame() -> None:
    """The masthead, sections, authors, static pages, topics and tags; each kind only where the paper has none of it."""
    facts = json.loads(FILE.read_text("utf-8"))
    with transaction.atomic():
        if not Masthead.objects.exists():
            Masthead(**facts["masthead"]).save()
        if not Section.objects.exists():
            _sections(facts["sections"])
        if not Author.objects.exists():
            for author in facts["authors"]:
                Author.objects.create(**author)
        if not Page.objects.exists():
            for order, page in enumerate(facts["pages"]):
                Page.objects.create(order=order, **page)
        if not Topic.objects.exists():
            for topic in facts["topics"]:
                Topic.objects.create(**topic)
        if not Tag.objects.exists():
            for tag in facts["tags"]:
                made = Tag.make(tag["name"])
                for word in tag["more"]:
                    made.also_called(word, by=None)


def _sections(rows: Iterable[Mapping[str, Any]]) -> None:
    """A section's parent stands before it, under its slug."""
    made: dict[str, Section] = {}
    for row in rows:
        made[row["slug"]] = Section.objects.create(**{**row, "parent": made.get(row["parent"] or "")})


def photo_lines(stories: Iterable[Manuscript]) -> list[PhotoLine]:
    """Every photo of the demo newspaper, once."""
    return list({(line.scene, line.alt, line.caption): line for story in stories for line in story.photos}.values())


def upload_all(lines: Sequence[PhotoLine], step: Step) -> None:
    """Every photo that isn't there yet, each in a transaction of its own; drawn on all cores ahead of the uploads."""
    missing = [(line, seed) for seed, line in enumerate(lines) if photo_of(line) is None]
    step(len(lines) - len(missing))
    pencils = ThreadPoolExecutor(os.cpu_count())
    try:
        for (line, _seed), drawn in zip(missing, pencils.map(lambda todo: _draw(*todo), missing), strict=True):
            _take_in(line, drawn)
            step(1)
    finally:
        pencils.shutdown(cancel_futures=True)


def upload(line: PhotoLine, seed: int) -> Photo:
    """The photo of a line, drawn and taken in like any other; the same one where it is already there."""
    return photo_of(line) or _take_in(line, _draw(line, seed))


def _draw(line: PhotoLine, seed: int) -> bytes:
    return drawings.jpeg(line.scene, seed)


def _take_in(line: PhotoLine, drawn: bytes) -> Photo:
    file = ContentFile(drawn, name=f"{line.scene}.jpg")
    return Photo.upload(file, alt=line.alt, caption=line.caption, credit=line.credit)


def photo_of(line: PhotoLine) -> Photo | None:
    return Photo.objects.kept().filter(alt=line.alt, caption=line.caption).order_by("pk").first()


def tell_all(stories: Iterable[Manuscript], staff: Staff, step: Step, now: datetime | None = None) -> None:
    """The stories in the order in which they happened; `step` is called after each."""
    now = now or timezone.now()
    told: dict[str, Article] = {}
    for story in sorted(stories, key=lambda story: -story.minutes_ago):
        related = [article.pk for name, article in told.items() if name.startswith(tuple(story.related) or ("-",))]
        told[story.name] = tell(story, staff, now, related)
        step(1)


def tell(story: Manuscript, staff: Staff, now: datetime, related: Sequence[int] = ()) -> Article:
    """One story, written by the reporter, and brought as far as its manuscript says; `related` to some told before."""
    at = now - timedelta(minutes=story.minutes_ago)
    begun = min(at, now) - WRITING
    article = _draft(story, staff["Reporter"], begun, related)
    if story.status == "submitted":
        article.submit(by=staff["Reporter"], at=now)
    elif story.status == "scheduled":
        article.publish(by=staff["Editor"], at=at, now=now)
    elif story.status in {"published", "withdrawn"}:
        article.publish(by=staff["Editor"], at=at, now=at)
        _report(article, story, staff["Editor"], at)
    if story.status == "withdrawn":
        article.withdraw(by=staff["Editor"], reason=WHY_WITHDRAWN, at=min(at + WITHDRAWN_AFTER, now))
    return article


def _report(article: Article, story: Manuscript, by: User | None, began: datetime) -> None:
    """A live report's entries, each at its minute, and what stands on top by now."""
    for minutes, title, words in story.entries:
        at = began + timedelta(minutes=minutes)
        Coverage.of(article, at).post(f"<p>{escape(words)}</p>", by=by, title=title, at=at)
    if summary := story.facts.get("summary"):
        Coverage.of(article, at).summarise(f"<p>{escape(summary)}</p>", by=by, at=at)


def _draft(story: Manuscript, by: User | None, at: datetime, related: Sequence[int]) -> Article:
    facts = {key: story.facts[key] for key in ("kicker", "headline", "lead", "source") if key in story.facts}
    section = Section.objects.filter(slug=story.facts.get("section", "")).first()
    topics = {topic.slug: topic for topic in Topic.objects.filter(slug__in=story.topics)}
    article = Article(
        topics=[topics[slug].pk for slug in story.topics if slug in topics],
        tags=[Tag.make(tag).pk for tag in story.tags],
        related=list(related),
        body=story.body(),
        genre=story.genre,
        section=section,
        created_by=by,
        created_at=at,
        saved_at=at,
        **facts,
    )
    article.full_clean()
    article.save()
    for order, (role, who) in enumerate(story.credits):
        author = Author.objects.filter(slug=who).first()
        Credit.objects.create(article=article, role=role, author=author, name="" if author else who, order=order)
    for order, line in enumerate(story.photos):
        photo = photo_of(line) or upload(line, order)
        ArticlePhoto.objects.create(article=article, photo=photo, key=line.marker, is_lead=order == 0, order=order)
        if order == 0:
            Topic.objects.filter(pk__in=article.topics[:1]).update(photo=photo)
    article.remember(by=by, at=at)
    return article
