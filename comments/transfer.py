"""Comments to and from plain records, for moving house and for a reader who asks for their own."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from articles.models import Article
from comments.models import Actor, Comment, Decision, State


class Unreadable(ValueError):
    """A record that can't be taken; the message says why."""


def as_record(comment: Comment) -> dict[str, Any]:
    """A comment without anything that leads to its writer's network."""
    return {
        "key": comment.import_key or f"newsroom:{comment.pk}",
        "article": comment.article_id,
        "parent": f"newsroom:{comment.parent_id}" if comment.parent_id else None,
        "name": comment.name,
        "email": comment.email,
        "text": comment.text,
        "state": comment.state,
        "is_newsroom": comment.staff_id is not None,
        "created_at": comment.created_at.isoformat(),
        "edited_at": comment.edited_at.isoformat() if comment.edited_at else None,
    }


def take(record: Any) -> bool:
    """Add a record's comment; False where it was added before. Raises `Unreadable`."""
    if not isinstance(record, dict):
        raise Unreadable("this is not a JSON object")
    key = str(record.get("key") or "")[:120]
    if not key:
        raise Unreadable("it has no key")
    if _known(key) is not None:
        return False
    article = Article.objects.filter(pk=_number(record.get("article"))).first()
    if article is None:
        raise Unreadable(f"there is no story {record.get('article')!r}")
    state = record.get("state", State.PENDING)
    if state not in State.values:
        raise Unreadable(f"{state!r} is no state")
    parent = _known(str(record["parent"])) if record.get("parent") else None
    if parent is not None and parent.article_id != article.pk:
        raise Unreadable("it answers a comment of another story")
    at = _moment(record.get("created_at"))
    with transaction.atomic():
        comment = Comment.objects.create(
            article=article,
            parent=parent,
            thread_id=(parent.thread_id or parent.pk) if parent else None,
            name=str(record.get("name") or "–")[:60],
            email=str(record.get("email") or "")[:254],
            text=str(record.get("text") or ""),
            state=state,
            created_at=at,
            import_key=key,
        )
        Decision.objects.create(comment=comment, became=state, actor=Actor.IMPORT, at=timezone.now())
    return True


def _known(key: str) -> Comment | None:
    """The comment that a key stands for: imported under it, or our own number in our own export."""
    found = Comment.objects.filter(import_key=key).first()
    name, _colon, number = key.partition(":")
    if found is None and name == "newsroom" and number.isascii() and number.isdigit() and len(number) < 18:
        found = Comment.objects.filter(pk=int(number), import_key=None).first()
    return found


def _number(value: Any) -> int:
    return value if isinstance(value, int) and 0 < value < 2**62 else 0


def _moment(value: Any) -> datetime:
    try:
        moment = parse_datetime(str(value))
    except ValueError:
        moment = None
    if moment is None:
        raise Unreadable(f"created_at {value!r} is no moment")
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
