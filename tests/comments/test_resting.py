"""The database is away: whoever writes keeps what was written, whoever reads is told so, in the paper's language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from articles.models import Article
from articles.readership import spool
from comments.models import Comment
from tests import cast
from tests.articles import desk
from tests.articles.views_told import CHROME
from tests.comments.cast import OURS, comment
from tests.resting import database_away

pytestmark = pytest.mark.django_db
TEXT = "Đường này xã tôi\nđi <b>mỗi</b> ngày & đêm"
WRITTEN = {"name": "Ánh", "email": "anh@example.vn", "text": TEXT, "parent": "7"}


def form_of(answer: Any) -> tuple[str, dict[str, str]]:
    """Where the page's form goes, and what a browser would send as it stands there."""
    form: Any = BeautifulSoup(answer.content, "html.parser").find("form", class_="write")
    fields = {box["name"]: box["value"] for box in form.find_all("input")}
    return form["action"], fields | {area["name"]: area.text.removeprefix("\n") for area in form.find_all("textarea")}


def test_a_comment_is_given_back_and_can_be_sent_again_as_it_was() -> None:
    story, client = cast.live_article(), Client(raise_request_exception=False)
    address = reverse("comments", args=[story.slug, story.pk])
    with database_away():
        answer = client.post(address, {**WRITTEN, "parent": ""}, **OURS)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert answer.headers["Cache-Control"] == "no-store"
    assert not Comment.objects.exists()
    action, fields = form_of(answer)
    assert client.post(action, fields, **OURS).status_code == 303
    row = Comment.objects.get()
    assert (row.name, row.email, row.text) == ("Ánh", "anh@example.vn", TEXT)


ADDRESSES: dict[str, tuple[str, Callable[[Article], str]]] = {
    "a comment": ("text", lambda story: reverse("comments", args=[story.slug, story.pk])),
    "a change of one's own": ("text", lambda story: reverse("my-comment", args=[comment(story).token()])),
    "a report": ("note", lambda story: reverse("report-comment", args=[comment(story).pk])),
}


@pytest.mark.parametrize("field, address_of", ADDRESSES.values(), ids=ADDRESSES.keys())
@pytest.mark.parametrize("language, sentence", [("vi", "vẫn còn nguyên"), ("en", "stands below")])
def test_whatever_a_reader_sends_comes_back_with_a_sentence(
    field: str, address_of: Callable[[Article], str], language: str, sentence: str
) -> None:
    cast.masthead(language=language)
    client, story = Client(raise_request_exception=False), cast.live_article()
    address = address_of(story)
    client.get("/")  # The paper has been seen since the server began.
    with database_away():
        answer = client.post(address, {"act": "edit", "ground": "abuse", field: TEXT}, **OURS)
    assert answer.status_code == 503
    assert sentence in answer.content.decode()
    assert f'<html lang="{language}">' in answer.content.decode()
    action, fields = form_of(answer)
    assert (action, fields[field], fields["act"]) == (address, TEXT, "edit")


def test_the_confirm_page_gives_the_text_back_to_where_it_came_from() -> None:
    story, client = cast.live_article(), Client(raise_request_exception=False)
    with database_away():
        answer = client.post(reverse("confirm-comment", args=[story.slug, story.pk]), {**WRITTEN, "made": "x"})
    assert answer.status_code == 503
    action, fields = form_of(answer)
    assert action == reverse("comments", args=[story.slug, story.pk])
    assert fields == WRITTEN


@pytest.mark.parametrize("path", ["/", "/tin-moi/", "/bai/x-1/", "/khong-co/", "/rss/", "/tim-kiem/?q=a", "/quan-tri/"])
def test_a_page_that_needs_the_database_says_so_and_comes_back_with_it(path: str) -> None:
    client = Client(raise_request_exception=False)
    before = client.get(path).status_code
    with database_away():
        answer = client.get(path)
    assert answer.status_code == 503
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Cơ sở dữ liệu" in answer.content.decode()
    assert "db.example" not in answer.content.decode()
    assert client.get(path).status_code == before != 503


def test_the_desk_says_in_a_sentence_that_what_was_sent_may_not_be_saved() -> None:
    client = desk.signed_in(cast.ed())
    client.raise_request_exception = False
    fields = desk.opened(client, desk.ADD)
    with database_away():
        answer = client.post(desk.ADD, {**fields, "headline": "Cầu mới"})
    assert answer.status_code == 503
    assert "Tải lại trang" in answer.content.decode()
    assert "Traceback" not in answer.content.decode()


def test_views_are_kept_while_the_database_rests(settings: Any, tmp_path: Any) -> None:
    settings.SPOOL = tmp_path
    headers = {"HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_USER_AGENT": CHROME}
    with database_away():
        answer = Client().post("/luot-xem/", "5 " + "a" * 32, content_type="text/plain", **headers)
    assert answer.status_code == 204
    records = [record for path in spool.segments(tmp_path) for _at, _offset, record in spool.read(path)]
    assert [record.article for record in records if record] == [5]


def test_pictures_are_shown_while_the_database_rests() -> None:
    photo = cast.photo()
    with database_away():
        answer = Client().get(f"/media/{photo.names[0]}")
    assert answer.status_code == 200
    answer.close()
