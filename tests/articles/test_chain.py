"""A story's way at papers of one, two and three steps; who reads what before it goes out; notes on the draft."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User

from articles.models import Article, Masthead, Note
from articles.models.refusals import NotNow
from tests import cast
from tests.articles import desk
from tests.articles.test_verbs import pressed

pytestmark = pytest.mark.django_db
STATES = ("draft", "submitted", "returned", "approved")


def in_state(state: str, **facts: Any) -> Article:
    story = cast.article(**facts)
    Article.objects.filter(pk=story.pk).update(status=state)
    story.refresh_from_db()
    return story


def is_done(story: Article, verb: str, by: User) -> bool:
    """Whether the story lets itself be …; a refusal is a sentence and changes nothing."""
    before = (story.status, story.changes.count())
    refused = ""
    try:
        getattr(story, verb)(by=by)
    except NotNow as refusal:
        refused = refusal.messages[0]
    story.refresh_from_db()
    assert not refused or (story.status, story.changes.count()) == before
    return not refused


def offered(person: User, story: Article) -> str:
    """The steps of the chain alone: moments (an embargo, an end) may be set at each of them."""
    page = desk.signed_in(person).get(desk.change(story))
    return " ".join(button["name"] for button in page.context["buttons"] if button["name"] not in {"embargo", "end"})


@pytest.mark.parametrize(
    "steps, may_skip, publishable",
    [
        (1, False, {"draft", "submitted", "returned", "approved"}),
        (2, False, {"submitted", "approved"}),
        (3, False, {"approved"}),
        (3, True, {"draft", "submitted", "returned", "approved"}),
    ],
)
def test_a_story_goes_out_when_it_has_gone_the_papers_steps(steps: int, may_skip: bool, publishable: set[str]) -> None:
    cast.masthead(steps=steps, may_skip=may_skip)
    assert {state for state in STATES if is_done(in_state(state), "publish", cast.ed())} == publishable


@pytest.mark.parametrize(
    "steps, may_skip, approvable",
    [(1, True, set()), (2, True, set()), (3, False, {"submitted", "approved"}), (3, True, set(STATES))],
)
def test_a_story_is_approved_where_the_paper_has_the_step(steps: int, may_skip: bool, approvable: set[str]) -> None:
    cast.masthead(steps=steps, may_skip=may_skip)
    assert {state for state in STATES if is_done(in_state(state), "approve", cast.ed())} == approvable


def test_a_papers_steps_bind_updates_of_no_story_that_readers_have() -> None:
    story = cast.live_article()
    cast.masthead(steps=3, may_skip=False)
    story.withdraw(by=cast.ed(), reason="Sai")
    assert is_done(story, "publish", cast.ed())


@pytest.mark.parametrize(
    "steps, may_skip, on_draft, on_submitted",
    [
        (1, True, "publish schedule", "publish schedule return"),
        (2, False, "submit", "publish schedule return"),
        (3, False, "submit", "approve return"),
        (3, True, "submit approve publish schedule", "approve publish schedule return"),
    ],
)
def test_the_form_offers_the_papers_steps(steps: int, may_skip: bool, on_draft: str, on_submitted: str) -> None:
    cast.masthead(steps=steps, may_skip=may_skip)
    assert offered(cast.ed(), in_state("draft")) == on_draft
    assert offered(cast.ed(), in_state("submitted")) == on_submitted
    assert offered(cast.rosa(), in_state("draft")) == "submit"  # She can't publish: somebody must hear of it.


def test_nobody_approves_or_publishes_their_own_story_where_the_masthead_says_so() -> None:
    story = cast.article(by=cast.ed())
    assert is_done(cast.article(by=cast.ed()), "publish", cast.ed())
    cast.masthead(needs_another=True)
    assert not is_done(story, "approve", cast.ed())
    assert not is_done(story, "publish", cast.ed())
    assert "approve" not in offered(cast.ed(), story)
    assert is_done(story, "approve", cast.sam())
    assert is_done(story, "publish", cast.ed())


def test_a_story_is_also_the_work_of_who_signs_it() -> None:
    cast.masthead(needs_another=True)
    cast.author("Mai Lan", user=cast.ed())
    assert not is_done(cast.article(credits=[("text", "Mai Lan")]), "approve", cast.ed())


def test_what_the_writer_changes_after_the_approval_is_read_again_before_the_writer_publishes_it() -> None:
    cast.masthead(needs_another=True)
    story = cast.article(by=cast.ed())
    story.remember(cast.ed())
    story.approve(by=cast.sam())
    pressed(cast.ed(), story, "", headline="Tít lén sửa")
    assert not is_done(story, "publish", cast.ed())
    assert "approve" in offered(cast.sam(), story)
    story.approve(by=cast.sam())
    story.approve(by=cast.sam())
    assert story.changes.filter(action="approved").count() == 2
    assert is_done(story, "publish", cast.ed())


def test_somebody_else_publishes_what_nobody_approved() -> None:
    cast.masthead(needs_another=True)
    assert is_done(cast.article(by=cast.ed()), "publish", cast.sam())


def test_a_refused_step_keeps_what_was_typed_and_says_why() -> None:
    cast.masthead(steps=3, may_skip=False)
    story = cast.article()
    response = pressed(cast.ed(), story, "publish", headline="Tít đã sửa")
    assert (story.status, story.headline) == ("draft", "Tít đã sửa")
    assert desk.said(response)


def test_the_masthead_form_sets_the_steps() -> None:
    cast.masthead()
    ada = desk.signed_in(cast.ada())
    form = {"name": "Báo Thử", "language": "vi", "views_shown": "exact", "steps": "2", "needs_another": "on"}
    page = ada.get("/quan-tri/articles/masthead/1/change/")
    assert page.context["adminform"].form.initial["steps"] == 3
    sent = {**{k: v or "" for k, v in page.context["adminform"].form.initial.items()}, **form}
    sent.pop("may_skip")
    ada.post("/quan-tri/articles/masthead/1/change/", sent)
    paper = Masthead.current()
    assert (paper.steps, paper.may_skip, paper.needs_another) == (2, False, True)


# What the form shows of it


def test_the_form_shows_the_way_and_the_reason_of_a_return() -> None:
    story = cast.article()
    story.submit(by=cast.rosa())
    story.send_back(by=cast.ed(), reason="Thiếu số liệu của Sở")
    page = desk.signed_in(cast.rosa()).get(desk.change(story))
    assert [(step.standing) for step in page.context["steps"]] == ["now", "to come", "to come", "to come"]
    assert 'aria-current="step"' in page.content.decode()
    assert "Thiếu số liệu của Sở" in page.content.decode().partition('class="returned"')[2].partition("</p>")[0]
    story.submit(by=cast.rosa())
    assert 'class="returned"' not in desk.signed_in(cast.rosa()).get(desk.change(story)).content.decode()


def test_a_paper_of_one_step_shows_two_stations_and_an_older_state_still_has_its_place() -> None:
    cast.masthead(steps=1)
    for state, standing in (("draft", ["now", "to come"]), ("approved", ["done", "now", "to come"])):
        page = desk.signed_in(cast.ed()).get(desk.change(in_state(state)))
        assert [step.standing for step in page.context["steps"]] == standing


def test_saves_in_a_row_are_one_line_of_the_timeline_and_hide_no_act() -> None:
    story = cast.article()
    story.remember(cast.rosa())
    story.submit(by=cast.rosa())
    for _save in range(40):
        story.claim(story.version)
        story.remember(cast.ed())
    lines = desk.signed_in(cast.ed()).get(desk.change(story)).context["timeline"]
    assert [(line.change.action, line.times) for line in lines] == [("edited", 40), ("submitted", 1), ("created", 1)]


# Notes


def noted(person: User, story: Article, verb: str, **typed: str) -> Any:
    return desk.signed_in(person).post(f"{desk.LIST}{story.pk}/act/", {"_verb": verb, **typed}, follow=True)


def test_a_note_is_written_from_the_form_with_what_was_typed_saved_first() -> None:
    story = cast.article()
    pressed(cast.rosa(), story, "note", headline="Tít mới", note_text="Chờ số liệu của Sở Y tế")
    note = story.notes.get()
    assert (note.text, note.by, story.headline) == ("Chờ số liệu của Sở Y tế", cast.rosa(), "Tít mới")
    pressed(cast.ed(), story, f"resolve-{note.pk}")
    note.refresh_from_db()
    assert (note.resolved_by, note.resolved_at is not None) == (cast.ed(), True)
    page = desk.signed_in(cast.rosa()).get(desk.change(story)).content.decode()
    assert "Chờ số liệu" in page.partition('class="resolved"')[2]
    pressed(cast.rosa(), story, f"reopen-{note.pk}")
    note.refresh_from_db()
    assert (note.resolved_by, note.resolved_at) == (None, None)


def test_whoever_only_reads_a_story_writes_notes_too() -> None:
    story = cast.article()
    story.submit(by=cast.rosa())
    assert noted(cast.rosa(), story, "note", note_text="Ảnh gửi sau").status_code == 200
    assert story.notes.get().text == "Ảnh gửi sau"


def test_nobody_writes_or_resolves_notes_on_a_story_that_they_may_not_see() -> None:
    story, mine = cast.article(by=cast.ed()), cast.article()
    note = Note.write(story, cast.ed(), "Nội bộ")
    assert noted(cast.rosa(), story, "note", note_text="Lén").status_code == 404
    assert noted(cast.rosa(), story, f"resolve-{note.pk}").status_code == 404
    assert noted(cast.rosa(), mine, f"resolve-{note.pk}").status_code == 404  # Another story's number.
    assert noted(cast.mo(), mine, "note", note_text="Lén").status_code in {403, 404}
    assert list(Note.objects.open()) == [note]
    assert desk.signed_in(cast.ed()).get(f"{desk.LIST}{story.pk}/act/").status_code == 405


def test_a_note_sent_twice_is_one_and_an_empty_one_is_none() -> None:
    story = cast.article()
    for text in ("Xem lại tít", "Xem lại tít", "  ", ""):
        assert desk.said(noted(cast.rosa(), story, "note", note_text=text))
    assert story.notes.count() == 1
    note = story.notes.get()
    note.resolve(by=cast.ed())
    first = note.resolved_at
    note.resolve(by=cast.sam())
    assert (note.resolved_by, note.resolved_at) == (cast.ed(), first)


def test_readers_never_see_a_note() -> None:
    story = cast.live_article()
    Note.write(story, cast.ed(), "Đừng cho ai biết")
    for address in (story.get_absolute_url(), f"{desk.LIST}{story.pk}/preview/"):
        assert "Đừng cho ai biết" not in desk.signed_in(cast.ed()).get(address).content.decode()
