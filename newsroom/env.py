"""Read settings from the environment, and refuse nonsense with a sentence that says what to write instead."""

import importlib.util
import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(:\d+)?(/[A-Za-z0-9._/-]*)?")
FALSE = {"0", "false", "no", "off", ""}
# How long a dead database may hold a thread: seconds to connect; milliseconds until what was sent must be acknowledged.
PATIENCE = {"connect_timeout": "3", "tcp_user_timeout": "5000", "keepalives_idle": "15", "keepalives_interval": "5"}
# A server that compiles its statements, as it does unasked, takes seconds where it guesses wrong: a desk's page took 6.
AT_ONCE = "-c jit=off"


def word(name: str, default: str = "") -> str:
    """A one-line text. Control characters are refused."""
    value = os.environ.get(name, default).strip()
    if any(ord(c) < 32 for c in value):
        raise ImproperlyConfigured(f"{name} holds a line break or control character: write it on one line.")
    return value


def flag(name: str, default: bool = False) -> bool:
    """A yes or no: 1, true, yes, on or 0, false, no, off."""
    value = word(name, "1" if default else "0").lower()
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise ImproperlyConfigured(f"{name}={value!r} is neither yes nor no: write 1 or 0.")


def number(name: str, default: int, least: int = 0, most: int = 2**31) -> int:
    """A whole number from `least` to `most`."""
    value = word(name, str(default))
    digits = value.removeprefix("-")
    if not digits.isascii() or not digits.isdigit() or len(digits) > 18:
        raise ImproperlyConfigured(f"{name}={value[:40]!r} is no whole number: write one from {least} to {most}.")
    if not least <= int(value) <= most:
        raise ImproperlyConfigured(f"{name}={value} is out of range: write a number from {least} to {most}.")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    """A list separated by commas."""
    return [item.strip() for item in word(name, default).split(",") if item.strip()]


def choice(name: str, options: tuple[str, ...]) -> str:
    """One of several words; unset, the first."""
    value = word(name, options[0]) or options[0]
    if value not in options:
        raise ImproperlyConfigured(f"{name}={value[:40]!r} is not known: write {' or '.join(options)}.")
    return value


def scraper(name: str) -> str:
    """Who may read the metrics: nobody, `loopback`, or whoever sends a token of at least 16 characters."""
    value = word(name)
    if value and value != "loopback" and (len(value) < 16 or not value.isascii() or " " in value):
        raise ImproperlyConfigured(f"{name} is neither loopback nor a token of at least 16 letters and figures.")
    return value


def hosts(name: str, default: str) -> list[str]:
    """Host names without scheme or path, as in a browser's address bar: bao.example.vn, [::1], .example.vn."""
    found = words(name, default)
    for host in found:
        if "/" in host or " " in host or host == "*":
            raise ImproperlyConfigured(f"{name} holds {host!r}: write host names alone, such as bao.example.vn.")
    return found


def origins(name: str) -> list[str]:
    """Whole origins with their scheme: https://bao.example.vn."""
    found = words(name)
    for origin in found:
        parts = urlsplit(origin)
        if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path not in {"", "/"}:
            raise ImproperlyConfigured(f"{name} holds {origin!r}: write https://bao.example.vn.")
    return [origin.rstrip("/") for origin in found]


def address(name: str, default: str) -> str:
    """A whole address with a slash at its end: https://anh.bao.example.vn/."""
    value = word(name)
    if value and not ADDRESS.fullmatch(value):
        raise ImproperlyConfigured(f"{name}={value[:80]!r} is no address: write https://anh.bao.example.vn/.")
    return value.rstrip("/") + "/" if value else default


def origin_of(address: str) -> str:
    """Scheme and host; empty where the address is a path on the paper's own."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def bucket(name: str, public: str) -> dict[str, Any] | None:
    """`…_BUCKET` on a server that speaks S3, with `…_ENDPOINT`, `…_REGION`, `…_KEY`, `…_SECRET`; unset, None.

    Readers fetch from `public`, by themselves. Without a key the machine's own identity is used.
    """
    held = word(f"{name}_BUCKET")
    if not held:
        return None
    if not origin_of(public):
        raise ImproperlyConfigured(f"{name}_BUCKET needs MEDIA_URL: write where readers fetch the bucket's files.")
    if importlib.util.find_spec("storages") is None:
        raise ImproperlyConfigured(f"{name}_BUCKET needs more packages: run deploy/venv.sh s3.")
    scheme, _slashes, domain = public.rstrip("/").partition("//")
    options = {
        "bucket_name": held,
        "endpoint_url": address(f"{name}_ENDPOINT", "").rstrip("/"),
        "region_name": word(f"{name}_REGION"),
        "access_key": word(f"{name}_KEY"),
        "secret_key": word(f"{name}_SECRET"),
        "url_protocol": scheme,
        "custom_domain": domain,
    }
    return {"BACKEND": "newsroom.bucket.Bucket", "OPTIONS": {key: value for key, value in options.items() if value}}


def cdn(name: str) -> dict[str, Any]:
    """A cache in front by its dialect, with `…_PURGE_URL` (several, separated by commas), `…_TOKEN` and `…_MINUTES`:
    how long it may keep a page, and so how long an old one may be read while it can't be purged. Unset, nothing."""
    dialect = choice(name, ("none", "varnish", "fastly", "cloudflare"))
    if dialect == "none":
        return {}
    addresses, token = words(f"{name}_PURGE_URL"), word(f"{name}_TOKEN")
    if not addresses or not all(ADDRESS.fullmatch(one) for one in addresses):
        raise ImproperlyConfigured(f"{name}={dialect} needs {name}_PURGE_URL: write the address that hears purges.")
    if dialect != "varnish" and not (token.isascii() and token and all(one.startswith("https:") for one in addresses)):
        raise ImproperlyConfigured(
            f"{name}={dialect} needs {name}_TOKEN, and an address of {name}_PURGE_URL with https."
        )
    minutes = number(f"{name}_MINUTES", 10, least=1, most=24 * 60)
    return {"dialect": dialect, "addresses": addresses, "token": token, "seconds": minutes * 60}


def zone(name: str, default: str) -> str:
    """A time zone's name, such as Asia/Ho_Chi_Minh; left empty it is the default."""
    value = word(name) or default
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ImproperlyConfigured(f"{name}={value!r} is no time zone: write one such as {default}.") from error
    return value


def folder(name: str, default: Path) -> Path:
    """A folder, made if it is not there."""
    path = Path(word(name, str(default))).expanduser().resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"{name}={path} can't be used as a folder: {error.strerror}.") from error
    return path


def secret(name: str, kept_in: Path) -> str:
    """A secret of at least 32 characters; where none is given, one is made once and kept in a private file."""
    value = word(name)
    if not value:
        value = _kept_secret(kept_in)
    if len(value) < 32:
        raise ImproperlyConfigured(f"{name} is too short: write at least 32 random characters.")
    return value


def _kept_secret(path: Path) -> str:
    try:
        with open(path, "x", opener=lambda p, flags: os.open(p, flags, 0o600)) as file:
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass  # Another process, or an earlier run, made it.
    return path.read_text().strip()


def database(name: str, default: Path) -> dict[str, Any]:
    """`postgres://user:password@host:port/name?option=…` or `sqlite:///path`; unset, SQLite at `default`.

    A PostgreSQL socket folder is given as `?host=/folder`.
    """
    value = word(name, f"sqlite:///{default}")
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} can't be read: {error}.") from error
    if parts.scheme == "sqlite" and parts.path.strip("/"):
        return sqlite(unquote(parts.path[1:]))
    if parts.scheme in {"postgres", "postgresql"} and parts.path.strip("/"):
        options: Mapping[str, str] = dict(parse_qsl(parts.query))
        own = {key: text for key, text in options.items() if key not in {"host", "port"}}
        own["options"] = f"{AT_ONCE} {options.get('options', '')}".strip()
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": options.get("host", unquote(parts.hostname or "")),
            "PORT": str(port or options.get("port", "")),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": PATIENCE | own,
        }
    raise ImproperlyConfigured(
        f"{name}={value.split('@')[-1]!r} names no database: "
        "write postgres://user:password@host/name or sqlite:////folder/file.sqlite3."
    )


def sqlite(path: str) -> dict[str, Any]:
    """SQLite that keeps what people wrote: write-ahead log, every commit on disk, writers wait their turn."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                "PRAGMA mmap_size=268435456; PRAGMA cache_size=-32768;"
            ),
        },
    }
