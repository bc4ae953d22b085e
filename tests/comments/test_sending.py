"""A reader sends a comment."""

import pytest
from django.test import Client
from django.urls import reverse

from comments.models import Comment, Discussion, HouseRules, Letter, Sanction, State
from tests.cast import live_article
from tests.comments.cast import OURS, comment, send

pytestmark = pytest.mark.django_db


def test_a_comment_waits_and_its_writer_reads_so_by_a_signed_link():
    answer = send(live_article(), "Cầu mới đẹp quá!")
    assert answer.status_code == 303
    assert Comment.objects.get().state == State.PENDING
    page = Client().get(answer["Location"])
    assert page.status_code == 200
    assert "Cầu mới đẹp quá!" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert not page.cookies


def test_a_wrong_signature_is_no_page():
    assert Client().get(reverse("my-comment", args=["1:abc"])).status_code == 404


def test_in_open_mode_a_known_writer_is_shown_at_once_and_a_newcomer_waits():
    HouseRules.objects.filter(pk=1).update(mode="open")
    story = live_article()
    send(story, "Lần một.")
    send(story, "Lần hai.")
    assert set(Comment.objects.values_list("state", flat=True)) == {State.PENDING}
    for row in Comment.objects.all():
        row.approve(by=None)
    answer = send(story, "Lần ba.")
    assert Comment.objects.order_by("-id")[0].state == State.PUBLISHED
    assert answer["Location"] == Comment.objects.order_by("-id")[0].get_absolute_url()


def test_a_form_from_elsewhere_gets_the_confirm_page_with_the_text_kept():
    story = live_article()
    for headers in ({}, {"HTTP_ORIGIN": "null"}, {"HTTP_SEC_FETCH_SITE": "cross-site"}):
        answer = Client().post(
            reverse("comments", args=[story.slug, story.pk]), {"name": "Ánh", "text": "Từ bản lưu"}, **headers
        )
        assert answer.status_code == 200
        assert "Từ bản lưu" in answer.content.decode()
    assert not Comment.objects.exists()


def test_the_confirm_page_needs_its_token_and_takes_the_comment_with_it():
    story, client = live_article(), Client(enforce_csrf_checks=True)
    page = client.post(reverse("comments", args=[story.slug, story.pk]), {"name": "Ánh", "text": "Từ bản lưu"})
    url, sent = reverse("confirm-comment", args=[story.slug, story.pk]), {"name": "Ánh", "text": "Từ bản lưu"}
    assert client.post(url, sent).status_code == 403
    token = page.context["csrf_token"]
    assert client.post(url, {**sent, "csrfmiddlewaretoken": str(token)}).status_code == 303
    assert Comment.objects.get().text == "Từ bản lưu"


def test_the_same_form_sent_again_makes_one_comment():
    story = live_article()
    first, second = send(story), send(story)
    assert Comment.objects.count() == 1
    assert first["Location"] == second["Location"]


def test_the_page_under_the_form_sets_no_cookie_and_has_no_token():
    page = Client().get(live_article().get_absolute_url())
    assert not page.cookies
    assert "csrf" not in page.content.decode().lower()


@pytest.mark.parametrize("text", ["", " ", "👍", "…", "https://a.vn", "x" * 1501, "\u200b\u200b"])
def test_what_is_no_comment_gets_a_sentence_and_keeps_the_text(text):
    answer = send(live_article(), text)
    assert answer.status_code == 422
    assert not Comment.objects.exists()
    assert 'role="alert"' in answer.content.decode()


def test_a_name_may_hold_vietnamese_letters_and_an_emoji():
    send(live_article(), name="Nguyễn Thị Ánh Nguyệt 🌸")
    assert Comment.objects.get().name == "Nguyễn Thị Ánh Nguyệt 🌸"


@pytest.mark.parametrize("name", ["Admin", "Аdmin", "ADMIN", "tòa soạn", "Toà Soạn", "\u200b", "…", "Quản trị viên"])
def test_the_newsrooms_names_and_invisible_ones_are_refused(name):
    assert send(live_article(), name=name).status_code == 422
    assert not Comment.objects.exists()


def test_haste_is_slowed_with_the_text_kept_and_the_time_said():
    story = live_article()
    for number in range(6):
        assert send(story, f"Ý kiến số {number}").status_code == 303
    answer = send(story, "Ý kiến thứ bảy")
    assert answer.status_code == 429
    assert answer["Retry-After"] == "600"
    assert "Ý kiến thứ bảy" in answer.content.decode()


def test_many_readers_behind_one_address_can_comment():
    story = live_article()
    answers = [send(story, f"Tôi là người thứ {n}", name=f"Bạn đọc {n}") for n in range(80)]
    assert {answer.status_code for answer in answers} == {303}
    assert Comment.objects.count() == 80


def test_forged_forwarding_headers_change_nothing():
    story = live_article()
    for n in range(3):
        send(story, f"Câu {n}", headers={"HTTP_X_FORWARDED_FOR": f"198.51.100.{n}"})
    assert Comment.objects.values("network").distinct().count() == 1


@pytest.mark.parametrize(
    "text, rule, state",
    [
        ("Xem tại https://ban-hang.vn nhé", "links", State.PENDING),
        ("Mua ở http://a.vn http://b.vn http://c.vn", "links", State.SPAM),
        ("Liên hệ 0912 345 678 để vay", "contacts", State.PENDING),
        ("Vào nhà cái nha, cược ngay", "contacts", State.PENDING),
        ("Đồ con đĩ", "words", State.PENDING),
        ("HAY QUÁ ĐI THÔI CÁC BẠN ƠI LÀ HAY", "shape", State.PENDING),
    ],
)
def test_a_rule_leaves_its_evidence(text, rule, state):
    send(live_article(), text)
    kept = Comment.objects.get()
    found = {finding["rule"]: finding for finding in kept.evidence}
    assert rule in found
    assert kept.state == state
    assert all(0 <= start < end <= len(text) for start, end in found[rule]["spans"])


def test_a_robot_that_fills_the_hidden_field_is_spam():
    send(live_article(), data={"website": "http://x"})
    assert Comment.objects.get().state == State.SPAM


def test_a_sanction_holds_and_ends_by_itself():
    from datetime import timedelta

    from django.utils import timezone

    story, now = live_article(), timezone.now()
    send(story, "Câu đầu")
    first = Comment.objects.get()
    Sanction.objects.create(
        network=first.network, name="rita", reason="Quấy rối", since=now, until=now + timedelta(days=1)
    )
    assert Sanction.objects.in_force(now).against([first.network], "rita").exists()
    assert not Sanction.objects.in_force(now + timedelta(days=2)).exists()
    send(story, "Câu hai")
    assert "sanction" in {finding["rule"] for finding in Comment.objects.order_by("-id")[0].evidence}


def test_a_closed_story_gives_the_text_back():
    story = live_article()
    Discussion.objects.create(article=story, mode="closed")
    answer = send(story, "Muộn mất rồi")
    assert answer.status_code == 409
    assert "Muộn mất rồi" in answer.content.decode()


def test_comments_close_by_age_unless_somebody_has_chosen():
    from datetime import timedelta

    from django.utils import timezone

    story = live_article()
    later = timezone.now() + timedelta(days=15)
    assert Discussion.mode_of(story) == "pre"
    assert Discussion.mode_of(story, later) == "closed"
    Discussion.objects.create(article=story, mode="pre")
    assert Discussion.mode_of(story, later) == "pre"


def test_nobody_comments_on_what_is_not_live():
    story = live_article()
    story.withdraw(by=None, reason="Sai")
    assert send(story).status_code in {404, 410}
    assert not Comment.objects.exists()


def test_a_reply_knows_its_parent_and_stays_on_the_second_level():
    story = live_article()
    top = comment(story)
    reply = comment(story, "Đồng ý", parent=top)
    send(story, "Tôi cũng vậy", data={"parent": reply.pk})
    third = Comment.objects.order_by("-id")[0]
    assert third.parent == reply
    assert third.thread == top


def test_a_reply_to_what_is_gone_is_told_so_and_kept():
    story = live_article()
    hidden = comment(story, state="rejected")
    answer = send(story, "Trả lời đây", data={"parent": hidden.pk})
    assert answer.status_code == 422
    assert "Trả lời đây" in answer.content.decode()


def test_a_waiting_comment_puts_one_digest_an_hour_into_the_outbox():
    HouseRules.objects.filter(pk=1).update(digest_to="mo@bao.example\ned@bao.example")
    story = live_article()
    send(story, "Một")
    send(story, "Hai")
    assert Letter.objects.count() == 2


def test_no_address_is_kept_anywhere():
    send(live_article(), address="203.0.113.77")
    row = Comment.objects.filter().values().get()
    assert "203.0.113.77" not in str(row)
    assert row["network"].split(":")[1] != "203.0.113.77"


def test_odd_requests_are_answered_politely():
    story = live_article()
    url = reverse("comments", args=[story.slug, story.pk])
    client = Client()
    for data in (
        {},
        {"name": "a"},
        {"parent": "x", "name": "a", "text": "b"},
        {"parent": 10**30, "name": "a", "text": "bc"},
    ):
        assert client.post(url, data, **OURS).status_code in {303, 422}
    for query in ("?truoc=abc", "?truoc=-1", "?tu=" + "9" * 40, "?tra-loi=0"):
        assert client.get(url + query).status_code in {200, 404}
