"""Comments to and from plain records, for moving house and for a reader who asks for their own."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from articles import text as words
from articles.models import Article
from comments.models import Actor, Comment, Decision, State


class Unreadable(ValueError):
    """A record that can't be taken; the message says why."""


def key_of(comment: Comment) -> str:
    """What a comment is called from house to house: its first house's number and moment, for numbers meet again."""
    return comment.import_key or f"newsroom:{comment.pk}:{comment.created_at.timestamp():.6f}"


def as_record(comment: Comment) -> dict[str, Any]:
    """A comment without anything that leads to its writer's network. Asks for `parent` and `staff`."""
    return {
        "key": key_of(comment),
        "article": comment.article_id,
        "parent": key_of(comment.parent) if comment.parent else None,
        "name": comment.name,
        "email": comment.email,
        "text": comment.text,
        "state": comment.state,
        "newsroom": comment.staff.get_username() if comment.staff else None,
        "created_at": comment.created_at.isoformat(),
        "edited_at": comment.edited_at.isoformat() if comment.edited_at else None,
    }


def take(record: Any) -> bool:
    """Add a record's comment; False where it was added before. Raises `Unreadable`."""
    if not isinstance(record, dict):
        raise Unreadable("this is not a JSON object")
    key = _line(record, "key", 120)
    if not key:
        raise Unreadable("it has no key")
    if _known(key) is not None:
        return False
    with transaction.atomic():
        comment = Comment.objects.create(**_facts(record), import_key=key)
        Decision.objects.create(comment=comment, became=comment.state, actor=Actor.IMPORT, at=timezone.now())
    return True


def _facts(record: dict[str, Any]) -> dict[str, Any]:
    article = Article.objects.filter(pk=_number(record.get("article"))).first()
    if article is None:
        raise Unreadable(f"there is no story {record.get('article')!r}")
    state = record.get("state", State.PENDING)
    if state not in State.values:
        raise Unreadable(f"{state!r} is no state")
    parent_key = _line(record, "parent", 120)
    parent = _known(parent_key) if parent_key else None
    if parent_key and parent is None:
        raise Unreadable(f"the comment {parent_key!r} that it answers is not here")
    if parent is not None and parent.article_id != article.pk:
        raise Unreadable("it answers a comment of another story")
    return {
        "article": article,
        "parent": parent,
        "thread_id": (parent.thread_id or parent.pk) if parent else None,
        "name": _line(record, "name", 60) or "–",
        "email": _email(record),
        "text": str(record.get("text") or ""),
        "state": state,
        "staff": _staff(_line(record, "newsroom", 150)),
        "created_at": _moment(record.get("created_at")),
        "edited_at": _moment(record["edited_at"]) if record.get("edited_at") else None,
    }


def _known(key: str) -> Comment | None:
    """The comment that a key stands for: imported under it, or written here and in our own export."""
    found = Comment.objects.filter(import_key=key).select_related("parent").first()
    number = words.number(key.split(":")[1], 17) if key.count(":") == 2 else None
    if found is None and number is not None:
        here = Comment.objects.filter(pk=number, import_key=None).first()
        found = here if here and key_of(here) == key else None
    return found


def _staff(username: str) -> Any:
    if not username:
        return None
    member = get_user_model().objects.filter(username=username).first()
    if member is None:
        raise Unreadable(f"the newsroom has no member {username!r}, who wrote it")
    return member


def _line(record: dict[str, Any], name: str, longest: int) -> str:
    return words.clean_line(str(record.get(name) or ""))[:longest]


def _email(record: dict[str, Any]) -> str:
    address = _line(record, "email", 254)
    try:
        validate_email(address)
    except ValidationError:
        return ""
    return address


def _number(value: Any) -> int:
    return value if isinstance(value, int) and 0 < value < 2**62 else 0


def _moment(value: Any) -> datetime:
    try:
        moment = parse_datetime(str(value))
        if moment and timezone.is_naive(moment):
            moment = timezone.make_aware(moment)
        moment = moment and moment.astimezone(UTC)
    except (ValueError, OverflowError):
        moment = None
    if moment is None:
        raise Unreadable(f"{value!r} is no moment")
    return moment
