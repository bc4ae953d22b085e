"""Readers' comments by the thousand, as sending and deciding would have left them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from articles.models import Article
from comments.models import Actor, Comment, Decision, State
from newsroom.demo.bank import Bank
from newsroom.demo.bulk import Rows, finish, next_id

BATCH = 5000
FAMILIES = (
    "Lò",
    "Quàng",
    "Vàng",
    "Sùng",
    "Nguyễn",
    "Trần",
    "Lường",
    "Giàng",
    "Cà",
    "Tòng",
    "Phạm",
    "Hoàng",
    "Đỗ",
    "Bùi",
)
MIDDLES = ("Văn", "Thị", "Minh", "Thanh", "Đức", "Ngọc", "A", "Hải", "Thu", "Quốc")
GIVEN = (
    "An",
    "Bình",
    "Chi",
    "Dung",
    "Giang",
    "Hạnh",
    "Khoa",
    "Lan",
    "Mai",
    "Nam",
    "Oanh",
    "Phúc",
    "Quý",
    "Sơn",
    "Thảo",
)
OPENINGS = (
    "",
    "",
    "Bài hay quá. ",
    "Cảm ơn tòa soạn. ",
    "Quê tôi cũng vậy. ",
    "Tôi có ý kiến khác. ",
    "Đọc mà thấy thương. ",
)
# Of a hundred comments so many are published, waiting, rejected, spam.
STATES = [State.PUBLISHED] * 86 + [State.PENDING] * 6 + [State.REJECTED] * 5 + [State.SPAM] * 3
REPLIES = 0.25
WITHIN = timedelta(days=3)


class Voices:
    """`count` comments under the newest stories; the newer the story, the more."""

    def __init__(self, bank: Bank, count: int, until: datetime) -> None:
        self.bank, self.count, self.until = bank, count, until
        newest = Article.objects.live(until).newest_first().only("published_at")
        self.stories = list(newest[: max(1, count // 4)])
        self.comments, self.decisions = Rows(Comment, with_id=True), Rows(Decision)
        self.first_id = next_id(Comment)
        self.open_threads: dict[int, int] = {}

    def run(self, step: Callable[[int], None]) -> None:
        """Batch by batch; a paper without live stories gets none."""
        for first in range(0, self.count if self.stories else 0, BATCH):
            numbers = range(first, min(first + BATCH, self.count))
            for number in numbers:
                self._say(number, self.bank.chance((1 << 36) + number))
            with transaction.atomic():
                self.comments.write()
                self.decisions.write()
            step(len(numbers))
        finish(Comment)

    def _say(self, number: int, chance: Random) -> None:
        pk = self.first_id + number
        story = self.stories[int(len(self.stories) * chance.random() ** 3)]
        out = story.published_at or self.until
        at = min(out + WITHIN * chance.random(), self.until).replace(microsecond=0)
        state = chance.choice(STATES)
        thread = self.open_threads.get(story.pk) if chance.random() < REPLIES else None
        if thread is None and state == State.PUBLISHED:
            self.open_threads[story.pk] = pk
        self.comments.add(
            id=pk,
            article_id=story.pk,
            parent_id=thread,
            thread_id=thread,
            name=f"{chance.choice(FAMILIES)} {chance.choice(MIDDLES)} {chance.choice(GIVEN)}",
            text=chance.choice(OPENINGS) + chance.choice(self.bank.leads).html,
            state=state.value,
            version=1 if state in {State.PENDING, State.SPAM} else 2,
            created_at=at,
        )
        arrived = State.SPAM if state == State.SPAM else State.PENDING
        self.decisions.add(comment_id=pk, became=arrived.value, actor=Actor.RULE.value, at=at)
        if state != arrived:
            later = at + timedelta(minutes=30)
            self.decisions.add(comment_id=pk, was=arrived.value, became=state.value, actor=Actor.SYSTEM.value, at=later)
