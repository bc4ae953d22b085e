"""Topics, tags and related stories in the story's form, in Chromium: typed, chosen with the keyboard, kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from articles.models import Tag
from tests import cast
from tests.articles.desk import LIST
from tests.browser.test_desk import press, ready, sign_in


def test_an_editor_files_a_story_with_the_keyboard_alone(
    live_server: Any, page_at: Callable[..., Page], axe: Any
) -> None:
    cast.masthead(), cast.ed()
    cast.tag("Điện Biên Phủ").also_called("ĐBP", by=cast.sam())
    topic, kin, other = cast.topic("Bão số 3"), cast.live_article("Lũ rút ở Mường Lay"), cast.live_article("Lũ về")
    story = cast.article(topics=[topic.pk])
    ed = page_at(360, "dark", tolerate=("Applying inline style",))
    sign_in(ed, str(live_server), "ed")
    ed.goto(f"{live_server}{LIST}{story.pk}/change/")
    ready(ed)
    tags, related = (ed.get_by_role("combobox", name=name) for name in ("Từ khóa", "Tin liên quan"))
    offers = ed.locator("[role=option]:visible")
    tags.type("dbp")
    expect(offers).to_contain_text("Điện Biên Phủ")
    ed.keyboard.press("ArrowDown")
    expect(tags).to_have_attribute("aria-activedescendant", "id_tags-offers-0")
    ed.keyboard.press("Enter")
    tags.type("Mùa lúa,nhầm,")
    ed.keyboard.press("Backspace")
    for words in ("lu rut", "lu ve"):
        related.type(words)
        expect(offers).to_have_count(1)
        ed.keyboard.press("Enter")  # What is typed is no story: this points at the first that is offered.
        found = axe(ed) if words == "lu ve" else []
        ed.keyboard.press("Enter")
    ed.get_by_role("button", name="Đưa lên: Lũ về").click()
    ed.get_by_role("button", name="Bỏ: Bão số 3").click()
    expect(ed.locator(".chips-list bdi")).to_have_text(["Điện Biên Phủ", "Mùa lúa", "Lũ về", "Lũ rút ở Mường Lay"])
    assert (ed.evaluate("document.documentElement.scrollWidth") <= 360, found) == (True, [])
    press(ed, "button.save")
    story.refresh_from_db()
    assert (story.topics, story.related) == ([], [other.pk, kin.pk])
    assert story.tags == [tag.pk for tag in Tag.objects.kept().order_by("pk")]
    assert Tag.objects.kept().count() == 2
