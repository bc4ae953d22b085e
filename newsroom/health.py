"""What machines ask: does the process live, can it do its work, what has it counted. Nothing else is done for them."""

from __future__ import annotations

import hmac
import json
import tempfile
from collections.abc import Callable
from functools import cache
from ipaddress import ip_address

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from newsroom import metrics

Answer = Callable[[HttpRequest], HttpResponseBase]
Missing = str  # What is missing, for people; empty where all is well.
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_FORWARDED", "HTTP_VIA")


def probes(get_response: Answer) -> Answer:
    """Answered before anything else looks at the request: no host, language, session or masthead is asked for."""
    answers = {"/healthz": alive, "/readyz": ready, "/metrics": measured}

    def middleware(request: HttpRequest) -> HttpResponseBase:
        answer = answers.get(request.path_info)
        if answer is None:
            return get_response(request)
        response = answer(request) if request.method in {"GET", "HEAD"} else HttpResponse(status=405)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Content-Type-Options"] = "nosniff"
        if request.method == "HEAD":
            response.content = b""
        return response

    return middleware


def alive(request: HttpRequest) -> HttpResponse:
    """200 as long as this process answers at all."""
    return HttpResponse("alive\n", content_type="text/plain; charset=utf-8")


def ready(request: HttpRequest) -> HttpResponse:
    """200 where readers and editors can be served; 503 says which part fails, and nothing of where it stands."""
    parts = {"database": database(), "spool": spool()}
    is_ready = not any(parts.values())
    told = {"ready": is_ready, **{name: missing or "ok" for name, missing in parts.items()}}
    return HttpResponse(
        json.dumps(told, indent=1) + "\n", content_type="application/json", status=200 if is_ready else 503
    )


def database() -> Missing:
    """It answers, and has every migration of this version: one query."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT app, name FROM django_migrations")
            missing = _ours() - set(cursor.fetchall())
    except DatabaseError as error:
        return f"does not answer ({type(error).__name__})"
    named = ", ".join(sorted(f"{app}.{name}" for app, name in missing)[:3])
    return f"{len(missing)} migrations not applied: {named}" if missing else ""


@cache
def _ours() -> set[tuple[str, str]]:
    return set(MigrationLoader(None).disk_migrations)


def spool() -> Missing:
    """A view can be written down."""
    try:
        settings.SPOOL.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=settings.SPOOL, prefix="probe-") as file:
            file.write(b"\0" * 64)
    except OSError as error:
        return f"can't be written ({error.strerror})"
    return ""


def measured(request: HttpRequest) -> HttpResponse:
    """The metrics, for whom METRICS names; for anybody else there is nothing here."""
    if not _may_measure(request):
        return HttpResponse("", status=404, content_type="text/plain; charset=utf-8")
    return HttpResponse(metrics.text(), content_type=metrics.CONTENT_TYPE)


def _may_measure(request: HttpRequest) -> bool:
    if settings.METRICS == "loopback":
        return _is_this_machine(request)
    told = request.headers.get("Authorization", "").encode("utf-8", "surrogateescape")
    return bool(settings.METRICS) and hmac.compare_digest(told, f"Bearer {settings.METRICS}".encode())


def _is_this_machine(request: HttpRequest) -> bool:
    """Asked from here, and not handed on by a proxy that stands here."""
    if any(name in request.META for name in FORWARDED):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
