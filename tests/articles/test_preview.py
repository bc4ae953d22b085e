"""The preview: the readers' own page over the desk's text, for the desk's eyes, kept by nobody."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from articles.models import Edition, Masthead, StaffSettings
from tests import cast
from tests.articles import desk

pytestmark = pytest.mark.django_db


def preview(story, door: str = "preview/", person=cast.ed):
    return desk.signed_in(person()).get(f"{desk.LIST}{story.pk}/{door}")


def html(response: Any) -> str:
    return str(response.content.decode())


@pytest.mark.parametrize(
    "door, template", [("preview/", "articles/article.html"), ("preview/print/", "articles/print.html")]
)
def test_it_is_the_readers_template_with_the_desks_text(door: str, template: str) -> None:
    story = cast.live_article("Tít đã đăng")
    story.headline = "Tít trên bàn"
    story.save()
    response = preview(story, door)
    assert template in {used.name for used in response.templates}
    assert "Tít trên bàn" in response.content.decode()
    assert "Tít đã đăng" in Client().get(story.get_absolute_url()).content.decode()


def test_nobody_keeps_it_and_the_readers_policy_holds() -> None:
    story = cast.live_article()
    response = preview(story)
    readers = Client().get(story.get_absolute_url())
    assert "no-store" in response["Cache-Control"]
    assert response["Content-Security-Policy"] == readers["Content-Security-Policy"].replace(
        "frame-ancestors 'none'", "frame-ancestors 'self'"
    )
    assert "unsafe-inline" not in response["Content-Security-Policy"]


def test_looking_writes_nothing(select_only) -> None:
    story = cast.article(lead_photo=cast.photo())
    client = desk.signed_in(cast.ed())
    for door in ("preview/", "preview/print/", "preview/look/", "change/", "history/"):
        with select_only():
            client.get(f"{desk.LIST}{story.pk}/{door}")
    assert not Edition.objects.exists()


def test_the_card_shows_what_the_page_says_to_those_who_share_it() -> None:
    story = cast.article('Lúa "vàng" <1>', lead_photo=cast.photo())
    said = dict(re.findall(r'<meta property="og:(image|title|description)" content="([^"]*)"', html(preview(story))))
    card = html(preview(story, "preview/look/")).partition('class="card"')[2].partition("</section>")[0]
    assert (said["image"].endswith(".jpg"), f'src="{said["image"]}"' in card) == (True, True)
    assert f">{said['title']}<" in card
    assert f">{said['description']}<" in card
    assert ">testserver<" in card


def test_an_empty_draft_can_be_looked_at() -> None:
    story = cast.article("", lead="", body="", credits=[])
    story.section = None
    story.save()
    for door in ("preview/", "preview/print/", "preview/look/"):
        assert preview(story, door).status_code == 200


def test_it_speaks_the_papers_language_whatever_the_editors() -> None:
    Masthead(language="vi", name="Báo Thử").save()
    StaffSettings.objects.create(user=cast.ed(), language="en")
    assert '<html lang="vi"' in preview(cast.article()).content.decode()


def test_a_reader_finds_no_preview() -> None:
    story = cast.article()
    assert Client().get(f"{desk.LIST}{story.pk}/preview/").status_code == 302
