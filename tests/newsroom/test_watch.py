"""Every request has a number, by which its answer, its lines in the log and a reader's letter find together."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import OperationalError, close_old_connections
from django.test import RequestFactory

from articles.views import lists
from newsroom.logs import Json, Numbered, request_id
from newsroom.watch import Watched
from tests import cast
from tests.resting import database_away

pytestmark = pytest.mark.django_db
Served = tuple[int, dict[str, str], str]


@pytest.fixture
def lines() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """The log's lines as JSON."""
    out = StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(Json())
    handler.addFilter(Numbered())
    loggers = [logging.getLogger(name) for name in ("access", "django.request", "comments")]
    before = [(log, log.level) for log in loggers]
    for log in loggers:
        log.addHandler(handler)
    loggers[0].setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in out.getvalue().splitlines()]
    for log, level in before:
        log.removeHandler(handler)
        log.setLevel(level)


def serve(path: str = "/", query: str = "", method: str = "GET", **environ: str) -> Served:
    return ask(Watched(WSGIHandler()), path, query, method, **environ)


def ask(application: Any, path: str = "/", query: str = "", method: str = "GET", **environ: str) -> Served:
    """A request to the whole application, as a server makes it."""
    asked = RequestFactory().generic(method, path, QUERY_STRING=query, **environ).environ
    told: list[Any] = []

    def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        told[:] = [int(status[:3]), dict(headers)]

    with kept_connection():
        body = application(asked, start)
        text = b"".join(body).decode("utf-8", "replace")
        if hasattr(body, "close"):
            body.close()
    return told[0], told[1], text


@contextmanager
def kept_connection() -> Iterator[None]:
    """The test's own connection outlives the requests, as with Django's client."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


def test_a_request_gets_a_number_of_its_own() -> None:
    numbers = {serve("/healthz")[1]["X-Request-ID"] for _n in range(20)}
    assert len(numbers) == 20
    assert all(re.fullmatch("[0-9a-f]{16}", number) for number in numbers)


@pytest.mark.parametrize("proxies, is_taken", [(0, False), (1, True)])
def test_a_proxys_number_is_taken_where_the_proxy_is_ours(settings: Any, proxies: int, is_taken: bool) -> None:
    settings.TRUSTED_PROXIES = proxies
    told = serve("/healthz", HTTP_X_REQUEST_ID="abcdef0123456789abcdef")[1]["X-Request-ID"]
    assert (told == "abcdef0123456789abcdef") is is_taken


@pytest.mark.parametrize("forged", ["", "x", "a\nb" * 8, "{}" * 8, "a" * 65, "ệ" * 10, "../../etc"])
def test_what_is_no_number_is_not_taken_for_one(settings: Any, forged: str) -> None:
    settings.TRUSTED_PROXIES = 1
    assert serve("/healthz", HTTP_X_REQUEST_ID=forged)[1]["X-Request-ID"] != forged


def test_a_request_leaves_one_line_that_says_what_but_not_who(lines: Callable[[], list[dict[str, Any]]]) -> None:
    story = cast.live_article()
    status, headers, page = serve(
        story.get_absolute_url(), "fbclid=1847", REMOTE_ADDR="203.0.113.9", HTTP_USER_AGENT="SM-A057F"
    )
    (line,) = lines()
    assert (line["status"], line["request"], line["method"]) == (status, headers["X-Request-ID"], "GET")
    assert (line["route"], line["object"]) == ("bai/<slug:slug>-<int:pk>/", story.pk)
    assert line["bytes"] == len(page.encode())
    assert line["ms"] > 0
    said = json.dumps(line, ensure_ascii=False)
    assert not [word for word in ("203.0.113.9", "SM-A057F", "1847", story.slug) if word in said]


@pytest.mark.parametrize("query", ["q=b%E1%BB%87nh+t%C3%AAn+t%C3%B4i", "q=0912345678&tac-gia=x"])
def test_what_somebody_searched_for_is_in_no_line(lines: Callable[[], list[dict[str, Any]]], query: str) -> None:
    cast.live_article()
    assert serve("/tim-kiem/", query)[0] == 200
    (line,) = lines()
    assert line["route"] == "tim-kiem/"
    assert "0912345678" not in str(line)
    assert "%E1" not in str(line)


def test_a_secret_address_is_in_no_line_not_even_when_it_breaks(
    lines: Callable[[], list[dict[str, Any]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("comments.views.own.Comment.by_token", lambda token: 1 / 0)
    status, headers, _page = serve("/binh-luan/cua-toi/7:geheim/")
    assert status == 500
    error, access = sorted(lines(), key=lambda line: line["level"])
    assert error["level"] == "ERROR"
    assert "ZeroDivisionError" in error["traceback"]
    assert error["request"] == access["request"] == headers["X-Request-ID"]
    assert "geheim" not in f"{error['message']} {access}"


def test_a_reader_can_quote_the_number_of_what_went_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "page_of", lambda *args, **kwargs: 1 / 0)
    for path, status in (("/tin-moi/", 500), ("/bai/a%00-1/", 400)):
        told, headers, page = serve(path)
        assert told == status
        assert headers["X-Request-ID"] in page


def test_a_page_that_anybody_may_keep_holds_nobodys_number() -> None:
    cast.live_article()
    for path in ("/", "/khong-co/"):
        _status, headers, page = serve(path)
        assert headers["X-Request-ID"] not in page


def test_a_database_that_rests_fills_no_log_with_tracebacks(lines: Callable[[], list[dict[str, Any]]]) -> None:
    with database_away():
        assert serve("/tin-moi/")[0] == 503
    assert [line.get("traceback") for line in lines()] == [None, None]


def test_a_stream_is_counted_when_it_has_ended(lines: Callable[[], list[dict[str, Any]]]) -> None:
    class Stream:
        streaming = True

        def __iter__(self) -> Iterator[bytes]:
            yield b"half"
            assert lines() == []
            yield b"whole"

        def close(self) -> None:
            assert lines() == []

    def application(environ: Any, start_response: Any) -> Any:
        start_response("200 OK", [])
        return Stream()

    assert ask(Watched(application))[2] == "halfwhole"
    assert len(lines()) == 1


def test_a_ready_pages_headers_are_everybodys_and_not_added_to(lines: Callable[[], list[dict[str, Any]]]) -> None:
    headers = [("Content-Length", "2")]

    def application(environ: Any, start_response: Any) -> Any:
        environ["newsroom.stored"] = "hit"
        start_response("200 OK", headers)
        return [b"ok"]

    first, second = (ask(Watched(application))[1]["X-Request-ID"] for _n in range(2))
    assert first != second
    assert headers == [("Content-Length", "2")]
    assert [line["stored"] for line in lines()] == ["hit", "hit"]


def test_a_request_that_ends_in_an_exception_leaves_its_line_too(lines: Callable[[], list[dict[str, Any]]]) -> None:
    def application(environ: Any, start_response: Any) -> Any:
        raise OperationalError

    with pytest.raises(OperationalError):
        ask(Watched(application))
    assert [line["status"] for line in lines()] == [500]


def test_a_line_outside_any_request_has_no_number() -> None:
    token = request_id.set("")
    record = logging.LogRecord("x", logging.INFO, "", 0, "%s", ("a",), None)
    Numbered().filter(record)
    request_id.reset(token)
    assert json.loads(Json().format(record))["request"] == "-"
