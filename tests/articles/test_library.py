"""The photo library: a wall that is searched and filtered, photos that come in by the dozen, where each is used."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from articles.admin import library
from articles.models import Photo, PhotoUse, photo_use
from tests import cast
from tests.articles import desk
from tests.reading import text_of

BOTH = [("text_photo", "Đức Hạnh")]
pytestmark = pytest.mark.django_db
WALL = "/quan-tri/articles/photo/"
ADD, WORDS = f"{WALL}add/", f"{WALL}words/"


def look(**asked: Any) -> Any:
    return desk.signed_in(cast.rosa()).get(WALL, asked)


def found(**asked: Any) -> set[str]:
    return {photo.caption for photo in look(**asked).context["cl"].result_list}


def files(*colours: str) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(f"{c[1:]}.jpg", cast.picture((200, 200), c), "image/jpeg") for c in colours]


@pytest.mark.parametrize(
    "asked, answer",
    [
        ({"q": "muong thanh"}, {"Cầu Mường Thanh"}),
        ({"q": "Mường"}, {"Cầu Mường Thanh"}),
        ({"q": "cau"}, {"Cầu Mường Thanh", "Cầu Thanh Bình"}),
        ({"q": "thanh le"}, {"Cầu Mường Thanh"}),
        ({"credit": "minh"}, {"Cầu Mường Thanh"}),
        ({"credit": "muong"}, set()),
        ({"q": "xs1"}, set()),
        ({"q": "không có gì"}, set()),
    ],
)
def test_photos_are_found_without_diacritics_by_caption_and_credit(asked: dict[str, str], answer: set[str]) -> None:
    cast.photo("Cầu Mường Thanh", credit="Lê Minh")
    cast.photo("Cầu Thanh Bình", credit="TTXVN")
    assert found(**asked) == answer


def test_what_is_changed_is_found_by_its_new_words_only_and_what_is_gone_not_at_all() -> None:
    photo = cast.photo("Chợ phiên")
    photo.caption = "Phiên chợ Tà Sìn Thàng"
    photo.save()
    assert found(q="ta sin") == {"Phiên chợ Tà Sìn Thàng"}
    other = cast.photo("Chợ đêm")
    other.delete()
    assert found(q="dem") == set()


def test_photos_are_found_by_the_days_they_came_in() -> None:
    old = cast.photo("Ảnh cũ")
    Photo.objects.filter(pk=old.pk).update(uploaded_at=timezone.now() - timedelta(days=40))
    cast.photo("Ảnh mới")
    today, month = timezone.localdate(), timezone.localdate() - timedelta(days=30)
    assert found(since=f"{month}") == {"Ảnh mới"}
    assert found(until=f"{month}") == {"Ảnh cũ"}
    assert found(q="anh", since=f"{today}", until=f"{today}") == {"Ảnh mới"}
    assert found(q="anh", until=f"{month}") == {"Ảnh cũ"}


def test_photos_are_found_by_the_section_that_published_them_and_say_how_often() -> None:
    society = cast.section("Xã hội")
    health = cast.section("Y tế", parent=society)
    sport = cast.section("Thể thao")
    photo = cast.photo("Bác sĩ bản")
    cast.photo("Chưa dùng")
    assert found(section=str(health.pk)) == set()
    cast.live_article("Một", lead_photo=photo, section=health, credits=BOTH)
    cast.article("Hai", lead_photo=photo, section=sport)
    assert found(section=str(health.pk)) == found(section=str(society.pk)) == {"Bác sĩ bản"}
    assert found(section=str(sport.pk)) == set()
    assert found(q="bac si", section=str(society.pk)) == {"Bác sĩ bản"}
    assert {p.caption: p.used for p in look().context["cl"].result_list} == {"Bác sĩ bản": 2, "Chưa dùng": 0}


def test_a_photo_of_very_many_stories_is_counted_so_far_and_no_further(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photo_use, "MOST", 1)
    monkeypatch.setattr(library, "MOST", 1)
    photo, once = cast.photo("Quen"), cast.photo("Một lần", picture={"colour": "#123456"})
    cast.article("Ba", lead_photo=once)
    for n in range(3):
        cast.article(f"Bài {n}", lead_photo=photo)
    page = re.sub(r"\s+", " ", look().content.decode())
    assert "trong hơn 1 bài" in page
    assert page.count("trong 1 bài") == 1


def test_a_photo_taken_out_of_a_published_story_still_counts_as_used() -> None:
    photo = cast.photo()
    story = cast.live_article("Một", lead_photo=photo, credits=BOTH)
    story.photos.all().delete()
    assert PhotoUse.counted([photo]) == {photo.pk: 1}


NONSENSE = ["?since=x&until=9999-12-31", "?since=0001-01-01", "?section=9999999999999999999999", "?credit=%27%22*",
            "?q=%22 AND (", "?until=9999-99-99", "?p=7", "?q=" + "a " * 400]  # fmt: skip


@pytest.mark.parametrize("query", NONSENSE)
def test_nonsense_asked_of_the_wall_is_no_error(query: str) -> None:
    assert desk.signed_in(cast.rosa()).get(WALL + query, follow=True).status_code == 200


def test_several_files_come_in_at_once_and_a_bad_one_stops_no_other() -> None:
    bad = SimpleUploadedFile("hỏng.jpg", b"<html>", "image/jpeg")
    first, second = files("#aa3333", "#33aa33")
    response = desk.signed_in(cast.rosa()).post(ADD, {"upload": [first, bad, second]}, follow=True)
    assert Photo.objects.count() == 2
    assert "hỏng.jpg: " in desk.said(response)
    assert [row["photo"].pk for row in response.context["rows"]] == list(
        Photo.objects.order_by("pk").values_list("pk", flat=True)
    )


def test_the_words_of_new_photos_are_corrected_by_whoever_brought_them() -> None:
    rosa, (mine, yours) = desk.signed_in(cast.rosa()), (cast.photo("Sai", by=cast.rosa()), cast.photo(by=cast.ed()))
    sent = {"photo": [mine.pk], f"photo-{mine.pk}-caption": "Đúng", f"photo-{mine.pk}-alt": "Cầu"}
    assert "Đúng" in text_of(rosa.post(WORDS, sent, follow=True))
    mine.refresh_from_db()
    assert (mine.caption, mine.alt, mine.credit) == ("Đúng", "Cầu", "")
    assert rosa.get(WORDS, {"photo": [yours.pk]}).status_code == 403
    assert rosa.get(WORDS, {"photo": ["x", ""]}).status_code == 403
    assert rosa.post(WORDS, {**sent, "photo": [mine.pk, yours.pk]}).status_code == 403
    cast.live_article(lead_photo=mine, credits=BOTH)
    assert rosa.post(WORDS, sent).status_code == 403
    assert desk.signed_in(cast.ed()).get(WORDS, {"photo": [mine.pk]}).status_code == 200


def test_photos_are_found_by_people_and_place_and_by_their_rights() -> None:
    today = timezone.localdate()
    cast.photo("Hết hạn", people="Lò Thị Ún", rights_until=today - timedelta(days=1))
    cast.photo("Sắp hết", place="Tủa Chùa", rights_until=today + timedelta(days=3))
    cast.photo("Mãi mãi", keywords="ruộng bậc thang")
    Photo.objects.filter(caption="Mãi mãi").update(may_be_passed_on=False)
    assert (found(q="lo thi un"), found(q="tua"), found(q="bac thang")) == ({"Hết hạn"}, {"Sắp hết"}, {"Mãi mãi"})
    assert (found(rights="expired"), found(rights="soon"), found(rights="kept")) == (
        {"Hết hạn"}, {"Sắp hết"}, {"Mãi mãi"},
    )  # fmt: skip
    assert found(rights="valid") == {"Sắp hết", "Mãi mãi"}


def test_words_that_are_too_long_come_back_with_a_sentence_and_lose_nothing() -> None:
    photo = cast.photo(by=cast.rosa())
    sent = {"photo": [photo.pk], f"photo-{photo.pk}-caption": "ă" * 401, f"photo-{photo.pk}-alt": "Đã gõ"}
    response = desk.signed_in(cast.rosa()).post(WORDS, sent)
    assert response.context["rows"][0]["form"].errors["caption"]
    assert "Đã gõ" in response.content.decode()


def test_the_same_file_again_is_kept_with_a_warning() -> None:
    rosa = desk.signed_in(cast.rosa())
    picker = f"{desk.LIST}photo-picker/"
    assert rosa.post(picker, {"upload": files("#123456"), "caption": "Lần một"}).json()["warnings"] == []
    assert "Lần một" in rosa.post(picker, {"upload": files("#123456")}).json()["warnings"][0]


def test_who_may_not_add_gets_no_door() -> None:
    assert desk.signed_in(cast.mo()).get(ADD).status_code == 403
    assert desk.signed_in(cast.mo()).post(ADD, {"upload": files("#123456")}).status_code == 403
    assert not Photo.objects.exists()
