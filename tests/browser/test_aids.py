"""What helps a writer, in Chromium: punctuation by rule, the house's words, links to our own stories."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from articles.models import Article, HouseWord
from articles.models import Page as StaticPage
from tests import cast
from tests.articles.desk import LIST
from tests.articles.test_typography import SET_RIGHT
from tests.browser.test_chain import PASTE
from tests.browser.test_desk import press, ready, sign_in
from tests.browser.waiting import becomes, elsewhere

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
    becomes(lambda: "“Được mùa” sau 5\u00a0km" in text.inner_text(), True)
    aid.locator(".back").press("Enter")
    expect(headline).to_have_value('Vụ "mùa vàng" 2021-2025')
    becomes(lambda: '"Được mùa" sau 5 km' in text.inner_text(), True)
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


# An entry's two words, a text, and what is marked in it.
MARKED = [
    ("ma túy", "chất cấm", "Ma túy, ma tuý, MA TÚY, ma tuy, má túy, matúy", ["Ma túy", "ma tuý", "MA TÚY"]),
    ("hoà bình", "hòa bình", "hoà bình, Hòa bình, hòa bình, hoà  bình", ["hoà bình", "hoà  bình"]),
    ("Covid-19", "COVID-19", "covid-19, COVID-19, Covid 19, Covid, 19", ["covid-19", "Covid 19"]),
    ("cán bộ", "cán bộ, công chức", "cán bộ, công chức và cán bộ xã", ["cán bộ"]),
    ("dân tộc Mèo", "dân tộc H’Mông", "dân tộc\u00a0Mèo; dân tộc. Mèo", ["dân tộc\u00a0Mèo"]),
    ("tình", "x", "tỉnh tinh tình tình\u0301", ["tình"]),
]


def test_the_houses_words_are_found_with_their_tones_where_they_stand(live_server: Any, page_at: Any) -> None:
    cast.masthead()
    for avoid, use, _typed, _found in MARKED:
        HouseWord(avoid=avoid, use=use, note="Theo quy tắc tòa soạn").save()
    story = cast.article(headline="Phòng chống Ma túy", body="<p>Vì <strong>hoà</strong> bình, chống MA TÚY.</p>")
    story.remember(cast.ed())
    page = page_at()
    sign_in(page, str(live_server.url), "ed")
    page.goto(f"{live_server.url}{LIST}{story.pk}/change/")
    ready(page)
    items = page.locator("#wording li")
    expect(items).to_have_count(3)
    expect(items.locator("mark")).to_have_text(["Ma túy", "hoà bình", "MA TÚY"])
    expect(items.first).to_contain_text("Theo quy tắc tòa soạn")
    items.nth(1).locator(".place").press("Enter")
    becomes(lambda: page.evaluate("getSelection().toString()"), "hoà bình")
    items.first.locator("button").last.press("Enter")
    expect(page.locator("#id_headline")).to_have_value("Phòng chống Chất cấm")
    expect(items).to_have_count(2)
    page.keyboard.press("Enter")  # The next one has the focus.
    expect(items).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator(".cke_editable")).to_have_text("Vì hòa bình, chống CHẤT CẤM.")
    expect(page.locator(".cke_editable strong")).to_have_text("hòa bình")
    expect(page.locator("#wording .said")).to_contain_text("đúng")
    for _avoid, _use, typed, found in MARKED:
        page.fill("#id_lead", typed)
        expect(items.locator("mark")).to_have_text([word.replace("\u00a0", " ").replace("  ", " ") for word in found])


def test_a_link_to_our_own_story_is_made_by_keyboard(writing: Page) -> None:
    other = cast.live_article("Mường Nhé mở hội mùa")
    text, dialog = writing.locator(".cke_editable"), writing.locator("#linker")
    text.locator("p").first.click()
    writing.keyboard.press("Control+Home")
    writing.keyboard.press("Control+k")
    expect(dialog).to_be_visible()
    expect(writing.locator("#linker-words")).to_be_focused()
    writing.keyboard.type("muong nhe")
    expect(dialog.locator(".found button")).to_have_count(1)
    writing.keyboard.press("ArrowDown")
    writing.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    link = text.locator(f"a[href='{other.get_absolute_url()}']")
    expect(link).to_have_text("Mường Nhé mở hội mùa")
    writing.keyboard.press("Control+k")
    writing.keyboard.press("Escape")
    expect(text).to_be_focused()
    writing.keyboard.press("Control+End")
    for _step in range(6):
        writing.keyboard.press("Shift+ArrowLeft")
    writing.click(".cke_button__storylink")
    writing.fill("#linker-words", other.get_absolute_url().replace("muong", "ten-cu"))
    dialog.locator(".found button").click()
    expect(text.locator(f"a[href='{other.get_absolute_url()}']")).to_have_count(2)
    press(writing, "button.save")
    assert Article.objects.get(pk=writing.url.split("/")[-3]).body.count(f'<a href="{other.get_absolute_url()}">') == 2


def test_a_static_page_is_written_with_the_same_aids(live_server: Any, page_at: Any, axe: Any) -> None:
    cast.masthead()
    HouseWord(avoid="ma túy", use="chất cấm").save()
    about, page = StaticPage.objects.create(title="Giới thiệu", body="<p>Báo in 2021-2025.</p>"), page_at()
    cast.sam()
    sign_in(page, str(live_server.url), "sam")
    page.goto(f"{live_server.url}/quan-tri/articles/page/{about.pk}/change/")
    ready(page)
    text = page.locator(".cke_editable")
    text.locator("p").click()
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    page.evaluate(PASTE, '<p><span style="font-weight:700">Chống</span> "ma túy"</p>')
    expect(page.locator("#cke_id_body + .count")).to_contain_text("6 từ · đọc 1 phút")
    page.fill("#id_title", "Giới thiệu 2021-2025")
    page.locator("#wording li button").last.press("Enter")
    page.locator("#punctuation .set").press("Enter")
    text.press("Control+k")
    expect(page.locator("#linker")).to_be_visible()
    page.keyboard.press("Escape")
    found = axe(page)
    with elsewhere(page):
        page.keyboard.press("Control+s")
    about.refresh_from_db()
    assert about.title == "Giới thiệu 2021–2025"
    assert about.body == "<p>Báo in 2021–2025.</p>\n<p><strong>Chống</strong> “chất cấm”</p>"
    assert f"/{about.pk}/change/" in page.url
    assert found == []


def test_the_preview_is_seen_on_a_phone_on_paper_in_the_dark_and_as_others_share_it(
    live_server: Any, page_at: Any, axe: Any
) -> None:
    cast.masthead()
    story, page = cast.article(lead_photo=cast.photo()), page_at()
    cast.ed()
    sign_in(page, str(live_server.url), "ed")
    page.goto(f"{live_server.url}{LIST}{story.pk}/preview/look/")
    screen, sheet = page.locator("iframe.screen"), page.locator("iframe.sheet")
    inside = page.frame_locator("iframe.screen")
    paper = "element => getComputedStyle(element).backgroundColor.match(/[0-9]+/g).reduce((a, b) => a + Number(b), 0)"
    expect(inside.locator("h1")).to_have_text(story.headline)
    becomes(lambda: inside.locator("body").evaluate(paper) > 600, True)
    page.check("#dark")
    becomes(lambda: inside.locator("body").evaluate(paper) < 200, True)
    page.check("#phone")
    becomes(lambda: screen.bounding_box()["width"], 390)
    page.check("#print")
    expect(screen).to_be_hidden()
    expect(page.frame_locator("iframe.sheet").locator("h1")).to_have_text(story.headline)
    expect(sheet).to_be_visible()
    page.set_viewport_size({"width": 360, "height": 800})
    page.check("#card")
    expect(page.locator(".card .headline")).to_have_text(story.headline)
    shape = "image => image.naturalWidth / image.naturalHeight"
    becomes(lambda: page.locator(".card img").evaluate(shape), pytest.approx(1200 / 630, abs=0.01))
    becomes(lambda: page.evaluate("document.documentElement.scrollWidth") <= 360, True)
    assert axe(page) == []
