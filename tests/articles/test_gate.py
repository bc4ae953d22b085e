"""The publish gate: what each rule finds, how strictly it is taken, who lets a story pass; shown while one writes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Change, Clip, Masthead, Note, Official, Page, Redirect
from articles.models.refusals import NotNow, NotReady
from articles.models.rules import RULES
from tests import cast
from tests.articles import desk
from tests.articles.test_verbs import pressed

pytestmark = pytest.mark.django_db
ROOM = f"{desk.LIST}gate/"
LEVELS = {rule.name: str(rule.default) for rule in RULES if not rule.is_fixed}


def found(story: Article, by: Any = None) -> dict[str, list[str]]:
    """Rule → its sentences."""
    rules: dict[str, list[str]] = {}
    for finding in story.findings(by):
        rules.setdefault(finding.rule.name, []).append(finding.sentence)
    return rules


def test_a_complete_story_passes_every_rule() -> None:
    story = cast.article(lead_photo=cast.photo(credit="Vũ Lợi"))
    assert found(story) == {}


def test_each_rule_finds_what_it_is_named_for() -> None:
    bare = cast.photo(caption="", alt="", rights_until=timezone.localdate() - timedelta(days=1))
    mute = Clip.objects.create(title="Lũ", link="https://youtu.be/dQw4w9WgXcQ")
    body = f'<figure data-clip="{mute.key}"></figure><figure data-clip="zzzzzzzzzz"></figure>'
    body += '<figure data-photo="zzzzzzzzzz"></figure><p><a href="/bai/khong-co-99999/">đây</a></p>'
    story = cast.article("Dài " * 40, lead="", credits=[], body=body, lead_photo=bare)
    Note.write(story, cast.ed(), "Xem lại")
    Official.objects.create(name="Lò Văn Hòa", title="Chủ tịch UBND tỉnh")
    Article.objects.filter(pk=story.pk).update(headline="Dài " * 40 + "Lò Văn Hoa", section=None)
    story.refresh_from_db()
    assert set(found(story, by=cast.rosa())) == {rule.name for rule in RULES} - {"headline", "photo_byline"}
    story.headline = ""
    assert "headline" in found(story)


def test_a_photo_whose_rights_end_today_may_still_go_out() -> None:
    assert "photo_rights" not in found(cast.article(lead_photo=cast.photo(rights_until=timezone.localdate())))


def test_links_to_ourselves_lead_somewhere() -> None:
    there, draft = cast.live_article("Có thật"), cast.article("Chưa đăng")
    Page.objects.create(title="Giới thiệu", slug="gioi-thieu", body="<p>x</p>")
    Redirect.objects.create(old_path="/cu/", new_path="/trang/gioi-thieu/")
    good = ["/", there.get_absolute_url(), "/trang/gioi-thieu/", "/cu/", there.section.get_absolute_url(), "#a",
            "https://example.org/khong-co/", "mailto:a@b.vn", "/tim-kiem/?q=x", "http://[/", "tel:+84"]  # fmt: skip
    bad = [draft.get_absolute_url(), "/trang/khong-co/", "/chuyen-muc/khong/", "/khong-co/", "/quan-tri/",
           "/bai/x-99999999999999999999999/", "http://testserver/khong/"]  # fmt: skip
    story = cast.article(body="".join(f'<p><a href="{href}">x</a></p>' for href in [*good, *bad]))
    told = " ".join(found(story)["broken_link"])
    assert len(found(story)["broken_link"]) == len(bad)
    assert draft.get_absolute_url() in told


def test_an_official_is_named_as_the_list_says() -> None:
    Official.objects.create(name="Lò Văn Hòa", title="Chủ tịch UBND tỉnh", salutation="Ông")
    Official.objects.create(name="Trần Thị Mai", title="Bí thư", is_current=False)
    story = cast.article(body="<p>Phó Chủ tịch UBND tỉnh Lò Văn Hòa dự; bà Trần Thị Mái cũng dự.</p>")
    [sentence] = found(story)["officials"]
    for part in ("Ông Lò Văn Hòa", "Chủ tịch UBND tỉnh", "“Phó Chủ tịch UBND tỉnh”"):
        assert part in sentence


def test_who_sends_out_their_own_unread_story_is_told() -> None:
    story = cast.article(by=cast.ed())
    assert "sole_approver" in found(story, by=cast.ed())
    assert "sole_approver" not in found(story, by=cast.sam())
    story.approve(by=cast.sam())
    assert "sole_approver" not in found(story, by=cast.ed())


# How strictly


@pytest.mark.parametrize("level, is_told, is_out", [("off", False, True), ("warn", True, True), ("block", True, False)])
def test_a_rule_is_off_warns_or_blocks(level: str, is_told: bool, is_out: bool) -> None:
    cast.masthead(gate_levels={"lead": level})
    story = cast.article(lead="")
    assert bool(found(story)) == is_told
    assert (story.missing() == []) == is_out
    if is_out:
        story.publish(by=cast.ed())
    else:
        with pytest.raises(NotReady):
            story.publish(by=cast.ed())
    assert story.is_live() == is_out


def test_without_headline_or_section_nothing_goes_out_whatever_is_set() -> None:
    cast.masthead(gate_levels={rule.name: "off" for rule in RULES})
    story = cast.article("")
    assert len(story.missing()) == 1
    with pytest.raises(NotReady):
        story.publish(by=cast.ed())


def test_the_secretary_sets_it_on_one_page_and_a_row_remembers() -> None:
    cast.masthead()
    sam = desk.signed_in(cast.sam())
    assert sam.get(ROOM).status_code == 200
    sam.post(ROOM, {**LEVELS, "officials": "block", "alt": "warn", "headline_limit": "80"})
    paper = Masthead.current()
    assert (paper.gate_levels["officials"], paper.gate_levels["alt"], paper.headline_limit) == ("block", "warn", 80)
    entry = LogEntry.objects.get()
    assert entry.user == cast.sam()
    assert "block" in entry.change_message
    sam.post(ROOM, {**LEVELS, "officials": "block", "alt": "warn", "headline_limit": "80"})
    assert LogEntry.objects.count() == 1


@pytest.mark.parametrize("typed", [{"alt": "nope"}, {"headline_limit": "9999"}, {"headline_limit": "x"}, {"lead": ""}])
def test_nonsense_is_refused_and_changes_nothing(typed: dict[str, str]) -> None:
    cast.masthead()
    page = desk.signed_in(cast.sam()).post(ROOM, {**LEVELS, "headline_limit": "80", **typed})
    assert page.context["form"].errors
    assert (Masthead.current().gate_levels, Masthead.current().headline_limit) == ({}, 110)


def test_others_read_the_page_and_set_nothing() -> None:
    cast.masthead()
    for person in (cast.rosa(), cast.ed()):
        client = desk.signed_in(person)
        assert "disabled" in client.get(ROOM).content.decode()
        assert client.post(ROOM, {**LEVELS, "headline_limit": "50"}).status_code == 403
    assert Masthead.current().headline_limit == 110


# Let pass


def test_the_secretary_lets_a_text_pass_with_a_reason_that_is_kept() -> None:
    story = cast.article(credits=[])
    response = pressed(cast.sam(), story, "pass", pass_reason=" ")
    assert story.missing() != []
    assert desk.said(response)
    pressed(cast.sam(), story, "pass", pass_reason="Tin khẩn, bút danh bổ sung sau")
    assert story.missing() == []
    change = story.changes.first()
    assert change is not None
    assert (change.action, change.by) == ("passed", cast.sam())
    assert change.reason.startswith("Tin khẩn, bút danh bổ sung sau\n– ")
    pressed(cast.ed(), story, "publish")
    assert story.is_live()


def test_a_changed_text_is_looked_at_again() -> None:
    story = cast.article(credits=[])
    story.let_pass(by=cast.sam(), reason="Khẩn")
    pressed(cast.sam(), story, "", headline="Tít khác")
    assert story.missing() != []


def test_passing_is_once_a_version_and_only_where_something_blocks() -> None:
    story = cast.article(credits=[])
    for _time in range(2):
        story.let_pass(by=cast.sam(), reason="Khẩn")
    assert story.changes.filter(action="passed").count() == 1
    with pytest.raises(NotNow):
        cast.article().let_pass(by=cast.sam(), reason="Khẩn")
    headless = cast.article("", credits=[])
    headless.let_pass(by=cast.sam(), reason="Khẩn")
    assert len(headless.missing()) == 1


def test_whoever_has_not_the_right_lets_nothing_pass() -> None:
    story = cast.article(credits=[])
    for person in (cast.rosa(), cast.ed()):
        page = desk.signed_in(person).get(desk.change(story))
        assert "pass" not in [button["name"] for button in page.context["buttons"]]
        assert pressed(person, story, "pass", pass_reason="Lén").status_code == 403
    assert not Change.objects.filter(action="passed").exists()
    assert "pass" in [
        button["name"] for button in desk.signed_in(cast.sam()).get(desk.change(story)).context["buttons"]
    ]


# Shown


def test_the_form_and_every_autosave_tell_what_was_found() -> None:
    story = cast.article(lead="")
    client = desk.signed_in(cast.ed())
    html = client.get(desk.change(story)).content.decode()
    assert all(sentence in html for sentence in story.missing())
    form = desk.opened(client, desk.change(story))
    answer = client.post(
        desk.change(story), {**form, "lead": "Sapo", "headline": "Tít " * 40, "_verb": "autosave"}
    ).json()
    assert [finding["blocks"] for finding in answer["findings"]] == [False]
    assert "159" in answer["findings"][0]["sentence"]


def test_the_gate_costs_a_few_queries_however_much_there_is(django_assert_max_num_queries: Any) -> None:
    photos = [cast.photo(f"Ảnh {number}", credit="Vũ Lợi") for number in range(3)]
    live = [cast.live_article(f"Bài {number}") for number in range(3)]

    def cost(count: int) -> int:
        body = "".join(f'<p><a href="{each.get_absolute_url()}">x</a></p>' for each in live[:count])
        story = cast.article(body=body, credits=[("text", f"Tác giả {number}") for number in range(count)])
        for number, photo in enumerate(photos[:count]):
            story.photos.create(photo=photo, order=number)
        with CaptureQueriesContext(connection) as queries:
            story.findings(cast.ed(), Masthead(pk=1))
        return len(queries)

    for number in range(50):
        Official.objects.create(name=f"Lò Văn {number}", title="Chủ tịch UBND tỉnh")
    assert cost(3) == cost(1) <= 7
