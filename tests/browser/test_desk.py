"""At the desk in Chromium: photos from within the form, counts while typing, without scripts, for everybody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone
from playwright.sync_api import Page, expect

from articles.models import Article, Note, SectionRight
from tests import cast
from tests.articles.desk import ADD, LIST
from tests.browser.conftest import CROSSWISE, LOOKS
from tests.browser.waiting import elsewhere, is_answered

FRONT = "/quan-tri/articles/frontpage/"
INLINE = ("Applying inline style",)


def sign_in(page: Page, url: str, name: str) -> None:
    page.goto(f"{url}/quan-tri/")
    page.fill("#id_username", name)
    page.fill("#id_password", cast.PASSWORD)
    page.click("[type=submit]")
    expect(page.locator("#user-tools")).to_be_visible()


def ready(page: Page) -> None:
    """The editor has come up: it counts the words of the text."""
    expect(page.locator("#cke_id_body + .count")).to_be_visible()


def press(page: Page, button: str) -> None:
    with elsewhere(page):
        page.click(button)


def pick(page: Page, words: str) -> None:
    """Find a photo in the open library by words, without diacritics, and take it."""
    page.fill("#picker-words", words)
    page.press("#picker-words", "Enter")
    is_answered(page)
    expect(page.locator("#picker .found li")).to_have_count(1)
    page.click("#picker .found button")


def credit(page: Page, number: int, role: str, author: str) -> None:
    """A credit in its row, the author through the autocomplete."""
    row = page.locator(".rows.credits .list .row").nth(number)
    row.locator("select").first.select_option(role)
    row.locator(".select2-selection").click()
    page.locator(".select2-container--open .select2-search__field").press_sequentially(author)
    name = "Đức Hạnh" if "Duc" in author else "Mai Lan"
    expect(page.locator(".select2-results__option")).to_have_text([name])  # Those of less that was typed are gone.
    page.locator(".select2-results__option").click()
    expect(row.locator(".select2-selection__rendered")).to_contain_text(name)


def choose(page: Page, words: str, headline: str) -> None:
    """Find a story by words without diacritics and choose it, with keys alone."""
    page.locator("#q").press_sequentially(words)
    page.keyboard.press("Enter")
    expect(page.locator(".offers li")).to_have_count(1)
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator(".offers").get_by_role("radio", name=headline)).to_be_checked()


def test_a_photo_is_uploaded_from_within_the_picker(
    newsroom: str, page_at: Callable[..., Page], tmp_path: Path
) -> None:
    rosa, picture = page_at(), tmp_path / "anh.png"
    picture.write_bytes(cast.picture(colour="#55a", kind="PNG"))
    (tmp_path / "khong.jpg").write_text("<html>")
    sign_in(rosa, newsroom, "rosa")
    rosa.goto(f"{newsroom}{ADD}")
    rosa.click(".add-photo")
    is_answered(rosa)
    rosa.click("#picker .upload summary")
    rosa.set_input_files("#picker-files", tmp_path / "khong.jpg")
    rosa.click("#picker .send")
    expect(rosa.locator("#picker .said")).to_contain_text("khong.jpg:")
    rosa.set_input_files("#picker-files", picture)
    rosa.fill("#picker-caption", "Ảnh vừa gửi")
    rosa.click("#picker .send")
    rosa.locator("#picker .found button", has_text="Ảnh vừa gửi").click()
    press(rosa, "button.save")
    assert Article.objects.get().photos.get().photo.caption == "Ảnh vừa gửi"


def test_counts_follow_the_typing(newsroom: str, page_at: Callable[..., Page]) -> None:
    rosa = page_at()
    sign_in(rosa, newsroom, "rosa")
    rosa.goto(f"{newsroom}{ADD}")
    count = rosa.locator("#id_headline + .count")
    for length, state in ((70, "good"), (90, "fair"), (110, "long"), (111, "much")):
        rosa.fill("#id_headline", "ă" * length)
        expect(count).to_have_attribute("data-state", state)
        expect(count).to_contain_text(str(length))
    rosa.fill("#id_lead", "Lúa chín vàng khắp các thung lũng.")
    expect(rosa.locator("#id_lead + .count")).to_contain_text("7")


def test_without_scripts_the_form_saves_as_well(newsroom: str, page_at: Callable[..., Page]) -> None:
    rosa = page_at(java_script_enabled=False)
    sign_in(rosa, newsroom, "rosa")
    rosa.goto(f"{newsroom}{ADD}")
    rosa.fill("#id_headline", "Gõ tay")
    rosa.fill("#id_body", "<p>Gõ <b>tay</b>.</p>")
    press(rosa, "button.save")
    assert Article.objects.get().body == "<p>Gõ <strong>tay</strong>.</p>"


def twice_saved(story: Article) -> None:
    for body in ("<p>Lúa đã chín.</p>", "<p>Lúa chín vàng.</p>\n<p>Bà con gặt.</p>"):
        story.claim(story.version)
        story.body = body
        story.save()
        story.remember(cast.rosa())


def photo_doors() -> dict[str, str]:
    pk = cast.photo(picture={"colour": "#284"}).pk
    return {
        f"photo {door}": f"/quan-tri/articles/photo/{door}" for door in ("", "add/", f"{pk}/change/", f"{pk}/delete/")
    }


def test_the_desk_is_for_everybody(newsroom: str, page_at: Callable[..., Page], in_every_look: Any) -> None:
    story = cast.article(lead_photo=cast.photo(picture={"colour": "#248"}), credits=[("text_photo", "Đức Hạnh")])
    twice_saved(story)
    story.submit(by=cast.rosa())
    Note.write(story, cast.ed(), "Hỏi lại số liệu")
    cast.live_article("Đã đăng").correct(by=cast.ed(), wrong="2025", right="2026")
    for thrown in (cast.article("Bỏ đi"), cast.photo("Ảnh bỏ đi", picture={"colour": "#842"})):
        thrown.put_in_bin(by=cast.ed(), reason="Mờ")
    cast.article("Hẹn giờ").publish(by=cast.ed(), at=timezone.now() + timedelta(days=1))
    SectionRight.objects.create(user=cast.ada(), may_edit=True, may_approve=True, may_publish=True)
    # axe copies the admin's own style sheets into the page to read them; the policy rightly stops that.
    page = page_at(tolerate=("Applying inline style",))
    page.goto(f"{newsroom}/quan-tri/login/")
    found = {"login": in_every_look(page, CROSSWISE)}
    sign_in(page, newsroom, "ada")
    doors = {
        "today": "/quan-tri/",
        "list": LIST,
        "form": f"{LIST}{story.pk}/change/",
        "a new story": ADD,
        "preview": f"{LIST}{story.pk}/preview/",
        "frame": f"{LIST}{story.pk}/preview/look/",
        "history": f"{LIST}{story.pk}/history/",
        "two versions": f"{LIST}{story.pk}/history/?version={story.version}",
        **photo_doors(),
        **{room: f"{LIST}{room}/" for room in ("gate", "board", "coming", "bin")},
        "corrections": f"{LIST}{Article.objects.get(headline='Đã đăng').pk}/corrections/",
        "rights": "/quan-tri/articles/sectionright/",
    }
    for name, path in doors.items():
        page.goto(f"{newsroom}{path}")
        if name in {"form", "a new story"}:
            ready(page)
        found[name] = in_every_look(page, LOOKS if name == "form" else CROSSWISE)
    assert not {name: wrong for name, wrong in found.items() if wrong}
