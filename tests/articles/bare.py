"""The table of contents with error pages of a word: a thousand refusals needn't each print the paper's frame."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from newsroom.urls import urlpatterns

__all__ = ["urlpatterns"]


def handler403(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    return HttpResponse("no", status=403)


def handler404(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    return HttpResponse("nothing", status=404)
