"""The number on the page, its JSON, "Đọc nhiều", and the desk's pages of readership."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from articles.models import Article, Masthead, MostRead, ViewHour, ViewTotal
from articles.readership import ranking
from articles.readership.ranking import calm
from tests import cast
from tests.articles.views_told import beacon, flush, record, write_segment
from tests.reading import edition_of, part, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_spool(settings: Any, tmp_path: Any) -> None:
    settings.SPOOL = tmp_path / "spool"


def viewed(story: Article, count: int, hours_ago: int = 1) -> Article:
    hour = timezone.now().replace(minute=0, second=0, microsecond=0) - timedelta(hours=hours_ago)
    ViewHour.objects.create(article=story, hour=hour, count=count)
    return story


def box(response: Any) -> list[str]:
    """The headlines under "Đọc nhiều" of 24 hours, in order."""
    return lists(response)[0]


def lists(response: Any) -> list[list[str]]:
    """Those of 24 hours, and of seven days where they are others."""
    html = part(response, '<aside class="most-read"', "</aside>")
    return [re.findall(r"<a [^>]*>(.*?)</a>", each) for each in re.findall(r"<ol>(.*?)</ol>", html, re.S)]


@pytest.mark.parametrize("place", ["", "in/"])
def test_the_number_stands_after_the_date_on_the_page_and_in_print(client: Client, place: str) -> None:
    cast.masthead(language="en")
    story = cast.live_article()
    ViewTotal.objects.create(article=story, count=5000, base=317)
    said = text_of(client.get(story.get_absolute_url() + place))
    assert re.search(r"\d\d/\d\d/\d{4} Views: 5317", said)


@pytest.mark.parametrize("shown, number", [("exact", 5317), ("rounded", 5300), ("hidden", None)])
def test_the_masthead_says_how_the_number_is_shown(client: Client, shown: str, number: int | None) -> None:
    cast.masthead(language="en", views_shown=shown)
    story = cast.live_article()
    ViewTotal.objects.create(article=story, count=5317)
    said = text_of(client.get(story.get_absolute_url()))
    assert (f"Views: {number} " in said) == (number is not None)
    assert ("Views:" in said) == (number is not None)
    answer = client.get(f"/luot-xem/{story.pk}.json")
    assert (answer.json(), answer["Cache-Control"]) == ({"views": number}, "public, max-age=60")


def test_small_numbers_are_round_already() -> None:
    assert [Masthead(views_shown="rounded").shown(n) for n in (0, 7, 99, 100, 129, 98765)] == [
        0,
        7,
        99,
        100,
        120,
        98000,
    ]


def test_a_story_nobody_has_opened_has_none(client: Client) -> None:
    assert client.get(f"/luot-xem/{cast.live_article().pk}.json").json() == {"views": 0}


def test_the_number_tells_nothing_of_stories_that_readers_do_not_have(client: Client) -> None:
    for pk in (cast.article("Bản thảo").pk, 10**9):
        assert client.get(f"/luot-xem/{pk}.json").status_code == 404


def test_a_counted_view_is_on_the_page(client: Client) -> None:
    cast.masthead(language="en")
    story = cast.live_article()
    page = client.get(story.get_absolute_url())
    assert f'data-story="{story.pk}"' in page.content.decode()
    beacon(story)
    flush()
    assert "Views: 1 " in text_of(client.get(story.get_absolute_url()))


def test_a_preview_counts_nothing() -> None:
    story, desk = cast.live_article(), Client()
    desk.force_login(cast.ed())
    preview = desk.get(f"/quan-tri/articles/article/{story.pk}/preview/").content.decode()
    assert "data-story" not in preview


def test_what_was_read_most_comes_first_and_the_newest_fill_up(client: Client) -> None:
    stories = edition_of(7)
    viewed(stories[5], 50)
    viewed(stories[6], 90)
    viewed(stories[4], 1000, hours_ago=30)
    ranking.rank()
    assert box(client.get("/")) == ["Tin số 7", "Tin số 6"]
    section = client.get(cast.section().get_absolute_url())
    assert box(section) == ["Tin số 7", "Tin số 6", "Tin số 1", "Tin số 2", "Tin số 3"]
    assert lists(client.get("/"))[1] == ["Tin số 5", "Tin số 7", "Tin số 6"]
    windows = MostRead.objects.filter(root=None).order_by("window", "place").values_list("window", "article_id")
    assert [pk for window, pk in windows if window == "7d"] == [stories[4].pk, stories[6].pk, stories[5].pk]


def test_under_a_story_and_in_a_section_the_list_is_never_empty_nor_names_the_page(
    client: Client,
) -> None:
    first, second = edition_of(2)
    assert box(client.get(cast.section().get_absolute_url())) == ["Tin số 1", "Tin số 2"]
    assert box(client.get(first.get_absolute_url())) == ["Tin số 2"]
    assert box(client.get(second.get_absolute_url())) == ["Tin số 1"]


def test_a_section_has_its_own_and_an_inner_one_its_roots(client: Client) -> None:
    root = cast.section("Xã hội")
    inner = cast.section("Y tế", parent=root)
    here = viewed(cast.live_article("Ở đây", section=inner), 5)
    elsewhere = viewed(cast.live_article("Nơi khác", section=cast.section("Thể thao")), 500)
    ranking.rank()
    for section in (root, inner):
        assert box(client.get(section.get_absolute_url())) == [here.headline]
    assert box(client.get("/")) == [elsewhere.headline, here.headline]


def test_a_withdrawn_story_leaves_the_list_at_once(client: Client) -> None:
    story, _other = viewed(cast.live_article("Rút"), 9), cast.live_article("Còn")
    ranking.rank()
    story.withdraw(by=cast.ed(), reason="Sai")
    assert b"most-read" not in client.get("/").content
    assert box(client.get(cast.section().get_absolute_url())) == ["Còn"]


def test_an_editor_keeps_a_story_out_and_lets_it_in_again(client: Client) -> None:
    story = viewed(cast.live_article("Rao vặt"), 900)
    viewed(cast.live_article("Tin hay"), 3)
    ranking.rank()
    desk = Client()
    desk.force_login(cast.ed())
    for action, first in (("keep_out_of_most_read", "Tin hay"), ("let_into_most_read", "Rao vặt")):
        desk.post("/quan-tri/articles/article/", {"action": action, "_selected_action": [story.pk]})
        assert box(client.get("/"))[0] == first


def test_a_reporter_has_no_say_in_what_is_read_most() -> None:
    story, desk = cast.live_article(), Client()
    desk.force_login(cast.rosa())
    desk.post("/quan-tri/articles/article/", {"action": "keep_out_of_most_read", "_selected_action": [story.pk]})
    assert not ViewTotal.objects.filter(is_excluded=True).exists()


def test_a_story_passes_another_only_with_a_tenth_more() -> None:
    assert calm([], {1: 5, 2: 9, 3: 7}) == [2, 3, 1]
    assert calm([1, 2], {1: 100, 2: 109}) == [1, 2]
    assert calm([1, 2], {1: 100, 2: 111}) == [2, 1]
    assert calm([1, 2], {1: 100, 2: 100, 3: 500, 4: 105}) == [3, 1, 2, 4]
    assert calm([7, 1], {1: 3}) == [1]


def test_the_box_costs_one_query(django_assert_max_num_queries: Any) -> None:
    section = edition_of(3)[0].section
    with django_assert_max_num_queries(1):
        Article.objects.most_read()
    with django_assert_max_num_queries(1):
        [story.edition.headline for story in Article.objects.most_read(section)["7d"] if story.edition]


@pytest.mark.parametrize("who", [cast.ada, cast.ed, cast.rosa, cast.mo])
def test_the_desk_reads_its_readership(who: Any) -> None:
    story = viewed(cast.live_article("Tin đọc nhiều"), 41, hours_ago=0)
    ViewTotal.objects.create(article=story, count=41)
    beacon(story, User_Agent="curl/8.5.0 (x86_64-pc-linux-gnu) libcurl/8.5.0")
    flush()
    ranking.rank()
    desk = Client()
    desk.force_login(who())
    answer = desk.get("/quan-tri/articles/article/readership/", headers={"Accept-Language": "en"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Tin đọc nhiều" in page
    assert page.count("<rect") == 24 + 30
    assert ": 41</title>" in page


def test_a_storys_readership_is_for_those_who_may_see_the_story() -> None:
    story = viewed(cast.live_article(by=cast.ed()), 41, hours_ago=0)
    address = f"/quan-tri/articles/article/{story.pk}/readership/"
    for who, status in ((cast.ed, 200), (cast.rosa, 404)):
        desk = Client()
        desk.force_login(who())
        answer = desk.get(address)
        assert answer.status_code == status
        assert (": 41</title>" in answer.content.decode()) == (status == 200)
    assert Client().get(address).status_code == 302


def test_the_form_of_a_published_story_shows_its_last_fourteen_days() -> None:
    desk = Client()
    desk.force_login(cast.ed())
    form = desk.get(f"/quan-tri/articles/article/{viewed(cast.live_article(), 12).pk}/change/").content.decode()
    assert form.count("<rect") == 14
    draft = desk.get(f"/quan-tri/articles/article/{cast.article('Nháp').pk}/change/").content.decode()
    assert "<rect" not in draft


def test_the_desk_is_alarmed_when_views_wait_for_more_than_ten_minutes() -> None:
    story, desk = cast.live_article(), Client()
    desk.force_login(cast.ed())
    write_segment(settings.SPOOL, [record(story, timezone.now() - timedelta(minutes=9))])
    assert 'role="alert"' not in desk.get("/quan-tri/").content.decode()
    write_segment(settings.SPOOL, [record(story, timezone.now() - timedelta(minutes=12))])
    assert 'role="alert"' in desk.get("/quan-tri/").content.decode()
    flush()
    assert 'role="alert"' not in desk.get("/quan-tri/").content.decode()


def test_what_an_older_system_had_counted_is_set_by_an_editor_kept_apart_and_remembered(client: Client) -> None:
    story = cast.live_article()
    ViewTotal.objects.create(article=story, count=3)
    place = f"/quan-tri/articles/article/{story.pk}/readership/"
    for who in (cast.rosa, cast.mo):
        desk = Client()
        desk.force_login(who())
        assert desk.post(place, {"base": 9}).status_code in {403, 404}
    desk = Client()
    desk.force_login(cast.ed())
    for wrong in ("", "-1", "x", "9" * 30):
        assert desk.post(place, {"base": wrong}).status_code == 200
    assert ViewTotal.objects.get().base == 0
    for _twice in range(2):
        assert desk.post(place, {"base": 5317}).status_code == 302
    total = ViewTotal.objects.get()
    assert (total.count, total.base, total.all) == (3, 5317, 5320)
    [change] = story.changes.filter(action="views_set")
    assert (change.by, change.reason) == (cast.ed(), "0 → 5317")
    assert b"5320" in client.get(story.get_absolute_url()).content


def test_imported_views_come_from_a_file_all_or_none(tmp_path: Any) -> None:
    one, two = cast.live_article("Một"), cast.live_article("Hai")
    file = tmp_path / "views.csv"
    file.write_text(f"{one.pk},5317\n\n{two.get_absolute_url()};40\n", encoding="utf-8-sig")
    call_command("import_views", str(file))
    assert dict(ViewTotal.objects.values_list("article", "base")) == {one.pk: 5317, two.pk: 40}
    for wrong in ("x,1", "1", f"{one.pk},-1", f"{one.pk},1\n999999,1", f"{one.pk},9,9"):
        file.write_text(wrong)
        with pytest.raises(CommandError, match=r"Line \d"):
            call_command("import_views", str(file))
    assert ViewTotal.objects.get(article=one).base == 5317
    with pytest.raises(CommandError):
        call_command("import_views", str(tmp_path / "nowhere.csv"))
