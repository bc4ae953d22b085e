"""Readers talk and a moderator decides, in Chromium: without scripts on one side, by keyboard alone on the other."""

from __future__ import annotations

import os
import time
import urllib.request
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db.models import F
from playwright.sync_api import Page, expect

from articles.models import Article
from comments.models import Comment, HashKey, ReasonTemplate
from tests import cast
from tests.browser.waiting import elsewhere
from tests.comments.cast import comment, send

DESK = "/quan-tri/comments/comment/"
AGED = timedelta(hours=26)


def saved_copy(url: str, folder: Path) -> Path:
    """The page as it came over the line, without cookies, kept in a file for 26 hours."""
    with urllib.request.urlopen(url, timeout=20) as answer:
        assert "Set-Cookie" not in answer.headers
        html = answer.read()
    assert b"csrf" not in html.lower()
    file = folder / "saved.html"
    file.write_bytes(html)
    moment = time.time() - AGED.total_seconds()
    os.utime(file, (moment, moment))
    Article.objects.update(published_at=F("published_at") - AGED)  # On our side 26 hours have gone by as well.
    HashKey.objects.update(made_at=F("made_at") - AGED)
    return file


def write(page: Page, name: str, text: str) -> None:
    page.fill("#viet [name=name]", name)
    page.fill("#viet [name=text]", text)


def sign_in(page: Page, url: str, name: str) -> None:
    """By keyboard alone."""
    page.goto(f"{url}/quan-tri/login/?next={DESK}")
    page.locator("#id_username").focus()
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(cast.PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#desk")).to_be_visible()
    page.wait_for_load_state()  # The keys are a script's.


def press(page: Page, *keys: str) -> None:
    """Keys one after the other; the last leads to another page."""
    page.wait_for_load_state()  # The keys are a script's.
    for key in keys[:-1]:
        page.keyboard.press(key)
    with elsewhere(page):
        page.keyboard.press(keys[-1])


def states() -> list[str]:
    return list(Comment.objects.order_by("id").values_list("state", flat=True))


def test_from_a_saved_page_without_script_to_the_moderators_keys_and_back(
    live_server: Any, page_at: Callable[..., Page], tmp_path: Path
) -> None:
    story = cast.live_article()
    reader = page_at(360, java_script_enabled=False)
    reader.goto(saved_copy(f"{live_server.url}{story.get_absolute_url()}", tmp_path).as_uri())
    write(reader, "Lò Thị Mai", "Cầu mới đẹp quá, bà con mừng lắm!")
    with elsewhere(reader):
        reader.click("#viet button")
    assert reader.locator("textarea").input_value() == "Cầu mới đẹp quá, bà con mừng lắm!"
    assert not Comment.objects.exists()
    with elsewhere(reader):
        reader.click("form.write button")
    expect(reader.locator(".standing")).to_be_visible()
    status = reader.url
    for number in (2, 3, 4):
        send(story, f"Ý kiến thứ {number}", name=f"Bạn đọc {number}")
    moderator = page_at(1280)
    cast.mo()
    sign_in(moderator, live_server.url, "mo")
    by_keys_alone(moderator)
    reader.goto(f"{live_server.url}{story.get_absolute_url()}")
    assert reader.locator(".comments .comment").count() == 4
    assert "Cầu mới đẹp quá, bà con mừng lắm!" in reader.locator(".comments").inner_text()
    reader.goto(status)
    assert reader.locator(".standing a").get_attribute("href") == Comment.objects.order_by("id")[0].get_absolute_url()


def by_keys_alone(page: Page) -> None:
    """Approve one, reject one with a reason, undo it, approve the rest together."""
    press(page, "j", "d")
    assert states() == ["published", "pending", "pending", "pending"]
    press(page, "t", "ArrowDown", "Enter")
    assert states() == ["published", "rejected", "pending", "pending"]
    rejected = Comment.objects.get(state="rejected")
    assert rejected.decisions.latest("id").public_note == ReasonTemplate.objects.order_by("order")[0].text
    press(page, "z")
    assert states() == ["published", "pending", "pending", "pending"]
    press(page, "k", "k", "x", "j", "x", "j", "x", "d")
    assert states() == ["published"] * 4
    expect(page.locator(".undo")).to_be_visible()


def test_enter_in_a_field_of_the_desk_decides_nothing(live_server: Any, page_at: Callable[..., Page]) -> None:
    send(cast.live_article())
    cast.mo()
    page = page_at(1280, java_script_enabled=False)
    sign_in(page, live_server.url, "mo")
    page.locator("details:has([name^=why]) summary").click()
    page.locator("[name^=why]").press("Enter")
    page.locator("[name^=why]").fill("Quấy rối")
    page.locator("[name^=why]").press("Enter")
    page.reload()
    assert states() == ["pending"]


def test_all_that_wait_go_in_portions_and_come_back_with_one_key(
    live_server: Any, page_at: Callable[..., Page]
) -> None:
    story = cast.live_article()
    Comment.objects.bulk_create(Comment(article=story, name="A", text=f"c {n}", state="pending") for n in range(120))
    cast.mo()
    page = page_at(1280)
    sign_in(page, live_server.url, "mo")
    page.check("[name=all]")
    page.click(".bulk [value=approve]")
    expect(page.locator(".messagelist .undo")).to_be_visible()
    assert set(states()) == {"published"}
    expect(page.locator(".messagelist")).to_contain_text("120")
    press(page, "z")
    assert set(states()) == {"pending"}


def test_an_error_keeps_the_text_and_takes_the_focus(live_server: Any, page_at: Callable[..., Page]) -> None:
    story = cast.live_article()
    page = page_at(360, java_script_enabled=False)
    page.goto(f"{live_server.url}{story.get_absolute_url()}")
    write(page, "Admin", "Ý kiến của tôi")
    with elsewhere(page):
        page.click("#viet button")
    assert page.locator("#viet textarea").input_value() == "Ý kiến của tôi"
    expect(page.locator(".problems")).to_be_focused()


def a_lively_thread() -> tuple[Article, Comment]:
    """A published comment with replies, one of the newsroom's; a tombstone; one that waits; one reported."""
    cast.masthead()
    story, mo = cast.live_article(), cast.mo()
    top = comment(story, "Cầu mới đẹp quá!\nXem https://a.vn nhé.", name="Nguyễn Thị Ánh Nguyệt 🌸")
    reply = comment(story, "Quê tôi cũng mong có cầu.", parent=top, name="Vàng A Páo")
    comment(story, "Tòa soạn cảm ơn hai bạn.", parent=reply, name="Báo Thử", staff=mo)
    gone = comment(story, "Đã gỡ", state="rejected")
    comment(story, "Trả lời còn lại", parent=gone)
    send(story, "Đồ con đĩ, gọi 0912 345 678 đi", name="Khách", data={"parent": top.pk})
    comment(story, "Sai hết cả", name="Lạ").report(reporter="1:a:b", ground="false", note="Không đúng")
    return story, top


def opened(page: Page, kind: str, url: str, story: Article, top: Comment) -> None:
    """A page of this kind, as a reader or a moderator comes to it."""
    waiting = Comment.objects.get(name="Khách")
    if kind == "desk":
        sign_in(page, url, "mo")
        page.locator(".rejecting summary").first.click()
        return
    paths = {"status": f"/binh-luan/cua-toi/{waiting.token()}/", "report": f"/binh-luan/{top.pk}/bao-cao/",
             "reply": f"{story.get_absolute_url()}binh-luan/?tra-loi={top.pk}",
             "replies": f"/binh-luan/{top.pk}/tra-loi/"}  # fmt: skip
    page.goto(f"{url}{paths.get(kind, story.get_absolute_url())}")
    if kind == "errors":
        write(page, "Admin", "…")
        page.click("#viet button")
        expect(page.locator(".problems")).to_be_visible()
    elif kind == "confirm":
        page.set_extra_http_headers({"Sec-Fetch-Site": "cross-site"})
        page.evaluate("document.querySelector('#viet').noValidate = true")
        write(page, "Ánh", "Từ bản lưu")
        with elsewhere(page):
            page.click("#viet button")


KINDS = ["thread", "errors", "confirm", "status", "report", "reply", "replies", "desk"]


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_on_any_page_of_comments(
    live_server: Any, page_at: Callable[..., Page], in_every_look: Any, kind: str
) -> None:
    story, top = a_lively_thread()
    page = page_at(360)
    opened(page, kind, live_server.url, story, top)
    assert in_every_look(page) == {}


def test_the_pages_are_valid_html(nu: Callable[[str], list[str]], client: Any, db: None) -> None:
    story, top = a_lively_thread()
    waiting = Comment.objects.get(name="Khách")
    thread = f"{story.get_absolute_url()}binh-luan/"
    client.force_login(cast.mo())
    pages = {
        "thread": client.get(story.get_absolute_url()),
        "oldest first": client.get(f"{thread}?sau=0"),
        "reply": client.get(f"{thread}?tra-loi={top.pk}"),
        "replies": client.get(f"/binh-luan/{top.pk}/tra-loi/"),
        "errors": send(story, "…", name="Admin"),
        "confirm": client.post(thread, {"name": "Ánh", "text": "Từ bản lưu"}),
        "status": client.get(f"/binh-luan/cua-toi/{waiting.token()}/"),
        "report": client.get(f"/binh-luan/{top.pk}/bao-cao/"),
        "report with errors": client.post(f"/binh-luan/{top.pk}/bao-cao/", {}, HTTP_SEC_FETCH_SITE="same-origin"),
        "desk": client.get(DESK),
    }
    wrong = {kind: found for kind, page in pages.items() if (found := nu(page.content.decode()))}
    assert not wrong, "\n".join(f"{kind}: {line[:200]}" for kind, lines in wrong.items() for line in lines)
