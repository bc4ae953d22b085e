"""Gathers the product's sentences into the catalogues. Needs polib, which developers have and servers don't."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import polib  # type: ignore[import-untyped]
from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation.template import templatize

WIDTH = -1  # A sentence is a line, so that a changed word changes one line.
ROOMS = ("articles", "comments", "newsroom")
CALLS = {
    "gettext": ("msgid",),
    "ngettext": ("msgid", "plural"),
    "pgettext": ("context", "msgid"),
    "npgettext": ("context", "msgid", "plural"),
}
STRING = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
IN_TEMPLATE = re.compile(rf"\b(_|n?p?gettext)\({STRING}(?:,\s*{STRING})?(?:,\s*{STRING})?")


class Message(NamedTuple):
    msgid: str
    context: str | None = None
    plural: str = ""


class Command(BaseCommand):
    help = "Gather the sentences of code and templates into the catalogues and compile them."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        found = gather(settings.BASE)
        for path in catalogues():
            catalogue = polib.pofile(str(path), wrapwidth=WIDTH)
            if path.stem == "django":  # The other is kept by hand: what Django's own scripts say.
                catalogue = renewed(catalogue, found)
            catalogue.save(str(path))
            catalogue.save_as_mofile(str(path.with_suffix(".mo")))
            missing = len(catalogue.untranslated_entries())
            said = f"{len(catalogue)} sentences, {missing} without a translation."
            self.stdout.write(f"{path.parent.parent.name}/{path.stem}: {said}")


def catalogues() -> list[Path]:
    return sorted(path for folder in settings.LOCALE_PATHS for path in Path(folder).glob("*/LC_MESSAGES/*.po"))


def gather(root: Path) -> dict[Message, list[str]]:
    """Every sentence of code and templates, in the files' order, with the files it stands in; then the rights."""
    found: dict[Message, list[str]] = {}
    for path in sources(root):
        text = path.read_text(encoding="utf-8")
        messages = in_code(text) if path.suffix == ".py" else in_template(text)
        for message in messages:
            files = found.setdefault(message, [])
            if (name := path.relative_to(root).as_posix()) not in files:
                files.append(name)
    return found | {right: [] for right in rights()}


def rights() -> Iterator[Message]:
    """The names of permissions: Django keeps them in English in the database, the desk's forms translate them."""
    for model in apps.get_models():
        acts = [f"Can {act} {model._meta.verbose_name_raw}" for act in model._meta.default_permissions]
        yield from (Message(str(name)) for name in [*acts, *(name for _code, name in model._meta.permissions)])


def sources(root: Path) -> Iterator[Path]:
    for room in ROOMS:
        yield from sorted(path for path in (root / room).rglob("*.py") if "migrations" not in path.parts)
    yield from sorted(path for path in (root / "templates").rglob("*.*") if path.suffix in {".html", ".txt", ".xml"})


def in_code(text: str) -> Iterator[Message]:
    """By the names under which the file imports Django's functions."""
    tree = ast.parse(text)
    names = {
        alias.asname or alias.name: re.sub("_(lazy|noop)$", "", alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
    }
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        parts = CALLS.get(names.get(call.func.id, ""), ())  # type: ignore[attr-defined]
        given = [arg.value for arg in call.args[: len(parts)] if isinstance(arg, ast.Constant)]
        if parts and len(given) == len(parts):
            yield Message(**dict(zip(parts, map(str, given), strict=True)))


def in_template(text: str) -> Iterator[Message]:
    for call, *strings in IN_TEMPLATE.findall(templatize(text)):
        parts = CALLS["gettext" if call == "_" else call]
        yield Message(**dict(zip(parts, map(ast.literal_eval, strings[: len(parts)]), strict=True)))


def renewed(old: polib.POFile, found: dict[Message, list[str]]) -> polib.POFile:
    """The catalogue of the sentences found: with the old one's translations, no guesses, no line numbers, no dates."""
    known = {Message(entry.msgid, entry.msgctxt, entry.msgid_plural): entry for entry in old}
    new = polib.POFile(wrapwidth=WIDTH)
    new.metadata, new.header = old.metadata, old.header
    for message, files in found.items():
        entry = polib.POEntry(
            msgid=message.msgid,
            msgctxt=message.context,
            msgid_plural=message.plural,
            occurrences=[(name, "") for name in files],
            flags=["python-format"] if re.search(r"%\(\w+\)", message.msgid) else [],
        )
        if before := known.get(message):
            entry.msgstr, entry.msgstr_plural, entry.tcomment = before.msgstr, before.msgstr_plural, before.tcomment
        new.append(entry)
    return new
