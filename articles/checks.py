"""System checks that fail when one of the editor's fences is missing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.urls import URLPattern, URLResolver, get_resolver

from articles import editor, fields, markup

HOSTILE = '<p onclick="run()">text<script>run()</script><a href="javascript:run()">link</a></p>'


@register("editor")
def editor_is_fenced(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Everything that keeps CKEditor 4's known holes shut."""
    config = {**editor.CONFIG, **_site_config()}
    return [*_filter(config), *_plugins(config), *_uploader(), *_sanitiser()]


def _site_config() -> dict[str, Any]:
    """What settings could put in the editor's way, were the widget to read it again."""
    configs = getattr(settings, "CKEDITOR_CONFIGS", None) or {}
    return configs.get("default", {}) if isinstance(configs, dict) else {}


def _filter(config: dict[str, Any]) -> Iterator[CheckMessage]:
    if config.get("allowedContent") is True or not config.get("allowedContent"):
        yield Error(
            "The editor's content filter is off.",
            hint="Write a list of elements in `allowedContent`, never True (CVE-2024-24815).",
            id="articles.E001",
        )
    if config.get("fullPage"):
        yield Error(
            "The editor is in full-page mode.", hint="Take `fullPage` away (CVE-2024-24815).", id="articles.E002"
        )
    if config.get("versionCheck"):
        yield Error("The editor asks another site for its version.", hint="Leave it off.", id="articles.E007")


def _plugins(config: dict[str, Any]) -> Iterator[CheckMessage]:
    extra = {name.strip() for name in str(config.get("extraPlugins", "")).split(",")}
    if found := sorted(extra & editor.FORBIDDEN):
        yield Error(
            f"The editor loads plugins with known holes: {', '.join(found)}.",
            hint="Take them out of `extraPlugins`.",
            id="articles.E003",
        )
    removed = {name.strip() for name in str(config.get("removePlugins", "")).split(",")}
    if missing := sorted(editor.FORBIDDEN - removed):
        yield Error(
            f"The editor's plugins are not removed: {', '.join(missing)}.",
            hint="Name them in `removePlugins`.",
            id="articles.E004",
        )
    if "divarea" not in extra:
        yield Warning(
            "The editor would need inline scripts: the desk's policy forbids them, and it would not start.",
            hint="Keep `divarea` in `extraPlugins`.",
            id="articles.W001",
        )


def _uploader() -> Iterator[CheckMessage]:
    installed = apps.is_installed("ckeditor_uploader")
    if installed or any("ckeditor_uploader" in name for name in _views(get_resolver().url_patterns)):
        yield Error(
            "The editor's own uploader is installed or routed: it stores HTML files and checks no token.",
            hint="Take `ckeditor_uploader` away; photos go through the library.",
            id="articles.E005",
        )


def _views(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _views(pattern.url_patterns)
        else:
            yield getattr(pattern.callback, "__module__", "")


def _sanitiser() -> Iterator[CheckMessage]:
    doors = {
        "the model field": fields.RichTextField().to_python,
        "the form field": editor.RichTextFormField().to_python,
        "the way into the editor": editor.EditorWidget().format_value,
    }
    for name, door in doors.items():
        if any(word in door(HOSTILE) for word in ("script", "onclick", "javascript")):
            yield Error(
                f"Hostile HTML passes {name}.", hint="Send it through `markup.clean`.", obj=markup, id="articles.E006"
            )
