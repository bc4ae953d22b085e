"""Moving house, letters, forgetting."""

import json
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from comments.models import Comment, HashKey, HouseRules, Letter
from tests.cast import live_article
from tests.comments.cast import comment, send

pytestmark = pytest.mark.django_db


def test_exported_comments_come_back_once(tmp_path):
    story = live_article()
    top = comment(story, "Đầu tiên\ndòng hai")
    comment(story, "Trả lời", parent=top)
    file = tmp_path / "comments.ndjson"
    call_command("export_comments", str(file))
    records = [json.loads(line) for line in file.read_text().splitlines()]
    assert len(records) == 2
    assert all("network" not in record for record in records)
    call_command("import_comments", str(file))
    assert Comment.objects.count() == 2
    for row in Comment.objects.order_by("-id"):
        row.delete()
    call_command("import_comments", str(file))
    call_command("import_comments", str(file))
    assert list(Comment.objects.order_by("id").values_list("text", "state")) == [
        ("Đầu tiên\ndòng hai", "published"),
        ("Trả lời", "published"),
    ]
    assert Comment.objects.get(text="Trả lời").thread == Comment.objects.get(text="Đầu tiên\ndòng hai")


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"key": ""}', '{"key": "a", "article": 999999}', '{"key": "a", "article": "x"}']
)
def test_a_line_that_cannot_be_read_is_named(tmp_path, line):
    file = tmp_path / "x.ndjson"
    file.write_text(line)
    with pytest.raises(CommandError, match="Line 1"):
        call_command("import_comments", str(file))


def test_the_digest_is_sent_once_and_not_when_nothing_waits():
    HouseRules.objects.filter(pk=1).update(digest_to="mo@bao.example")
    send(live_article(), "Chờ duyệt nhé")
    Letter.objects.update(send_after=timezone.now())
    call_command("comment_chores")
    call_command("comment_chores")
    assert len(mail.outbox) == 1
    assert "Chờ duyệt nhé" in mail.outbox[0].body
    assert mail.outbox[0].body.endswith("/quan-tri/comments/comment/")
    assert "://" in mail.outbox[0].body
    Comment.objects.update(state="published")
    Letter.objects.create(key="queue later", to="mo@bao.example", subject="", text="", send_after=timezone.now())
    call_command("comment_chores")
    assert len(mail.outbox) == 1


def test_networks_are_forgotten_after_ninety_days_and_keys_change():
    send(live_article())
    Comment.objects.update(created_at=timezone.now() - timedelta(days=91))
    HashKey.objects.update(made_at=timezone.now() - timedelta(days=92))
    call_command("comment_chores")
    row = Comment.objects.get()
    assert row.network == row.writer_key == row.canonical == ""
    assert row.text
    assert not HashKey.objects.exists()


def test_one_readers_comments_are_given_out_and_erased(capsys):
    story = live_article()
    send(story, "Của Rita", data={"email": "rita@thu.example"})
    send(story, "Cũng của Rita")
    send(story, "Của An", name="An")
    one = Comment.objects.order_by("id")[0]
    call_command("reader_comments", "--comment", str(one.pk))
    assert [json.loads(line)["text"] for line in capsys.readouterr().out.splitlines()] == ["Của Rita", "Cũng của Rita"]
    call_command("reader_comments", "--comment", str(one.pk), "--erase")
    assert list(Comment.objects.exclude(state="erased").values_list("text", flat=True)) == ["Của An"]
    assert "rita" not in str(list(Comment.objects.values())).lower()


def test_a_writer_is_known_after_the_key_has_changed():
    story = live_article()
    for number in range(2):
        send(story, f"Câu {number}")
    Comment.objects.update(state="published")
    HashKey.objects.update(made_at=timezone.now() - timedelta(days=31), day="2020-01-01")
    send(story, "Câu sau khi đổi khóa")
    newest = Comment.objects.order_by("-id")[0]
    assert HashKey.objects.count() == 2
    assert "newcomer" not in {finding["rule"] for finding in newest.evidence}
