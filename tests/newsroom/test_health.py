"""What machines ask of a server: whether it lives, whether it can work, what it has counted."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from newsroom import metrics
from tests.resting import database_away

ROOT = Path(__file__).parents[2]
TOKEN = "a-token-of-letters-0123"


def test_a_server_lives_as_long_as_it_answers_and_asks_nothing_for_it(client: Client) -> None:
    answer = client.get("/healthz", headers={"host": "10.0.0.7:8000"})  # A balancer knows no name of ours.
    assert (answer.status_code, answer.content) == (200, b"alive\n")
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_a_server_is_ready_when_all_its_parts_are_and_asks_one_question(
    client: Client, settings: Any, django_assert_num_queries: Any
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    with django_assert_num_queries(1):
        answer = client.get("/readyz", headers={"host": "10.0.0.7"})
    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "database": "ok", "spool": "ok"}
    assert answer.headers["Cache-Control"] == "no-store"
    assert client.head("/readyz").content == b""
    assert client.post("/readyz").status_code == 405


@pytest.mark.django_db
def test_a_server_without_its_database_says_so_and_not_where_that_is(client: Client) -> None:
    with database_away():
        answer = client.get("/readyz")
        assert client.get("/healthz").status_code == 200
    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "database": "does not answer (OperationalError)", "spool": "ok"}
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_a_server_newer_than_its_database_names_what_is_missing(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'articles' AND name LIKE '0001%'")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["database"] == "1 migrations not applied: articles.0001_the_paper"


@pytest.mark.django_db
def test_a_server_that_can_write_no_view_down_says_so(client: Client, settings: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    settings.SPOOL = tmp_path / "file" / "spool"
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["spool"] == "can't be written (Not a directory)"


def test_a_question_whether_it_is_ready_leaves_no_file(client: Client, settings: Any, tmp_path: Path, db: None) -> None:
    settings.SPOOL = tmp_path
    assert client.get("/readyz").status_code == 200
    assert list(tmp_path.iterdir()) == []


def test_without_the_setting_nobody_reads_the_metrics(client: Client) -> None:
    assert client.get("/metrics").status_code == 404


@pytest.mark.parametrize(
    "rule, facts, status",
    [
        (TOKEN, {"HTTP_AUTHORIZATION": f"Bearer {TOKEN}"}, 200),
        (TOKEN, {"HTTP_AUTHORIZATION": f"Bearer {TOKEN[:-1]}"}, 404),
        (TOKEN, {"HTTP_AUTHORIZATION": "Bearer ệ"}, 404),
        (TOKEN, {}, 404),
        ("loopback", {"REMOTE_ADDR": "127.0.0.1"}, 200),
        ("loopback", {"REMOTE_ADDR": "::1"}, 200),
        ("loopback", {"REMOTE_ADDR": "203.0.113.5"}, 404),
        ("loopback", {"REMOTE_ADDR": ""}, 404),
        ("loopback", {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "127.0.0.1"}, 404),
        ("loopback", {"REMOTE_ADDR": "127.0.0.1", "HTTP_FORWARDED": "for=127.0.0.1"}, 404),
    ],
)
def test_the_metrics_are_told_to_whom_the_setting_names(
    monkeypatch: pytest.MonkeyPatch, settings: Any, rule: str, facts: dict[str, str], status: int
) -> None:
    settings.METRICS = rule
    monkeypatch.setattr(metrics, "text", lambda: b"newsroom_requests_total 1\n")
    assert Client().get("/metrics", **facts).status_code == status


SERVED = """
import os, sys
from wsgiref.util import setup_testing_defaults
from newsroom import wsgi
from newsroom import metrics
for path in sys.argv[1:]:
    environ = {"PATH_INFO": path, "HTTP_HOST": "localhost", "REMOTE_ADDR": "127.0.0.1"}
    setup_testing_defaults(environ)
    body = wsgi.application(environ, lambda status, headers: None)
    text = b"".join(body).decode()
    body.close()
metrics.page_store("hit")
print(text)
"""


def test_the_counts_of_several_processes_are_told_by_any_of_them(tmp_path: Path) -> None:
    env = {**os.environ, "METRICS": "loopback", "METRICS_FOLDER": str(tmp_path)}
    env |= {"DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": f"sqlite:///{tmp_path}/none.sqlite3"}

    def process(*paths: str) -> str:
        command = [sys.executable, "-c", SERVED, *paths]
        done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    process("/healthz", "/healthz")
    process("/healthz", "/tin-moi/")
    lines = process("/metrics").splitlines()
    assert 'newsroom_requests_total{kind="probe",status="200"} 3.0' in lines
    assert 'newsroom_requests_total{kind="page",status="503"} 1.0' in lines
    assert "newsroom_database_failures_total 1.0" in lines
    assert 'newsroom_page_store_total{outcome="hit"} 2.0' in lines
    assert 'newsroom_request_seconds_bucket{kind="page",le="+Inf"} 1.0' in lines
    assert "newsroom_spool_bytes 0.0" in lines


def test_a_request_is_counted_by_what_kind_of_page_it_is_never_by_its_address() -> None:
    kinds = {path: metrics.kind_of(path) for path in ("/", "/bai/a-1/", "/quan-tri/", "/static/a.css", "/luot-xem/")}
    assert list(kinds.values()) == ["page", "page", "desk", "file", "beacon"]
    assert metrics.kind_of("/bai/a-1/binh-luan/", "POST") == "comment"
