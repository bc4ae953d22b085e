"""A secret link to a story that is not published: for whoever has it, until it ends or is taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import PreviewLink
from tests import cast
from tests.articles import desk

pytestmark = pytest.mark.django_db


def test_somebody_without_a_login_reads_the_desks_text_and_nobody_keeps_it() -> None:
    cast.masthead()
    story = cast.article("Tít trên bàn", body="<p>Chữ chưa đăng.</p>")
    rosa = desk.signed_in(cast.rosa())
    page = rosa.post(f"{desk.LIST}{story.pk}/share/", {"days": "3"}, follow=True)
    [(link, address)] = page.context["links"]
    assert address in page.content.decode()
    answer = Client().get(link.get_absolute_url())
    html = answer.content.decode()
    assert "Chữ chưa đăng." in html
    assert "data-story" not in html
    assert "noindex" in answer["X-Robots-Tag"]
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "no-referrer"
    assert not answer.cookies
    assert Client().get(story.get_absolute_url()).status_code == 404
    assert [change.action for change in story.changes.all()] == ["shared"]


def test_it_ends_by_itself_and_when_it_is_taken_back() -> None:
    story, ed, now = cast.article(), cast.ed(), timezone.now()
    link = PreviewLink.make(story, by=ed, days=3, at=now)
    token = link.get_absolute_url().split("/")[2]
    assert PreviewLink.named(token, at=now + timedelta(days=2, hours=23)) == link
    assert PreviewLink.named(token, at=now + timedelta(days=3)) is None
    client = desk.signed_in(ed)
    for _twice in range(2):
        client.post(f"{desk.LIST}{story.pk}/share/", {"revoke": link.pk})
    assert Client().get(link.get_absolute_url()).status_code == 404
    assert [change.action for change in story.changes.order_by("id")] == ["shared", "unshared"]


@pytest.mark.parametrize("token", ["1", "x:y", "1:", ":", "9" * 99, "1:" + "a" * 43])
def test_no_link_is_guessed(token: str) -> None:
    PreviewLink.make(cast.article(), by=cast.ed(), days=1)
    assert Client().get(f"/xem-truoc/{token}/").status_code == 404


def test_only_who_may_write_the_story_shows_it_around() -> None:
    story = cast.article()
    story.submit(by=cast.rosa())
    link = PreviewLink.make(story, by=cast.ed(), days=1)
    other = PreviewLink.make(cast.article("Khác"), by=cast.ed(), days=1)
    rosa, lan = desk.signed_in(cast.rosa()), desk.signed_in(cast.person("lan", "Reporter"))
    address = f"{desk.LIST}{story.pk}/share/"
    assert rosa.post(address, {"days": "7"}).status_code == 403
    assert rosa.post(address, {"revoke": link.pk}).status_code == 403
    assert lan.post(address, {"days": "7"}).status_code == 404
    ed = desk.signed_in(cast.ed())
    assert ed.get(address).status_code == 405
    assert ed.post(address, {"revoke": other.pk}).status_code == 404
    assert ed.post(address, {"days": "9999"}).status_code == 302
    assert story.preview_links.latest("id").expires_at < timezone.now() + timedelta(days=2)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.ed())
    assert strict.post(address, {"days": "1"}).status_code == 403
