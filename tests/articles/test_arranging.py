"""The front page arranged at the desk: by plain forms, as a browser without JavaScript sends them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from articles.arranging import Draft
from articles.models import Article, FrontPage
from articles.models.placement import LEAD, Pin, Slot
from tests import cast
from tests.articles.desk import said, signed_in, typed
from tests.reading import edition_of, stories_on, text_of

pytestmark = pytest.mark.django_db
HERE = "/quan-tri/articles/frontpage/"


def fields(response: Any) -> dict[str, str]:
    return typed(response.content.decode().replace('id="arranging"', 'id="article_form"', 1))


class Arranger:
    """Somebody with the page open: presses its buttons, and has what came back on the screen."""

    def __init__(self, who: User) -> None:
        self.client = signed_in(who)
        self.page = self.client.get(HERE)
        self.form = fields(self.page)

    def press(self, act: str, **filled: Any) -> Any:
        self.page = self.client.post(HERE, {**self.form, **filled, "act": act}, follow=True)
        assert self.page.status_code == 200
        if 'id="arranging"' in self.page.content.decode():
            self.form = fields(self.page)
        return self.page

    def put(self, story: Article, to: str) -> None:
        self.press("move", pick=story.pk, to=to)

    def placed(self) -> dict[str, int]:
        return {name[4:]: int(value) for name, value in self.form.items() if name.startswith("pin.")}


def test_a_story_is_put_first_and_readers_have_it_when_that_is_saved(client: Any) -> None:
    cast.masthead(language="en")
    stories = edition_of(6)
    sam = Arranger(cast.sam())
    sam.put(stories[4], "0-0")
    assert "Not saved yet" in text_of(sam.page)
    assert stories_on(client.get("/"))[0] == stories[0].pk
    assert said(sam.press("save")) == "Saved: readers have this front page."
    assert stories_on(client.get("/"))[0] == stories[4].pk
    front = FrontPage.objects.get()
    assert (front.number, front.made_by) == (1, cast.sam())


def test_the_old_lead_moves_down_and_what_is_pushed_off_is_told(client: Any) -> None:
    cast.masthead(language="en")
    stories = edition_of(6)
    sam = Arranger(cast.sam())
    for place in range(5):
        sam.put(stories[place], f"0-{place}")
    sam.put(stories[5], "0-0")
    assert sam.placed() == {f"0-{place}": story.pk for place, story in enumerate([stories[5], *stories[:4]])}
    assert f"No longer placed: {stories[4].headline}" in text_of(sam.page)


def test_up_down_and_out_by_buttons() -> None:
    cast.masthead(language="en")
    one, two = edition_of(2)
    sam = Arranger(cast.sam())
    sam.put(one, "0-1")
    sam.put(two, "0-2")
    sam.press("up.0-2")
    assert sam.placed() == {"0-1": two.pk, "0-2": one.pk}
    sam.press("up.0-1")
    assert sam.placed() == {"0-0": two.pk, "0-2": one.pk}
    sam.press("up.0-0")
    assert sam.placed() == {"0-0": two.pk, "0-2": one.pk}
    sam.press("down.0-0")
    sam.press("down.0-1")
    assert sam.placed() == {"0-1": one.pk, "0-2": two.pk}
    sam.press("out.0-1")
    assert sam.placed() == {"0-2": two.pk}


def test_what_stands_there_by_itself_is_pinned() -> None:
    story = edition_of(3)[0]
    sam = Arranger(cast.sam())
    sam.press("pin.0-0")
    assert sam.placed() == {"0-0": story.pk}


def test_until_is_a_moment_and_a_past_or_a_silly_one_is_said_with_nothing_lost(client: Any) -> None:
    cast.masthead(language="en")
    stories = edition_of(3)
    sam = Arranger(cast.sam())
    sam.put(stories[2], "0-0")
    assert "has passed" in said(sam.press("save", **{"until.0-0": "2020-01-01T10:00"}))
    assert sam.placed() == {"0-0": stories[2].pk}
    assert sam.form["until.0-0"] == "2020-01-01T10:00"
    assert "is no day and time" in said(sam.press("save", **{"until.0-0": "2026-02-31T10:00"}))
    assert FrontPage.objects.count() == 0
    until = timezone.localtime(timezone.now() + timedelta(hours=5)).replace(second=0, microsecond=0)
    sam.press("save", **{"until.0-0": f"{until:%Y-%m-%dT%H:%M}"})
    assert FrontPage.objects.get().pins() == {LEAD: Pin(stories[2].pk, until)}
    assert Arranger(cast.sam()).form["until.0-0"] == f"{until:%Y-%m-%dT%H:%M}"


def test_a_stale_tab_overwrites_nothing_and_loses_nothing(client: Any) -> None:
    cast.masthead(language="en")
    stories = edition_of(4)
    sam, ada = Arranger(cast.sam()), Arranger(cast.ada())
    sam.put(stories[2], "0-0")
    sam.press("save")
    ada.put(stories[3], "0-0")
    refused = text_of(ada.press("save"))
    assert "sam arranged the front page at" in refused
    assert f"The lead {stories[3].headline} {stories[2].headline}" in refused
    assert stories_on(client.get("/"))[0] == stories[2].pk
    assert ada.placed() == {"0-0": stories[3].pk}
    ada.press("save")  # Now she has seen it.
    assert stories_on(client.get("/"))[0] == stories[3].pk
    assert FrontPage.objects.count() == 2


def test_the_preview_is_the_readers_page_with_the_forms_stories_also_of_a_moment_to_come(client: Any) -> None:
    stories, coming = edition_of(4), cast.article("Khai mạc")
    due = timezone.localtime(timezone.now() + timedelta(hours=8))
    coming.publish(by=cast.ed(), at=due)
    sam = Arranger(cast.sam())
    sam.put(stories[3], "0-0")
    ends = f"{due - timedelta(hours=1):%Y-%m-%dT%H:%M}"
    look = sam.client.post(HERE, {**sam.form, "until.0-0": ends, "act": "preview"})
    assert stories_on(look)[0] == stories[3].pk
    assert look.headers["Cache-Control"].startswith("no-store, private")
    assert "default-src 'none'" in look.headers["Content-Security-Policy"]
    later = {"until.0-0": ends, "preview_at": f"{due + timedelta(minutes=1):%Y-%m-%dT%H:%M}", "act": "preview"}
    assert stories_on(sam.client.post(HERE, {**sam.form, **later}))[0] == coming.pk
    assert stories_on(client.get("/"))[0] == stories[0].pk
    assert FrontPage.objects.count() == 0


def test_the_page_as_it_was_is_looked_at_and_brought_back_with_one_click(client: Any) -> None:
    cast.masthead(language="en")
    stories, now = edition_of(4), timezone.now()
    FrontPage.arrange({LEAD: Pin(stories[3].pk)}, by=cast.sam(), on=0, at=now - timedelta(minutes=50))
    FrontPage.arrange({LEAD: Pin(stories[1].pk)}, by=cast.sam(), on=1, at=now - timedelta(minutes=10))
    ada = signed_in(cast.ada())
    assert stories_on(ada.get(f"{HERE}1/look/"))[0] == stories[3].pk
    seven = f"{timezone.localtime(now - timedelta(minutes=30)):%Y-%m-%dT%H:%M}"
    ada.post(f"{HERE}bring-back/", {"on": "2", "moment": seven})
    assert stories_on(client.get("/"))[0] == stories[3].pk
    stale = ada.post(f"{HERE}bring-back/", {"on": "2", "number": "2"}, follow=True)
    assert "meanwhile" in said(stale)
    ada.post(f"{HERE}bring-back/", {"on": "3", "number": "2"})
    assert stories_on(client.get("/"))[0] == stories[1].pk
    early = ada.post(f"{HERE}bring-back/", {"on": "4", "moment": "2001-01-01T07:00"}, follow=True)
    assert "had not been arranged by then" in said(early)


def test_an_old_lead_is_warned_about_after_the_mastheads_hours() -> None:
    paper = cast.masthead(language="en", lead_hours=6)
    cast.live_article("Tin cũ", at=timezone.now() - timedelta(hours=7))
    assert "The lead is 7 hours old." in text_of(Arranger(cast.sam()).page)
    paper.lead_hours = 8
    paper.save()
    assert "hours old" not in text_of(Arranger(cast.sam()).page)
    paper.lead_hours = 0
    paper.save()
    assert "hours old" not in text_of(Arranger(cast.sam()).page)


def test_stories_are_found_without_diacritics(client: Any) -> None:
    edition_of(25)
    old = cast.live_article("Hoa ban nở trắng rừng", at=timezone.now() - timedelta(days=9))
    sam = Arranger(cast.sam())
    assert old.headline not in text_of(sam.page).partition("id_q")[2]
    page = sam.press("search", q="hoa ban no")
    assert f'value="{old.pk}"' in page.content.decode()


@pytest.mark.parametrize("who", ["rosa", "ed", "mo"])
def test_without_the_right_nothing_of_it_opens(who: str) -> None:
    edition_of(1)
    person = signed_in(getattr(cast, who)())
    FrontPage.arrange({}, by=None, on=0)
    assert person.get(HERE).status_code == 403
    assert person.post(HERE, {"act": "save", "on": "0", "pin.0-0": "1"}).status_code == 403
    assert person.post(f"{HERE}bring-back/", {"on": "0", "number": "1"}).status_code == 403
    assert person.get(f"{HERE}1/look/").status_code == 403
    assert FrontPage.objects.count() <= 1
    assert HERE not in person.get("/quan-tri/").content.decode()


def test_nonsense_in_the_form_is_no_500_and_places_nothing() -> None:
    draft = cast.article("Chưa đăng")
    sam = Arranger(cast.sam())
    wild = {"pin.0-9": "1", "pin.x": "1", "pin.0-0": "-1", "pin.0-1": "9" * 30, "pin.²-0": "1", "until.0-0": "x",
            "pin.0-2": str(draft.pk), "pin.99999-0": "1", "on": "x"}  # fmt: skip
    for act in ("up.9-9", "move", "down", "pin.0-4", "out.x", "", "nothing"):
        sam.client.post(HERE, {**wild, "act": act, "pick": "²", "to": "0-77", "preview_at": "x"})
    assert sam.client.post(HERE, {**wild, "act": "preview", "preview_at": "x"}).status_code == 200
    assert sam.client.post(HERE, {**wild, "act": "save"}).status_code in {200, 302}
    assert not any(front.pins() for front in FrontPage.objects.all())


def test_a_move_within_the_page_keeps_its_end_and_loses_no_story() -> None:
    draft = Draft({Slot(0, n): n + 1 for n in range(5)}, {Slot(0, 4): "2030-01-01T10:00"})
    draft.put(5, LEAD)
    assert [draft.stories[Slot(0, n)] for n in range(5)] == [5, 1, 2, 3, 4]
    assert draft.until[LEAD] == "2030-01-01T10:00"
    draft.put(5, Slot(0, 3))
    assert [draft.stories[Slot(0, n)] for n in range(5)] == [1, 2, 3, 5, 4]
    assert draft.until[Slot(0, 3)] == "2030-01-01T10:00"
    assert not draft.fallen
