"""A story's whole way in Chromium: written from Word, returned, approved, published, changed, placed on the front page,
put right, withdrawn, brought back; what readers see each time."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from articles import text
from articles.models import Article, FrontPage
from articles.models.placement import LEAD, Pin
from tests import cast
from tests.articles.desk import ADD, LIST
from tests.browser.test_desk import FRONT, INLINE, choose, credit, pick, press, ready, sign_in
from tests.browser.waiting import elsewhere

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


def test_the_whole_chain_from_word_to_the_readers_and_back(newsroom: str, page_at: Callable[..., Page]) -> None:
    rosa, ed, sam, reader = page_at(), page_at(), page_at(tolerate=INLINE), page_at()
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
    answer(ed, "return", "Thiếu số liệu của xã.")
    rosa.goto(f"{newsroom}{LIST}{story.pk}/change/")
    expect(rosa.locator(".returned q")).to_have_text("Thiếu số liệu của xã.")
    ready(rosa)
    rosa.fill("#id_lead", "Lúa chín vàng khắp các thung lũng: 5.317 tấn.")
    press(rosa, "button.act-submit")
    ed.reload()
    ready(ed)
    press(ed, "button.act-approve")

    cast.sam(), cast.live_article("Hoa ban nở trắng rừng")
    sign_in(sam, newsroom, "sam")
    sam.click(f"a[href='{LIST}{story.pk}/change/']")
    ready(sam)
    press(sam, "button.act-publish")
    story.refresh_from_db()
    is_everywhere(reader, newsroom, story)
    an_edit_waits(sam, reader, f"{newsroom}{story.get_absolute_url()}")
    is_placed_by_keyboard(sam, newsroom, story)
    is_corrected_withdrawn_and_brought_back(sam, reader, newsroom, story)


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


def answer(page: Page, verb: str, words: str) -> None:
    """A button that asks why."""
    asks = page.locator("details.asks", has=page.locator(f"button.act-{verb}"))
    asks.locator("summary").click()
    asks.locator("textarea").fill(words)
    press(page, f"button.act-{verb}")


def an_edit_waits(desk: Page, reader: Page, address: str) -> None:
    """Readers have the earlier text until somebody presses the button again."""
    ready(desk)
    desk.fill("#id_headline", "Điện Biên được mùa lớn")
    press(desk, "button.save")
    expect(desk.locator(".standing .mark")).to_be_visible()
    reader.goto(address)
    expect(reader.locator("h1")).to_have_text("Điện Biên vào mùa gặt")
    ready(desk)
    press(desk, "button.act-publish")
    reader.reload()
    expect(reader.locator("h1")).to_have_text("Điện Biên được mùa lớn")


def is_placed_by_keyboard(page: Page, url: str, story: Article) -> None:
    page.goto(f"{url}{FRONT}")
    choose(page, "duoc mua lon", "Điện Biên được mùa lớn")
    page.locator("#to").press("Home")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#slot-0-0.pinned")).to_contain_text("Điện Biên được mùa lớn")
    with elsewhere(page):
        page.get_by_role("button", name="Lưu", exact=True).press("Enter")
    assert FrontPage.objects.get().pins() == {LEAD: Pin(story.pk)}


def is_corrected_withdrawn_and_brought_back(desk: Page, reader: Page, url: str, story: Article) -> None:
    address, form = f"{url}{story.get_absolute_url()}", f"{url}{LIST}{story.pk}/change/"
    desk.goto(f"{url}{LIST}{story.pk}/corrections/")
    desk.fill("[name=wrong]", "5.317 tấn")
    desk.fill("[name=right]", "5.371 tấn")
    press(desk, "button.save")
    for page in (address, f"{url}/cai-chinh/", url):
        reader.goto(page)
        expect(reader.get_by_text("5.371 tấn").first).to_be_visible()
    desk.goto(form)
    ready(desk)
    answer(desk, "withdraw", "Sai toàn bộ số liệu.")
    gone = reader.goto(address)
    assert gone is not None
    assert gone.status == 410
    for page in (url, f"{url}/cai-chinh/", f"{url}/chuyen-muc/kinh-te/"):
        reader.goto(page)
        expect(reader.get_by_text("Điện Biên được mùa lớn")).to_have_count(0)
    ready(desk)
    press(desk, "button.act-bring_back")
    reader.goto(url)
    expect(reader.locator(".first h2")).to_have_text("Điện Biên được mùa lớn")
    reader.goto(address)
    expect(reader.locator("h1")).to_have_text("Điện Biên được mùa lớn")
