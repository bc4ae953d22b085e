"""Rights by section: what a row gives and takes, and the page on which rows are kept."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.auth.models import Group, User
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Masthead, SectionRight
from tests import cast
from tests.articles import desk
from tests.articles.test_verbs import pressed

pytestmark = pytest.mark.django_db
ROOM = "/quan-tri/articles/sectionright/"


def row(who: User | str, section: Any = None, **rights: bool) -> SectionRight:
    owner = {"group": Group.objects.get(name=who)} if isinstance(who, str) else {"user": who}
    return SectionRight.objects.create(section=section, **owner, **rights)


def seen_by(person: User) -> set[str]:
    return {story.headline for story in Article.objects.visible_to(User.objects.get(pk=person.pk))}


@pytest.fixture
def places() -> dict[str, Any]:
    society = cast.section("Xã hội")
    found = {"society": society, "schools": cast.section("Giáo dục", parent=society), "trade": cast.section("Kinh tế")}
    for name, section in found.items():
        cast.article(name, section=section)
    cast.article("nowhere")
    Article.objects.filter(headline="nowhere").update(section=None)
    return found


def test_a_row_gives_its_section_with_the_inner_ones_and_takes_all_others(places: dict[str, Any]) -> None:
    assert seen_by(cast.ed()) == {"society", "schools", "trade", "nowhere"}
    row(cast.ed(), places["society"], may_edit=True)
    assert seen_by(cast.ed()) == {"society", "schools"}
    row(cast.sam(), places["schools"], may_edit=True)
    assert seen_by(cast.sam()) == {"schools"}


def test_a_row_of_the_group_holds_for_everybody_in_it_and_one_for_the_whole_paper_everywhere(
    places: dict[str, Any],
) -> None:
    row("Editor", places["trade"], may_edit=True)
    assert seen_by(cast.ed()) == {"trade"}
    row(cast.ed(), None, may_approve=True)
    assert seen_by(cast.ed()) == {"society", "schools", "trade", "nowhere"}
    ed = User.objects.get(username="ed")
    assert not Article.objects.get(headline="society").is_editable_by(ed)
    assert Article.objects.get(headline="trade").is_editable_by(ed)


def test_where_the_masthead_demands_rows_nobody_without_one_does_anything(places: dict[str, Any]) -> None:
    cast.masthead(sections_demanded=True)
    own = cast.article("own", by=cast.ed())
    assert seen_by(cast.ed()) == {"own"}
    client = desk.signed_in(cast.ed())
    assert client.get(desk.ADD).status_code == 403
    assert pressed(cast.ed(), own, "publish").status_code == 403
    assert seen_by(cast.person("root", is_superuser=True)) == {"society", "schools", "trade", "nowhere", "own"}


def test_the_row_and_the_query_agree(places: dict[str, Any]) -> None:
    """`lets` of one story is `open_to` of all, also for a live story whose desk text is to go elsewhere."""
    moving = cast.live_article("moving", section=places["trade"])
    Article.objects.filter(pk=moving.pk).update(section=places["society"])
    row(cast.ed(), places["society"], may_edit=True, may_publish=True)
    for person in (cast.ed(), cast.sam(), cast.rosa()):
        user = User.objects.get(pk=person.pk)
        for act in ("edit", "approve", "publish", "withdraw"):
            open_to = set(Article.objects.open_to(user, act))
            assert open_to == {story for story in Article.objects.all() if story.lets(user, act)}
    assert not Article.objects.get(pk=moving.pk).lets(User.objects.get(username="ed"), "publish")


def test_a_writer_files_only_where_rows_allow_and_the_refusal_loses_nothing(places: dict[str, Any]) -> None:
    row(cast.rosa(), places["trade"])
    client = desk.signed_in(cast.rosa())
    form = desk.opened(client, desk.ADD)
    page = client.get(desk.ADD).context["adminform"].form.fields["section"]
    assert [section.name for section in page.queryset] == ["Kinh tế"]
    refused = desk.send(client, desk.ADD, {**form, "headline": "Lén", "section": places["society"].pk})
    assert refused.context["adminform"].form.errors["section"]
    assert "Lén</textarea>" in refused.content.decode()
    assert not Article.objects.filter(headline="Lén").exists()
    desk.send(client, desk.ADD, {**form, "headline": "Đúng chỗ", "section": places["trade"].pk})
    assert Article.objects.get(headline="Đúng chỗ").section == places["trade"]


def test_a_story_moved_where_one_has_no_right_is_saved_and_not_published(places: dict[str, Any]) -> None:
    row(cast.ed(), places["trade"], may_edit=True, may_publish=True)
    row(cast.ed(), places["society"], may_edit=True)
    story = Article.objects.get(headline="trade")
    response = pressed(cast.ed(), story, "publish", section=places["society"].pk)
    assert (story.status, story.section) == ("draft", places["society"])
    assert desk.said(response)


def test_an_earlier_version_does_not_lead_back_into_a_section_without_right(places: dict[str, Any]) -> None:
    story = Article.objects.get(headline="society")
    story.remember(cast.sam())
    story.claim(story.version)
    story.section = places["trade"]
    story.save()
    story.remember(cast.sam())
    row(cast.ed(), places["trade"], may_edit=True)
    desk.signed_in(cast.ed()).post(f"{desk.LIST}{story.pk}/restore/", {"version": "1"})
    story.refresh_from_db()
    assert story.section == places["trade"]


def test_no_row_makes_a_writer_of_a_moderator(places: dict[str, Any]) -> None:
    row(cast.mo(), places["trade"], may_edit=True, may_publish=True)
    client = desk.signed_in(cast.mo())
    story = Article.objects.get(headline="trade")
    assert client.get(desk.ADD).status_code == 403
    assert 'id="article_form"' not in client.get(desk.change(story)).content.decode()
    client.post(f"{desk.LIST}{story.pk}/act/", {"_verb": "publish"})
    story.refresh_from_db()
    assert story.is_live()  # What the row does give.


def test_whoever_approves_without_writing_has_the_buttons_beside_the_preview(places: dict[str, Any]) -> None:
    row(cast.ed(), places["trade"], may_approve=True)
    story = Article.objects.get(headline="trade")
    story.submit(by=cast.rosa())
    page = desk.signed_in(cast.ed()).get(desk.change(story))
    assert [button["name"] for button in page.context["buttons"]] == ["approve", "return"]
    html = page.content.decode()
    assert 'id="article_form"' not in html
    assert f'action="{desk.LIST}{story.pk}/act/"' in html


# The rows themselves


def test_the_administrator_keeps_rows_on_one_page_and_each_change_is_remembered(places: dict[str, Any]) -> None:
    ada = desk.signed_in(cast.ada())
    form = {"user": cast.ed().pk, "group": "", "section": places["trade"].pk, "may_add": "on", "may_edit": "on"}
    ada.post(f"{ROOM}add/", form)
    made = SectionRight.objects.get()
    assert (made.user, made.may_edit, made.may_publish) == (cast.ed(), True, False)
    ticks = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-id": made.pk, "form-0-may_publish": "on"}
    ada.post(ROOM, {**ticks, "_save": ""})
    made.refresh_from_db()
    assert (made.may_publish, made.may_edit) == (True, False)
    log = LogEntry.objects.filter(object_id=str(made.pk)).order_by("id")
    assert [(entry.user, entry.action_flag) for entry in log] == [(cast.ada(), ADDITION), (cast.ada(), CHANGE)]


@pytest.mark.parametrize("owner", [{}, {"user": 1, "group": 1}])
def test_a_row_is_a_persons_or_a_groups(owner: dict[str, int]) -> None:
    facts = {**({"user": cast.ed()} if "user" in owner else {}),
             **({"group": Group.objects.get(name="Editor")} if "group" in owner else {})}  # fmt: skip
    ada = desk.signed_in(cast.ada())
    page = ada.post(f"{ROOM}add/", {name: value.pk for name, value in facts.items()})
    assert page.context["adminform"].form.errors
    with pytest.raises(IntegrityError), transaction.atomic():
        SectionRight.objects.create(**facts)


def test_a_second_row_for_the_same_place_is_refused_with_a_sentence(places: dict[str, Any]) -> None:
    ada = desk.signed_in(cast.ada())
    for section in (None, places["trade"]):
        row(cast.ed(), section)
        page = ada.post(f"{ROOM}add/", {"user": cast.ed().pk, "section": section.pk if section else ""})
        assert page.context["adminform"].form.errors
    assert SectionRight.objects.count() == 2


def test_a_section_with_rows_is_not_deleted_for_its_people_would_have_the_general_rights_again() -> None:
    place = cast.section("Trống")
    row(cast.ed(), place)
    with pytest.raises(ProtectedError):
        place.delete()


def test_rows_are_not_demanded_before_anybody_has_one() -> None:
    cast.masthead()
    ada = desk.signed_in(cast.ada())
    address = "/quan-tri/articles/masthead/1/change/"
    form = ada.get(address).context["adminform"].form.initial
    sent = {**{name: value or "" for name, value in form.items()}, "sections_demanded": "on"}
    assert ada.post(address, sent).context["adminform"].form.errors["sections_demanded"]
    row(cast.ed())
    assert ada.post(address, sent).status_code == 302
    assert Masthead.current().sections_demanded


def test_permissions_and_rights_by_section_cost_one_query_together(places: dict[str, Any]) -> None:
    for number in range(30):
        cast.section(f"Mục {number}", parent=places["trade"])

    def cost() -> int:
        user = User.objects.get(username="ed")
        with CaptureQueriesContext(connection) as queries:
            list(Article.objects.visible_to(user))
            Article.objects.get(headline="trade").lets(user, "publish")
        return len(queries) - 2

    cast.ed()
    assert cost() == 1
    for place in places.values():
        row(cast.ed(), place, may_edit=True)
    assert cost() == 1
