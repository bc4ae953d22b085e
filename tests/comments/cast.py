"""Readers: Rita writes, from her own address. `send()` posts the form that stands under a story."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from articles.models import Article
from comments.models import Comment

OURS = {"HTTP_SEC_FETCH_SITE": "same-origin"}


def send(story: Article, text: str = "Bài viết rất hay, cảm ơn tòa soạn.", name: str = "Rita", **more: Any) -> Any:
    """What a browser on our own page sends; `address=` for another reader, `data=` for more fields."""
    headers = {**OURS, "REMOTE_ADDR": more.pop("address", "203.0.113.7"), **more.pop("headers", {})}
    data = {"name": name, "text": text, **more.pop("data", {})}
    return Client().post(reverse("comments", args=[story.slug, story.pk]), data, **headers)


def comment(on: Article, text: str = "Bài viết rất hay.", state: str = "published", **facts: Any) -> Comment:
    """A comment's row as it stands after all was decided."""
    parent = facts.get("parent")
    if parent is not None:
        facts.setdefault("thread_id", parent.thread_id or parent.pk)
    return Comment.objects.create(article=on, text=text, state=state, **{"name": "Rita", **facts})
