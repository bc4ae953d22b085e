"""Comments' words for templates."""

from __future__ import annotations

import re
from typing import Any

from django import template
from django.template import loader
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from articles import markup
from articles.models import Article
from articles.pagestore.parts import part
from comments.forms import CommentForm
from comments.models import Comment
from comments.moderation import queue
from comments.thread import Thread, thread

register = template.Library()
RULE_NAMES = {
    "rate": _("haste"),
    "duplicate": _("duplicate"),
    "links": _("links"),
    "contacts": _("contacts"),
    "words": _("words"),
    "shape": _("shape"),
    "honeypot": _("robot"),
    "newcomer": _("newcomer"),
    "history": _("history"),
    "sanction": _("sanction"),
    "reports": _("reports"),
}
LINK = re.compile(r"https?://[^\s<>\"'()]+[^\s<>\"'().,;:!?]", re.I)


@register.simple_tag
def talk_of(story: Article) -> Thread:
    """The first comments under a story, and how many there are."""
    return thread(story)


@register.inclusion_tag("comments/_section.html", takes_context=True)
def comment_thread(context: dict[str, Any], story: Article, talk: Thread | None = None) -> dict[str, Any]:
    """The first comments under a story, with the form; `talk` where the page has asked already. Four queries,
    whatever the thread's size."""
    blank = part(f"comment form {get_language()}", _blank)
    return {"thread": talk or thread(story), "story": story, "blank": blank, "request": context["request"]}


def _blank() -> str:
    """The form's fields before anybody has written: the same under every story."""
    return loader.render_to_string("comments/_fields.html", {"form": CommentForm()})


@register.inclusion_tag("admin/comments/_load.html", takes_context=True)
def comment_load(context: dict[str, Any]) -> dict[str, Any]:
    """How the queue stands, on a moderator's dashboard; nothing for others. Three queries."""
    may = context["request"].user.has_perm("comments.moderate_comment")
    return {"load": queue.load() if may else None}


@register.filter
def plain_words(text: str) -> SafeString:
    """A reader's text: escaped, line breaks kept, addresses as links that vouch for nothing."""
    pieces, end = [], 0
    for match in LINK.finditer(text):
        address = escape(match[0])
        pieces += [escape(text[end : match.start()]), f'<a href="{address}" rel="ugc nofollow noopener">{address}</a>']
        end = match.end()
    pieces.append(escape(text[end:]))
    return markup.safe("".join(pieces).replace("\n", "<br>"))


@register.filter
def with_evidence(comment: Comment) -> SafeString:
    """The text for a moderator: the places that rules found are marked."""
    spans = sorted(tuple(span) for finding in comment.evidence for span in finding.get("spans", []))
    pieces, end = [], 0
    for start, stop in spans:
        if start < end or stop > len(comment.text):
            continue
        pieces += [escape(comment.text[end:start]), f"<mark>{escape(comment.text[start:stop])}</mark>"]
        end = stop
    pieces.append(escape(comment.text[end:]))
    return markup.safe("".join(pieces).replace("\n", "<br>"))


@register.filter
def finding_words(finding: dict[str, Any]) -> str:
    """What a rule found, in the reader's language: "words: …"."""
    from_rule = RULE_NAMES.get(finding["rule"], finding["rule"])
    return f"{from_rule}: {gettext(finding['note'])}" if finding.get("note") else str(from_rule)
