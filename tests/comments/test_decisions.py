"""What happens to a comment, and what is remembered of it."""

import random
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comments.models import AlreadyDecided, Comment, Decision, State
from comments.moderation import bench
from comments.thread import thread
from tests.cast import ed, live_article, mo
from tests.comments.cast import comment, send

pytestmark = pytest.mark.django_db


def test_a_decision_is_remembered_and_made_once():
    row = comment(live_article(), state="pending")
    row.approve(by=mo())
    row.approve(by=mo())
    assert list(row.decisions.values_list("was", "became", "by__username")) == [("pending", "published", "mo")]


def test_the_second_of_two_moderators_is_told_who_was_first():
    row = comment(live_article(), state="pending")
    Comment.objects.get(pk=row.pk).approve(by=mo(), seen=row.version)
    with pytest.raises(AlreadyDecided) as told:
        Comment.objects.get(pk=row.pk).reject(by=ed(), seen=row.version)
    assert "mo" in told.value.messages[0]
    assert Comment.objects.get(pk=row.pk).state == State.PUBLISHED


@pytest.mark.parametrize(
    "after, undone", [(timedelta(minutes=1), True), (timedelta(days=29), True), (timedelta(days=31), False)]
)
def test_a_decision_can_be_undone_for_thirty_days(after, undone):
    row = comment(live_article(), state="pending")
    row.reject(by=mo())
    row.undo(by=mo(), at=timezone.now() + after)
    row.refresh_from_db()
    assert row.state == ("pending" if undone else "rejected")
    assert Decision.objects.filter(undoes__isnull=False).exists() is undone


def test_a_batch_is_undone_to_mixed_former_states():
    story = live_article()
    states = ["pending", "held", "published", "rejected"] * 5
    rows = [comment(story, f"Câu {n}", state=state) for n, state in enumerate(states)]
    done = bench.decide("mark_spam", [(row, row.version) for row in rows], mo())
    assert done.count == 20
    assert set(Comment.objects.values_list("state", flat=True)) == {"spam"}
    assert bench.undo(done.batch, mo()) == 20
    assert list(Comment.objects.order_by("id").values_list("state", flat=True)) == states
    assert bench.undo(done.batch, mo()) == 0


def test_approve_then_edit_and_the_approval_is_gone():
    send(live_article(), "Câu gốc tử tế")
    row = Comment.objects.get()
    row.approve(by=mo())
    Client().post(reverse("my-comment", args=[row.token()]), {"act": "edit", "text": "Câu đã sửa"})
    row.refresh_from_db()
    assert row.text == "Câu đã sửa"
    assert row.state == State.HELD


def test_an_edit_comes_too_late_after_fifteen_minutes():
    send(live_article(), "Câu gốc")
    Comment.objects.update(created_at=timezone.now() - timedelta(minutes=16))
    row = Comment.objects.get()
    Client().post(reverse("my-comment", args=[row.token()]), {"act": "edit", "text": "Muộn"})
    row.refresh_from_db()
    assert row.text == "Câu gốc"


def test_the_writer_reads_the_reason_and_takes_it_back_and_erases_it():
    send(live_article(), "Tên tôi là Rita", data={"email": "rita@thu.example"})
    row = Comment.objects.get()
    page = reverse("my-comment", args=[row.token()])
    row.reject(by=mo(), public_note="Mời bạn viết lại cho lịch sự.")
    assert "Mời bạn viết lại cho lịch sự." in Client().get(page).content.decode()
    Client().post(page, {"act": "erase"})
    left = str(Comment.objects.values().get()) + str(list(Decision.objects.values()))
    assert "Rita" not in left
    assert "rita@" not in left
    assert "lịch sự" not in left
    assert Comment.objects.get().network == ""


def test_three_readers_reports_hide_until_a_moderator_has_looked_and_then_no_more():
    row = comment(live_article())
    for n in range(3):
        Client().post(
            reverse("report-comment", args=[row.pk]),
            {"ground": "insult"},
            HTTP_SEC_FETCH_SITE="same-origin",
            REMOTE_ADDR=f"203.0.113.{n}",
        )
    row.refresh_from_db()
    assert row.state == State.HELD
    assert row.priority == 150
    row.approve(by=mo())
    assert set(row.reports.values_list("was_right", flat=True)) == {False}
    for n in range(3, 9):
        row.report(reporter=f"1:{n}", ground="insult")
    row.refresh_from_db()
    assert row.state == State.PUBLISHED


def test_a_reader_reports_once():
    row = comment(live_article())
    for _again in range(5):
        row.report(reporter="1:a", ground="other")
    assert row.reports.count() == 1


def test_a_claim_keeps_others_away_for_five_minutes():
    row, now = comment(live_article(), state="pending"), timezone.now()
    assert row.claim(mo(), now)
    assert not row.claim(ed(), now)
    assert row.claim(ed(), now + timedelta(minutes=6))


def test_counts_equal_the_rows_after_three_hundred_random_acts():
    story, rng = live_article(), random.Random(7)
    rows = [comment(story, f"Câu {n}", state="pending") for n in range(25)]
    for _step in range(300):  # Ten thousand: tests/prove/test_comment_counts.py
        row = rng.choice(rows)
        act = rng.choice(["approve", "reject", "mark_spam", "hold", "undo"])
        getattr(row, act)(by=mo())
    row.refresh_from_db()
    assert thread(story).total == Comment.objects.filter(state="published").count()
    for row in Comment.objects.all():
        assert row.decisions.order_by("-id")[0].became == row.state


def test_one_network_alone_never_hides_a_comment():
    row = comment(live_article())
    for number in range(9):
        row.report(reporter=f"1:net:{number}", ground="insult")
    row.refresh_from_db()
    assert row.state == State.PUBLISHED
    row.report(reporter="1:other:0", ground="insult")
    row.refresh_from_db()
    assert row.state == State.HELD
