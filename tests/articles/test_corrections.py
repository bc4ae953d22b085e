"""What the paper had wrong and puts right: beside the story, on the front page, on a page and in a feed."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from articles.models import Article, Correction
from articles.models.refusals import NotNow
from tests import cast
from tests.articles import desk
from tests.newsroom.store import opened
from tests.reading import items_of, part, text_of

pytestmark = pytest.mark.django_db
PAGE, WRONG, RIGHT = "/cai-chinh/", "Cầu dài 12 mét.", "Cầu dài 120 mét."


@pytest.fixture
def story() -> Article:
    cast.masthead(language="en")
    return cast.live_article()


def correct(story: Article, **facts: Any) -> Correction:
    return story.correct(**{"by": cast.ed(), "wrong": WRONG, "right": RIGHT, **facts})


def desk_of(story: Article) -> str:
    return f"{desk.LIST}{story.pk}/corrections/"


def places_of(story: Article) -> list[str]:
    """Wherever readers find a correction."""
    own = story.get_absolute_url()
    return [own, f"{own}in/", "/", PAGE, f"{PAGE}rss/", f"{PAGE}atom/", "/rss/"]


def test_readers_find_it_beside_the_story_in_print_on_the_front_page_and_in_the_feeds(
    client: Any, story: Article
) -> None:
    for place in places_of(story):
        assert RIGHT not in client.get(place).content.decode(), place
    correct(story, apology_to="bạn đọc")
    for place in places_of(story):
        page = client.get(place).content.decode()
        assert WRONG in page, place
        assert RIGHT in page, place
        assert "Báo Thử apologises to bạn đọc." in page, place
    [item] = items_of(client.get(f"{PAGE}rss/"))
    assert item.findtext("title") == "Correction: Điện Biên vào mùa gặt"
    assert (item.findtext("link") or "").endswith(f"#cai-chinh-{Correction.objects.get().pk}")
    assert f'id="cai-chinh-{Correction.objects.get().pk}"' in client.get(story.get_absolute_url()).content.decode()


def test_it_stands_between_the_lead_and_the_text(client: Any, story: Article) -> None:
    correct(story)
    said = text_of(client.get(story.get_absolute_url()))
    assert said.index("Lúa chín vàng") < said.index(RIGHT) < said.index("Bà con ra đồng")


def test_the_desks_text_and_the_readers_edition_stay_as_they_are(client: Any, story: Article) -> None:
    edition = story.edition_id
    correct(story)
    story.refresh_from_db()
    assert (story.edition_id, story.version, story.has_unpublished_edits) == (edition, 1, False)


def test_every_date_of_change_moves_for_readers_and_for_machines(client: Any, story: Article) -> None:
    at = timezone.now().replace(microsecond=0) + timedelta(minutes=1)
    correct(story, at=at)
    local = timezone.localtime(at).isoformat(timespec="seconds")
    page = client.get(story.get_absolute_url())
    facts = json.loads(part(page, '<script type="application/ld+json">', "</script>"))
    assert facts["dateModified"] == local
    assert facts["correction"] == [
        {
            "@type": "CorrectionComment",
            "text": f"What was wrong: {WRONG} What is right: {RIGHT}",
            "dateCreated": local,
        }
    ]
    assert f'article:modified_time" content="{local}"' in page.content.decode()
    assert f"Updated {timezone.localtime(at):%H:%M}" in text_of(page)
    assert f"<lastmod>{local}</lastmod>" in client.get("/sitemap-bai-0.xml").getvalue().decode()
    assert f"<updated>{at.isoformat()}</updated>" in client.get("/atom/").content.decode()


def test_a_sitemap_that_was_kept_is_another_after_it(client: Any, story: Article) -> None:
    before = client.get("/sitemap-bai-0.xml").headers["ETag"]
    correct(story)
    assert client.get("/sitemap-bai-0.xml", headers={"If-None-Match": before}).status_code == 200


def test_it_says_who_told_it_and_when_and_telling_it_twice_is_telling_it_once(story: Article) -> None:
    first, second = correct(story), correct(story)
    assert first.pk == second.pk
    [change] = story.changes.filter(action="corrected")
    assert (change.by, change.reason) == (cast.ed(), f"{WRONG} → {RIGHT}")


def test_it_can_be_put_in_other_words_and_taken_back_with_a_reason(client: Any, story: Article) -> None:
    told = correct(story)
    story.amend_correction(told.pk, by=cast.sam(), right="Cầu dài 121 mét.")
    story.amend_correction(told.pk, by=cast.sam(), right="Cầu dài 121 mét.")
    assert "121 mét" in text_of(client.get(PAGE))
    with pytest.raises(NotNow):
        story.withdraw_correction(told.pk, by=cast.sam(), reason=" ")
    for _time in range(2):
        story.withdraw_correction(told.pk, by=cast.sam(), reason="Số đầu là đúng")
    for place in places_of(story):
        assert "121 mét" not in client.get(place).content.decode()
    assert list(story.changes.order_by("id").values_list("action", "reason"))[1:] == [
        ("corrected", f"{WRONG} → {RIGHT}"),
        ("amended", f"{WRONG} → {RIGHT}\n⇒ {WRONG} → Cầu dài 121 mét."),
        ("uncorrected", f"{WRONG} → Cầu dài 121 mét.\nSố đầu là đúng"),
    ]
    with pytest.raises(NotNow):
        story.amend_correction(told.pk, by=cast.sam(), right="Khác")


def test_only_what_readers_have_had_is_corrected_and_never_with_nothing(story: Article) -> None:
    draft, due = cast.article("Nháp"), cast.article("Hẹn")
    due.publish(by=cast.ed(), at=timezone.now() + timedelta(hours=1))
    for unread in (draft, due):
        with pytest.raises(NotNow):
            correct(unread)
    with pytest.raises(ValidationError):
        correct(story, right=" ")
    assert not Correction.objects.exists()


def test_withdrawn_with_its_story_unless_it_was_to_outlive_it(client: Any, story: Article) -> None:
    correct(story)
    correct(story, wrong="Ông A nhận tiền.", right="Ông A không nhận tiền.", apology_to="ông A", outlives=True)
    story.withdraw(by=cast.ed(), reason="Sai")
    said = text_of(client.get(PAGE))
    assert ("Ông A không nhận tiền." in said, RIGHT in said, "Điện Biên vào mùa gặt" in said) == (True, False, False)
    assert story.get_absolute_url() not in client.get(PAGE).content.decode()
    [item] = items_of(client.get(f"{PAGE}rss/"))
    assert (item.findtext("title"), "/bai/" in (item.findtext("link") or "")) == (
        "Correction: A story that has been withdrawn",
        False,
    )
    story.publish(by=cast.ed())
    assert RIGHT in text_of(client.get(PAGE))


def test_a_withdrawn_story_can_still_be_corrected_and_the_correction_outlives_it(client: Any, story: Article) -> None:
    story.withdraw(by=cast.ed(), reason="Sai")
    correct(story)
    assert RIGHT in text_of(client.get(PAGE))


def test_the_front_page_shows_the_three_newest_of_seven_days(client: Any) -> None:
    now = timezone.now()
    story = cast.live_article(at=now - timedelta(days=30))
    for age in (8, 6, 5, 4, 3):
        correct(story, wrong=f"Sai {age}.", at=now - timedelta(days=age))
    assert [f"Sai {age}." in text_of(client.get("/")) for age in (8, 6, 5, 4, 3)] == [False, False, True, True, True]
    Correction.objects.filter(at__gt=now - timedelta(days=7)).update(withdrawn_at=now)
    assert "Sai " not in text_of(client.get("/"))


def test_the_page_is_cut_into_pages_at_the_same_cost(client: Any, story: Article, select_only: Any) -> None:
    with select_only() as one:
        client.get(PAGE)
    for number in range(45):
        Correction.objects.create(article=story, wrong=f"Sai {number}.", right="Đúng.", at=timezone.now())
    with select_only() as many:
        assert "Sai 44." in text_of(client.get(PAGE))
    assert len(many) <= len(one) + 1  # An empty page loads none.
    assert "Sai 4." in text_of(client.get(f"{PAGE}?trang=3"))
    assert client.get(f"{PAGE}?trang=4").status_code == 404


def test_stories_without_one_cost_nothing_more(client: Any, story: Article, select_only: Any) -> None:
    with select_only() as before:
        client.get(story.get_absolute_url())
    for number in range(3):
        correct(story, wrong=f"Sai {number}.")
    with select_only() as after:
        client.get(story.get_absolute_url())
    assert len(after) == len(before) + 1


def test_an_editor_tells_rewords_and_takes_back_at_the_desk(client: Any, story: Article) -> None:
    ed, address = desk.signed_in(cast.ed()), desk_of(story)
    assert address in ed.get(desk.change(story)).content.decode()
    refused = ed.post(address, {"wrong": WRONG, "right": ""})
    assert (WRONG in refused.content.decode(), Correction.objects.count()) == (True, 0)
    assert "Told: readers see" in desk.said(ed.post(address, {"wrong": WRONG, "right": RIGHT}, follow=True))
    told = Correction.objects.get()
    sent = {"told": told.pk, "wrong": WRONG, "right": "Cầu dài 121 mét."}
    assert "Kept" in desk.said(ed.post(address, sent, follow=True))
    assert "121 mét" in text_of(client.get(PAGE))
    ed.post(address, {"told": told.pk, "take_back": "1", "reason": ""})
    assert Correction.objects.shown().exists()
    taken = ed.post(address, {"told": told.pk, "take_back": "1", "reason": "Nhầm"}, follow=True)
    assert "Taken back" in desk.said(taken)
    assert not Correction.objects.shown().exists()


@pytest.mark.parametrize("who", [cast.rosa, cast.mo])
def test_whoever_may_not_publish_may_not_correct(story: Article, who: Any) -> None:
    client, address = desk.signed_in(who()), desk_of(story)
    for answer in (client.get(address), client.post(address, {"wrong": WRONG, "right": RIGHT})):
        assert answer.status_code in {403, 404}
    assert not Correction.objects.exists()
    assert Client().get(address).status_code == 302


@pytest.mark.parametrize("told", ["x", "999999", "-1", "9" * 40])
def test_a_correction_that_is_not_there_is_no_error(story: Article, told: str) -> None:
    sent = {"told": told, "take_back": "1", "reason": "Nhầm"}
    assert desk.signed_in(cast.ed()).post(desk_of(story), sent).status_code in {200, 302}


@pytest.mark.django_db(transaction=True)
def test_no_ready_page_hides_it_and_none_shows_it_when_it_is_taken_back(tmp_path: Path) -> None:
    cast.masthead(language="en")
    story = cast.live_article()
    with opened(tmp_path) as door:
        for place in (*places_of(story), *places_of(story)):
            assert RIGHT not in door.get(place).text
        told = correct(story)
        assert [place for place in places_of(story) if RIGHT not in door.get(place).text] == []
        story.withdraw_correction(told.pk, by=cast.ed(), reason="Nhầm")
        assert [place for place in places_of(story) if RIGHT in door.get(place).text] == []
