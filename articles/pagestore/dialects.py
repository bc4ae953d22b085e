"""How caches that can be purged are spoken to: what an answer says to them, and how they are told that keys are void.

As their makers write; tried here is Varnish alone. Where a cache takes one key a call (Bunny, POST …/purgeCache with
CacheTag) or fifty a page (CloudFront), our pages with some hundred keys are no matter for it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.request import Request

Tags = Sequence[str]


@dataclass(frozen=True)
class Dialect:
    """`control` is Cache-Control for this cache alone (RFC 9213, 2.1: it then heeds no other), `tags` the header with a
    page's keys; of which a page may have `most_on_a_page`, and a call `most_in_a_call`."""

    control: str
    tags: str
    between: str
    most_on_a_page: int
    most_in_a_call: int
    call: Callable[[str, str, Tags], Request]
    confirms: Callable[[bytes], bool] = lambda _answer: True


def _varnish(address: str, _token: str, tags: Tags) -> Request:
    """deploy/varnish/newsroom.vcl hears it; vmod_xkey(3) parts keys by spaces. A header has 8 KB (http_req_hdr_len)."""
    return Request(address, method="PURGE", headers={"xkey": " ".join(tags)})


def _fastly(address: str, token: str, tags: Tags) -> Request:
    """POST https://api.fastly.com/service/ID/purge, at most 256 keys, the token of a user who may purge by key.
    https://www.fastly.com/documentation/reference/api/purging/#bulk-purge-tag"""
    headers = {"Fastly-Key": token, "Surrogate-Key": " ".join(tags), "Accept": "application/json"}
    return Request(address, method="POST", headers=headers)


def _cloudflare(address: str, token: str, tags: Tags) -> Request:
    """POST https://api.cloudflare.com/client/v4/zones/ZONE/purge_cache, at most 100 tags; answers 200 with `success`.
    https://developers.cloudflare.com/api/resources/cache/methods/purge/"""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    return Request(address, json.dumps({"tags": list(tags)}).encode(), headers, method="POST")


def _succeeds(answer: bytes) -> bool:
    try:
        told = json.loads(answer)
    except ValueError:
        return False
    return isinstance(told, dict) and told.get("success") is True


DIALECTS = {
    # Varnish heeds no targeted header by itself: our VCL reads it, and takes both from what readers get.
    "varnish": Dialect("CDN-Cache-Control", "xkey", " ", 1000, 1000, _varnish),
    # https://www.fastly.com/documentation/reference/http/http-headers/Surrogate-Control/ and …/Surrogate-Key/ (16 KB)
    "fastly": Dialect("Surrogate-Control", "Surrogate-Key", " ", 1000, 256, _fastly),
    # Not CDN-Cache-Control, which it hands on to caches behind it that nobody of ours purges. Cache-Tag: 16 KB.
    # https://developers.cloudflare.com/cache/concepts/cdn-cache-control/ and …/cache/how-to/purge-cache/purge-by-tags/
    "cloudflare": Dialect("Cloudflare-CDN-Cache-Control", "Cache-Tag", ",", 1000, 100, _cloudflare, _succeeds),
}
