from __future__ import annotations

from typing import Any

import pytest
import segno

from tests import cast
from tests.reading import part, text_of

pytestmark = pytest.mark.django_db


def test_it_has_masthead_date_story_credits_address_and_no_navigation(client: Any) -> None:
    cast.masthead(language="en", licence="Số 12/GP")
    story = cast.live_article(credits=[("text", "Đức Hạnh")], lead_photo=cast.photo(credit="Vũ Lợi"))
    page = client.get(f"{story.get_absolute_url()}in/")
    said = text_of(page)
    for words in (
        "Báo Thử",
        "Số 12/GP",
        "Điện Biên vào mùa gặt",
        "BTH - Lúa chín vàng",
        "Bà con ra đồng",
        "Photo: Vũ Lợi",
        ": Đức Hạnh",
        f"http://testserver{story.get_absolute_url()}",
    ):
        assert words in said
    html = page.content.decode()
    for absent in ("<nav", 'class="share"', 'class="more"', "<form"):
        assert absent not in html


def test_it_belongs_to_the_story_and_asks_not_to_be_listed_by_itself(client: Any) -> None:
    story = cast.live_article()
    html = client.get(f"{story.get_absolute_url()}in/").content.decode()
    assert f'<link rel="canonical" href="http://testserver{story.get_absolute_url()}">' in html
    assert '<meta name="robots" content="noindex">' in html


def test_the_qr_code_holds_the_storys_address(client: Any) -> None:
    story = cast.live_article()
    drawn = part(client.get(f"{story.get_absolute_url()}in/"), 'class="qr">', "</svg>")
    code = segno.make(f"http://testserver{story.get_absolute_url()}", error="m", micro=False)
    assert part_of_path(code.svg_inline(border=2, omitsize=True)) == part_of_path(drawn)
    assert "style=" not in drawn


def part_of_path(svg: str) -> str:
    return svg.split(' d="')[1].split('"')[0]


def test_the_articles_page_leads_to_it(client: Any) -> None:
    story = cast.live_article()
    assert f'href="{story.get_absolute_url()}in/"' in client.get(story.get_absolute_url()).content.decode()
