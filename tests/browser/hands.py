"""What somebody does at the photo desk: with the mouse, or with nothing but the keyboard."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from articles.models import Photo
from tests.browser.test_desk import press
from tests.browser.waiting import elsewhere, is_answered

LIBRARY = "/quan-tri/articles/photo/"
HIDDEN = """() => [...document.querySelectorAll(".cut.live")].map((box) =>
  box.querySelector("img").getBoundingClientRect().right - box.getBoundingClientRect().right)"""  # right of each crop


def tab_to(page: Page, wanted: str, key: str = "Tab") -> None:
    """With the Tab key alone, from wherever the focus is."""
    for _step in range(400):
        page.keyboard.press(key)
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"{wanted} can't be reached by {key}.")


def push(page: Page, button: str, by_keyboard: bool) -> None:
    """A button that leads to another page."""
    if not by_keyboard:
        press(page, button)
        return
    with elsewhere(page):
        tab_to(page, button)
        page.keyboard.press("Enter")


def focal(page: Page, url: str, photo: Photo, by_keyboard: bool) -> None:
    page.goto(f"{url}{LIBRARY}{photo.pk}/change/")
    expect(page.locator(".cut.live")).to_have_count(4)
    assert max(page.evaluate(HIDDEN)) > 10
    if by_keyboard:
        tab_to(page, ".focal-desk .point")
        for _step in range(5):
            page.keyboard.press("Shift+ArrowRight")
    else:
        box = page.locator(".focal-desk img").first.bounding_box()
        assert box is not None
        page.mouse.click(box["x"] + box["width"] - 1, box["y"] + box["height"] / 2)
    expect(page.locator("#id_focal_x")).to_have_value(re.compile("99|100"))
    assert max(page.evaluate(HIDDEN)) < 2  # Every crop is seen to have moved to the edge, before anything is saved.
    push(page, "[name=_save]", by_keyboard)
    photo.refresh_from_db()
    assert photo.focal_x > 98


def take(page: Page, words: str, by_keyboard: bool) -> None:
    """A photo of the open library."""
    expect(page.locator("#picker-words")).to_be_focused()
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    is_answered(page)
    expect(page.locator("#picker .found li")).to_have_count(1)
    if by_keyboard:
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
    else:
        page.click("#picker .found button")


def take_several(page: Page, by_keyboard: bool) -> None:
    expect(page.locator("#picker-words")).to_be_focused()
    for number in (1, 2, 3):
        page.keyboard.press("Control+A")
        page.keyboard.type(f"canh so {number}")
        page.keyboard.press("Enter")
        is_answered(page)
        found = page.locator("#picker .found button", has_text=re.compile(rf"Cảnh số {number}$"))
        expect(found).to_be_visible()
        if by_keyboard:
            page.keyboard.press("ArrowDown")
            for _other in range(12):  # “canh so 1” finds 10, 11… too.
                if found.evaluate("button => button === document.activeElement"):
                    break
                page.keyboard.press("ArrowRight")
            page.keyboard.press("Space")
        else:
            found.click()
        expect(found).to_have_attribute("aria-pressed", "true")
        if by_keyboard and number < 3:
            tab_to(page, "#picker-words", "Shift+Tab")
        elif number < 3:
            page.click("#picker-words")
    expect(page.locator("#picker .take")).to_contain_text("(3)")
    if by_keyboard:
        tab_to(page, "#picker .take")
        page.keyboard.press("Enter")
    else:
        page.click("#picker .take")


def order(page: Page) -> None:
    """The gallery's third photo goes to the front, by keyboard; the focus follows it."""
    page.keyboard.press("Enter")
    expect(page.locator("#arrange")).to_be_visible()
    tab_to(page, "#arrange .order li:nth-child(3) button")
    page.keyboard.press("Enter")
    expect(page.locator("#arrange .order li").nth(1).locator("button").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#arrange .said")).to_contain_text(re.compile(r"1\D+3$"))
    tab_to(page, "#arrange .done")
    page.keyboard.press("Enter")
    expect(page.locator(".cke_editable .shot b").first).to_have_text("1/3")
    expect(page.locator(".cke_editable .shot").first).to_contain_text("Cảnh số 3")


def open_in_text(page: Page, button: str, by_keyboard: bool) -> None:
    """The editor's button, with the mouse or as its manual says: Alt and F10, groups by Tab, buttons by arrows."""
    if not by_keyboard:
        page.locator(".cke_editable p").last.click()
        page.keyboard.press("Control+End")
        page.click(f".cke_button__{button}")
        return
    tab_to(page, ".cke_editable")
    page.keyboard.press("Control+End")
    page.keyboard.press("Alt+F10")
    for step in range(60):
        if page.evaluate("name => document.activeElement.matches('.cke_button__' + name)", button):
            break
        page.keyboard.press("ArrowRight" if step % 7 else "Tab")
    page.keyboard.press("Enter")
