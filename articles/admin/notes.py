"""Notes on a draft: written and resolved from the story's form, or beside the preview by whoever only reads it."""

from __future__ import annotations

import re

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from articles.models import Article, Note

ASKED = re.compile(r"note|(resolve|reopen)-([0-9]{1,18})")


def asked(request: HttpRequest) -> bool:
    return ASKED.fullmatch(request.POST.get("_verb", "")) is not None


def act(request: HttpRequest, story: Article) -> None:
    """Write a note, resolve or reopen one of this story's, and say so."""
    found = ASKED.fullmatch(request.POST.get("_verb", ""))
    if found is None:
        return
    if found[1] is None:
        try:
            Note.write(story, request.user, request.POST.get("note_text", ""))
        except ValidationError as refused:
            messages.error(request, refused.messages[0])
        else:
            messages.success(request, _("The note is kept: everybody who opens the story sees it."))
        return
    note = get_object_or_404(story.notes, pk=found[2])
    if found[1] == "resolve":
        note.resolve(by=request.user)
        messages.success(request, _("The note is resolved."))
    else:
        note.reopen()
        messages.success(request, _("The note is open again."))
