"""The archive: years, months with their calendar, days; of the paper, a section, an author."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from articles import days, pages
from articles.days import Span, tally
from articles.models import Article
from tests import cast
from tests.reading import part, stories_on, text_of

pytestmark = pytest.mark.django_db


def at(*moment: int) -> datetime:
    """A moment by the clock of universal time: seven hours behind the paper's."""
    return datetime(*moment, tzinfo=UTC)  # type: ignore[misc, arg-type]


def links(page: Any) -> list[str]:
    return re.findall(r'href="(/[a-z/-]*luu-tru/[0-9/]*)"', part(page, "<main", "</main>"))


def test_a_day_begins_and_ends_at_midnight_by_the_papers_clock(client: Any) -> None:
    last = cast.live_article("23:59 ngày 24", at=at(2025, 11, 24, 16, 59, 59))
    first = cast.live_article("0:00 ngày 25", at=at(2025, 11, 24, 17))
    end = cast.live_article("23:59 ngày 25", at=at(2025, 11, 25, 16, 59, 59))
    assert stories_on(client.get("/luu-tru/2025/11/25/")) == [end.pk, first.pk]
    assert stories_on(client.get("/luu-tru/2025/11/24/")) == [last.pk]
    assert stories_on(client.get("/luu-tru/2025/11/")) == [end.pk, first.pk, last.pk]


def test_a_month_is_a_calendar_whose_days_with_stories_lead_on_and_tell_how_many(client: Any, select_only: Any) -> None:
    cast.masthead(language="en")
    for day in (3, 3, 30):
        cast.live_article(f"Ngày {day}", at=at(2025, 11, day, 3))
    cast.live_article("Tháng tám", at=at(2025, 8, 1, 3))
    cast.live_article("Tháng một", at=at(2026, 1, 31, 3))
    client.get("/luu-tru/2025/11/")
    with select_only(at_most=8):
        page = client.get("/luu-tru/2025/11/")
    assert links(page) == [
        "/luu-tru/",
        "/luu-tru/2025/",
        "/luu-tru/2025/11/03/",
        "/luu-tru/2025/11/30/",
        "/luu-tru/2025/08/",
        "/luu-tru/2026/01/",
    ]
    html = page.content.decode()
    assert '<a href="/luu-tru/2025/11/03/">3 <small>2 stories</small></a>' in html
    first_week = html.split("<tr>")[2]
    assert re.findall(r"<td>(\d*)", first_week) == ["", "", "", "", "", "1", "2"]  # a Saturday
    assert '<a href="/luu-tru/2025/11/03/" aria-current="page">' in client.get("/luu-tru/2025/11/03/").content.decode()


def test_years_and_months_lead_down_and_what_is_to_come_is_not_there(client: Any) -> None:
    cast.masthead(language="en")
    cast.live_article("Xưa", at=at(2023, 2, 3, 3))
    cast.live_article("Sau giao thừa", at=at(2024, 12, 31, 17))
    cast.live_article("Mai", at=timezone.now() + timedelta(days=800))
    assert links(client.get("/luu-tru/")) == ["/luu-tru/2025/", "/luu-tru/2023/"]
    year = client.get("/luu-tru/2025/")
    assert links(year) == ["/luu-tru/", "/luu-tru/2025/01/"]
    assert "1/2025 1 story" in text_of(year)
    for nothing in (
        "2024/",
        "2023/02/04/",
        "2025/02/",
        "2023/02/30/",
        "2023/13/",
        "2023/2/",
        "23/",
        "2023/02/?trang=2",
    ):
        assert client.get(f"/luu-tru/{nothing}").status_code == 404, nothing
    tomorrow = timezone.localdate() + timedelta(days=800)
    assert client.get(f"/luu-tru/{tomorrow:%Y/%m/%d}/").status_code == 404


def test_a_sections_and_an_authors_archive_hold_their_stories_alone(client: Any) -> None:
    economy = cast.section("Kinh tế")
    inner = cast.live_article(at=at(2025, 11, 3, 3), section=cast.section("Giá cả", parent=economy))
    theirs = cast.live_article(at=at(2025, 11, 4, 3), credits=[("text", "Mai Giáp")])
    assert stories_on(client.get("/chuyen-muc/kinh-te/luu-tru/2025/11/")) == [inner.pk]
    assert stories_on(client.get("/tac-gia/mai-giap/luu-tru/2025/11/04/")) == [theirs.pk]
    assert client.get("/tac-gia/mai-giap/luu-tru/2025/11/03/").status_code == 404
    assert "/chuyen-muc/kinh-te/luu-tru/2025/" in links(client.get("/chuyen-muc/kinh-te/luu-tru/"))
    assert 'href="/chuyen-muc/kinh-te/luu-tru/"' in client.get("/chuyen-muc/kinh-te/").content.decode()
    assert 'href="/tac-gia/mai-giap/luu-tru/"' in client.get("/tac-gia/mai-giap/").content.decode()


def test_a_renamed_sections_archive_moves_along(client: Any) -> None:
    economy = cast.section("Kinh tế")
    economy.slug = "lam-an"
    economy.save()
    moved = client.get("/chuyen-muc/kinh-te/luu-tru/2025/11/?trang=2")
    assert (moved.status_code, moved.headers["Location"]) == (301, "/chuyen-muc/lam-an/luu-tru/2025/11/?trang=2")


def test_a_crowded_day_is_leafed_through_and_counted_no_further_than_it_says(
    client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "PER_PAGE", 2)
    monkeypatch.setattr(days, "COUNTED", 4)
    cast.masthead(language="en")
    stories = [cast.live_article(f"Số {n}", at=at(2025, 11, 3, 3, 59 - n)) for n in range(6)]
    seen = [pk for number in (1, 2, 3) for pk in stories_on(client.get(f"/luu-tru/2025/11/03/?trang={number}"))]
    assert seen == [story.pk for story in stories]
    assert [(day.count, day.is_capped) for day in tally(Article.objects.live(), [Span(2025, 11, 3)])] == [(5, True)]


def test_a_paper_without_stories_has_an_empty_archive(client: Any) -> None:
    cast.masthead(language="en")
    assert "No stories here yet." in text_of(client.get("/luu-tru/"))
