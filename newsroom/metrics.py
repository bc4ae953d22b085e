"""What is counted about requests, ready pages and the database, for Prometheus; nothing unless METRICS is set.

The counts of all processes of one machine lie in files of their own (prometheus_client's multiprocess mode, to which
`settings` has pointed it), so any process can tell all of them. Nothing here knows a reader.
"""

from __future__ import annotations

import time
from collections.abc import Iterable

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Count, Q
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from articles.models import CdnPurge
from articles.readership import flush, spool

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
# A request's kind by how its address begins; anything else is a page that readers read.
KINDS = (
    ("/quan-tri/", "desk"),
    ("/static/", "file"),
    ("/media/", "file"),
    ("/luot-xem/", "beacon"),
    ("/healthz", "probe"),
    ("/readyz", "probe"),
    ("/metrics", "probe"),
)

is_on = bool(settings.METRICS)
_requests = Counter("newsroom_requests", "Requests answered.", ["kind", "status"], registry=None)
_seconds = Histogram("newsroom_request_seconds", "Time to the answer.", ["kind"], registry=None, buckets=SECONDS)
_pages = Counter("newsroom_page_store", "Pages asked of the page store, by outcome.", ["outcome"], registry=None)
_failures = Counter("newsroom_database_failures", "Answers that the database could not give.", registry=None)


def kind_of(path: str, method: str = "GET") -> str:
    """A request's kind: page, comment (anything that a reader sends), desk, file, beacon, probe."""
    for beginning, kind in KINDS:
        if path.startswith(beginning):
            return kind
    return "page" if method in {"GET", "HEAD"} else "comment"


def request(kind: str, status: str, seconds: float) -> None:
    """A request has been answered."""
    if is_on:
        _requests.labels(kind, status).inc()
        _seconds.labels(kind).observe(seconds)


def page_store(outcome: str) -> None:
    """The page store was asked: hit, stale, miss, or whatever else it calls what it did."""
    if is_on:
        _pages.labels(outcome).inc()


def database_failure() -> None:
    """The database could not answer, so neither could we."""
    if is_on:
        _failures.inc()


def text() -> bytes:
    """All of it, of all processes, as Prometheus reads it."""
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    registry.register(_Spool())
    if settings.CDN:
        registry.register(_Cdn())
    return generate_latest(registry)


class _Spool:
    """How much lies in the views' spool, looked at when it is asked."""

    def collect(self) -> Iterable[GaugeMetricFamily]:
        paths = spool.segments(settings.SPOOL)
        size = sum(spool.whole(path) for path in paths)
        yield GaugeMetricFamily("newsroom_spool_bytes", "Bytes in the views' spool on this machine.", value=size)
        try:
            parts = flush.unread(paths, flush.positions_of(paths))
        except DatabaseError:
            return  # What has been counted stands there: while it rests, this is not known.
        waiting = sum(end - start for _path, start, end in parts) // spool.SIZE
        yield GaugeMetricFamily("newsroom_spool_waiting", "Beacons not yet counted.", value=waiting)
        oldest = min((spool.begun(path) for path, *_part in parts), default=0)
        age = time.time() - oldest / 1_000_000 if oldest else 0
        yield GaugeMetricFamily("newsroom_spool_age_seconds", "Age of the oldest file not yet counted.", value=age)


class _Cdn:
    """What the CDN in front has still to be told, and of that what it has refused or was not there for."""

    def collect(self) -> Iterable[GaugeMetricFamily]:
        try:
            found = CdnPurge.objects.aggregate(waiting=Count("pk"), failed=Count("pk", filter=Q(tries__gt=0)))
        except DatabaseError:
            return
        yield GaugeMetricFamily("newsroom_cdn_purges_waiting", "Purges not yet confirmed.", value=found["waiting"])
        yield GaugeMetricFamily("newsroom_cdn_purges_failed", "Of these, tried in vain.", value=found["failed"])
