"""A day at the desk in Chromium: a story written from Word, sent in, published, changed; what readers see each time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from articles import text
from articles.models import Article
from tests import cast
from tests.articles.desk import ADD, LIST

WORD = """\
<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta name=Generator content="Microsoft Word 15">
<style>p.MsoNormal{margin:0cm;font-size:12.0pt}</style></head><body lang=VI><!--StartFragment-->
<p class=MsoNormal><b><span style='font-family:"Times New Roman",serif'>Điện Biên</span></b>
<span style='font-size:14.0pt'>
vào vụ gặt sớm hơn mọi năm.<o:p></o:p></span></p>
<h2>Được mùa, được giá</h2>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'>
<![if !supportLists]><span
style='mso-list:Ignore'>·<span style='font:7.0pt Times'>&nbsp;&nbsp;</span></span><![endif]>Lúa tẻ<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'>
<![if !supportLists]><span
style='mso-list:Ignore'>·<span style='font:7.0pt Times'>&nbsp;&nbsp;</span></span><![endif]>Lúa nếp<o:p></o:p></p>
<table class=MsoTableGrid border=1>
<tr><td><p class=MsoNormal>Xã</p></td><td><p class=MsoNormal>Tấn</p></td></tr>
<tr><td><p class=MsoNormal>Thanh An</p></td><td><p class=MsoNormal>5317</p></td></tr></table>
<p class=MsoNormal>Bà con phấn khởi.<script>alert(1)</script></p><!--EndFragment--></body></html>"""
PASTE = """html => {
  const transfer = new DataTransfer();
  transfer.setData("text/html", html);
  transfer.setData("text/plain", "x");
  document.querySelector(".cke_editable").dispatchEvent(
    new ClipboardEvent("paste", {clipboardData: transfer, bubbles: true, cancelable: true}));
}"""


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
    with page.expect_navigation():
        page.click(button)


def pick(page: Page, words: str) -> None:
    """Find a photo in the open library by words, without diacritics, and take it."""
    page.fill("#picker-words", words)
    page.press("#picker-words", "Enter")
    page.locator("#picker .found li", has_text="").first.wait_for()
    expect(page.locator("#picker .found li")).to_have_count(1)
    page.click("#picker .found button")


def credit(page: Page, number: int, role: str, author: str) -> None:
    """A credit in its row, the author through the autocomplete."""
    row = page.locator(".rows.credits .list .row").nth(number)
    row.locator("select").first.select_option(role)
    row.locator(".select2-selection").click()
    page.keyboard.type(author)
    page.locator(".select2-results__option", has_text="Đức Hạnh" if "Duc" in author else "Mai Lan").click()


@pytest.fixture
def newsroom(live_server: Any) -> str:
    """Rosa and Ed, two authors, a section, two photos in the library."""
    cast.masthead(name="Báo Thử", sign="BTH")
    cast.section("Kinh tế")
    cast.rosa()
    cast.ed()
    for name in ("Mai Lan", "Đức Hạnh"):
        cast.author(name)
    cast.photo(caption="Lúa chín ở Mường Thanh", alt="Ruộng lúa vàng")
    cast.photo(caption="Máy gặt trên đồng", alt="Một chiếc máy gặt", picture={"colour": "#a53"})
    return str(live_server.url)


def write(page: Page, url: str) -> Article:
    """Rosa's story: pasted from Word, a lead photo with its caption, a photo in the text, two credits; saved."""
    page.goto(f"{url}{ADD}")
    ready(page)
    page.fill("#id_headline", "Điện Biên vào mùa gặt")
    page.fill("#id_lead", "BTH - Lúa chín vàng khắp các thung lũng.")
    page.select_option("#id_section", label="Kinh tế")
    page.select_option("#id_genre", "report")
    page.click(".cke_editable")
    page.evaluate(PASTE, WORD)
    expect(page.locator(".cke_editable h2")).to_have_text("Được mùa, được giá")
    page.click(".add-photo")
    pick(page, "muong thanh")
    page.locator(".row.photo").first.locator(".photo-caption").fill("Cánh đồng Mường Thanh sáng nay")
    page.locator(".cke_editable p").first.click()
    page.click(".cke_button__storyphoto")
    pick(page, "may gat")
    expect(page.locator(".cke_editable figure[data-photo] img")).to_be_visible()
    page.locator(".row.photo").nth(1).locator(".photo-caption").fill("Máy gặt ở xã Thanh An")
    expect(page.locator(".cke_editable figcaption")).to_have_text("Máy gặt ở xã Thanh An")
    credit(page, 0, "text", "Mai")
    page.click(".add-row")
    credit(page, 1, "photo", "Duc")
    press(page, "button.save")
    return Article.objects.get()


def is_clean(body: str) -> None:
    """Word's structure stays, its remnants go, and one photo stands in the text."""
    assert body.count("<figure data-photo=") == 1
    for piece in ("<strong>Điện Biên</strong>", "<h2>Được mùa, được giá</h2>", "<li>Lúa tẻ</li>", "<td>5317</td>"):
        assert piece in body
    assert not [left for left in ("Mso", "style", "o:p", "script", "alert") if left in body]


def is_everywhere(reader: Page, url: str, story: Article) -> None:
    """On home, section, authors', feed, article and print pages, with its credit line and captions; no cookie."""
    for path in ("/", "/chuyen-muc/kinh-te/", "/tac-gia/mai-lan/", "/tac-gia/duc-hanh/"):
        reader.goto(f"{url}{path}")
        expect(reader.get_by_text("Điện Biên vào mùa gặt").first).to_be_visible()
    assert "Điện Biên vào mùa gặt" in reader.request.get(f"{url}/rss/").text()
    words = ["BTH - ", "Bài: Mai Lan - Ảnh: Đức Hạnh", "Cánh đồng Mường Thanh sáng nay", "Máy gặt ở xã Thanh An"]
    words.append(text.paper_date(story.published_at))
    for path in (story.get_absolute_url(), f"{story.get_absolute_url()}in/"):
        reader.goto(f"{url}{path}")
        shown = reader.locator("body").inner_text()
        assert not [word for word in words if word not in shown], path
    assert not reader.context.cookies()


def test_from_word_to_the_readers_and_an_edit_that_waits(newsroom: str, page_at: Callable[..., Page]) -> None:
    rosa, ed, reader = page_at(), page_at(), page_at()
    sign_in(rosa, newsroom, "rosa")
    story = write(rosa, newsroom)
    is_clean(story.body)
    ready(rosa)
    press(rosa, "button.save")  # The editor alone changes nothing.
    assert Article.objects.get().version == story.version
    press(rosa, "button.act-submit")
    sign_in(ed, newsroom, "ed")
    ed.click(f"a[href='{LIST}{story.pk}/change/']")
    ready(ed)
    press(ed, "button.act-publish")
    story.refresh_from_db()
    is_everywhere(reader, newsroom, story)

    ready(ed)
    ed.fill("#id_headline", "Điện Biên được mùa lớn")
    press(ed, "button.save")
    expect(ed.locator(".standing .mark")).to_be_visible()
    reader.goto(f"{newsroom}{story.get_absolute_url()}")
    expect(reader.locator("h1")).to_have_text("Điện Biên vào mùa gặt")
    ready(ed)
    press(ed, "button.act-publish")
    reader.reload()
    expect(reader.locator("h1")).to_have_text("Điện Biên được mùa lớn")


def test_a_photo_is_uploaded_from_within_the_picker(
    newsroom: str, page_at: Callable[..., Page], tmp_path: Path
) -> None:
    rosa, picture = page_at(), tmp_path / "anh.png"
    picture.write_bytes(cast.picture(colour="#55a", kind="PNG"))
    (tmp_path / "khong.jpg").write_text("<html>")
    sign_in(rosa, newsroom, "rosa")
    rosa.goto(f"{newsroom}{ADD}")
    rosa.click(".add-photo")
    rosa.click("#picker .upload summary")
    rosa.set_input_files("#picker-files", tmp_path / "khong.jpg")
    rosa.click("#picker .send")
    expect(rosa.locator("#picker .said")).to_contain_text("khong.jpg")
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


def test_the_desk_is_for_everybody(newsroom: str, page_at: Callable[..., Page], in_every_look: Any) -> None:
    story = cast.article(lead_photo=cast.photo(picture={"colour": "#248"}), credits=[("text_photo", "Đức Hạnh")])
    story.submit(by=cast.rosa())
    # axe copies the admin's own style sheets into the page to read them; the policy rightly stops that.
    page = page_at(tolerate=("Applying inline style",))
    page.goto(f"{newsroom}/quan-tri/login/")
    found = {"login": in_every_look(page)}
    sign_in(page, newsroom, "ed")
    doors = {
        "today": "/quan-tri/",
        "list": LIST,
        "form": f"{LIST}{story.pk}/change/",
        "a new story": ADD,
        "preview": f"{LIST}{story.pk}/preview/",
        "frame": f"{LIST}{story.pk}/preview/look/",
        "history": f"{LIST}{story.pk}/history/",
        "photos": "/quan-tri/articles/photo/",
        "add a photo": "/quan-tri/articles/photo/add/",
    }
    for name, path in doors.items():
        page.goto(f"{newsroom}{path}")
        if name in {"form", "a new story"}:
            ready(page)
        found[name] = in_every_look(page)
    assert not {name: wrong for name, wrong in found.items() if wrong}
