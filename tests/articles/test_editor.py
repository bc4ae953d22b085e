"""CKEditor behind its fences: what it is told, what it gets, and the checks that miss a fence."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.contrib.staticfiles.finders import get_finders
from django.test import override_settings

from articles import checks, editor, markup
from articles.editor import EditorWidget, RichTextFormField
from articles.models import Article
from tests import cast
from tests.articles import desk

HOSTILE = '<p onclick="run()">chữ<script>run()</script></p><p><a href="javascript:run()">liên kết</a></p>'


def ids() -> set[str]:
    return {message.id for message in checks.editor_is_fenced()}


def test_all_fences_stand() -> None:
    assert ids() == set()


@pytest.mark.parametrize(
    "changed, found",
    [
        ({"allowedContent": True}, "articles.E001"),
        ({"allowedContent": ""}, "articles.E001"),
        ({"fullPage": True}, "articles.E002"),
        ({"extraPlugins": "divarea,exportpdf"}, "articles.E003"),
        ({"removePlugins": "scayt"}, "articles.E004"),
        ({"versionCheck": True}, "articles.E007"),
        ({"extraPlugins": "storyphoto"}, "articles.W001"),
    ],
)
def test_a_missing_fence_is_reported(monkeypatch: pytest.MonkeyPatch, changed: dict[str, Any], found: str) -> None:
    monkeypatch.setattr(editor, "CONFIG", {**editor.CONFIG, **changed})
    assert found in ids()


def test_settings_that_open_the_editor_are_reported() -> None:
    with override_settings(CKEDITOR_CONFIGS={"default": {"allowedContent": True}}):
        assert "articles.E001" in ids()


def test_the_uploader_is_reported_installed_or_routed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks.apps, "is_installed", lambda name: name == "ckeditor_uploader")
    assert "articles.E005" in ids()
    monkeypatch.undo()
    view = SimpleNamespace(callback=SimpleNamespace(__module__="ckeditor_uploader.views"))
    monkeypatch.setattr(checks, "get_resolver", lambda: SimpleNamespace(url_patterns=[view]))
    assert "articles.E005" in ids()


@pytest.mark.parametrize(
    "door",
    [(checks.fields.RichTextField, "to_python"), (RichTextFormField, "to_python"), (EditorWidget, "format_value")],
)
def test_a_door_without_its_sanitiser_is_reported(monkeypatch: pytest.MonkeyPatch, door: tuple[type, str]) -> None:
    monkeypatch.setattr(door[0], door[1], lambda self, value: value)
    assert "articles.E006" in ids()


def test_the_filter_knows_the_tags_that_the_server_keeps() -> None:
    """Whatever the editor lets through as a tag of ours survives the server: nothing vanishes on saving."""
    for rule in editor.ALLOWED.split(";"):
        for tag in rule.partition("[")[0].split():
            if tag in {"br", "hr", "figure", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "li"}:
                continue
            attribute = ' href="https://example.org"' if tag == "a" else ""
            sample = f"<{tag}{attribute}><li>x</li></{tag}>" if tag in {"ul", "ol"} else f"<{tag}{attribute}>x</{tag}>"
            sample = "<table><tbody><tr><td>x</td></tr></tbody></table>" if tag == "table" else sample
            assert f"<{tag}" in markup.clean(sample), tag


def test_a_hostile_text_is_clean_before_it_enters_the_editor() -> None:
    page = EditorWidget().render("body", HOSTILE, {"id": "id_body"})
    assert "chữ" in page
    assert not [word for word in ("run()", "javascript:", "&lt;script") if word in page]


@pytest.mark.django_db
def test_an_old_hostile_row_is_clean_in_the_form() -> None:
    story = cast.article()
    Article.objects.filter(pk=story.pk).update(body=HOSTILE)
    page = desk.signed_in(cast.ed()).get(desk.change(story)).content.decode()
    assert "run()" not in page


@pytest.mark.django_db
def test_only_the_forms_with_the_editor_have_its_policy() -> None:
    cast.masthead()
    sam = desk.signed_in(cast.sam())
    story = cast.article()
    for address in (desk.ADD, desk.change(story), "/quan-tri/articles/page/add/"):
        assert sam.get(address)["Content-Security-Policy"] == editor.POLICY
    for address in ("/quan-tri/", desk.LIST, "/quan-tri/articles/section/add/", f"{desk.LIST}{story.pk}/history/"):
        assert "unsafe-inline" not in sam.get(address)["Content-Security-Policy"]


@pytest.mark.django_db
def test_a_forms_long_text_travels_as_it_is_and_comes_back_with_its_error() -> None:
    sam = desk.signed_in(cast.sam())
    page = sam.get("/quan-tri/articles/page/add/").content.decode()
    assert '<form enctype="multipart/form-data" method="post" id="page_form"' in page
    body = "<p>" + "Đường dây nóng của tòa soạn. " * 60_000 + "HẾT</p>"
    refused = sam.post("/quan-tri/articles/page/add/", {"title": "", "body": body, "order": "0"})
    assert refused.status_code == 200
    assert "HẾT&lt;/p&gt;" in refused.content.decode()


@pytest.mark.django_db
def test_the_editor_speaks_the_language_of_the_desk() -> None:
    page = desk.signed_in(cast.ed()).get(desk.ADD).content.decode()
    assert "&quot;language&quot;: &quot;vi&quot;" in page


@pytest.mark.django_db
def test_scripts_and_remnants_do_not_survive_a_save_and_words_do() -> None:
    ed, story = desk.signed_in(cast.ed()), cast.article()
    word = '<p class="MsoNormal"><b><span style="font-family:Times">Điện</span></b> Biên<o:p></o:p></p>' + HOSTILE
    desk.send(ed, desk.change(story), {**desk.opened(ed, desk.change(story)), "body": word})
    story.refresh_from_db()
    assert story.body.startswith("<p><strong>Điện</strong> Biên</p>")
    assert "liên kết" in story.body
    assert not [bad for bad in ("script", "onclick", "Mso", "style", "o:p") if bad in story.body]


@pytest.mark.django_db
def test_ten_megabytes_are_answered_with_a_sentence_and_come_back() -> None:
    ed, story = desk.signed_in(cast.ed()), cast.article()
    form = desk.opened(ed, desk.change(story))
    body = "<p>" + "Tin dài. " * 1_150_000 + "HẾT</p>"
    response = desk.send(ed, desk.change(story), {**form, "body": body, "headline": "Đã gõ"})
    page = response.content.decode()
    assert response.status_code == 200
    assert response.context["adminform"].form.errors["body"]
    assert "HẾT&lt;/p&gt;" in page
    assert "Đã gõ" in page
    assert 'data-type="ckeditortype"' not in page
    assert Article.objects.get().headline != "Đã gõ"


FIELDS = [
    "headline",
    "kicker",
    "lead",
    "body",
    "source",
    "wanted_slug",
    "section",
    "genre",
    "nonce",
    "version",
    "credits-0-id",
    "credits-0-author",
    "credits-0-name",
    "credits-TOTAL_FORMS",
    "credits-INITIAL_FORMS",
    "photos-TOTAL_FORMS",
    "photos-0-photo",
    "photos-0-key",
    "photos-0-order",
    "_verb",
]


@pytest.mark.django_db
@pytest.mark.parametrize("value", ["\x00", "-1", "999999999999999999999", "'; {{ x }} <script>", "x" * 3000])
def test_no_field_takes_the_desk_down(value: str) -> None:
    ed = desk.signed_in(cast.ed())
    base = {
        "photos-TOTAL_FORMS": "1",
        "photos-INITIAL_FORMS": "0",
        "credits-TOTAL_FORMS": "1",
        "credits-INITIAL_FORMS": "0",
    }
    for fields in (FIELDS[first::5] for first in range(5)):  # Those of a row lie in different handfuls.
        sent = {**base, "headline": "Tít", "genre": "news", "credits-0-role": "text", **dict.fromkeys(fields, value)}
        assert ed.post(desk.ADD, sent).status_code in {200, 302, 403}, fields


def test_what_is_not_deployed_of_the_editor() -> None:
    patterns = apps.get_app_config("staticfiles").ignore_patterns
    collected = [
        name for finder in get_finders() for name, _storage in finder.list(patterns) if name.startswith("ckeditor/")
    ]
    gone = (
        "galleriffic",
        "samples",
        "codesnippet",
        "preview",
        "exportpdf",
        "scayt",
        "wsc/",
        "flash",
        "iframe",
        "vendor",
        "adapters",
        "lang/fr.js",
        "skins/moono/",
    )
    assert not [name for name in collected if any(part in name for part in gone)]
    assert {
        "ckeditor/ckeditor/ckeditor.js",
        "ckeditor/ckeditor/lang/vi.js",
        "ckeditor/ckeditor/plugins/pastefromword/filter/default.js",
    } <= set(collected)
    assert len(collected) < 300
