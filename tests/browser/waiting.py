"""To wait for what a page says, however busy the machine is. Nothing here merely sleeps."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

PATIENCE = 30  # seconds
KEEP = Path(__file__).resolve().parents[2] / "static/desk/keep.js"
PAUSES = {"PAUSE = 2000": "PAUSE = 500", "RETRY = [3000, 8000, 20000]": "RETRY = [600, 2000, 5000]"}

CHOSEN = """number => {
  const paragraph = document.querySelectorAll(".cke_editable p")[number], range = document.createRange();
  paragraph.closest(".cke_editable").focus();
  range.selectNodeContents(paragraph);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  return getSelection().toString();
}"""


def hurry(page: Page) -> None:
    """The form saves itself as ever, only sooner after the last key."""
    script, changed = re.subn("|".join(map(re.escape, PAUSES)), lambda found: PAUSES[found[0]], KEEP.read_text())
    assert changed == len(PAUSES)
    page.context.route("**/desk/keep.js", lambda route: route.fulfill(body=script, content_type="text/javascript"))


@contextmanager
def elsewhere(page: Page) -> Iterator[None]:
    """What is done within leads to another document, which is there in full afterwards.

    An address that a script rewrites is none: so does a story's form when its first words are kept.
    """
    page.wait_for_load_state()
    page.evaluate("document.documentElement.dataset.before = ''")
    yield
    expect(page.locator("html:not([data-before])")).to_have_count(1)
    page.wait_for_load_state()


def becomes(ask: Callable[[], Any], wanted: Any) -> None:
    """Asked again and again until the answer is `wanted`."""
    deadline = time.monotonic() + PATIENCE
    while (found := ask()) != wanted and time.monotonic() < deadline:
        time.sleep(0.05)
    assert found == wanted


def retype(page: Page, paragraph: int, words: str) -> None:
    """The words of a paragraph in the editor, typed anew. A triple click would take its break, too."""
    place = page.locator(".cke_editable p").nth(paragraph)
    place.click()
    before = place.inner_text()
    becomes(lambda: page.evaluate(CHOSEN, paragraph), before)
    page.keyboard.type(words)
    expect(place).to_have_text(words)


def is_answered(page: Page) -> None:
    """The library's list moves no more: a click while it is renewed hits nothing."""
    expect(page.locator("#picker .found")).not_to_have_attribute("aria-busy", "true")
