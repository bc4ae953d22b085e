"""Reading comments under a story."""

import re

import pytest
from django.db import connection
from django.db.models import ProtectedError
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comments.models import Comment
from comments.thread import thread
from tests.cast import live_article
from tests.comments.cast import comment

pytestmark = pytest.mark.django_db


def many(story, count, **facts):
    return Comment.objects.bulk_create(
        Comment(article=story, name=f"Bạn {n}", text=f"Ý kiến {n}", state="published", **facts) for n in range(count)
    )


def shown(page):
    return [int(pk) for pk in re.findall(r'id="bl-(\d+)"', page.content.decode())]


def test_the_section_costs_four_queries_whatever_the_size():
    story = live_article()
    costs = set()
    for size in (1, 30, 300):
        tops = many(story, size)
        many(story, size, parent=tops[-1], thread=tops[-1])
        with CaptureQueriesContext(
            connection,
        ) as made:
            Template("{% load comments %}{% comment_thread story %}").render(
                Context({"story": story, "request": RequestFactory().get("/")})
            )
        costs.add(len(made))
    assert max(costs) <= 4
    assert len(costs) == 1


def test_the_article_shows_the_newest_twenty_and_the_total():
    story = live_article()
    rows = many(story, 25)
    page = Client().get(story.get_absolute_url())
    assert shown(page) == [row.pk for row in reversed(rows)][:20]
    assert "(25)" in page.content.decode()


def test_walking_all_pages_meets_every_comment_once_while_others_arrive():
    story = live_article()
    before = {row.pk for row in many(story, 90)}
    seen, url = [], reverse("comments", args=[story.slug, story.pk])
    address = url
    while address:
        page = Client().get(address)
        seen += shown(page)
        many(story, 7)
        following = re.search(r'rel="next" href="([^"]+)"', page.content.decode())
        address = following[1] if following else None
    assert len(seen) == len(set(seen))
    assert before <= set(seen)


def test_a_permalink_leads_to_a_page_that_shows_it():
    story = live_article()
    rows = many(story, 100)
    replies = many(story, 60, parent=rows[3], thread=rows[3])
    for row in (rows[0], rows[50], replies[0], replies[45]):
        page = Client().get(row.get_absolute_url(), follow=True)
        assert row.pk in shown(page)


def test_replies_follow_their_comment_and_the_sixth_is_a_link_away():
    story = live_article()
    top = comment(story)
    many(story, 8, parent=top, thread=top)
    page = thread(story)
    assert len(page.comments[0].first_replies) == 5
    assert page.comments[0].has_more


def test_a_rejected_comment_with_replies_leaves_a_tombstone_and_one_without_nothing():
    story = live_article()
    answered, lonely = comment(story, "Bí mật của Rita"), comment(story, "Cũng bí mật")
    comment(story, "Trả lời công khai", parent=answered)
    answered.reject(by=None)
    lonely.reject(by=None)
    text = Client().get(story.get_absolute_url()).content.decode()
    assert "Bí mật" not in text
    assert "Trả lời công khai" in text
    assert f"bl-{lonely.pk}" not in text


@pytest.mark.parametrize("act", ["withdraw", "schedule"])
def test_a_story_that_is_not_live_leaks_no_comment(act):
    from datetime import timedelta

    from django.utils import timezone

    story = live_article()
    row = comment(story, "Câu lộ ra")
    if act == "withdraw":
        story.withdraw(by=None, reason="Sai")
    else:
        type(story).objects.filter(pk=story.pk).update(published_at=timezone.now() + timedelta(days=1))
    assert not Comment.objects.visible().exists()
    assert not Comment.objects.get(pk=row.pk).is_visible()
    for name, args in (
        ("comments", [story.slug, story.pk]),
        ("comments-feed", [story.slug, story.pk]),
        ("comment", [row.pk]),
        ("replies", [row.pk]),
        ("report-comment", [row.pk]),
    ):
        page = Client().get(reverse(name, args=args))
        assert page.status_code in {404, 410}
        assert "Câu lộ ra" not in page.content.decode()


def test_a_deleted_story_takes_its_comments_with_it_and_leaks_none():
    story = live_article()
    row = comment(story, "Câu lộ ra", evidence=[{"rule": "words", "spans": []}])
    reply = comment(story, "Trả lời lộ ra", parent=row)
    row.report(reporter="1:a", ground="other")
    own, paths = row.token(), [row.get_absolute_url(), reply.get_absolute_url()]
    paths += [reverse(name, args=[story.slug, story.pk]) for name in ("comments", "comments-feed", "article", "print")]
    paths += [reverse("my-comment", args=[own]), reverse("replies", args=[row.pk]), "/", "/rss/", "/tin-moi/"]
    with pytest.raises(ProtectedError):
        story.delete()  # What readers have had is withdrawn. By force, in the database itself:
    type(story).objects.filter(pk=story.pk).update(status="draft", edition=None)
    story.editions.all().delete()
    type(story).objects.get(pk=story.pk).delete()
    assert not Comment.objects.exists()
    for path in paths:
        assert "lộ ra" not in Client().get(path, follow=True).content.decode(), path


def test_a_permalink_seven_hundred_pages_down_lands_on_its_page_without_an_offset():
    story = live_article()
    rows = many(story, 14_000)
    deep = rows[7]
    with CaptureQueriesContext(connection) as made:
        page = Client().get(deep.get_absolute_url(), follow=True)
    assert shown(page)[0] == deep.pk
    assert not [query for query in made if "OFFSET" in query["sql"]]
    with CaptureQueriesContext(connection) as made:
        thread(story, start=deep.pk)
    assert len(made) <= 4
    newest = thread(story)
    assert (newest.total, newest.comments[0].pk) == (14_000, rows[-1].pk)


@pytest.mark.parametrize("state", ["pending", "held", "rejected", "spam", "withdrawn", "erased"])
def test_only_published_comments_are_shown_counted_and_fed(state):
    story = live_article()
    comment(story, "Không ai thấy", state=state)
    assert "Không ai thấy" not in Client().get(story.get_absolute_url()).content.decode()
    assert "Không ai thấy" not in Client().get(reverse("comments-feed", args=[story.slug, story.pk])).content.decode()
    assert thread(story).total == 0


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7|add:7 }}{% now 'Y' %}",
    "javascript:alert(1)",
    "\u202eabc\u202d",
    'https://a.vn/"onmouseover=alert(1)',
]


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_in_text_and_name_is_only_text(text):
    story = live_article()
    comment(story, text, name=text[:60])
    page = Client().get(story.get_absolute_url()).content.decode()
    section = page[page.index('id="binh-luan"') :]
    section = section[: section.index("</section>")]
    assert "<script" not in section
    assert "<img" not in section
    assert not re.search(r"<[a-z][^>]*\son\w+=", section)
    assert "<bdi>" in section
    assert 'dir="auto"' in section


def test_links_vouch_for_nothing_and_lines_stay_lines():
    story = live_article()
    comment(story, "Xem https://vi.wikipedia.org/wiki/Báo.\nDòng hai")
    page = Client().get(story.get_absolute_url()).content.decode()
    assert 'rel="ugc nofollow noopener">https://vi.wikipedia.org/wiki/Báo</a>.<br>Dòng hai' in page


def test_a_feed_reader_that_takes_text_for_markup_gets_only_text():
    story = live_article()
    comment(story, "<script>alert(1)</script>")
    feed = Client().get(reverse("comments-feed", args=[story.slug, story.pk])).content.decode()
    assert "&amp;lt;script&amp;gt;" in feed


def test_reading_writes_nothing_and_leaves_no_cookie(select_only):
    story = live_article()
    top = comment(story)
    comment(story, "Trả lời", parent=top)
    thread_page = reverse("comments", args=[story.slug, story.pk])
    for address in (thread_page, f"{thread_page}?sau=0", reverse("replies", args=[top.pk]), top.get_absolute_url(),
                    reverse("comments-feed", args=[story.slug, story.pk])):  # fmt: skip
        with select_only(at_most=9):
            page = Client().get(address)
        assert not page.cookies
        assert "no-store" not in page["Cache-Control"]


def test_a_comment_hidden_by_reports_keeps_its_replies_in_place():
    story = live_article()
    top = comment(story, "Bị báo cáo", state="held")
    comment(story, "Trả lời công khai", parent=top)
    text = Client().get(story.get_absolute_url()).content.decode()
    assert "Trả lời công khai" in text
    assert "Bị báo cáo" not in text
