"""The front page arranged, a live report written and read, in Chromium: by keyboard, by mouse, without reloading."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone
from playwright.sync_api import Page, expect

from articles.models import Coverage, FrontPage
from articles.models.placement import LEAD, Pin, Slot
from tests import cast
from tests.browser.test_desk import FRONT, INLINE, choose, press, sign_in
from tests.browser.waiting import becomes, elsewhere
from tests.reading import edition_of


def test_a_story_is_placed_by_keyboard_and_another_dragged_beside_it(
    live_server: Any, page_at: Callable[..., Page], in_every_look: Any
) -> None:
    cast.masthead(), cast.sam()
    newest = edition_of(6)
    old = cast.live_article("Hoa ban nở trắng rừng", at=timezone.now() - timedelta(days=9))
    sam = page_at(1280, tolerate=INLINE)
    sign_in(sam, str(live_server), "sam")
    sam.goto(f"{live_server}{FRONT}")
    choose(sam, "hoa ban no", old.headline)
    sam.locator("#to").press("Home")
    sam.keyboard.press("Tab")
    sam.keyboard.press("Enter")
    expect(sam.locator("#slot-0-0.pinned")).to_contain_text(old.headline)
    sam.get_by_role("button", name=f"Xuống: {old.headline}").press("Enter")
    expect(sam.locator("#slot-0-1.pinned")).to_contain_text(old.headline)
    expect(sam.get_by_role("button", name=f"Xuống: {old.headline}")).to_be_focused()
    sam.keyboard.press("Shift+Tab")
    sam.keyboard.press("Enter")
    expect(sam.locator("#slot-0-0.pinned")).to_contain_text(old.headline)
    expect(sam.locator(".told")).not_to_be_empty()  # What is said moves all that stands below it.
    sam.drag_and_drop(f".slot .story:has-text('{newest[3].headline}')", "#slot-0-2")
    expect(sam.locator("#slot-0-2.pinned")).to_contain_text(newest[3].headline)
    expect(sam.locator(".told")).to_contain_text("Chưa lưu")
    with elsewhere(sam):
        sam.get_by_role("button", name="Lưu", exact=True).press("Enter")
    front = FrontPage.objects.get()
    assert front.pins() == {LEAD: Pin(old.pk), Slot(0, 2): Pin(newest[3].pk)}
    readers = page_at(360)
    readers.goto(str(live_server))
    expect(readers.locator(".first h2")).to_have_text(old.headline)
    assert in_every_look(sam) == {}


def test_new_entries_come_to_an_open_page_and_wait_while_one_reads(
    live_server: Any, page_at: Callable[..., Page], axe: Any
) -> None:
    cast.masthead(), cast.ed()
    story = cast.live_article("Bão số 9 đổ bộ", genre="live")
    coverage = Coverage.of(story)
    for number in range(12):
        coverage.post(f"<p>Tin số {number}. {'Mưa rất to. ' * 40}</p>", by=cast.ed())
    coverage.summarise("<ol><li>Gió cấp 11</li></ol>", by=cast.ed())
    reader = page_at(360)
    reader.clock.install()
    reader.goto(f"{live_server}{story.get_absolute_url()}")
    coverage.post("<p>Nước rút.</p><ol><li>Ở Mường Lay</li></ol>", by=cast.ed())
    reader.clock.run_for(31_000)
    expect(reader.locator("#tin-13")).to_contain_text("Nước rút.")
    expect(reader.locator(".live [role=status]")).to_have_text("Tin mới: 1")
    reader.locator("#tin-5").scroll_into_view_if_needed()
    coverage.post("<p>Có điện lại.</p>", by=cast.ed())
    reader.clock.run_for(31_000)
    expect(reader.locator(".live.more .fresh a")).to_have_text("Tin mới: 1")
    expect(reader.locator("#tin-14")).to_have_count(0)
    reader.locator(".fresh a").press("Enter")
    expect(reader.locator("#tin-14")).to_contain_text("Có điện lại.")
    for scheme in ("light", "dark"):
        page = page_at(1280, scheme)
        page.goto(f"{live_server}{story.get_absolute_url()}")
        assert axe(page) == []


def test_an_entry_is_posted_from_the_desk_in_the_editor(
    live_server: Any, page_at: Callable[..., Page], axe: Any
) -> None:
    cast.masthead(), cast.ed()
    story = cast.live_article("Bão số 9 đổ bộ", genre="live")
    library = cast.photo("Cầu trôi theo lũ", picture={"size": (320, 240)})
    ed = page_at(1280, tolerate=INLINE)
    sign_in(ed, str(live_server), "ed")
    ed.goto(f"{live_server}/quan-tri/articles/article/{story.pk}/live/")
    editors = "Object.values(window.CKEDITOR?.instances || {}).map((editor) => editor.status)"
    becomes(lambda: set(ed.evaluate(editors)), {"ready"})
    ed.locator(".cke_editable").first.click()
    ed.keyboard.type("Gió giật cấp 11.")
    ed.get_by_role("button", name="Chọn ảnh…").press("Enter")
    ed.locator("#picker .found button").first.press("Enter")
    expect(ed.locator("#id_photo")).to_have_value(str(library.pk))
    assert axe(ed) == []
    press(ed, "button[value=post]")
    expect(ed.locator(".posted")).to_contain_text("Gió giật cấp 11.")
    ed.goto(f"{live_server}{story.get_absolute_url()}")
    expect(ed.locator("#tin-1")).to_contain_text("Gió giật cấp 11.")
    expect(ed.locator("#tin-1 figcaption")).to_have_text("Cầu trôi theo lũ")
