"""Each rule holds what it should, leaves its evidence, and spares the rest."""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from comments.models import Comment, Decision, HouseRules, State
from tests.cast import live_article, mo
from tests.comments.cast import send

pytestmark = pytest.mark.django_db
TEXT = "Cầu mới đẹp quá, bà con mừng lắm"


@pytest.fixture
def story() -> Article:
    """A story under which known writers are shown at once: only a rule holds."""
    HouseRules.objects.update_or_create(pk=1, defaults={"mode": "open"})
    return live_article()


def known(story: Article, name: str = "Rita", count: int = 2) -> None:
    """A writer whose first comments a moderator has read."""
    for number in range(count):
        send(story, f"Ý kiến tử tế số {number} của {name}", name=name)
    for row in Comment.objects.filter(name=name):
        row.approve(by=mo())


def last() -> Comment:
    return Comment.objects.latest("id")


def rules_of(row: Comment) -> set[str]:
    """Those that found something, as the comment and its first decision keep them."""
    found = {finding["rule"] for finding in row.evidence}
    assert found == {finding["rule"] for finding in Decision.objects.filter(comment=row).earliest("id").evidence}
    return found


def test_a_known_writers_clean_words_are_shown_at_once(story: Article) -> None:
    known(story)
    send(story, TEXT)
    assert (last().state, rules_of(last())) == (State.PUBLISHED, set())


@pytest.mark.parametrize(
    "again",
    [
        TEXT,
        unicodedata.normalize("NFD", TEXT),
        "\u200b".join(TEXT),
        TEXT.upper(),
        TEXT.replace(" ", "  ") + "!!",
    ],
    ids=["the same", "NFD", "zero width", "other case", "spaces"],
)
def test_the_same_words_by_the_same_writer_are_held_however_they_are_drawn(story: Article, again: str) -> None:
    known(story)
    send(story, TEXT)
    Comment.objects.update(resend_key=None)  # Not the same form sent twice: typed anew.
    send(story, again)
    assert (last().state, rules_of(last()) - {"shape"}) == (State.PENDING, {"duplicate"})


def test_another_writer_may_say_the_same_and_so_may_this_one_two_days_later(story: Article) -> None:
    known(story)
    known(story, "Páo")
    send(story, TEXT)
    send(story, TEXT, name="Páo")
    assert rules_of(last()) == set()
    Comment.objects.update(created_at=timezone.now() - timedelta(days=2), resend_key=None)
    send(story, TEXT)
    assert rules_of(last()) == set()


def test_a_newcomers_first_two_comments_are_read_and_the_third_is_shown(story: Article) -> None:
    send(story, "Câu thứ nhất của tôi")
    assert (last().state, rules_of(last())) == (State.PENDING, {"newcomer"})
    last().approve(by=mo())
    send(story, "Câu thứ hai của tôi")
    assert rules_of(last()) == {"newcomer"}
    last().approve(by=mo())
    send(story, "Câu thứ ba của tôi")
    assert (last().state, rules_of(last())) == (State.PUBLISHED, set())


def test_who_was_often_rejected_last_week_is_held_and_after_a_week_no_more(story: Article) -> None:
    known(story, count=4)
    for row in Comment.objects.order_by("id")[:2]:
        row.reject(by=mo())
    send(story, TEXT)
    assert (last().state, rules_of(last())) == (State.PENDING, {"history"})
    Comment.objects.filter(state=State.REJECTED).update(created_at=timezone.now() - timedelta(days=8))
    send(story, f"{TEXT} lần nữa")
    assert rules_of(last()) == set()


def test_a_busy_network_is_held_and_never_refused(story: Article) -> None:
    for number in range(10):
        known(story, f"Người {number}", count=6)
    answer = send(story, TEXT, name="Người 3", data={})
    assert answer.status_code == 429  # One writer's seventh: slowed down, the text kept.
    answer = send(story, TEXT, name="Người mới")
    assert answer.status_code == 303
    assert {"rate", "newcomer"} <= rules_of(last())


def test_a_confirm_form_sent_faster_than_anybody_reads_is_held(story: Article) -> None:
    known(story)
    address, strict = reverse("comments", args=[story.slug, story.pk]), Client(enforce_csrf_checks=True)
    page = strict.post(address, {"name": "Rita", "text": TEXT}, REMOTE_ADDR="203.0.113.7").content.decode()
    sent = dict(re.findall(r'name="(\w+)"[^>]*value="([^"]*)"', page)) | {"text": TEXT}
    action = re.findall(r'action="([^"]+)"', page)
    goes_to = next(each for each in action if "binh-luan" in each)
    answer = strict.post(goes_to, {**sent, "name": "Rita"}, REMOTE_ADDR="203.0.113.7")
    assert answer.status_code == 303
    assert (last().state, rules_of(last())) == (State.PENDING, {"honeypot"})


def test_an_edit_that_turns_into_advertising_is_spam_and_an_edit_that_insults_waits(story: Article) -> None:
    for text, state in (("Mua http://a.vn http://b.vn http://c.vn", State.SPAM), ("Đồ con đĩ", State.HELD)):
        known(story, f"Người {state}")
        send(story, f"{TEXT} {state}", name=f"Người {state}")
        row = last()
        assert row.state == State.PUBLISHED
        Client().post(reverse("my-comment", args=[row.token()]), {"act": "edit", "text": text})
        row.refresh_from_db()
        assert (row.text, row.state) == (text, state)
        assert text not in Client().get(story.get_absolute_url()).content.decode()
