"""Nobody loses a word, in Chromium: saved by itself, a line that breaks, a sign-in that ends, two at one story."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Page, expect

from articles.models import Article, Revision, history
from tests import cast
from tests.articles.desk import ADD, LIST
from tests.browser.test_desk import press, ready, sign_in
from tests.browser.waiting import becomes, elsewhere, hurry, retype

BODY = "<p>Đoạn thứ nhất của bài.</p>\n<p>Đoạn thứ hai của bài.</p>\n<p>Đoạn thứ ba của bài.</p>"

TYPED_MEANWHILE = """words => {
  const ask = window.fetch, line = document.getElementById("id_headline");
  window.fetch = async (address, how) => {
    const answer = await ask(address, how);
    if (how?.body instanceof FormData && answer.ok) {
      window.fetch = ask;
      line.value = words;
      line.dispatchEvent(new Event("input", { bubbles: true }));
    }
    return answer;
  };
}"""

ANSWERED_LATE = """() => {  // The first answer never comes, the second takes its time.
  const ask = window.fetch;
  let lost = 0;
  window.fetch = async (address, how) => {
    const answer = await ask(address, how);
    if (how?.body instanceof FormData) {
      lost += 1;
      if (lost === 1) throw new TypeError("lost");
      document.body.dataset.held = "yes";
      await new Promise((end) => { setTimeout(end, 1000); });
    }
    return answer;
  };
}"""


@pytest.fixture
def url(live_server: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(history, "SITTING", 10**10)  # No test is cut in two by the clock.
    cast.masthead(name="Báo Thử", sign="BTH")
    cast.section("Kinh tế")
    return str(live_server.url)


@pytest.fixture
def page_at(page_at: Callable[..., Page]) -> Callable[..., Page]:
    def open_page(*how: Any, **options: Any) -> Page:
        page = page_at(*how, **options)
        hurry(page)
        return page

    return open_page


def said(page: Page, part: str) -> None:
    expect(page.locator("#kept")).to_contain_text(part)


def open_story(page: Page, url: str, story: Article) -> None:
    page.goto(f"{url}{LIST}{story.pk}/change/")
    ready(page)


def test_a_new_story_is_saved_by_itself_and_stays_one_story(url: str, page_at: Callable[..., Page]) -> None:
    cast.rosa()
    page = page_at()
    sign_in(page, url, "rosa")
    page.goto(f"{url}{ADD}")
    ready(page)
    page.fill("#id_headline", "Chợ phiên Tủa Chùa")
    said(page, "Đã tự lưu")
    story = Article.objects.get()
    page.click(".cke_editable")
    page.keyboard.type("Chợ họp từ tờ mờ sáng.")
    page.locator(".rows.credits [name$=-name]").first.fill("PV")
    expect(page.locator("#kept")).to_have_attribute("data-state", "writing")
    said(page, "Đã tự lưu")
    page.locator(".rows.credits [name$=-role]").first.select_option("photo")
    expect(page.locator("#kept")).to_have_attribute("data-state", "writing")
    said(page, "Đã tự lưu")
    story.refresh_from_db()
    assert (Article.objects.count(), story.body) == (1, "<p>Chợ họp từ tờ mờ sáng.</p>")
    assert [(credit.role, credit.name) for credit in story.credits.all()] == [("photo", "PV")]
    assert Revision.objects.filter(is_passing=False).count() == 1
    press(page, "button.save")
    page.reload()
    ready(page)
    assert "#" not in page.url
    expect(page.locator(".cke_editable")).to_have_text("Chợ họp từ tờ mờ sáng.")
    becomes(lambda: page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('story:'))"), [])


def test_what_never_reached_the_server_is_there_after_a_reload(url: str, page_at: Callable[..., Page]) -> None:
    story = cast.article(body=BODY)
    story.remember(cast.rosa())
    page = page_at()
    sign_in(page, url, "rosa")
    open_story(page, url, story)
    page.route("**/change/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.fill("#id_headline", "Chữ chưa kịp lưu")
    retype(page, 1, "Đoạn hai gõ khi mất mạng.")
    becomes(lambda: "gõ khi mất mạng" in page.evaluate("JSON.stringify(localStorage)"), True)
    said(page, "mất kết nối")
    page.unroute("**/change/")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    said(page, "Đã lấy lại")
    told, now = page.locator("#kept .recovered").inner_text(), timezone.localtime()
    assert any(f"{now - timedelta(minutes=ago):%H:%M}" in told for ago in range(5))  # By the paper's clock.
    expect(page.locator("#id_headline")).to_have_value("Chữ chưa kịp lưu")
    expect(page.locator(".cke_editable")).to_contain_text("Đoạn hai gõ khi mất mạng.")
    said(page, "Đã tự lưu")
    story.refresh_from_db()
    assert story.headline == "Chữ chưa kịp lưu"
    assert "Đoạn hai gõ khi mất mạng." in story.body
    page.evaluate(ANSWERED_LATE)
    page.fill("#id_headline", "Lưu rồi mà không hay")
    said(page, "mất kết nối")
    page.fill("#id_headline", "Đang tự lưu")
    expect(page.locator("body")).to_have_attribute("data-held", "yes")
    page.fill("#id_headline", "Bấm lưu khi đang tự lưu")
    press(page, "button.save")
    story.refresh_from_db()
    assert story.headline == "Bấm lưu khi đang tự lưu"  # Nobody is asked to choose between two texts of one's own.
    assert list(story.revisions.filter(is_passing=False).values_list("version", flat=True)) == [story.version, 1]


def test_a_sign_in_that_ends_while_writing_takes_nothing(url: str, page_at: Callable[..., Page]) -> None:
    story = cast.article(body=BODY)
    story.remember(cast.rosa())
    page = page_at()
    sign_in(page, url, "rosa")
    open_story(page, url, story)
    Session.objects.all().delete()
    page.fill("#id_headline", "Viết tiếp khi hết phiên")
    said(page, "đăng xuất")
    with page.context.expect_page() as opened:
        page.click("#kept a")
    door = opened.value
    door.fill("#id_username", "rosa")
    door.fill("#id_password", cast.PASSWORD)
    door.click("[type=submit]")
    expect(door.locator("#user-tools")).to_be_visible()
    page.evaluate(TYPED_MEANWHILE, "Viết tiếp sau khi vào lại")
    page.fill("#id_headline", "Viết khi vừa vào lại")
    said(page, "Đã tự lưu")  # Of the latest words: nothing is called saved while newer ones are not.
    story.refresh_from_db()
    assert story.headline == "Viết tiếp sau khi vào lại"
    Session.objects.all().delete()
    page.fill("#id_headline", "Bấm lưu khi hết phiên")
    press(page, "button.save")
    page.fill("#id_username", "rosa")
    page.fill("#id_password", cast.PASSWORD)
    press(page, "[type=submit]")
    expect(page.locator("#id_headline")).to_have_value("Bấm lưu khi hết phiên")


def test_two_editors_see_each_other_and_their_paragraphs_merge(
    url: str, page_at: Callable[..., Page], axe: Any
) -> None:
    story = cast.article(body=BODY)
    story.remember(cast.rosa())
    cast.ed(), cast.sam()
    ed, sam = page_at(tolerate=("Applying inline style",)), page_at(360, tolerate=("Applying inline style",))
    sign_in(ed, url, "ed")
    sign_in(sam, url, "sam")
    with ed.expect_response("**/presence/"):
        open_story(ed, url, story)
    open_story(sam, url, story)
    expect(sam.locator("#kept .others")).to_contain_text("ed")
    retype(ed, 0, "Đoạn nhất, Ed viết lại.")
    said(ed, "Đã tự lưu")
    retype(sam, 1, "Đoạn hai, Sam viết lại.")
    said(sam, "đã lưu bài")
    press(sam, "button.save")
    story.refresh_from_db()
    assert story.body == "<p>Đoạn nhất, Ed viết lại.</p>\n<p>Đoạn hai, Sam viết lại.</p>\n<p>Đoạn thứ ba của bài.</p>"

    retype(ed, 1, "Đoạn hai, Ed viết khác hẳn.")
    said(ed, "đã lưu bài")
    press(ed, "button.save")
    expect(ed.locator(".choice")).to_contain_text("Đoạn hai, Sam viết lại.")
    ready(ed)
    ed.set_viewport_size({"width": 360, "height": 900})
    ed.emulate_media(color_scheme="dark")
    found = axe(ed)
    assert ed.evaluate("document.documentElement.scrollWidth") <= 360
    ed.locator(".choice input[value=both]").press("Space")
    press(ed, "button.save")
    story.refresh_from_db()
    assert "Sam viết lại.</p>\n<p>Đoạn hai, Ed viết khác hẳn." in story.body
    assert found == []


def test_the_desks_keys_are_listed_press_what_is_there_and_can_be_switched_off(
    url: str, page_at: Callable[..., Page], axe: Any
) -> None:
    story = cast.article(body=BODY)
    story.remember(cast.rosa())
    page = page_at(tolerate=("Applying inline style",))
    sign_in(page, url, "rosa")
    page.goto(f"{url}{LIST}")
    page.keyboard.press("/")
    expect(page.locator("#searchbar")).to_be_focused()
    page.locator("h1").first.click()
    page.keyboard.press("?")
    expect(page.locator("#shortcuts")).to_be_visible()
    assert axe(page) == []
    page.keyboard.press("Escape")
    open_story(page, url, story)
    page.fill("#id_headline", "Lưu bằng phím")
    with elsewhere(page):
        page.keyboard.press("Control+s")
    story.refresh_from_db()
    assert story.headline == "Lưu bằng phím"
    page.click("#show-shortcuts")
    page.uncheck("#shortcuts-on")
    page.keyboard.press("Escape")
    expect(page.locator("#shortcuts")).to_be_hidden()
    page.locator("h1").first.click()
    page.keyboard.press("?")
    expect(page.locator("#shortcuts")).to_be_hidden()
