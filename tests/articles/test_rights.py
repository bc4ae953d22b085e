"""Who may do what: every address of the desk, for every role, also the side doors."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.test import Client

from articles.models import Article
from tests import cast
from tests.articles import desk

pytestmark = pytest.mark.django_db
ROLES = {"rosa": cast.rosa, "ed": cast.ed, "sam": cast.sam, "mo": cast.mo, "ada": cast.ada}
SIDE_DOORS = ("change/", "history/", "preview/", "preview/print/", "preview/look/", "delete/")


def roles(names: str) -> list[User]:
    return [ROLES[name]() for name in names.split()]


def others() -> list[User]:
    return [person() for person in ROLES.values()]


def who_gets(address: str, allowed: str) -> None:
    """The named roles get the page; the others a 403 or 404; a stranger is sent to the door."""
    for name, person in ROLES.items():
        status = desk.signed_in(person()).get(address).status_code
        assert (status == 200) == (name in allowed.split()), f"{name} {address} {status}"
        assert status in {200, 403, 404}, f"{name} {address} {status}"
    assert Client().get(address).status_code == 302


@pytest.mark.parametrize("door", SIDE_DOORS)
def test_a_reporters_draft_is_seen_by_the_reporter_and_the_editors(door: str) -> None:
    who_gets(f"{desk.LIST}{cast.article().pk}/{door}", "rosa ed sam ada")


@pytest.mark.parametrize("door", SIDE_DOORS)
def test_an_editors_draft_is_not_seen_by_a_reporter(door: str) -> None:
    who_gets(f"{desk.LIST}{cast.article(by=cast.ed()).pk}/{door}", "ed sam ada")


@pytest.mark.parametrize(
    "address, allowed",
    [
        (desk.LIST, "rosa ed sam mo ada"),
        (desk.ADD, "rosa ed sam ada"),
        ("/quan-tri/articles/article/photo-picker/", "rosa ed sam ada"),
        ("/quan-tri/articles/photo/", "rosa ed sam ada"),
        ("/quan-tri/articles/photo/add/", "rosa ed sam ada"),
        ("/quan-tri/articles/author/", "rosa ed sam ada"),
        ("/quan-tri/articles/author/add/", "ed sam ada"),
        ("/quan-tri/articles/section/", "rosa ed sam ada"),
        ("/quan-tri/articles/topic/", "rosa ed sam ada"),
        ("/quan-tri/articles/topic/add/", "ed sam ada"),
        ("/quan-tri/articles/tag/", "rosa ed sam ada"),
        ("/quan-tri/articles/tag/add/", "ed sam ada"),
        ("/quan-tri/articles/article/suggest/topics/?q=a", "rosa ed sam ada"),
        ("/quan-tri/articles/section/add/", "sam ada"),
        ("/quan-tri/articles/page/", "sam ada"),
        ("/quan-tri/articles/page/add/", "sam ada"),
        ("/quan-tri/articles/redirect/", "sam ada"),
        ("/quan-tri/articles/redirect/add/", "sam ada"),
        ("/quan-tri/articles/masthead/1/change/", "sam ada"),
        ("/quan-tri/auth/user/", "ada"),
        ("/quan-tri/auth/user/add/", "ada"),
        ("/quan-tri/auth/group/", "ada"),
        ("/quan-tri/", "rosa ed sam mo ada"),
    ],
)
def test_the_rooms_of_the_desk(address: str, allowed: str) -> None:
    cast.masthead()
    who_gets(address, allowed)


def test_a_reporter_reads_but_cannot_write_on_a_submitted_story() -> None:
    story = cast.article()
    client = desk.signed_in(cast.rosa())
    form = desk.opened(client, desk.change(story))
    story.submit(by=cast.rosa())
    page = client.get(desk.change(story))
    assert page.status_code == 200
    assert 'id="article_form"' not in page.content.decode()
    response = desk.send(client, desk.change(story), {**form, "headline": "Lén"})
    assert response.status_code == 403
    assert Article.objects.get().headline != "Lén"


@pytest.mark.parametrize("action", ["publish_chosen", "withdraw_chosen", "delete_selected"])
def test_a_reporter_has_no_act_on_many(action: str) -> None:
    story = cast.article()
    live = cast.live_article("Đã đăng")
    client = desk.signed_in(cast.rosa())
    sent = {"action": action, "_selected_action": [story.pk, live.pk], "withdraw_reason": "x", "post": "yes"}
    client.post(desk.LIST, sent, follow=True)
    story.refresh_from_db()
    live.refresh_from_db()
    assert (story.status, live.status) == ("draft", "published")


def test_a_reporters_list_and_search_show_own_stories_alone() -> None:
    cast.article("Bài của Rosa")
    cast.article("Bài của Ed", by=cast.ed())
    for address in (desk.LIST, f"{desk.LIST}?q=bai+cua", f"{desk.LIST}?state=draft"):
        page = desk.signed_in(cast.rosa()).get(address).content.decode()
        assert "Bài của Rosa" in page
        assert "Bài của Ed" not in page


def test_a_reporter_cannot_reach_into_another_story_through_its_rows() -> None:
    theirs, mine = cast.article(by=cast.ed()), cast.article()
    client = desk.signed_in(cast.rosa())
    form = desk.opened(client, desk.change(mine))
    row = theirs.credits.get()
    desk.send(
        client,
        desk.change(mine),
        {**form, "credits-0-id": row.pk, "credits-0-role": "video", "credits-0-article": theirs.pk},
    )
    row.refresh_from_db()
    assert (row.role, row.article) == ("text", theirs)


def test_what_readers_have_had_cannot_be_deleted_by_anybody() -> None:
    story = cast.live_article()
    story.withdraw(by=cast.ed(), reason="Sai")
    for person in others():
        assert desk.signed_in(person).post(f"{desk.LIST}{story.pk}/delete/", {"post": "yes"}).status_code in {403, 404}
    assert Article.objects.count() == 1


def test_a_reporter_puts_an_own_draft_in_the_bin() -> None:
    story = cast.article()
    story.remember(cast.rosa())
    desk.signed_in(cast.rosa()).post(f"{desk.LIST}{story.pk}/delete/", {"post": "yes"})
    assert not Article.objects.visible_to(cast.rosa()).exists()
    assert Article.objects.binned(cast.rosa()).get() == story


def test_the_autocomplete_of_authors_needs_the_right_to_see_them() -> None:
    cast.author("Đức Hạnh")
    address = "/quan-tri/autocomplete/?term=duc&app_label=articles&model_name=credit&field_name=author"
    found = desk.signed_in(cast.rosa()).get(address).json()["results"]
    assert [person["text"] for person in found] == ["Đức Hạnh"]
    assert desk.signed_in(cast.mo()).get(address).status_code == 403


def test_an_administrator_cannot_make_or_touch_a_superuser() -> None:
    root = User.objects.create_superuser("root", password=cast.PASSWORD)
    ada = desk.signed_in(cast.ada())
    assert ada.get(f"/quan-tri/auth/user/{root.pk}/change/").status_code == 404
    ed = cast.ed()
    form = {
        "username": "ed",
        "is_superuser": "on",
        "is_staff": "on",
        "is_active": "on",
        "date_joined_0": "01/01/2026",
        "date_joined_1": "10:00:00",
    }
    ada.post(f"/quan-tri/auth/user/{ed.pk}/change/", form)
    ed.refresh_from_db()
    assert not ed.is_superuser


def test_there_is_no_login_until_somebody_makes_one() -> None:
    assert not User.objects.exists()


def test_the_five_groups_have_their_rights() -> None:
    def rights(name: str) -> set[str]:
        return set(Group.objects.get(name=name).permissions.values_list("codename", flat=True))

    assert "publish_article" not in rights("Reporter")
    assert "edit_any_article" not in rights("Reporter")
    assert {"publish_article", "withdraw_article", "approve_article", "edit_any_article"} <= rights("Editor")
    assert rights("Editor") < rights("Secretary") | rights("Editor")
    assert "change_section" in rights("Secretary") - rights("Editor")
    assert "change_masthead" in rights("Administrator") - rights("Secretary")
    assert "change_article" not in rights("Moderator")


@pytest.mark.parametrize("pk", ["0", "999999", "abc", "-1", "99999999999999999999", "1e3", "%00"])
@pytest.mark.parametrize("door", SIDE_DOORS)
def test_a_story_that_is_not_there_is_a_404_never_a_500(pk: str, door: str) -> None:
    assert desk.signed_in(cast.ed()).get(f"{desk.LIST}{pk}/{door}").status_code in {400, 404}


def test_no_detour_tells_a_drafts_headline() -> None:
    story = cast.article("Tin chưa đăng", by=cast.ed())
    kind = ContentType.objects.get_for_model(Article).pk
    for person in (cast.mo(), cast.rosa()):
        assert desk.signed_in(person).get(f"/quan-tri/r/{kind}/{story.pk}/").status_code == 404
