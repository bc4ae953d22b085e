"""A video's or recording's own page, the only one that frames another site's player; and files in parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from articles.models import Clip, ClipUse
from articles.views.errors import gone
from articles.views.paper import CSP, reader_page, show

RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
PIECE = 256 * 1024


@reader_page
def clip(request: HttpRequest, key: str) -> HttpResponse:
    """The player. Whoever comes here has pressed the poster, or has the address: now the other site may load."""
    found = get_object_or_404(Clip.objects.kept().select_related("poster"), key=key)
    if ClipUse.is_lost(found, timezone.now()):
        return gone(request)
    response = show(request, "articles/clip.html", clip=found, embed=found.embed)
    if found.embed:
        response.headers["Content-Security-Policy"] = f"{CSP}; frame-src {found.embed.host}"
    return response


def in_parts(request: HttpRequest, file: IO[bytes], size: int, content_type: str) -> HttpResponseBase:
    """The file, or the part of it that a player asks for (RFC 9110, one range)."""
    asked = RANGE.fullmatch(request.headers.get("Range", "").strip())
    if asked is None or not any(asked.groups()):
        response: HttpResponseBase = FileResponse(file, content_type=content_type)
        response.headers["Accept-Ranges"] = "bytes"
        return response
    first, last = _bounds(asked[1], asked[2], size)
    if first > last:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"}, content_type="text/plain")
    facts = {"Content-Range": f"bytes {first}-{last}/{size}", "Content-Length": str(last - first + 1)}
    pieces = _pieces(file, first, last - first + 1)
    return StreamingHttpResponse(
        pieces, status=206, content_type=content_type, headers={**facts, "Accept-Ranges": "bytes"}
    )


def _bounds(first: str, last: str, size: int) -> tuple[int, int]:
    if not first:
        return max(0, size - int(last)) if int(last) else size, size - 1
    return int(first), min(int(last), size - 1) if last else size - 1


def _pieces(file: IO[bytes], at: int, left: int) -> Iterator[bytes]:
    with file:
        file.seek(at)
        while left > 0 and (piece := file.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
