"""The catalogues are whole, and a Vietnamese page speaks Vietnamese."""

from __future__ import annotations

import json
import re
import unicodedata
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import polib
import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Page, Redirect, StaffSettings
from comments.models import Discussion, Sanction, WordRule
from newsroom.management.commands import messages
from tests import cast
from tests.comments import cast as readers

CATALOGUES = messages.catalogues()
VIETNAMESE = next(path for path in CATALOGUES if path.stem == "django")
HOLES = re.compile(r"%%|%\(\w+\)[a-z]|%[a-z]|\{\w*\}|</?\w+[^>]*>")
DESK = "/quan-tri/"
SAME = {
    "Website",  # The trap for robots, which people never see.
    "True",  # Django's icons say this in every language,
    "If disabled, the current password for this user will be lost.",  # and this sentence has no gettext there.
    *("RSS", "BTH -", "nguoi la", "video", "spam", "Spam", "md5", "rosa", "ed", "chief", "gioi-thieu"),
    "Ctrl",
    "Shift",
}
SPOKEN = {"title", "aria-label", "placeholder", "alt", "label", "aria-placeholder"}


@pytest.fixture(params=CATALOGUES, ids=lambda path: path.stem)
def catalogue(request: Any) -> polib.POFile:
    return polib.pofile(str(request.param))


@pytest.fixture
def gathered() -> polib.POFile:
    return polib.pofile(str(VIETNAMESE))


def test_there_is_a_vietnamese_catalogue() -> None:
    assert [(path.parent.parent.name, path.stem) for path in CATALOGUES] == [("vi", "django"), ("vi", "djangojs")]


def test_every_sentence_is_translated_and_none_is_a_guess(catalogue: polib.POFile) -> None:
    assert [entry.msgid for entry in catalogue if not entry.translated()] == []


def test_the_catalogue_holds_what_the_product_says_and_nothing_else(gathered: polib.POFile) -> None:
    said = {(message.context, message.msgid, message.plural) for message in messages.gather(settings.BASE)}
    known = {(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in gathered}
    assert said - known == set(), "Run `make messages` and translate."
    assert known - said == set(), "Run `make messages`: nobody says this any more."


def test_gathering_again_changes_nothing(gathered: polib.POFile) -> None:
    assert str(messages.renewed(gathered, messages.gather(settings.BASE))) == VIETNAMESE.read_text("utf-8")


def test_what_runs_is_what_was_translated(catalogue: polib.POFile) -> None:
    assert Path(catalogue.fpath).with_suffix(".mo").read_bytes() == catalogue.to_binary()


def test_a_translation_has_the_same_holes_to_fill(catalogue: polib.POFile) -> None:
    for entry in catalogue:
        said = entry.msgstr or entry.msgstr_plural[0]
        assert sorted(HOLES.findall(said)) == sorted(HOLES.findall(entry.msgid)), entry.msgid


def test_a_translation_ends_as_the_sentence_does(catalogue: polib.POFile) -> None:
    """A full stop, a colon or an ellipsis lost in translation is seen beside the others."""
    ends = {(entry.msgid[-1], said[-1]) for entry in catalogue for said in [entry.msgstr or entry.msgstr_plural[0]]}
    assert {pair for pair in ends if pair[0] != pair[1] and {*pair} & {".", ":", "…", "?"}} == set()


def test_vietnamese_is_written_composed_and_in_one_alphabet(catalogue: polib.POFile) -> None:
    for entry in catalogue:
        said = entry.msgstr or entry.msgstr_plural[0]
        assert unicodedata.is_normalized("NFC", said), said
        assert not set(said) & set("ÐðƉɖ\u200b\u00ad"), said
        assert said == said.strip() or entry.msgid != entry.msgid.strip(), said


def test_the_collector_reads_code_by_the_names_that_it_imports() -> None:
    code = (
        "from django.utils.translation import gettext as _t, gettext_lazy as _, ngettext, pgettext_lazy as _p\n"
        "_t('one' ' and two'); _('three'); ngettext('%d x', '%d xs', n); _p('role', 'text'); other('four'); _(name)"
    )
    assert list(messages.in_code(code)) == [
        ("one and two", None, ""),
        ("three", None, ""),
        ("%d x", None, "%d xs"),
        ("text", "role", ""),
    ]


def test_the_collector_reads_templates_as_django_does() -> None:
    template = (
        '{% load i18n %}{% translate "One" %}{% trans "Two" context "role" %}{{ x|default:_("Three") }}'
        '{% include "x" with y=_("It\'s four") %}'
        "{% blocktranslate count n=x %}{{ n }} five{% plural %}{{ n }} fives{% endblocktranslate %}"
    )
    assert list(messages.in_template(template)) == [
        ("One", None, ""),
        ("Two", "role", ""),
        ("Three", None, ""),
        ("It's four", None, ""),
        ("%(n)s five", None, "%(n)s fives"),
    ]


class Spoken(HTMLParser):
    """What a page says to eyes and ears: its texts and its spoken attributes; another language's parts aside."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.silent: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        foreign = (tag != "html" and "lang" in facts) or tag in {"script", "style"}
        if self.silent or foreign:
            self.silent += [tag] if tag not in {"meta", "link", "img", "input", "br", "hr"} else []
            return
        spoken = SPOKEN | ({"value"} if facts.get("type") in {"submit", "button", "reset"} else set())
        spoken |= {name for name in facts if name.startswith("data-") and " " in facts[name]}
        self.said += [facts[name] for name in facts if name in spoken and facts[name].strip()]

    def handle_endtag(self, tag: str) -> None:
        if self.silent and tag in self.silent:
            del self.silent[len(self.silent) - 1 - self.silent[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        if not self.silent and data.strip():
            self.said.append(" ".join(data.split()))


def said_by(response: Any) -> set[str]:
    assert response.status_code in {200, 400, 403, 404, 405, 410}, response.status_code
    return set(Spoken(response.content.decode()).said) if "html" in response.headers["Content-Type"] else set()


def same_in_both(client: Client, address: str, speak: Any) -> set[str]:
    """What a page says in the same words to both languages, and that could be English."""
    said = []
    for language in ("vi", "en"):
        speak(language)
        said.append(said_by(client.get(address, follow=True)))
    both = {words for words in said[0] & said[1] if words.isascii() and re.search("[A-Za-z]{2}", words)} - SAME
    return {
        words for words in both if not words.startswith(("http://testserver/", "testserver")) and "****" not in words
    }


@pytest.fixture
def paper(db: None) -> dict[str, Any]:
    """One of everything, under Vietnamese names."""
    cast.masthead(name="Báo Thử", owner_body="Tỉnh ủy", editor_in_chief="Đức Hạnh", phone="0215 3824 000")
    WordRule.objects.all().delete()
    WordRule.objects.create(term="từ cấm")
    Group.objects.create(name="Cộng tác viên")
    Sanction.objects.create(name="nguoi la", reason="Quấy rối", until=timezone.now())
    story = cast.live_article("Mùa gặt", lead_photo=cast.photo(credit="Vũ Lợi"))
    comment = readers.comment(story, name="Hoa Đào")
    Discussion.objects.create(article=story, mode="open")
    return {
        "story": story,
        "draft": cast.article("Bản nháp đầu tiên"),
        "comment": comment,
        "waiting": readers.comment(story, name="Lan Anh Đào", state="pending", parent=comment),
        "page": Page.objects.create(title="Giới thiệu", body="<p>Về chúng tôi</p>"),
        "redirect": Redirect.objects.create(old_path="/cũ/", new_path="/mới/"),
    }


def test_readers_pages_of_a_vietnamese_paper_hold_no_english(paper: dict[str, Any], client: Client) -> None:
    story, comment = paper["story"], paper["comment"]

    def speak(language: str) -> None:
        cast.masthead(name="Báo Thử", owner_body="Tỉnh ủy", editor_in_chief="Đức Hạnh", language=language)

    addresses = ["/", "/tin-moi/", "/không-có/", "/tin-moi/?trang=x", paper["page"].get_absolute_url()]
    addresses += [story.get_absolute_url(), f"{story.get_absolute_url()}in/", f"{story.get_absolute_url()}binh-luan/"]
    addresses += [story.section.get_absolute_url(), cast.author().get_absolute_url()]
    addresses += [reverse(name, args=[comment.pk]) for name in ("replies", "report-comment")]
    left = {address: same_in_both(client, address, speak) for address in addresses}
    assert {address: words for address, words in left.items() if words} == {}


def pages_of(model: Any, room: admin.ModelAdmin) -> list[str]:
    """The addresses of a room at the desk, of its newest row where of one; a preview speaks the paper's language."""
    row = model.objects.order_by("pk").last()
    found = []
    for pattern in room.get_urls():
        holes = set(pattern.pattern.regex.groupindex)
        if getattr(pattern, "name", None) and (row or not holes) and len(holes) < 2 and "preview" not in pattern.name:
            found.append(reverse(f"admin:{pattern.name}", args=[row.pk] if holes else []))
    return found


def test_the_desk_of_a_vietnamese_holds_no_english(paper: dict[str, Any]) -> None:
    chief, client = cast.person("chief", is_superuser=True, first_name="Đỗ"), Client()
    client.force_login(chief)

    def speak(language: str) -> None:
        StaffSettings.objects.update_or_create(user=chief, defaults={"language": language})

    addresses = [DESK, f"{DESK}password_change/"]
    for model, room in admin.site._registry.items():
        addresses += pages_of(model, room)
    left = {address: same_in_both(client, address, speak) for address in addresses}
    assert {address: words for address, words in left.items() if words} == {}


def test_groups_and_rights_are_shown_in_vietnamese(paper: dict[str, Any]) -> None:
    client = Client()
    client.force_login(cast.person("chief", is_superuser=True))
    form = client.get(reverse("admin:auth_user_change", args=[cast.rosa().pk])).content.decode()
    assert "Phóng viên" in form
    assert "Được xuất bản bài" in form
    assert "Reporter" not in form
    assert ">Can " not in form
    assert "| Can " not in form


def test_the_scripts_of_the_desk_speak_vietnamese(paper: dict[str, Any]) -> None:
    client = Client()
    client.force_login(cast.ada())
    script = client.get(f"{DESK}jsi18n/").content.decode()
    assert "Chọn tất cả %s" in json.loads(script.split("const newcatalog = ")[1].split(";\n")[0]).values()


def test_a_strangers_sign_in_speaks_the_papers_language(client: Client, db: None) -> None:
    cast.masthead(language="vi")
    assert "Đăng nhập tòa soạn" in client.get(f"{DESK}login/").content.decode()
    cast.masthead(language="en")
    assert "Sign in to the desk" in client.get(f"{DESK}login/").content.decode()


def test_an_english_paper_speaks_english(paper: dict[str, Any], client: Client) -> None:
    cast.masthead(name="The Trial", language="en")
    for address in ("/", paper["story"].get_absolute_url(), "/nowhere/"):
        html = client.get(address).content.decode()
        assert '<html lang="en"' in html
        assert "Sections" in html
        assert "Chuyên mục" not in html
    cast.masthead(name="The Trial", language="vi")
    html = client.get("/").content.decode()
    assert '<html lang="vi"' in html
    assert "Chuyên mục" in html
