"""Parts that many pages share are made once, and never outlive what they show; a known statement takes any values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import pagestore
from articles.known import Known, from_there
from articles.models import Article, ArticlePhoto, Clip, Coverage, Masthead, Photo, Ribbon, Section
from articles.pagestore import parts
from articles.pagestore.parts import part
from tests import cast
from tests.comments.cast import comment
from tests.newsroom.store import Door, opened

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    cast.masthead(name="Báo Thử")
    with opened(tmp_path) as found:
        yield found


def page_with(value: str, made: list[str], *keys: str) -> str:
    """A page that takes in a part, and what it came by."""

    def make() -> str:
        made.append(value)
        pagestore.note(*keys)
        return value

    with pagestore.noting() as noted:
        found = part("thử", make)
    assert set(keys) <= noted.keys
    return found


def test_a_part_is_made_once_and_again_when_what_it_shows_has_changed(door: Door) -> None:
    made = list[str]()
    assert [page_with(value, made, "section:1") for value in "ab"] == ["a", "a"]
    pagestore.purge(["section:2"])
    assert page_with("c", made, "section:1") == "a"
    pagestore.purge(["section:1"])
    assert [page_with(value, made, "section:1") for value in "de"] == ["d", "d"]
    assert made == ["a", "d"]


def test_nothing_is_kept_of_what_is_being_changed(door: Door) -> None:
    made = list[str]()
    with transaction.atomic():
        pagestore.purge(["section:1"])
        assert [page_with(value, made, "section:1") for value in "ab"] == ["a", "b"]  # Others see the old row yet.
    assert [page_with(value, made, "section:1") for value in "cd"] == ["c", "c"]
    with pagestore.noting():
        part("sửa", lambda: pagestore.purge(["section:9"]) or pagestore.note("section:9"))  # Changed while it is made.
        assert part("sửa", lambda: "mới") == "mới"


def test_a_part_ends_by_the_clock_with_itself_and_with_the_page_it_was_made_for(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, made = timezone.now(), list[str]()
    with pagestore.noting() as noted:
        pagestore.stands_until(now + timedelta(hours=1))
        part("thử", lambda: made.append("a") or pagestore.stands_until(now + timedelta(hours=2)))
    monkeypatch.setattr(parts.timezone, "now", lambda: now + timedelta(minutes=59))
    with pagestore.noting() as noted:
        part("thử", lambda: made.append("b"))
    assert (made, noted.due) == (["a"], now + timedelta(hours=1))
    monkeypatch.setattr(parts.timezone, "now", lambda: now + timedelta(minutes=61))
    with pagestore.noting():
        part("thử", lambda: made.append("c"))
    assert made == ["a", "c"]


def test_whoever_does_not_hear_the_other_hosts_has_no_parts(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    made = list[str]()
    page_with("a", made)
    monkeypatch.setattr(door.edge.store, "hears", lambda: False)
    assert [page_with(value, made) for value in "bc"] == ["b", "c"]


def test_what_stands_on_every_page_is_asked_for_once_and_seen_to_change_on_all(door: Door) -> None:
    first, second = cast.live_article(headline="Tin thứ nhất"), cast.live_article(headline="Tin thứ hai")
    door.get(first.get_absolute_url())
    with CaptureQueriesContext(connection) as alone:
        door.get(second.get_absolute_url())
    assert not [query for query in alone if '"articles_masthead"' in query["sql"] or "articles_page" in query["sql"]]
    Section.objects.create(name="Mục mới mở", slug="muc-moi-mo")
    paper = Masthead.current()
    paper.name = "Báo Đổi Tên"
    paper.save()
    Ribbon.hang("Lũ về trong đêm", timezone.now() + timedelta(hours=1), cast.ed())
    for story in (first, second):
        text = door.get(story.get_absolute_url()).text
        assert "Báo Thử" not in text
        assert all(part in text for part in ("Mục mới mở", "Báo Đổi Tên", "Lũ về trong đêm"))


def test_the_ribbon_goes_with_its_second(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = cast.live_article(headline="Tin thứ nhất"), cast.live_article(headline="Tin thứ hai")
    now = timezone.now()
    Ribbon.hang("Lũ về trong đêm", now + timedelta(minutes=1), cast.ed())
    assert "Lũ về trong đêm" in door.get(first.get_absolute_url()).text
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(minutes=1))
    assert "Lũ về trong đêm" not in door.get(second.get_absolute_url()).text


def test_a_walk_begins_where_it_is_to_begin() -> None:
    old, now = timezone.now() - timedelta(days=900), timezone.now()
    stories = [cast.live_article(f"Tin {days}", at=now - timedelta(days=days)) for days in (1, 899, 901, 1000)]
    live = Article.objects.live(now)
    rows = from_there(live, published_at__lte=old, published_at__gte=old - timedelta(days=9)).order_by("-published_at")
    assert list(rows) == [stories[2]]
    _sql, values = rows.query.sql_with_params()
    moments = [str(value)[:10] for value in values if str(value)[:2] == "20"]
    assert moments.index(f"{old.astimezone(UTC):%Y-%m-%d}") < moments.index(f"{now.astimezone(UTC):%Y-%m-%d}")


def test_a_known_statement_answers_as_its_queryset_does() -> None:
    def newer(at: Any, pk: int) -> Any:
        return Article.objects.live(at).filter(pk__gt=pk, status="published").order_by("pk").values("pk")[:2]

    stories = [cast.live_article(headline=f"Tin {number}") for number in range(4)]
    known, now = Known(newer), timezone.now()
    for at in (now, now - timedelta(days=400)):
        for story in stories:
            wanted = [row["pk"] for row in newer(at, story.pk)]
            assert [pk for (pk,) in known.rows(at=at, pk=story.pk)] == wanted
    assert known.rows(at=now, pk=stories[0].pk)
    assert not known.rows(at=now - timedelta(days=400), pk=0)
    with pytest.raises(ValueError, match="not found in the statement: pk"):
        Known(lambda at, pk: Article.objects.live(at).values("pk")).rows(at=now, pk=1)


def test_a_known_statement_makes_its_rows_as_its_queryset_does() -> None:
    """With what they join, leave out and are told besides; of any number of numbers."""
    stories = [cast.live_article(f"Tin {number}", tags=[cast.tag(f"Thẻ {number}").pk]) for number in range(5)]

    def asked(at: Any, pks: Any) -> Any:
        rows = Article.objects.live(at).for_page().filter(pk__in=pks).order_by("-pk")
        return rows.annotate(twice=F("pk") * 2, comes=F("published_at"))

    known, now = Known(asked), timezone.now()
    for several in (stories, stories[:3], stories[3:], stories[:1], []):
        pks = [story.pk for story in several]
        told, wanted = known.found(at=now, pks=pks), list(asked(now, pks))
        assert [_all_of(row) for row in told] == [_all_of(row) for row in wanted]
        assert [row.edition.tags for row in told] == [row.edition.tags for row in wanted]
        assert {*known.in_bulk(at=now, pks=pks)} == {*pks}
    with CaptureQueriesContext(connection) as queries:
        row = known.first(at=now, pks=[story.pk for story in stories])
        assert (row, row.comes, row.filed_section.parent) == (stories[4], stories[4].published_at, None)
        assert {"body", "headline"} <= row.get_deferred_fields()
        assert row.edition.body
    assert len(queries) == 1
    assert not known.found(at=now, pks=[10**30])
    assert known.first(at=now - timedelta(days=400), pks=[1]) is None


def _all_of(row: Any) -> list[dict[str, Any]]:
    joined = [row, row.edition, row.filed_section]
    return [{name: value for name, value in vars(one).items() if name != "_state"} for one in joined]


def test_the_bar_that_pages_share_marks_where_its_reader_is(door: Door) -> None:
    inner = cast.section("Y tế", parent=cast.section("Xã hội"))
    story = cast.live_article(section=inner)
    cast.live_article("Giá lúa", section=cast.section("Kinh tế"))
    marked = {
        "/": [("/", "page")],
        "/tin-moi/": [("/tin-moi/", "page")],
        "/chuyen-muc/xa-hoi/": [("/chuyen-muc/xa-hoi/", "page")],
        "/chuyen-muc/kinh-te/": [("/chuyen-muc/kinh-te/", "page")],
        "/chuyen-muc/y-te/": [("/chuyen-muc/xa-hoi/", "true")],
        story.get_absolute_url(): [("/chuyen-muc/xa-hoi/", "true")],
        "/su-kien/": [],
    }
    for address in [*marked, *marked]:
        pagestore.purge([story.page_key, "paper"])
        bar = door.get(address).text.partition('<ul class="bar">')[2].partition("</ul>")[0]
        assert re.findall(r'href="([^"]+)" aria-current="(\w+)"', bar) == marked[address]


def test_the_fullest_page_of_a_story_asks_fourteen_queries_however_much_stands_on_it(door: Door) -> None:
    photo = cast.photo(picture={"size": (320, 240)}, credit="Đức Hạnh")
    addresses = [_full(photo, several).get_absolute_url() for several in (1, 3)]
    counts = []
    for address in addresses * 2:  # First the statements are worked out.
        pagestore.purge([pagestore.ANY])
        with CaptureQueriesContext(connection) as queries:
            page = door.get(address).text
        counts.append(len(queries))
        for told in ("Tin 0", "Đúng 0", "Bàn 0", "Đáp", "/video/", "<picture>", "Thẻ 0", "Lên tiếng"):
            assert told in page
    assert counts[2:] == [14, 14]


def _full(photo: Photo, several: int) -> Article:
    """A live report with everything that a story can have, and so many of each."""
    topics, tags = [cast.topic("Bão số 3").pk], [cast.tag(f"Thẻ {number}").pk for number in range(several)]
    cast.live_article("Lên tiếng", topics=topics, tags=tags)
    words = {"caption": "Lũ", "credit": "Đức Hạnh", "link": "https://www.youtube.com/watch?v=dQw4w9WgXcQ"}
    clips = [Clip.objects.create(title=f"Clip {number}", **words).key for number in range(several)]
    body = "".join(f'<figure data-clip="{key}"></figure>' for key in clips) + '<figure data-photo="abcdef12"></figure>'
    names = [("text", f"Người {number}") for number in range(several)]
    story = cast.article("Bão", genre="live", topics=topics, tags=tags, body=body, credits=names)
    ArticlePhoto.objects.create(article=story, photo=photo, key="abcdef12")
    story.publish(by=cast.ed())
    for number in range(several):
        story.correct(cast.ed(), f"Sai {number}", f"Đúng {number}")
        Coverage.of(story).post(f'<p>Tin {number}</p><figure data-photo="abcdef12"></figure>', by=cast.ed())
        comment(story, "Đáp", parent=comment(story, f"Bàn {number}"))
    return story
