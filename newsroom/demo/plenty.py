"""Published stories by the thousand, as `publish()` would have left them, without asking it a million times."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.db import transaction

from articles import text
from articles.models import (
    Article,
    ArticlePhoto,
    Author,
    Byline,
    Change,
    Credit,
    Edition,
    Photo,
    Role,
    Section,
    Status,
    Tag,
    TagStory,
    Topic,
    TopicStory,
)
from articles.models.darkroom import ALPHABET
from articles.models.history import Action
from newsroom.demo import paper
from newsroom.demo.bank import Bank
from newsroom.demo.bulk import Rows, finish, next_id
from newsroom.demo.manuscript import all_manuscripts

BATCH = 2000
SPAN = timedelta(days=3650)
LONGEST_STEP = timedelta(days=1)
POOL = 20
AGENCY = "TTXVN"
OF_A_TOPIC, MOST_TAGS = 0.04, 3  # the share of stories; a few tags are on very many stories
Step = Callable[[int], None]


def photo_pool(step: Step = lambda count: None) -> list[Photo]:
    """The photos that the stories share: the demo newspaper's first twenty, drawn now where they are missing."""
    lines = paper.photo_lines(all_manuscripts())[:POOL]
    paper.upload_all(lines, step)
    return [paper.upload(line, seed) for seed, line in enumerate(lines)]


class Press:
    """Sets `count` stories of one seed into the paper, oldest first, the newest just before `until`.

    The paper has sections and authors; `photos` are those that the stories share.
    """

    def __init__(self, bank: Bank, photos: Sequence[Photo], count: int, until: datetime) -> None:
        self.bank, self.photos, self.count, self.until = bank, photos, count, until
        self.gap = min(LONGEST_STEP, SPAN / max(count, 1))
        sections = list(Section.objects.order_by("pk"))
        parents = {section.parent_id for section in sections}
        self.sections = [section for section in sections if section.pk not in parents]
        self.authors = list(Author.objects.order_by("pk"))
        self.topics = list(Topic.objects.current().order_by("pk").values_list("pk", flat=True))
        self.tags = [Tag.make(name).pk for name in sorted({tag for story in all_manuscripts() for tag in story.tags})]
        self.article_id, self.edition_id = next_id(Article), next_id(Edition)
        self.articles, self.editions = Rows(Article, with_id=True), Rows(Edition, with_id=True)
        self.credits, self.uses, self.bylines, self.changes = map(Rows, (Credit, ArticlePhoto, Byline, Change))
        self.topic_rows, self.tag_rows = Rows(TopicStory), Rows(TagStory)
        self.tables = [self.articles, self.editions, self.credits, self.uses, self.bylines, self.changes]
        self.tables += [self.topic_rows, self.tag_rows]

    def run(self, step: Step) -> None:
        """Batch by batch, each whole or not at all; `step` is told how many stories each has brought."""
        for first in range(0, self.count, BATCH):
            numbers = range(first, min(first + BATCH, self.count))
            for number in numbers:
                self._set(number)
            with transaction.atomic():
                for rows in self.tables:
                    rows.write()
            step(len(numbers))
        finish(Article, Edition)

    def _set(self, number: int) -> None:
        chance = self.bank.chance(number)
        at = self.until - self.gap * (self.count - number) + self.gap * (chance.random() * 0.9)
        at = at.replace(microsecond=0)
        section = self.sections[int(chance.random() * len(self.sections))]
        credits = list(self._credits(chance))
        uses = list(self._uses(chance, number))
        marker = next((f'<figure data-photo="{use["key"]}"></figure>' for use in uses if not use["is_lead"]), "")
        copy = self.bank.copy(chance, marker)
        genre = "news" if chance.random() < 0.6 else "report"
        story = self.article_id + number
        filed = self._filed(chance)
        self._article(story, at, section, copy, genre, filed)
        self._edition(story, at, section, copy, genre, credits, uses, filed)
        self._rest(story, at, credits, uses)
        for topic in sorted(filed["topics"]):
            self.topic_rows.add(topic_id=topic, article_id=story, published_at=at)
        for tag in sorted(filed["tags"]):
            self.tag_rows.add(tag_id=tag, article_id=story, published_at=at)

    def _filed(self, chance: Random) -> dict[str, list[int]]:
        topics = [self.topics[int(chance.random() * len(self.topics))]] if chance.random() < OF_A_TOPIC else []
        tags = [self.tags[int(chance.random() ** 2 * len(self.tags))] for _n in range(int(chance.random() * MOST_TAGS))]
        return {"topics": topics, "tags": list(dict.fromkeys(tags))}

    def _article(self, story: int, at: datetime, section: Section, copy: Any, genre: str, filed: Any) -> None:
        self.articles.add(
            id=story,
            kicker=copy.kicker,
            headline=copy.headline,
            lead=copy.lead,
            body=copy.body,
            genre=genre,
            section_id=section.pk,
            folded=text.fold(f"{copy.kicker} {copy.headline}")[:330],
            created_at=at,
            saved_at=at,
            status=Status.PUBLISHED.value,
            published_at=at,
            slug=text.slug(copy.headline),
            edition_id=self.edition_id + story - self.article_id,
            published_version=1,
            filed_section_id=section.pk,
            filed_root_id=section.root_id,
            **filed,
        )

    def _edition(
        self, story: int, at: datetime, section: Section, copy: Any, genre: str, credits: Any, uses: Any, filed: Any
    ) -> None:
        self.editions.add(
            id=self.edition_id + story - self.article_id,
            article_id=story,
            number=1,
            of_version=1,
            kicker=copy.kicker,
            headline=copy.headline,
            lead=copy.lead,
            body=copy.body,
            genre=genre,
            section_id=section.pk,
            lead_photo_id=uses[0]["photo"] if uses else None,
            credits=credits,
            photos=uses,
            words=copy.words,
            made_at=at,
            **filed,
        )

    def _rest(self, story: int, at: datetime, credits: list[Any], uses: list[Any]) -> None:
        for order, credit in enumerate(credits):
            name = "" if credit["author"] else credit["name"]
            self.credits.add(article_id=story, role=credit["role"], author_id=credit["author"], name=name, order=order)
        for order, use in enumerate(uses):
            facts = {name: use[name] for name in ("key", "is_lead", "alt", "caption", "credit")}
            self.uses.add(article_id=story, photo_id=use["photo"], order=order, **facts)
        for author in dict.fromkeys(credit["author"] for credit in credits if credit["author"]):
            self.bylines.add(author_id=author, article_id=story, published_at=at)
        self.changes.add(article_id=story, action=Action.PUBLISHED.value, version=1, at=at)

    def _credits(self, chance: Random) -> Iterator[dict[str, Any]]:
        """As `Credit.as_printed()` has them: one for text and photos, or two people, or one and an agency."""
        writer = self.authors[int(chance.random() * len(self.authors))]
        kind = chance.random()
        yield self._credit(Role.TEXT_PHOTO if kind < 0.6 else Role.TEXT, writer)
        if 0.6 <= kind < 0.85:
            yield self._credit(Role.PHOTO, self.authors[int(chance.random() * len(self.authors))])
        elif kind >= 0.85:
            yield {"role": Role.SOURCE.value, "author": None, "name": AGENCY}

    @staticmethod
    def _credit(role: Role, author: Author) -> dict[str, Any]:
        return {"role": role.value, "author": author.pk, "name": author.name}

    def _uses(self, chance: Random, number: int) -> Iterator[dict[str, Any]]:
        """As `ArticlePhoto.as_printed()` has them: no photo, a lead photo, or one more in the text."""
        kind = chance.random()
        for place in range(0 if kind < 0.2 else 1 if kind < 0.8 else 2):
            photo = self.photos[int(chance.random() * len(self.photos))]
            yield {
                "photo": photo.pk,
                "key": f"{_letters(number)}{place}",
                "is_lead": place == 0,
                "alt": photo.alt,
                "caption": photo.caption,
                "credit": photo.credit or AGENCY,
            }


def _letters(number: int) -> str:
    """A number as the eight letters of a photo's key."""
    found = ""
    for _place in range(8):
        number, rest = divmod(number, len(ALPHABET))
        found += ALPHABET[rest]
    return found
