"""Whether an error says that the database is away: killed, starting anew, not to be reached."""

from __future__ import annotations

from typing import Any

from django.db import InterfaceError, OperationalError

RESTS = (OperationalError, InterfaceError)
AWAY = ("08", "57P")  # PostgreSQL's classes for a lost connection, and for a server going down or coming up.


def is_cut_off(error: BaseException | None) -> bool:
    """True where nobody's code is to blame, and a traceback would only hide the rest of the log."""
    if not isinstance(error, RESTS):
        return False
    cause: Any = error.__cause__
    if not hasattr(cause, "pgcode"):
        return isinstance(error, InterfaceError)
    code = cause.pgcode
    return code is None or code.startswith(AWAY)
