"""Who may do what with a story, in every state: the policy as a table written by hand, every cell tried at the desk's
own addresses, also at the doors beside the one that the page shows.

D draft, S submitted, R returned, A approved, H scheduled, P published, W withdrawn. A letter means: done.
The writer wrote the story, in the section “Thể thao”. The head (a reporter by group) edits and approves there, the
publisher approves and publishes there; elsewhere is an editor who has rows for another section alone.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from django.utils import timezone

from articles.models import Article, SectionRight
from tests import cast
from tests.articles import desk

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.articles.bare")]
POLICY = """
door       writer     colleague  editor     secretary  head       publisher  elsewhere  moderator
open       DSRAHPW    -          DSRAHPW    DSRAHPW    DSRAHPW    DSRAHPW    -          -
save       DR         -          DSRAHPW    DSRAHPW    DSRAHPW    -          -          -
submit     DR         -          DR         DR         DR         -          -          -
approve    -          -          DSR        DSR        DSR        DSR        -          -
return     -          -          SA         SA         SA         SA         -          -
publish    -          -          DSRAHPW    DSRAHPW    -          DSRAHPW    -          -
schedule   -          -          DSRAHW     DSRAHW     -          DSRAHW     -          -
withdraw   -          -          HP         HP         -          HP         -          -
bring_back -          -          W          W          -          W          -          -
end        -          -          DSRAHPW    DSRAHPW    -          DSRAHPW    -          -
embargo    DR         -          DSRAW      DSRAW      DSRAW      -          -          -
"""
SIDE_DOORS = """
door       writer     colleague  editor     head       publisher  elsewhere  moderator  stranger
history/   SP         -          SP         SP         SP         -          -          -
preview/   SP         -          SP         SP         SP         -          -          -
print/     SP         -          SP         SP         SP         -          -          -
look/      SP         -          SP         SP         SP         -          -          -
presence/  SP         -          SP         SP         SP         -          -          -
note       SP         -          SP         SP         SP         -          -          -
autosave   -          -          SP         SP         -          -          -          -
restore    -          -          SP         SP         -          -          -          -
share      -          -          SP         SP         -          -          -          -
delete     -          -          S          S          -          -          -          -
views      -          -          SP         -          SP         -          -          -
tampered   -          -          SP         SP         -          -          -          -
"""
STATES = {"D": "draft", "S": "submitted", "R": "returned", "A": "approved"}
STATES |= {"H": "scheduled", "P": "published", "W": "withdrawn"}
VERBS = {"submit", "approve", "return", "publish", "schedule", "withdraw", "bring_back", "end", "embargo"}
PAGES = {"history/": "history/", "preview/": "preview/", "print/": "preview/print/", "look/": "preview/look/"}


def table(text: str) -> dict[tuple[str, str], str]:
    """(door, person) → letters."""
    head, *rows = [line.split() for line in text.strip().splitlines()]
    assert all(len(row) == len(head) for row in rows)
    return {(row[0], who): cell.strip("-") for row in rows for who, cell in zip(head[1:], row[1:], strict=True)}


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """A thousand refusals would each be written down with its traceback."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def people() -> dict[str, Client]:
    sport, elsewhere = cast.section("Thể thao"), cast.section("Kinh tế")
    found: dict[str, User] = {"writer": cast.rosa(), "editor": cast.ed(), "secretary": cast.sam()}
    found |= {name: cast.person(name, "Reporter") for name in ("colleague", "head", "publisher")}
    found |= {"elsewhere": cast.person("elsewhere", "Editor"), "moderator": cast.mo()}
    SectionRight.objects.create(user=found["head"], section=sport, may_edit=True, may_approve=True)
    SectionRight.objects.create(
        user=found["publisher"], section=sport, may_add=False, may_approve=True, may_publish=True
    )
    SectionRight.objects.create(
        user=found["elsewhere"], section=elsewhere, may_edit=True, may_approve=True, may_publish=True
    )
    return {**{name: desk.signed_in(person) for name, person in found.items()}, "stranger": Client()}


@pytest.fixture
def stories() -> dict[str, Article]:
    """One a state; each has two versions, and an edit that its readers don't have."""
    made = {}
    for letter, state in STATES.items():
        story = made[letter] = cast.article(f"Bài {state}", section=cast.section("Thể thao"))
        story.remember(cast.rosa())
        due = timezone.now() + timedelta(days=1) if state == "scheduled" else None
        if state in {"scheduled", "published", "withdrawn"}:
            story.publish(by=cast.ed(), at=due)
        story.claim(story.version)
        story.lead += " Cập nhật."
        story.save()
        story.remember(cast.rosa())
        if state in {"submitted", "returned"}:
            story.submit(by=cast.rosa())
        if state == "returned":
            story.send_back(by=cast.ed(), reason="Thiếu nguồn")
        if state == "approved":
            story.approve(by=cast.ed())
        if state == "withdrawn":
            story.withdraw(by=cast.ed(), reason="Sai")
    return made


def told(verb: str) -> dict[str, Any]:
    tomorrow = timezone.localtime(timezone.now() + timedelta(days=2))
    return {
        "_verb": verb,
        "return_reason": "Thiếu nguồn",
        "withdraw_reason": "Sai sự thật",
        **dict.fromkeys(("publish_at", "live_until", "embargo_until"), f"{tomorrow:%Y-%m-%dT%H:%M}"),
        "note_text": "Xem lại tít",
    }


def door_to(deed: str, story: Article, form: dict[str, str], may_save: bool) -> tuple[str, dict[str, Any] | None]:
    """The address at which a deed is asked for, and what is sent there: a verb by the form, or beside it."""
    base = f"{desk.LIST}{story.pk}/"
    change = f"{base}change/"
    if deed in VERBS:
        return (change, {**form, **told(deed)}) if may_save else (f"{base}act/", told(deed))
    asked: dict[str, tuple[str, dict[str, Any] | None]] = {
        "open": (change, None),
        "presence/": (f"{base}presence/", {}),
        "note": (f"{base}act/", told("note")),
        "save": (change, {**form, "headline": "Tít khác", "_save": ""}),
        "autosave": (change, {**form, "headline": "Tít khác", "_verb": "autosave"}),
        "tampered": (change, {**form, "headline": "Tít khác", **told("approve")}),
        "restore": (f"{base}restore/", {"version": "1"}),
        "share": (f"{base}share/", {"days": "1"}),
        "delete": (f"{base}delete/", {"post": "yes"}),
        "views": (f"{base}readership/", {"base": "500"}),
    }
    return asked[deed] if deed in asked else (f"{base}{PAGES[deed]}", None)


def standing(pk: int) -> tuple[Any, ...]:
    """All of a story that a deed could change; None of what only a look leaves behind."""
    facts = ("status", "version", "published_at", "changes__id", "notes__id", "preview_links__id", "views__base")
    return tuple(Article.objects.filter(pk=pk).order_by("changes__id").values_list(*facts))


def is_done(client: Client, story: Article, address: str, sent: dict[str, Any] | None) -> bool:
    """Whether a page is given, or a deed done; in a transaction that is taken back."""
    before = standing(story.pk) if sent else ()
    with transaction.atomic():
        response = client.get(address) if sent is None else client.post(address, sent)
        assert response.status_code in {200, 302, 403, 404}, f"{address} {response.status_code}"
        done = response.status_code == 200 if not sent else standing(story.pk) != before
        transaction.set_rollback(True)
    return done


def walked(
    policy: dict[tuple[str, str], str], states: str, people: dict[str, Client], stories: dict[str, Article]
) -> dict[tuple[str, str], str]:
    """The table as the desk's addresses answer it."""
    forms = {letter: desk.opened(people["editor"], desk.change(stories[letter])) for letter in states}
    found = {}
    for deed, who in policy:
        found[deed, who] = ""
        for letter in states:
            may_save = letter in policy.get(("save", who), "")
            address, sent = door_to(deed, stories[letter], forms[letter], may_save)
            found[deed, who] += letter * is_done(people[who], stories[letter], address, sent)
    return found


def test_every_cell_of_the_policy(people: dict[str, Client], stories: dict[str, Article]) -> None:
    policy = table(POLICY)
    assert walked(policy, "DSRAHPW", people, stories) == policy


def test_every_cell_of_the_side_doors(people: dict[str, Client], stories: dict[str, Article]) -> None:
    """Among them a form with a verb, sent by whoever found it on another's screen."""
    policy = table(SIDE_DOORS)
    assert walked(policy, "SP", people, stories) == policy


OFFERED = "/quan-tri/autocomplete/?term=bai&app_label=articles&model_name=credit&field_name=article"
LISTS = """
door                         writer  colleague editor  head    publisher elsewhere moderator
list                         DSRAHPW -         DSRAHPW DSRAHPW DSRAHPW   -         -
list?q=bai                   DSRAHPW -         DSRAHPW DSRAHPW DSRAHPW   -         -
list?by=1                    DSRAHPW -         DSRAHPW DSRAHPW DSRAHPW   -         -
autocomplete                 DSRAHPW -         DSRAHPW DSRAHPW DSRAHPW   -         -
publish_chosen               -       -         DSRAHPW -       DSRAHPW   -         -
withdraw_chosen              -       -         HP      -       HP        -         -
delete_selected              -       -         -       -       -         -         -
keep_out_of_most_read        -       -         DSRAHPW -       DSRAHPW   -         -
"""


def listed(client: Client, query: str, stories: dict[str, Article]) -> str:
    if query == "autocomplete":
        offered = {int(row["id"]) for row in client.get(OFFERED).json()["results"]}
        return "".join(letter for letter, story in stories.items() if story.pk in offered)
    rows = client.get(f"{desk.LIST}{query.replace('by=1', f'by={cast.rosa().pk}')}").context["cl"].result_list
    seen = {row.pk for row in rows}
    return "".join(letter for letter, story in stories.items() if story.pk in seen)


def acted(client: Client, action: str, stories: dict[str, Article]) -> str:
    before = {letter: (standing(story.pk), story_is_out(story)) for letter, story in stories.items()}
    with transaction.atomic():
        chosen = [story.pk for story in stories.values()]
        sent = {"action": action, "_selected_action": chosen, "withdraw_reason": "Sai", "post": "yes"}
        assert client.post(desk.LIST, sent).status_code in {200, 302, 403}
        after = {letter: (standing(story.pk), story_is_out(story)) for letter, story in stories.items()}
        transaction.set_rollback(True)
    return "".join(letter for letter in stories if before[letter] != after[letter])


def story_is_out(story: Article) -> bool:
    return Article.objects.filter(pk=story.pk, views__is_excluded=True).exists()


def test_lists_searches_and_acts_on_many_keep_to_the_same_policy(
    people: dict[str, Client], stories: dict[str, Article]
) -> None:
    found = {
        (door, who): listed(people[who], door.removeprefix("list"), stories)
        if door.startswith(("list", "auto"))
        else acted(people[who], door, stories)
        for door, who in table(LISTS)
    }
    assert found == table(LISTS)


ROOMS = """
address                                       writer editor secretary head elsewhere moderator administrator
articles/article/add/                         y      y      y         y    y         -         y
articles/article/photo-picker/                y      y      y         y    y         -         y
articles/article/suggest/tags/?q=a            y      y      y         y    y         -         y
autocomplete/?term=d&AUTHORS                  y      y      y         y    y         -         y
articles/article/bin/                         y      y      y         y    y         -         y
articles/sectionright/                        -      -      y         -    -         -         y
articles/sectionright/add/                    -      -      -         -    -         -         y
articles/masthead/1/change/                   -      -      y         -    -         -         y
"""
AUTHORS = "app_label=articles&model_name=credit&field_name=author"


def test_rooms_and_autocompletes_keep_to_their_table(people: dict[str, Client]) -> None:
    cast.masthead()
    people["administrator"] = desk.signed_in(cast.ada())
    cells = table(ROOMS)
    found = {}
    for address, who in cells:
        asked = address.replace("AUTHORS", AUTHORS)
        status = people[who].get(f"/quan-tri/{asked}").status_code
        assert status in {200, 403, 404}
        found[address, who] = "y" * (status == 200)
    assert found == cells
