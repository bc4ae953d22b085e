"""The laws of docs/house.md. A test that fails here names the file, the line and the law."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("newsroom", "articles", "comments")
PURE = {"articles.search.photos", "articles.known", "articles.markers", "articles.embeds", "articles.recordings",
        "articles.served", "articles.policy",
        "articles.text", "articles.markup", "articles.composer", "articles.images", "articles.photo_words",
        "articles.old_letters", "articles.renditions", "articles.turns", "articles.typography",
        "articles.syndication", "articles.merging", "articles.naming", "articles.comparing", "articles.search.words",
        "articles.search.terms",
        "articles.search.dialects", "articles.addresses", "articles.resting", "articles.pagestore"}  # fmt: skip
TOP = {"manage.py", "pyproject.toml", "README.md", "newsroom", "articles", "comments", "templates", "static", "tests",
       "Makefile", "LICENSE", "deploy", "docs"}  # fmt: skip


@cache
def tracked() -> list[str]:
    """What git keeps, and what it would: a file not yet added obeys too."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [name for name in listed if (ROOT / name).is_file()]


@cache
def parsed(name: str) -> tuple[ast.Module, str]:
    text = (ROOT / name).read_text()
    return ast.parse(text), text


def sources(*folders: str) -> Iterator[tuple[str, ast.Module, str]]:
    for name in tracked():
        if name.endswith(".py") and "/migrations/" not in name and name.split("/")[0] in folders:
            yield name, *parsed(name)


def module_of(name: str) -> str:
    return name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def imports(name: str, tree: ast.AST) -> Iterator[tuple[str, int]]:
    """The modules of ours that a file names, with the line: `from articles import text` is articles.text."""
    package = module_of(name) if name.endswith("__init__.py") else module_of(name).rpartition(".")[0]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            parts = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*parts, *([node.module] if node.module else [])])
            found = [f"{base}.{alias.name}" if is_module(f"{base}.{alias.name}") else base for alias in node.names]
        else:
            continue
        yield from ((target, node.lineno) for target in found if target.split(".")[0] in ROOMS)


def is_module(dotted: str) -> bool:
    path = ROOT / dotted.replace(".", "/")
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


def is_pure(module: str) -> bool:
    return module in PURE or any(module.startswith(f"{pure}.") for pure in PURE)


def may_import(importer: str, target: str) -> bool:
    room = importer.split(".")[0]
    if is_pure(importer):
        return is_pure(target)
    if room == "newsroom":
        return True
    if target.startswith("newsroom"):
        return False
    if room == "comments":
        models = target == "articles.models" or target.startswith("articles.models.")
        frame = target == "articles.views.paper"  # What every page of readers stands in.
        return target.startswith("comments") or models or frame or is_pure(target) or target == "articles.fields"
    if target.startswith("comments"):
        return False
    if importer.startswith("articles.models"):
        return target.startswith("articles.models") or is_pure(target) or target == "articles.fields"
    return True


def for_types_only(tree: ast.Module) -> set[int]:
    """The lines under `if TYPE_CHECKING:`: nothing of them runs."""
    blocks = [node for node in ast.walk(tree) if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)]
    return {line for block in blocks for line in range(block.lineno, (block.end_lineno or 0) + 1)}


def test_imports_run_one_way() -> None:
    wrong = [
        f"{name}:{line} may not import {target}"
        for name, tree, _text in sources(*ROOMS)
        for target, line in imports(name, tree)
        if not may_import(module_of(name), target)
    ]
    assert not wrong, "\n".join(wrong)


def test_no_two_modules_import_each_other_in_a_circle() -> None:
    graph: dict[str, set[str]] = {}
    for name, tree, _text in sources(*ROOMS):
        skipped = for_types_only(tree)
        graph[module_of(name)] = {target for target, line in imports(name, tree) if line not in skipped}

    def walk(module: str, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        if module in path:
            yield path[path.index(module) :]
        elif module not in done:
            for target in sorted(graph.get(module, ())):
                if target != module:
                    yield from walk(target, (*path, module))
            done.add(module)

    done: set[str] = set()
    circles = [" → ".join(circle) for module in sorted(graph) for circle in walk(module, ())]
    assert not circles, "\n".join(circles)


def test_no_function_imports_what_is_ours() -> None:
    wrong = [
        f"{name}:{inner.lineno} imports inside {node.name}()"
        for name, tree, _text in sources(*ROOMS)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom) and list(imports(name, inner))
        if not (module_of(name).endswith(".apps") and node.name == "ready")  # Django's own place for it.
    ]
    assert not wrong, "\n".join(wrong)


def test_the_tail_is_capped() -> None:
    wrong = []
    for name, tree, text in sources(*ROOMS, "tests", "deploy"):
        lines = text.count("\n")
        if lines > 300:
            wrong.append(f"{name} has {lines} lines, 300 at most")
        in_views = re.search(r"/views(/|\.py)", name) is not None
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                most = 25 if in_views and [arg.arg for arg in node.args.args][:1] == ["request"] else 35
                if length > most:
                    wrong.append(f"{name}:{node.lineno} {node.name}() has {length} lines, {most} at most")
    for name in tracked():
        if name.endswith((".html", ".txt", ".xml")) and "templates/" in name:
            lines = (ROOT / name).read_text().count("\n")
            if lines > 100:
                wrong.append(f"{name} has {lines} lines, 100 at most")
    assert not wrong, "\n".join(wrong)


def test_safe_html_has_one_door() -> None:
    doors = re.compile(r"\bmark_safe\b|\bSafe(String|Text)\(|def __html__")
    wrong = [
        f"{name}: {found[0]}"
        for name, _tree, text in sources(*ROOMS)
        if name != "articles/markup.py" and (found := doors.search(text))
    ]
    open_templates = re.compile(r"\|\s*safe(seq)?\b|autoescape\s+off")
    wrong += [
        name for name in tracked() if "templates/" in name and open_templates.search((ROOT / name).read_text("utf-8"))
    ]
    assert not wrong, "\n".join(wrong)


def test_a_broad_except_gives_its_reason_on_its_line() -> None:
    wrong = []
    for name, tree, text in sources(*ROOMS, "tests", "deploy"):
        lines = text.splitlines()
        for node in ast.walk(tree):
            if not isinstance(node, ast.ExceptHandler):
                continue
            caught = re.findall(r"\w+", ast.unparse(node.type)) if node.type else ["BaseException"]
            reason = re.sub(r"#\s*noqa(:\s*[A-Z0-9, ]+)?", "", lines[node.lineno - 1]).partition("#")[2].strip()
            if {"Exception", "BaseException"} & set(caught) and not reason:
                wrong.append(f"{name}:{node.lineno}")
    assert not wrong, "\n".join(wrong)


def test_names_say_what_is_inside() -> None:
    vague = re.compile(r"(^|/)(utils?|helpers?|services?|misc|common)(\.py|/)")
    wrong = [name for name in tracked() if vague.search(name) and name.endswith(".py")]
    wrong += [name for name in tracked() if re.search(r"/migrations/\d+_auto_", name)]
    assert not wrong, "\n".join(wrong)


def test_the_top_of_the_tree_is_its_plan() -> None:
    wrong = {name.split("/")[0] for name in tracked()} - TOP
    assert not {name for name in wrong if not name.startswith(".")}


def test_no_file_names_the_machine_it_was_written_on() -> None:
    machine = re.compile(rb"/(work|root|home/\w+|Users/\w+|opt/\w+)/[\w.]")
    wrong = [name for name in tracked() if machine.search((ROOT / name).read_bytes())]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("lock", ["runtime", "s3", "dev"])
def test_locks_are_whole_and_name_no_host(lock: str) -> None:
    text = (ROOT / f"deploy/requirements/{lock}.txt").read_text()
    assert "://" not in text
    for entry in re.split(r"\n(?=[a-z])", text):
        assert re.match(r"[a-z0-9.-]+(\[[a-z,]+\])?==\S+", entry), entry[:80]
        assert "--hash=sha256:" in entry, entry[:80]


def test_runtime_and_tests_run_the_same_packages() -> None:
    pins = [
        set(re.findall(r"^([a-z0-9.-]+==\S+)", (ROOT / f"deploy/requirements/{lock}.txt").read_text(), re.M))
        for lock in ("runtime", "s3", "dev")
    ]
    assert pins[0] <= pins[1] <= pins[2]


def test_this_python_is_one_that_the_paper_promises() -> None:
    assert sys.version_info >= (3, 11)
