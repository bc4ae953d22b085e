"""The moderation desk."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comments.models import Comment, Discussion, ReasonTemplate, Sanction, WordRule
from tests.cast import live_article, mo, person, rosa, sam
from tests.comments.cast import comment, send

pytestmark = pytest.mark.django_db
DESK = "admin:comments_comment_changelist"


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def press(client, do, **fields):
    return client.post(reverse(DESK), {"do": do, **fields}, follow=True)


def test_only_moderators_come_in():
    for user, status in ((mo(), 200), (sam(), 200), (rosa(), 403), (person("no-group"), 403)):
        assert signed_in(user).get(reverse(DESK)).status_code == status
    assert Client().get(reverse(DESK)).status_code == 302
    assert signed_in(rosa()).post(reverse(DESK), {"do": "approve:1"}).status_code == 403


def test_the_queue_shows_the_marked_text_the_parent_and_the_record():
    story = live_article()
    parent = comment(story, "Lời đầu tiên")
    send(story, "Mày là đồ con đĩ <b>", data={"parent": parent.pk})
    page = signed_in(mo()).get(reverse(DESK)).content.decode()
    assert "<mark>" in page
    assert "&lt;b&gt;" in page
    assert "Lời đầu tiên" in page


def test_one_press_approves_and_another_undoes_it():
    row, client = comment(live_article(), state="pending"), signed_in(mo())
    press(client, f"approve:{row.pk}", **{f"seen-{row.pk}": row.version})
    row.refresh_from_db()
    assert row.state == "published"
    press(client, f"undo:{row.decisions.get().batch}")
    row.refresh_from_db()
    assert row.state == "pending"


def test_a_rejection_carries_the_reason_and_the_moderators_words():
    row, client = comment(live_article(), state="pending"), signed_in(mo())
    reason = ReasonTemplate.objects.get(name="Quảng cáo")
    press(client, f"reject:{row.pk}", **{f"reason-{row.pk}": reason.pk, f"note-{row.pk}": "Mời viết lại."})
    decision = row.decisions.get()
    assert decision.reason == "Quảng cáo"
    assert decision.public_note == f"{reason.text}\nMời viết lại."


def test_the_chosen_are_decided_together_and_a_stale_one_is_told():
    story, client = live_article(), signed_in(mo())
    rows = [comment(story, f"Câu {n}", state="pending") for n in range(4)]
    rows[0].approve(by=sam())
    page = press(
        client, "reject", pick=[row.pk for row in rows], **{f"seen-{row.pk}": 1 for row in rows}
    ).content.decode()
    assert "sam" in page
    assert list(Comment.objects.order_by("id").values_list("state", flat=True)) == ["published"] + ["rejected"] * 3


def test_all_that_wait_can_be_decided_at_once():
    story = live_article()
    Comment.objects.bulk_create(Comment(article=story, name="A", text=f"c {n}", state="pending") for n in range(120))
    upto = Comment.objects.order_by("-id")[0].pk
    late = comment(story, "Sau khi trang đã mở", state="pending")
    held = Comment.objects.order_by("id")[5]
    held.claim(sam())
    press(signed_in(mo()), "approve", all="1", upto=upto)
    assert Comment.objects.filter(state="published").count() == 119
    assert set(Comment.objects.waiting()) == {late, held}


def test_the_newsroom_replies_and_the_comment_is_approved_with_it():
    row, client = comment(live_article(), state="pending"), signed_in(mo())
    press(client, f"answer:{row.pk}", **{f"answer-{row.pk}": "Cảm ơn bạn, tòa soạn đã sửa."})
    row.refresh_from_db()
    reply = Comment.objects.get(parent=row)
    assert row.state == reply.state == "published"
    assert reply.staff == mo()


def test_a_writer_is_held_with_an_end_and_a_reason():
    send(live_article())
    row, client = Comment.objects.get(), signed_in(mo())
    press(client, f"sanction:{row.pk}", **{f"days-{row.pk}": "3", f"why-{row.pk}": ""})
    assert not Sanction.objects.exists()
    press(client, f"sanction:{row.pk}", **{f"days-{row.pk}": "3", f"why-{row.pk}": "Quấy rối"})
    assert (Sanction.objects.get().until - Sanction.objects.get().since).days == 3


def test_ten_cards_cost_no_more_queries_than_one():
    story, client, costs = live_article(), signed_in(mo()), []
    for size in (1, 10, 40):
        Comment.objects.bulk_create(
            Comment(article=story, name="A", text=f"c {size} {n}", state="pending", writer_key=f"{n}")
            for n in range(size)
        )
        with CaptureQueriesContext(connection) as made:
            client.get(reverse(DESK))
        costs.append(len(made))
    assert len(set(costs)) == 1
    assert costs[0] <= 16


@pytest.mark.parametrize(
    "do", ["", "x", "approve:abc", "approve:" + "9" * 30, "undo:x", "answer:1", "sanction:0", "delete:1", "approve"]
)
def test_nonsense_gets_a_sentence(do):
    answer = press(signed_in(mo()), do)
    assert answer.status_code == 200
    assert "messagelist" in answer.content.decode()


def test_a_word_rule_shows_what_it_would_have_held_before_it_is_saved():
    story, client = live_article(), signed_in(sam())
    comment(story, "Trời ơi cái đồ khỉ gió kia").decisions.create(
        became="published", actor="person", at=story.published_at
    )
    url = reverse("admin:comments_wordrule_add")
    first = client.post(url, {"term": "khỉ gió", "note": "", "is_on": "on"})
    assert first.status_code == 200
    assert not WordRule.objects.filter(term="khỉ gió").exists()
    assert "khỉ gió kia" in first.content.decode()
    assert client.post(url, {"term": "khỉ gió", "note": "", "is_on": "on", "sure": "on"}).status_code == 302
    assert WordRule.objects.get(term="khỉ gió").by == sam()


def test_the_dashboard_tells_moderators_alone_how_the_queue_stands():
    send(live_article())
    for user, is_told in ((mo(), True), (sam(), True), (rosa(), False)):
        page = signed_in(user).get(reverse("admin:index")).content.decode()
        assert ("talk-heading" in page) is is_told


@pytest.mark.parametrize("act", ["withdraw", "erase"])
def test_no_moderator_brings_back_what_its_writer_took_back(act):
    row, client = comment(live_article(), state="pending"), signed_in(mo())
    getattr(row, act)()
    for do in (f"approve:{row.pk}", f"answer:{row.pk}"):
        press(client, do, **{f"answer-{row.pk}": "Cảm ơn bạn"})
    row.refresh_from_db()
    assert row.state in {"withdrawn", "erased"}
    assert not Comment.objects.exclude(pk=row.pk).exists()


def test_a_reply_sent_twice_is_one_and_is_undone_with_the_approval():
    row, client = comment(live_article(), state="pending"), signed_in(mo())
    for _again in range(2):
        press(client, f"answer:{row.pk}", **{f"answer-{row.pk}": "Cảm ơn bạn", f"seen-{row.pk}": 1})
    assert Comment.objects.count() == 2
    press(client, f"undo:{row.decisions.latest('id').batch}")
    assert set(Comment.objects.values_list("state", flat=True)) == {"pending"}


@pytest.mark.parametrize("field", ["q", "why", "note", "answer"])
def test_a_nul_and_a_long_text_break_nothing(field):
    send(live_article())
    row, client = Comment.objects.get(), signed_in(mo())
    rough = "a\x00b" + "x" * 3000
    for do in (f"sanction:{row.pk}", f"answer:{row.pk}", f"reject:{row.pk}"):
        assert press(client, do, **{f"{field}-{row.pk}": rough, field: rough, "all": "1"}).status_code == 200


@pytest.mark.parametrize("query", ["until__year=999999", "since__iso_year=0", "reason__regex=("])
def test_an_address_asks_no_more_of_a_list_than_its_filters_do(query):
    assert signed_in(sam()).get(f"/quan-tri/comments/sanction/?{query}").status_code == 400
    assert signed_in(sam()).get("/quan-tri/comments/discussion/?mode__exact=open").status_code == 200


def test_stories_with_a_choice_of_their_own_are_found_without_diacritics():
    for headline in ("Lũ quét ở Mường Pồn", "Giá gạo"):
        Discussion.objects.create(article=live_article(headline), mode="closed")
    client = signed_in(sam())
    for asked in ("muong pon", "MƯỜNG quét"):
        page = client.get(reverse("admin:comments_discussion_changelist"), {"q": asked})
        assert [row.article.headline for row in page.context["cl"].result_list] == ["Lũ quét ở Mường Pồn"]
