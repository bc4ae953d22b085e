"""What helps a writer at the form: punctuation by rule."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from articles import markup, typography

LINES = ("kicker", "headline", "lead")


def at_hand() -> dict[str, Any]:
    return {"house_rules": typography.rules_as_data()}


def set_right(request: HttpRequest) -> None:
    """The punctuation's button pressed where no script runs: the texts are set right on their way in, and so saved."""
    if request.POST.get("_verb") != "punctuation":
        return
    post = request.POST.copy()
    post["_verb"] = ""
    captions = (name for name in post if name.startswith("photos-") and name.endswith("-caption"))
    for name in (*LINES, *captions):
        if name in post:
            post[name] = typography.line(str(post[name]))
    if len(post.get("body", "")) <= markup.MAX_CHARACTERS:
        post["body"] = typography.body(markup.clean(post.get("body", "")))
    request.POST = post  # type: ignore[assignment]
