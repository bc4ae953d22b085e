"""Addresses at the desk that stand beside the story's form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from articles.admin import bins, boards, corrections, duplicating

View = Callable[..., Any]


def urls_of_rooms(desk: Callable[[View], View]) -> list[URLPattern]:
    """`desk` lets in who is signed in. Deleting is putting into the bin: Django's own page for it is never reached."""
    return [
        path("<int:pk>/corrections/", desk(corrections.corrections), name="articles_article_corrections"),
        path("<int:pk>/duplicate/", desk(duplicating.duplicate), name="articles_article_duplicate"),
        path("<int:pk>/delete/", desk(bins.put_in), name="articles_article_delete"),
        path("board/", desk(boards.board), name="articles_article_board"),
        path("coming/", desk(boards.coming), name="articles_article_coming"),
        path("bin/", desk(bins.bin_view), name="articles_article_bin"),
    ]
