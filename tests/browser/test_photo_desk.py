"""The photo desk in Chromium: twenty files at once, their words looked over, one moved, one and some put into a story.

Once with the mouse, once with the keyboard alone; what readers get each time: page, card, social picture, print.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

import pytest
from PIL import ExifTags, Image
from playwright.sync_api import Page, expect

from articles.models import Article, Clip, Photo
from tests import cast
from tests.articles.desk import LIST
from tests.browser.hands import LIBRARY, focal, open_in_text, order, push, tab_to, take, take_several
from tests.browser.test_desk import press, ready, sign_in

SEEN = "all => Promise.all(all.map(i => { i.loading = 'eager'; return i.decode().then(() => i.naturalWidth); }))"
RED = (220, 20, 20)
DROP = """files => {
  const transfer = new DataTransfer();
  for (const [name, text] of files) {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    transfer.items.add(new File([bytes], name, {type: "image/jpeg"}));
  }
  document.dispatchEvent(new DragEvent("drop", {dataTransfer: transfer, bubbles: true, cancelable: true}));
}"""


def picture(number: int) -> bytes:
    """A wide scene with what matters, red, at its right end; its caption and byline in the file."""
    image, exif, out = Image.new("RGB", (500, 200), (10 * number, 120, 250 - 10 * number)), Image.Exif(), BytesIO()
    image.paste(RED, (460, 0, 500, 200))
    exif[ExifTags.Base.ImageDescription] = f"Cảnh số {number}".encode()
    exif[ExifTags.Base.Artist] = "Lê Minh".encode()
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


FILES = [(f"anh-{number}.jpg", picture(number)) for number in range(20)]
BAD = ("hỏng.jpg", b"<html>")


@pytest.fixture
def desk(live_server: Any, page_at: Callable[..., Page]) -> tuple[str, Page]:
    cast.masthead(name="Báo Thử", sign="BTH")
    cast.ed()
    cast.article("Lũ về trong đêm", by=cast.ed(), credits=[("text", "Mai Lan")])
    page = page_at()
    sign_in(page, str(live_server.url), "ed")
    return str(live_server.url), page


def send(page: Page, by_keyboard: bool) -> None:
    if by_keyboard:
        sent: Any = [{"name": name, "mimeType": "image/jpeg", "buffer": data} for name, data in [*FILES, BAD]]
        tab_to(page, "[name=upload]")
        with page.expect_file_chooser() as chooser:
            page.keyboard.press("Enter")
        chooser.value.set_files(sent)  # That is the system's own dialog.
        tab_to(page, "#photo_form [type=submit]")
        page.keyboard.press("Enter")
    else:
        page.evaluate(DROP, [[name, base64.b64encode(data).decode()] for name, data in [*FILES, BAD]])


def come_in(page: Page) -> None:
    """All but the bad one are kept, each with the words of its file."""
    expect(page.locator(".sent-said")).to_contain_text(re.compile("20.*21"), timeout=60_000)
    expect(page.locator(".sending li[data-state=refused]")).to_have_count(1)
    expect(page.locator(".sending li[data-state=refused]")).to_contain_text("hỏng.jpg")
    expect(page.locator(".words-row")).to_have_count(20)
    captions = page.locator(".words-row [name$=-caption]").evaluate_all("boxes => boxes.map(box => box.value)")
    assert {*captions} == {f"Cảnh số {number}" for number in range(20)}


def describe(page: Page, by_keyboard: bool) -> None:
    if by_keyboard:
        for _row in range(20):
            tab_to(page, ".words-row [name$=-alt]")
            page.keyboard.type("Nước lũ")
        tab_to(page, ".words-row [name$=-place]")
        page.keyboard.type("Mường Lay")
    else:
        boxes = page.locator(".words-row [name$=-alt]")
        boxes.evaluate_all("boxes => boxes.forEach(box => { box.value = 'Nước lũ'; })")
        page.locator(".words-row [name$=-place]").first.fill("Mường Lay")
    push(page, "#words_form [type=submit]", by_keyboard)
    assert Photo.objects.filter(alt="Nước lũ").count() == 20
    assert Photo.objects.filter(place="Mường Lay").count() == 1


def readers_have(story: Article, reader: Page, url: str, widths: Sequence[int]) -> None:
    """Page, print and card show what they should; the social picture keeps what matters."""
    for width in widths:
        reader.set_viewport_size({"width": width, "height": 900})
        for path in (story.get_absolute_url(), f"{story.get_absolute_url()}in/"):
            reader.goto(f"{url}{path}")
            words = reader.locator("article").first.inner_text()
            for part in ("Cảnh số 0", "1/3 Cảnh số 3", "2/3 Cảnh số 1", "3/3 Cảnh số 2"):
                assert part in words, (width, path)
            shown = reader.locator("article img").evaluate_all(SEEN)
            assert len(shown) == 4, (width, path)
            assert min(shown) > 200, (width, path)
            assert reader.evaluate("document.documentElement.scrollWidth") <= width
        reader.goto(url)
        assert reader.locator("main img").evaluate_all(SEEN)[0] > 200
    reader.goto(f"{url}{story.get_absolute_url()}")
    social = reader.locator("meta[property='og:image']").get_attribute("content")
    with Image.open(BytesIO(reader.request.get(str(social)).body())) as card:
        assert abs(card.width / card.height - 1200 / 630) < 0.02
        line = [card.getpixel((x, card.height // 2)) for x in range(card.width)]
    assert any(all(abs(a - b) < 60 for a, b in zip(dot, RED, strict=True)) for dot in line)


@pytest.mark.parametrize("by_keyboard", [False, True])
def test_from_twenty_files_to_the_readers(
    desk: tuple[str, Page], page_at: Callable[..., Page], axe: Any, by_keyboard: bool
) -> None:
    url, page = desk
    page.on("filechooser", lambda _chooser: None)  # From the beginning: to be told of it takes effect a little later.
    page.goto(f"{url}{LIBRARY}add/")
    send(page, by_keyboard)
    come_in(page)
    describe(page, by_keyboard)
    lead = Photo.objects.get(caption="Cảnh số 0")
    focal(page, url, lead, by_keyboard)

    story = Article.objects.get()
    page.goto(f"{url}{LIST}{story.pk}/change/")
    ready(page)
    if by_keyboard:
        tab_to(page, ".add-photo")
        page.keyboard.press("Enter")
    else:
        page.click(".add-photo")
    take(page, "canh so 0", by_keyboard)
    expect(page.locator(".row.photo .photo-caption")).to_be_focused()
    open_in_text(page, "storygallery", by_keyboard)
    take_several(page, by_keyboard)
    expect(page.locator(".cke_editable figure[data-gallery] .shot")).to_have_count(3)
    if not by_keyboard:
        page.click(".cke_editable figure[data-gallery] .shot >> nth=0")
    order(page)
    push(page, "button.act-publish", by_keyboard)
    story.refresh_from_db()
    assert story.is_live(), page.locator(".messagelist, .missing").all_inner_texts()
    readers_have(story, page_at(), url, [360, 1280])


def test_the_photo_desks_dialogs_are_for_everybody(
    desk: tuple[str, Page], page_at: Callable[..., Page], axe: Any
) -> None:
    url, _page = desk
    cast.photo("Cầu Mường Thanh", by=cast.ed())
    page = page_at(width=360, scheme="dark", tolerate=("Applying inline style",))
    sign_in(page, url, "ed")
    found = {}
    for path in ("", "add/", f"words/?photo={Photo.objects.get().pk}"):
        page.goto(f"{url}{LIBRARY}{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
        found[path] = axe(page)
    page.goto(f"{url}{LIST}{Article.objects.get().pk}/change/")
    ready(page)
    for button, dialog in (("storygallery", "picker"), ("storyclip", "clips")):
        page.locator(f".cke_button__{button}").focus()
        page.keyboard.press("Enter")
        expect(page.locator(f"#{dialog}")).to_be_visible()
        page.locator(f"#{dialog} summary").click()
        found[dialog] = axe(page)
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, dialog
        page.keyboard.press("Escape")
        expect(page.locator(f"#{dialog}")).to_be_hidden()
    assert not {name: wrong for name, wrong in found.items() if wrong}


def test_a_video_by_its_address_is_put_into_the_text(desk: tuple[str, Page], page_at: Callable[..., Page]) -> None:
    url, page = desk
    story = Article.objects.get()
    page.goto(f"{url}{LIST}{story.pk}/change/")
    ready(page)
    open_in_text(page, "storyclip", by_keyboard=True)
    page.locator("#clips summary").press("Enter")
    page.fill("#clips-address", "https://www.youtube.com/watch?v=dQw4w9WgXcQ")
    page.locator("#clips .send").press("Enter")
    expect(page.locator("#clips .said")).not_to_be_empty()  # A title is missing, and said so.
    for name, typed in (("title", "Lũ quét qua bản"), ("caption", "Quay lúc nửa đêm"), ("credit", "Minh Châu")):
        page.fill(f"#clips-{name}", typed)
    page.locator("#clips .send").press("Enter")
    expect(page.locator(".cke_editable figure[data-clip]")).to_contain_text("Lũ quét qua bản (YouTube)")
    press(page, "button.act-publish")
    story.refresh_from_db()
    reader, asked = page_at(java_script_enabled=False), list[str]()
    reader.on("request", lambda request: asked.append(request.url))
    reader.route("https://**", lambda route: route.abort())
    reader.goto(f"{url}{story.get_absolute_url()}")
    assert all(address.startswith(f"{url}/") for address in asked), asked
    with reader.expect_request(re.compile(r"^https://")):  # What the policy forbids is never asked for.
        reader.locator(".clip a.plays").click()
    foreign = [address for address in asked if not address.startswith(f"{url}/")]
    assert foreign == ["https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1"]
    sound = Clip.objects.create(title="Bản tin sáng", file="clips/x.mp3", type="audio/mpeg", is_audio=True)
    reader.goto(f"{url}{sound.get_absolute_url()}")
    expect(reader.locator(".clip audio")).to_have_css("height", "54px")
    expect(reader.locator(".clip audio")).to_be_visible()
