"""What may come in from a page that anybody may keep: our own forms, without token or cookie."""

from __future__ import annotations

from ipaddress import IPv6Network
from urllib.parse import urlsplit

from django.http import HttpRequest


def is_our_own(request: HttpRequest) -> bool:
    """Whether the browser says that the form stood on a page of ours. An old browser, which says nothing, or a saved
    copy of a page, which has no origin, doesn't: it gets the confirm page."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin")
    if not origin or origin == "null":
        return False
    try:
        parts = urlsplit(origin)
    except ValueError:  # "http://[" is no origin.
        return False
    return parts.netloc == request.get_host() and parts.scheme == request.scheme


def network_of(request: HttpRequest) -> str:
    """The address of the reader's network: for IPv6 the /64. It is hashed at once and never kept."""
    address = request.META.get("REMOTE_ADDR", "")
    return str(IPv6Network((address, 64), strict=False)) if ":" in address else address
