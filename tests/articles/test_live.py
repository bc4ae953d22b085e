"""A live report: entries with readers at once, corrected and taken away in the open, kept inside."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles.models import Article, ArticlePhoto, Coverage, Entry, Findable, NotNow
from tests import cast
from tests.articles.desk import change, said, signed_in
from tests.reading import items_of, part, text_of

pytestmark = pytest.mark.django_db
MOST = 14


@pytest.fixture
def story() -> Article:
    cast.masthead(language="en")
    return cast.live_article("Bão số 9 đổ bộ", genre="live", at=timezone.now() - timedelta(hours=3))


def post(story: Article, *texts: str) -> list[Entry]:
    return [Coverage.of(story).post(f"<p>{text}</p>", by=cast.ed()) for text in texts]


def numbers(response: Any) -> list[int]:
    return [int(found) for found in re.findall(r'id="tin-(\d+)"', response.content.decode())]


def new_address(story: Article, number: int) -> str:
    return f"{story.get_absolute_url()}tin-sau/{number}/"


def desk(story: Article) -> str:
    return f"/quan-tri/articles/article/{story.pk}/live/"


def test_entries_stand_under_the_story_newest_first_the_summary_on_top(client: Any, story: Article) -> None:
    post(story, "Gió cấp 9.", "Gió cấp 11.")
    Coverage.of(story).summarise("<p>Hai xã mất điện.</p>", by=cast.ed())
    page = client.get(story.get_absolute_url())
    assert numbers(page) == [2, 1]
    told = text_of(page)
    assert told.index("Hai xã mất điện.") < told.index("Gió cấp 11.") < told.index("Gió cấp 9.")
    assert 'href="' + story.get_absolute_url() + 'tin/2/#tin-2"' in page.content.decode()


def test_readers_without_javascript_have_a_link_and_those_with_it_ask_a_small_page(client: Any, story: Article) -> None:
    post(story, "Một.", "Hai.", "Ba.")
    page = client.get(story.get_absolute_url()).content.decode()
    assert "For new entries, load again</a>" in page
    assert "/js/live" in page
    fragment = client.get(new_address(story, 1))
    assert numbers(fragment) == [3, 2]
    assert "<html" not in fragment.content.decode()
    assert fragment.headers["Cache-Control"] == "public, no-cache"
    assert not fragment.cookies
    tag = fragment.headers["ETag"]
    again = client.get(new_address(story, 1), headers={"If-None-Match": tag})
    assert again.status_code == 304
    assert numbers(client.get(new_address(story, 3))) == []


def test_an_old_entrys_address_stays_when_the_page_has_moved_on(client: Any, story: Article) -> None:
    post(story, *(f"Tin {n}." for n in range(1, 26)))
    page = client.get(story.get_absolute_url())
    assert numbers(page) == list(range(25, 5, -1))
    assert f"{story.get_absolute_url()}tin/5/#tin-5" in page.content.decode()
    old = client.get(f"{story.get_absolute_url()}tin/5/")
    assert numbers(old) == [5, 4, 3, 2, 1]
    assert f'<link rel="canonical" href="http://testserver{story.get_absolute_url()}">' in old.content.decode()
    assert client.get(f"{story.get_absolute_url()}tin/0/").status_code in {200, 404}
    assert client.get(f"/bai/x-{story.pk + 1}/tin/1/").status_code == 404


def test_a_corrected_entry_says_so_and_keeps_its_earlier_text_inside(client: Any, story: Article) -> None:
    (entry,) = post(story, "Ba người bị thương.")
    entry.correct("<p>Hai người bị thương.</p>", by=cast.ed(), at=timezone.now() + timedelta(minutes=5))
    told = text_of(client.get(story.get_absolute_url()))
    assert "Hai người bị thương." in told
    assert "Ba người" not in told
    assert "Corrected" in told
    assert [before["body"].strip() for before in entry.earlier] == ["<p>Ba người bị thương.</p>"]
    assert story.changes.filter(action="entry_fixed", by=cast.ed()).count() == 1


def test_an_entry_taken_away_is_gone_for_readers_and_kept_with_its_reason(client: Any, story: Article) -> None:
    first, _second = post(story, "Tin đồn.", "Tin thật.")
    with pytest.raises(NotNow):
        first.take_away(by=cast.ed(), reason=" ")
    first.take_away(by=cast.ed(), reason="Chưa kiểm chứng.")
    assert "Tin đồn" not in text_of(client.get(story.get_absolute_url()))
    assert numbers(client.get(new_address(story, 0))) == [2]
    assert "Tin đồn" not in client.get("/rss/").content.decode()
    assert story.changes.get(action="entry_gone").reason == "#1: Chưa kiểm chứng."
    first.bring_back(by=cast.ed())
    assert numbers(client.get(story.get_absolute_url())) == [2, 1]


def test_an_ended_report_takes_no_entry_and_asks_for_none(client: Any, story: Article) -> None:
    post(story, "Một.")
    coverage = Coverage.of(story)
    coverage.end(by=cast.ed())
    coverage.end(by=cast.ada())
    assert story.changes.filter(action="live_ended").count() == 1
    with pytest.raises(NotNow):
        post(story, "Hai.")
    page = client.get(story.get_absolute_url()).content.decode()
    assert "data-live" not in page
    assert "/js/live" not in page
    assert "data-ended" in client.get(new_address(story, 1)).content.decode()
    coverage.go_on(by=cast.ed())
    post(story, "Hai.")
    assert numbers(client.get(story.get_absolute_url())) == [2, 1]


def test_a_withdrawn_storys_entries_are_gone_with_it_and_a_drafts_are_nowhere(client: Any, story: Article) -> None:
    post(story, "Một.")
    draft = cast.article("Chưa đăng", genre="live")
    post(draft, "Mật.")
    for address in (f"/bai/x-{draft.pk}/tin/1/", f"/bai/x-{draft.pk}/tin-sau/0/"):
        assert client.get(address).status_code == 404
    story.withdraw(by=cast.ed(), reason="Sai.")
    for address in (new_address(story, 0), f"{story.get_absolute_url()}tin/1/"):
        assert client.get(address).status_code == 410


def test_readers_find_a_report_by_what_its_entries_say_now_and_by_nothing_else(client: Any, story: Article) -> None:
    def is_found(words: str) -> bool:
        return bool(client.get("/tim-kiem/", {"q": words}).context["found"].hits)

    Coverage.of(story).summarise("<p>Hai xã mất điện.</p>", by=cast.ed())
    first, second = post(story, "Cầu Nậm Rốm ngập.", "Đèo Pha Đin sạt lở.")
    assert all(map(is_found, ["nậm rốm", "“Pha Đin sạt”", "mất điện"]))
    assert "Cầu <mark>Nậm</mark> <mark>Rốm</mark> ngập." in client.get("/tim-kiem/?q=nam+rom").content.decode()
    second.correct("<p>Đèo Tằng Quái sạt lở.</p>", by=cast.ed())
    first.take_away(by=cast.ed(), reason="Sai")
    assert is_found("tằng quái")
    assert not any(map(is_found, ["pha đin", "nậm rốm"]))
    story.publish(by=cast.ed())
    first.bring_back(by=cast.ed())
    assert all(map(is_found, ["nậm rốm", "tằng quái"]))
    story.withdraw(by=cast.ed(), reason="Sai")
    assert not is_found("tằng quái")


def test_a_report_of_older_days_is_entered_with_its_entries(client: Any, story: Article) -> None:
    Entry.objects.create(article=story, number=1, body="<p>Cầu Nậm Rốm ngập.</p>", at=timezone.now())
    call_command("rebuild_search", stdout=StringIO())
    assert client.get("/tim-kiem/", {"q": "nậm rốm"}).context["found"].hits
    assert Findable.objects.get(article=story).reported


def test_machines_print_and_feeds_have_the_entries(client: Any, story: Article) -> None:
    post(story, "Gió cấp 9.", "Gió cấp 11.")
    page = client.get(story.get_absolute_url()).content.decode()
    (found,) = [found for found in re.findall(r'ld\+json">(.*?)</script>', page) if "LiveBlogPosting" in found]
    facts = json.loads(found)
    assert [update["articleBody"] for update in facts["liveBlogUpdate"]] == ["Gió cấp 11.", "Gió cấp 9."]
    assert facts["liveBlogUpdate"][0]["url"].endswith("/#tin-2")
    assert facts["coverageStartTime"]
    assert "coverageEndTime" not in facts
    assert f'datetime="{facts["dateModified"]}"' in page  # The page prints what machines are told.
    printed = text_of(client.get(f"{story.get_absolute_url()}in/"))
    assert "Gió cấp 9." in printed
    (item,) = items_of(client.get("/rss/"))
    content = item.findtext("{http://purl.org/rss/1.0/modules/content/}encoded") or ""
    assert content.index("Gió cấp 11.") < content.index("Gió cấp 9.")


def test_a_photo_stands_in_an_entry_by_its_marker_or_from_the_library(client: Any, story: Article) -> None:
    small = {"size": (320, 240)}
    ArticlePhoto.objects.create(article=story, photo=cast.photo("Cầu trôi", picture=small), key="abcdef12")
    Coverage.of(story).post('<p>Cầu.</p><figure data-photo="abcdef12"></figure>', by=cast.ed())
    library = cast.photo("Kè vỡ", picture=small)
    sent = {
        "act": "post",
        "nonce": "a" * 24,
        "title": "",
        "body": "<p>Kè.</p>",
        "photo": library.pk,
        "caption": "Kè vỡ",
    }
    signed_in(cast.ed()).post(desk(story), sent)
    page = text_of(client.get(story.get_absolute_url()))
    assert "Cầu trôi" in page
    assert "Kè vỡ" in page
    assert "Kè vỡ" in client.get("/rss/").content.decode()


def test_many_entries_with_photos_cost_the_reader_not_one_query_more(
    client: Any, story: Article, select_only: Any
) -> None:
    photo = cast.photo(picture={"size": (320, 240)})
    ArticlePhoto.objects.create(article=story, photo=photo, key="abcdef12")
    body = '<p>Một.</p><figure data-photo="abcdef12"></figure>'
    Coverage.of(story).post(body, by=cast.ed())
    with select_only(at_most=MOST) as first:
        client.get(story.get_absolute_url())
    for _n in range(30):
        Coverage.of(story).post(body, by=cast.ed())
    with select_only(at_most=len(first)):
        client.get(story.get_absolute_url())
    with select_only(at_most=5):
        client.get(new_address(story, 12))


def test_at_the_desk_an_entry_is_posted_once_however_often_the_form_is_sent(client: Any, story: Article) -> None:
    ed = signed_in(cast.ed())
    assert desk(story) in ed.get(change(story)).content.decode()
    sent = {"act": "post", "nonce": "a" * 24, "title": "Gió mạnh", "body": "<p>Cấp 9.</p><script>x</script>"}
    assert "readers have it" in said(ed.post(desk(story), sent, follow=True))
    ed.post(desk(story), sent)
    assert numbers(client.get(story.get_absolute_url())) == [1]
    assert "<script>x" not in client.get(story.get_absolute_url()).content.decode()
    empty = ed.post(desk(story), {**sent, "nonce": "b" * 24, "title": "", "body": ""})
    assert "Write something" in said(empty)
    kept = ed.post(desk(story), {**sent, "nonce": "b" * 24, "photo": "999999"})
    assert "no photo of this number" in kept.content.decode()
    assert "Gió mạnh" in part(kept, 'name="title"', ">")


def test_the_desk_of_a_report_asks_at_most_twelve_queries(
    story: Article, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    post(story, *(f"Tin {n}." for n in range(40)))
    ed = signed_in(cast.ed())
    with django_assert_max_num_queries(12):
        ed.get(f"{desk(story)}?entry=3")


def test_at_the_desk_an_entry_is_corrected_taken_away_and_the_report_ended(client: Any, story: Article) -> None:
    post(story, "Một.")
    ed = signed_in(cast.ed())
    ed.post(f"{desk(story)}?entry=1", {"act": "correct", "number": "1", "title": "Sửa", "body": "<p>Hai.</p>"})
    assert "Hai." in text_of(client.get(story.get_absolute_url()))
    assert "Say why" in said(ed.post(f"{desk(story)}?entry=1", {"act": "take_away", "number": "1"}))
    ed.post(desk(story), {"act": "take_away", "number": "1", "reason": "Sai."})
    assert numbers(client.get(story.get_absolute_url())) == []
    ed.post(desk(story), {"act": "summarise", "summary": "<p>Tóm tắt.</p>"})
    assert "Tóm tắt." in text_of(client.get(story.get_absolute_url()))
    ed.post(desk(story), {"act": "end"})
    assert "The live report ended at" in text_of(ed.get(desk(story)))
    for act in ("x", "correct", "take_away", "bring_back"):
        assert ed.post(desk(story), {"act": act, "number": "99"}).status_code in {200, 302}


@pytest.mark.parametrize("who, status", [("rosa", 403), ("mo", 404)])
def test_who_may_not_publish_may_not_report(story: Article, who: str, status: int) -> None:
    person = signed_in(getattr(cast, who)())
    sent = {"act": "post", "nonce": "a" * 24, "title": "x", "body": "<p>x</p>"}
    assert person.get(desk(story)).status_code == status
    assert person.post(desk(story), sent).status_code == status
    assert Entry.objects.count() == 0
