"""How a line of the log is written: for people, or as JSON for machines; with the number of its request."""

from __future__ import annotations

import json
import logging
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.utils import timezone

from articles.resting import is_cut_off

# What no line of ours shows needn't be found out for each (Python's logging how-to, "Optimization").
logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False

request_id: ContextVar[str] = ContextVar("request_id", default="")


class Numbered(logging.Filter):
    """Each line knows its request's number, and none shows an address of which a part is somebody's key."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get() or "-"
        match = getattr(getattr(record, "request", None), "resolver_match", None)
        if match is not None and "token" in match.kwargs:
            record.args = tuple(_without(match.kwargs["token"], part) for part in record.args or ())
        error = record.exc_info[1] if record.exc_info else None
        if is_cut_off(error) or record.name.startswith("django.security"):
            record.exc_info = None  # The line says it; where it was met doesn't matter.
        return True


def _without(secret: object, part: object) -> object:
    return part.replace(str(secret), "…") if isinstance(part, str) else part


class Json(logging.Formatter):
    """One object a line."""

    def format(self, record: logging.LogRecord) -> str:
        facts: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, tz=timezone.get_default_timezone()).isoformat(
                "T", "milliseconds"
            ),
            "level": record.levelname,
            "logger": record.name,
            "request": getattr(record, "request_id", "-"),
            "message": record.getMessage(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info:
            facts["traceback"] = self.formatException(record.exc_info)
        return json.dumps(facts, ensure_ascii=False, default=str)
