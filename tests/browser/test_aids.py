"""What helps a writer, in Chromium: punctuation by rule, with a button and in what is pasted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from articles.models import Article
from tests import cast
from tests.articles.desk import LIST
from tests.articles.test_typography import SET_RIGHT
from tests.browser.test_desk import PASTE, press, ready, sign_in

BROWSER = """typed => {
  const rules = JSON.parse(document.getElementById("house-rules").textContent);
  return typed.map((words) => [true, false].map((binds) => {
    const line = [{ data: words }];
    window.desk.prose.applyRules(line, rules, binds);
    return line[0].data;
  }));
}"""
BODY = '<p>Ông nói: "<strong>Được mùa</strong>" sau 5 km.</p>\n'
BODY += '<p>Giai đoạn <a href="/bai/a-2021-2025-7/">2021-2025</a>.</p>'


@pytest.fixture
def writing(live_server: Any, page_at: Callable[..., Page]) -> Page:
    """Ed at a story whose punctuation is as people type it."""
    cast.masthead(name="Báo Thử", sign="BTH")
    story = cast.article(headline='Vụ "mùa vàng" 2021-2025', body=BODY, lead_photo=cast.photo())
    story.remember(cast.ed())
    page = page_at()
    sign_in(page, str(live_server.url), "ed")
    page.goto(f"{live_server.url}{LIST}{story.pk}/change/")
    ready(page)
    return page


def test_the_browser_sets_right_what_the_server_does(writing: Page) -> None:
    done = writing.evaluate(BROWSER, [typed for typed, _printed in SET_RIGHT])
    for (typed, printed), (in_text, in_line) in zip(SET_RIGHT, done, strict=True):
        assert in_text == printed.replace("⍽", "\u00a0"), typed
        assert in_line == printed.replace("⍽", " "), typed


def test_a_press_sets_the_story_right_says_what_it_did_and_takes_it_back(writing: Page) -> None:
    aid, headline, text = (
        writing.locator("#punctuation"),
        writing.locator("#id_headline"),
        writing.locator(".cke_editable"),
    )
    aid.locator(".set").press("Enter")
    expect(headline).to_have_value("Vụ “mùa vàng” 2021–2025")
    expect(aid.locator(".said")).to_contain_text("7")
    expect(aid.locator(".done li")).to_have_count(3)
    expect(aid.locator(".done")).to_contain_text("5\u00a0km")
    expect(text.locator("strong")).to_have_text("Được mùa")
    assert "“Được mùa” sau 5\u00a0km" in text.inner_text()
    aid.locator(".back").press("Enter")
    expect(headline).to_have_value('Vụ "mùa vàng" 2021-2025')
    assert '"Được mùa" sau 5 km' in text.inner_text()
    aid.locator(".set").press("Enter")
    aid.locator(".set").press("Enter")
    expect(aid.locator(".back")).to_be_hidden()  # Nothing was left to do.
    press(writing, "button.save")
    kept = Article.objects.get()
    assert kept.headline == "Vụ “mùa vàng” 2021–2025"
    assert "“<strong>Được mùa</strong>” sau 5\u00a0km." in kept.body
    assert '<a href="/bai/a-2021-2025-7/">2021–2025</a>' in kept.body


def test_what_is_pasted_is_set_right_and_one_press_undoes_it(writing: Page) -> None:
    text = writing.locator(".cke_editable")
    text.locator("p").last.click()
    writing.keyboard.press("Control+End")
    writing.evaluate(PASTE, '<p>Bà nói: "Rất vui", <a href="https://bao.vn/a,b">tại đây</a>, dài 7 km.</p>')
    expect(text).to_contain_text("Bà nói: “Rất vui”")
    expect(text).to_contain_text("7\u00a0km")
    expect(text.locator("a").last).to_have_attribute("href", "https://bao.vn/a,b")
    expect(writing.locator("#punctuation .said")).to_contain_text("3")
    assert '"' in text.locator("p").first.inner_text()  # What stood there was not asked about.
    text.press("Control+z")
    expect(text).not_to_contain_text("Rất vui")
