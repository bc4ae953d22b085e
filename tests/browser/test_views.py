"""What Chromium tells the paper: one view for one reading, none for a tab that nobody looks at, none for staff."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from articles.models import Article
from articles.readership import spool
from tests import cast
from tests.articles.views_told import CHROME, flush, rejected, views_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_spool(settings: Any, tmp_path: Path) -> None:
    settings.SPOOL = tmp_path / "spool"


@pytest.fixture
def reader(page_at: Callable[..., Page]) -> Page:
    """A reader in a browser that doesn't call itself headless, whose clock stands until it is moved."""
    page = page_at(user_agent=CHROME)
    stop_clock(page)
    page.sent = []  # type: ignore[attr-defined]
    page.context.on("request", lambda asked: page.sent.append(asked) if asked.url.endswith("/luot-xem/") else None)  # type: ignore[attr-defined]
    return page


def stop_clock(page: Page) -> None:
    """However long this machine takes, no moment passes for the page but what the test lets pass."""
    page.clock.install()
    page.clock.pause_at(timezone.now() + timedelta(seconds=1))


def look_at(page: Page, address: str, milliseconds: int) -> None:
    page.goto(address)
    page.clock.fast_forward(milliseconds)
    settle(page)


def settle(page: Page) -> None:
    """Until the server has what was sent: each try is a request of its own, so nothing is merely waited for."""
    for _try in range(200):
        page.evaluate("fetch('/robots.txt').then((answer) => answer.text())")
        written = sum(1 for path in spool.segments(settings.SPOOL) for _record in spool.read(path))
        if written == len(page.sent):  # type: ignore[attr-defined]
            return
    raise AssertionError(f"{written} beacons arrived, {len(page.sent)} were sent")  # type: ignore[attr-defined]


def address(live_server: Any, story: Article) -> str:
    return f"{live_server.url}{story.get_absolute_url()}"


def test_a_story_seen_for_a_second_is_a_view_and_a_glance_is_none(reader: Page, live_server: Any) -> None:
    story = cast.live_article()
    look_at(reader, address(live_server, story), 700)
    flush()
    assert views_of(story) == 0
    reader.clock.fast_forward(600)
    settle(reader)
    flush()
    assert views_of(story) == 1


def test_ten_reloads_are_one_view_and_half_an_hour_later_it_is_another(reader: Page, live_server: Any) -> None:
    story = cast.live_article()
    for _n in range(10):
        look_at(reader, address(live_server, story), 2000)
    flush()
    assert (views_of(story), rejected()) == (1, {})
    reader.clock.fast_forward("31:00")
    look_at(reader, address(live_server, story), 2000)
    flush()
    assert views_of(story) == 2


def test_a_tab_in_the_background_is_no_view_until_it_is_looked_at(reader: Page, live_server: Any) -> None:
    story = cast.live_article()
    reader.add_init_script(
        "let seen = 'hidden'; Object.defineProperty(document, 'visibilityState', { get: () => seen });"
        "window.show = () => { seen = 'visible'; document.dispatchEvent(new Event('visibilitychange')); };"
    )
    look_at(reader, address(live_server, story), 60_000)
    flush()
    assert views_of(story) == 0
    reader.evaluate("window.show()")
    reader.clock.fast_forward(1500)
    settle(reader)
    flush()
    assert views_of(story) == 1


def test_a_page_drawn_ahead_is_no_view_until_it_is_opened(reader: Page, live_server: Any) -> None:
    story = cast.live_article()
    reader.add_init_script(
        "let ahead = true; Object.defineProperty(document, 'prerendering', { get: () => ahead });"
        "window.show = () => { ahead = false; document.dispatchEvent(new Event('prerenderingchange')); };"
    )
    look_at(reader, address(live_server, story), 60_000)
    flush()
    assert views_of(story) == 0
    reader.evaluate("window.show()")
    reader.clock.fast_forward(1500)
    settle(reader)
    flush()
    assert views_of(story) == 1


def test_an_editor_who_is_signed_in_adds_nothing(reader: Page, live_server: Any) -> None:
    story = cast.live_article()
    reader.goto(f"{live_server.url}/quan-tri/")
    reader.fill("#id_username", cast.ed().username)
    reader.fill("#id_password", cast.PASSWORD)
    reader.click("[type=submit]")
    expect(reader.locator("#user-tools")).to_be_visible()
    look_at(reader, f"{live_server.url}/quan-tri/articles/article/{story.pk}/preview/", 2000)
    assert reader.sent == []  # type: ignore[attr-defined]
    look_at(reader, address(live_server, story), 2000)
    flush()
    assert len(reader.sent) == 1  # type: ignore[attr-defined]
    assert views_of(story) == 0


def test_the_page_takes_the_fresher_number(reader: Page, live_server: Any) -> None:
    story = cast.live_article()
    reader.route(f"**/luot-xem/{story.pk}.json", lambda route: route.fulfill(json={"views": 5317}))
    reader.goto(address(live_server, story))
    expect(reader.locator(".views data")).to_have_text("5317")


def test_headless_is_a_robot(page_at: Callable[..., Page], live_server: Any) -> None:
    story, page = cast.live_article(), page_at()
    stop_clock(page)
    page.sent = []  # type: ignore[attr-defined]
    page.context.on("request", lambda asked: page.sent.append(asked) if asked.url.endswith("/luot-xem/") else None)  # type: ignore[attr-defined]
    look_at(page, address(live_server, story), 2000)
    flush()
    assert (len(page.sent), views_of(story)) == (1, 0)  # type: ignore[attr-defined]


def test_axe_finds_nothing_in_the_box_the_number_and_the_charts(
    page_at: Callable[..., Page], live_server: Any, in_every_look: Any
) -> None:
    story, page = cast.live_article(), page_at(360, tolerate=("Applying inline style",))
    cast.live_article("Tin khác")
    for place in ("/", story.get_absolute_url(), f"{story.get_absolute_url()}in/"):
        page.goto(f"{live_server.url}{place}")
        assert in_every_look(page) == {}, place
    page.goto(f"{live_server.url}/quan-tri/")
    page.fill("#id_username", cast.ed().username)
    page.fill("#id_password", cast.PASSWORD)
    page.click("[type=submit]")
    expect(page.locator("#user-tools")).to_be_visible()
    page.goto(f"{live_server.url}/quan-tri/articles/article/{story.pk}/readership/")
    assert in_every_look(page) == {}
