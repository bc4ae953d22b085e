"""Chromium on the paper: a server in this process for what a test writes, the demo newspaper for what it looks at."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

import axe_playwright_python
import pytest
from django.db import connections
from django.test.testcases import LiveServerThread
from django.test.utils import modify_settings
from playwright.sync_api import Browser, Page, expect, sync_playwright

from newsroom.wsgi import application
from tests import cast, tools
from tests.browser.waiting import PATIENCE
from tests.newspaper import collected_into, laid_out_in
from tests.servers import free_port, wait_for

ROOT = Path(__file__).resolve().parents[2]
ALONE = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync")  # fmt: skip
AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text()
LOOKS: list[tuple[int, Any]] = [(360, "light"), (360, "dark"), (1280, "dark"), (1280, "light")]
CROSSWISE = LOOKS[1::2]  # Each width once, each scheme once.
# `make test` sees every page on both databases and every look once: which of two looks depends on no database.
SHARED = slice(int(os.environ["LOOKS"]), None, 2) if "LOOKS" in os.environ else slice(None)
SETTLED = "() => document.getAnimations().forEach((fading) => fading.finish())"  # Colours change at once.
expect.set_options(timeout=PATIENCE * 1000)
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Playwright keeps a loop on this thread, which Django takes for an asynchronous caller with a connection of its
    # own. It is none: the tests' connection is the one it had.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    ours = connections["default"]
    with sync_playwright() as playwright:
        connections["default"] = ours
        chromium = playwright.chromium.launch(executable_path=tools.chromium(), args=list(ALONE))
        yield chromium
        chromium.close()


@pytest.fixture
def page_at(browser: Browser) -> Iterator[Callable[..., Page]]:
    """`page_at(width=1280, scheme="light", **context)`: a fresh reader's page, without cookies.

    When the test ends, a script error or a breach of the content policy on any page fails it,
    unless its text holds one of `tolerate`.
    """
    contexts, complaints = [], []

    def open_page(width: int = 1280, scheme: str = "light", tolerate: tuple[str, ...] = (), **options: Any) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, locale="vi-VN", **options
        )
        context.set_default_timeout(2 * PATIENCE * 1000)
        contexts.append(context)
        page = context.new_page()

        def complain(text: str) -> None:
            if not any(part in text for part in tolerate):
                complaints.append(f"{page.url}: {text}")

        page.on("pageerror", lambda error: complain(str(error)))
        page.on("console", lambda said: complain(said.text) if "Content Security Policy" in said.text else None)
        return page

    yield open_page
    for context in contexts:
        context.close()
    Served.quiet()
    assert not complaints, "\n".join(complaints)


@pytest.fixture(scope="session")
def axe() -> Callable[..., list[str]]:
    """`axe(page)`: what axe finds wrong on the page, a line each; `without` names rules to leave out."""

    def violations(page: Page, without: tuple[str, ...] = ()) -> list[str]:
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE)  # Through the debugger, so the page's own policy stays in force.
        options = {
            "resultTypes": ["violations"],
            "runOnly": {"type": "tag", "values": STANDARDS},
            "rules": {rule: {"enabled": False} for rule in without},
        }
        found = page.evaluate("options => axe.run(document, options)", options)["violations"]
        return [
            f"{rule['id']} ({rule['impact']}): {node['html'][:160]} — {node['failureSummary']}"
            for rule in found
            for node in rule["nodes"]
        ]

    return violations


@pytest.fixture(scope="session")
def in_every_look(axe: Callable[..., list[str]]) -> Callable[..., dict[str, list[str]]]:
    """`in_every_look(page)`: what is wrong with the open page on a phone and on a desk, by day and by night; in fewer
    `looks` where a whole room of pages is walked."""

    def complaints(page: Page, looks: Sequence[tuple[int, Any]] = LOOKS) -> dict[str, list[str]]:
        found = {}
        for width, scheme in looks[SHARED]:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            page.evaluate(SETTLED)
            wide = page.evaluate("document.documentElement.scrollWidth")
            found[f"{width} {scheme}"] = [*axe(page), *([f"{wide} px wide"] if wide > width else [])]
        return {look: wrong for look, wrong in found.items() if wrong}

    return complaints


@pytest.fixture(scope="session")
def nu(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], list[str]]]:
    """`nu(html)`: the Nu HTML checker's errors and warnings, a line each. One Java process answers them all."""
    port, log = free_port(), tmp_path_factory.mktemp("nu") / "log"
    command = [tools.java(), "-Xss1m", "-Dnu.validator.servlet.bind-address=127.0.0.1", "-cp", str(tools.checker()),
               "nu.validator.servlet.Main", str(port)]  # fmt: skip
    with open(log, "wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, stdin=subprocess.DEVNULL)
    wait_for(port, process, log, 60)

    def complaints(html: str) -> list[str]:
        request = urllib.request.Request(
            f"http://127.0.0.1:{port}/?out=json", html.encode(), {"Content-Type": "text/html; charset=utf-8"}
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            messages = json.load(answer)["messages"]
        return [
            f"{message.get('lastLine')}: {message['message']} — {message.get('extract', '')!r}"
            for message in messages
            if message["type"] == "error" or message.get("subType") == "warning"
        ]

    yield complaints
    process.kill()
    process.wait()


class Served:
    """The application itself, as a server in this process: static files and pictures come from it too."""

    under_way = 0
    counting = Lock()

    def __init__(self) -> None:
        self.thread = LiveServerThread("127.0.0.1", static_handler=lambda _handler: self.answer)
        self._live_server_modified_settings = modify_settings(ALLOWED_HOSTS={"append": "127.0.0.1"})
        self.thread.daemon = True
        self.thread.start()
        self.thread.is_ready.wait()
        if self.thread.error:
            raise self.thread.error

    @classmethod
    def answer(cls, environ: dict[str, Any], start_response: Any) -> Iterator[bytes]:
        with cls.counting:
            cls.under_way += 1
        try:
            response = application(environ, start_response)
            yield from response
            response.close()
        finally:
            with cls.counting:
                cls.under_way -= 1

    @classmethod
    def quiet(cls) -> None:
        """Until nothing that a page asked for by itself is answered any more: the next test's data is its own."""
        calm = 0
        for _try in range(600):
            calm = 0 if cls.under_way else calm + 1
            if calm > 3:
                return
            time.sleep(0.02)
        raise AssertionError(f"{cls.under_way} requests are still being answered.")

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.thread.port}"

    def __str__(self) -> str:
        return self.url


@pytest.fixture(scope="session")
def live_server() -> Iterator[Served]:
    """`live_server.url`: what the test wrote with `tests.cast`, served. The database is emptied after the test."""
    server = Served()
    yield server
    server.thread.terminate()


@pytest.fixture
def newsroom(live_server: Any) -> str:
    """Rosa and Ed, two authors, a section, two photos in the library."""
    cast.masthead(name="Báo Thử", sign="BTH")
    cast.section("Kinh tế")
    cast.rosa()
    cast.ed()
    for name in ("Mai Lan", "Đức Hạnh"):
        cast.author(name)
    cast.photo(caption="Lúa chín ở Mường Thanh", alt="Ruộng lúa vàng")
    cast.photo(caption="Máy gặt trên đồng", alt="Một chiếc máy gặt", picture={"colour": "#a53"})
    return str(live_server.url)


@dataclass
class Paper:
    url: str


@pytest.fixture(scope="session")
def demo_paper(tmp_path_factory: pytest.TempPathFactory, another_database: Callable[[str], str]) -> Iterator[Paper]:
    """The demo newspaper as `make run` serves it, on this run's kind of database, for a whole session. Look only."""
    folder, port = tmp_path_factory.mktemp("demo"), free_port()
    env = {name: text for name, text in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    env |= {"VAR": str(folder), "PORT": str(port), "PYTHONUNBUFFERED": "1", "DATABASE_URL": another_database("demo")}
    log = folder / "log"
    collected_into(folder)
    laid_out_in(folder, env)
    with open(log, "wb") as out:
        process = subprocess.Popen(
            [sys.executable, "deploy/serve.py"], cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=out
        )
    wait_for(port, process, log, 240)
    yield Paper(f"http://127.0.0.1:{port}")
    process.terminate()
    process.wait(30)
