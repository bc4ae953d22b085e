"""The environment is read with care: nonsense is refused with a sentence that says what to write."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from newsroom import env

ROOT = Path(__file__).parents[2]
PUBLIC = {"HTTPS": "1", "ALLOWED_HOSTS": "bao.example.vn", "SECRET_KEY": "a-key-of-more-than-fifty-characters-" * 2}

VARNISH = {"CDN": "varnish", "CDN_PURGE_URL": "http://127.0.0.1:6081/"}


def start(folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """The product's settings read by a process of its own, in which nothing else is set."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", "import newsroom.settings as s; print(s.DATABASES['default']['ENGINE'])"],
        cwd=ROOT,
        env={**kept, "VAR": str(folder), **settings},
        capture_output=True,
        text=True,
    )


def test_the_paper_starts_with_nothing_set(tmp_path: Path) -> None:
    assert start(tmp_path).stdout.strip() == "django.db.backends.sqlite3"
    assert start(tmp_path, TIME_ZONE="").returncode == 0


def test_a_public_paper_starts_when_it_is_wholly_set(tmp_path: Path) -> None:
    assert start(tmp_path, **PUBLIC, **VARNISH).returncode == 0


@pytest.mark.parametrize(
    "settings,sentence",
    [
        ({"HTTPS": "1"}, "HTTPS=1 needs ALLOWED_HOSTS: write the paper's host names"),
        ({**PUBLIC, "DEBUG": "1"}, "HTTPS=1 and DEBUG=1 exclude each other"),
        ({**PUBLIC, "SECRET_KEY": "short"}, "SECRET_KEY is too short: write at least 32 random characters."),
        ({"HTTPS": "perhaps"}, "HTTPS='perhaps' is neither yes nor no: write 1 or 0."),
        ({"DATABASE_URL": "mysql://root:secret@host/paper"}, "names no database"),
        ({"TIME_ZONE": "Asia/Dien_Bien"}, "TIME_ZONE='Asia/Dien_Bien' is no time zone"),
        ({"MEDIA_S3_BUCKET": "bao-anh"}, "MEDIA_S3_BUCKET needs MEDIA_URL: write where readers fetch"),
        ({**PUBLIC, "MEDIA_URL": "http://anh.vn"}, "HTTPS=1 needs a MEDIA_URL with https"),
        ({"CDN": "akamai"}, "CDN='akamai' is not known: write none or varnish or fastly or cloudflare."),
        ({"CDN": "varnish"}, "CDN=varnish needs CDN_PURGE_URL: write the address that hears purges."),
        ({"CDN": "fastly", "CDN_PURGE_URL": "https://api.fastly.com/service/ID/purge"}, "CDN=fastly needs CDN_TOKEN"),
        ({**VARNISH, "READY_FILES": "/tmp"}, "CDN: leave READY_FILES empty, a file has no keys"),
        ({**VARNISH, "PAGE_STORE_PAGES": "0"}, "CDN needs PAGE_STORE_PAGES: only a page that is kept has keys"),
        ({"TRUSTED_PROXIES": "99"}, "TRUSTED_PROXIES=99 is out of range: write a number from 0 to 8."),
        ({"ALLOWED_HOSTS": "https://bao.example.vn"}, "write host names alone, such as bao.example.vn."),
    ],
)
def test_the_paper_does_not_start_half_set(tmp_path: Path, settings: dict[str, str], sentence: str) -> None:
    refused = start(tmp_path, **settings)
    assert refused.returncode != 0
    assert sentence in refused.stderr.strip().splitlines()[-1]


def test_a_refusal_does_not_show_the_database_password(tmp_path: Path) -> None:
    refused = start(tmp_path, DATABASE_URL="mysql://root:secret@host/paper")
    assert "names no database" in refused.stderr
    assert "secret" not in refused.stderr.strip().splitlines()[-1]


def test_an_address_is_whole_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHERE", "https://anh.bao.vn:8443/x")
    assert env.address("WHERE", "/media/") == "https://anh.bao.vn:8443/x/"
    assert env.origin_of("https://anh.bao.vn:8443/x/") == "https://anh.bao.vn:8443"
    assert env.origin_of("/media/") == ""
    for value in ("anh.bao.vn", "ftp://anh.bao.vn", "https://anh.bao.vn; script-src *", "https://a b", "https://u:p@h"):
        monkeypatch.setenv("WHERE", value)
        with pytest.raises(ImproperlyConfigured, match="is no address: write https"):
            env.address("WHERE", "/media/")


@pytest.mark.parametrize("value", ["1", "true", "YES", " on "])
def test_yes_may_be_said_in_several_ways(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SWITCH", value)
    assert env.flag("SWITCH") is True


@pytest.mark.parametrize("value", ["0", "false", "No", "off", ""])
def test_no_may_be_said_in_several_ways(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SWITCH", value)
    assert env.flag("SWITCH", default=True) is False


@pytest.mark.parametrize("value", ["ten", "1.5", "", "٣", "1e3", "--5", "5-", "9" * 5000])
def test_a_number_is_a_whole_number(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("COUNT", value)
    with pytest.raises(ImproperlyConfigured, match=r"COUNT=.* is no whole number: write one from 0 to 8"):
        env.number("COUNT", 3, most=8)


def test_a_setting_of_two_lines_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NAME", "one\ntwo")
    with pytest.raises(ImproperlyConfigured, match="NAME holds a line break"):
        env.word("NAME")


@pytest.mark.parametrize("value", ["bao.example.vn", "ftp://bao.example.vn", "https://bao.example.vn/path", "https://"])
def test_an_origin_has_a_scheme_and_no_path(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("ORIGINS", f"https://ok.example,{value}")
    with pytest.raises(ImproperlyConfigured, match=r"write https://bao\.example.vn"):
        env.origins("ORIGINS")


@pytest.mark.parametrize("value", ["*", "a b", "bao.example.vn/desk"])
def test_a_host_is_a_name_alone(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("HOSTS", value)
    with pytest.raises(ImproperlyConfigured, match="write host names alone"):
        env.hosts("HOSTS", "")


def test_a_folder_that_cannot_be_made_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("FOLDER", str(tmp_path / "file" / "inside"))
    with pytest.raises(ImproperlyConfigured, match=r"FOLDER=.*inside can't be used as a folder"):
        env.folder("FOLDER", tmp_path)


def test_a_secret_is_made_once_and_nobody_else_may_read_it(tmp_path: Path) -> None:
    first = env.secret("NO_SUCH_SECRET", tmp_path / "key")
    assert len(first) >= 50
    assert env.secret("NO_SUCH_SECRET", tmp_path / "key") == first
    assert (tmp_path / "key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "url", ["postgres://", "postgres:///", "sqlite://", "paper.sqlite3", "postgres://h:port/paper", "sqlite:///"]
)
def test_an_address_that_names_no_database_is_refused(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("DB", url)
    with pytest.raises(ImproperlyConfigured, match="DB"):
        env.database("DB", Path("unused"))


def test_a_postgresql_address_is_taken_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DB", "postgres://b%40o:p%2Fw@db.example:5433/paper?sslmode=require")
    found = env.database("DB", Path("unused"))
    assert (found["USER"], found["PASSWORD"]) == ("b@o", "p/w")
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example", "5433", "paper")
    assert found["OPTIONS"] == {**env.PATIENCE, "options": env.AT_ONCE, "sslmode": "require"}


def test_how_long_a_dead_database_is_waited_for_can_be_said_in_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DB", "postgres://paper@db.example/paper?connect_timeout=9&options=-c%20work_mem%3D16MB")
    options = env.database("DB", Path("unused"))["OPTIONS"]
    assert options["connect_timeout"] == "9"
    assert options["options"] == "-c jit=off -c work_mem=16MB"


def test_a_word_is_one_of_those_that_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    assert env.choice("NO_SUCH_WORD", ("line", "json")) == "line"
    monkeypatch.setenv("FORM", "xml")
    with pytest.raises(ImproperlyConfigured, match="FORM='xml' is not known: write line or json"):
        env.choice("FORM", ("line", "json"))


@pytest.mark.parametrize("value", ["everybody", "1", "true", "một mã rất dài và rất lạ"])
def test_metrics_are_for_this_machine_or_behind_a_real_token(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("METRICS", value)
    with pytest.raises(ImproperlyConfigured, match="neither loopback nor a token"):
        env.scraper("METRICS")


def test_a_postgresql_socket_folder_is_the_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DB", "postgres://paper@/paper?host=/run/postgresql")
    assert env.database("DB", Path("unused"))["HOST"] == "/run/postgresql"


def test_an_sqlite_address_may_be_absolute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DB", "sqlite:////data/paper.sqlite3")
    assert env.database("DB", Path("unused"))["NAME"] == "/data/paper.sqlite3"
