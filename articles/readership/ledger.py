"""Keeping the books: a day counted anew, old hours folded into days, what has served its time taken away."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _t

from articles.days import bounds
from articles.models import NotNow, SpoolPosition, ViewHour, ViewReject, ViewSalt, ViewTotal
from articles.readership import spool
from articles.readership.counters import Tally, add, upsert
from articles.readership.flush import LOCK, lock, positions_of, unread
from articles.readership.judge import HORIZON, SECOND, Judge
from articles.readership.spool import Record

log = logging.getLogger(__name__)

RECOUNTED_AT = 3  # o'clock, by the paper's clock
DAY_CAN_BE_RECOUNTED = timedelta(hours=48)
SEGMENTS_KEPT = timedelta(hours=50)  # What stood just before such a day tells its repeats.
HOURS_KEPT = timedelta(days=8)
BATCH = 20_000


def recount(folder: Path, day: date, cap: int | None = None, now: datetime | None = None) -> Tally:
    """Count a day's records anew and put the result in the place of what stood there. Doing it twice changes nothing.

    Raises `NotNow` where the spool no longer has all of the day, or another host's part of it is not here.
    """
    start, end = bounds(day)
    with transaction.atomic():
        lock()
        paths = spool.segments(folder)
        if start < (now or timezone.now()) - DAY_CAN_BE_RECOUNTED:
            raise NotNow(_t("The spool no longer holds the whole of that day."))
        elsewhere = SpoolPosition.objects.exclude(segment__in=[LOCK, *(path.name for path in paths)])
        if elsewhere.filter(read_at__gte=start).exists():
            raise NotNow(_t("Not all of the spool is in this folder: another host has counted a part."))
        tally = _judged(paths, start, end, settings.VIEW_FLOOD_CAP if cap is None else cap)
        _replace(tally, day, start, end)
    return tally


def recount_yesterday(folder: Path, now: datetime | None = None) -> Tally | None:
    """Once a night, from three o'clock on, by whichever flusher comes first: what a late host brought is put right.

    None where it has been done, or can't be done from this folder alone.
    """
    now = timezone.localtime(now)
    due = now.replace(hour=RECOUNTED_AT, minute=0, second=0, microsecond=0)
    if now < due:
        return None
    try:
        with transaction.atomic():
            lock()
            turn = SpoolPosition.objects.filter(Q(read_at__lt=due) | Q(read_at__isnull=True), segment=LOCK)
            return recount(folder, now.date() - timedelta(days=1), now=now) if turn.update(read_at=now) else None
    except NotNow as refused:
        log.info("Yesterday was not counted anew: %s", refused.messages[0])
        return None


def _judged(paths: list[Path], start: datetime, end: datetime, cap: int) -> Tally:
    first, last = int(start.timestamp() * SECOND), int(end.timestamp() * SECOND)
    positions, judge, whole = positions_of(paths), Judge(cap), Tally()
    merged = spool.merged([(path, 0, positions.get(path.name, 0)) for path in paths])
    wanted = ((at, record) for at, _s, _o, record in merged if first - HORIZON <= at < last)
    for batch in _batches(wanted):
        judge.remember(record for at, record in batch if at < first)
        part = judge.tally((at, record) for at, record in batch if at >= first)
        whole.hours.update(part.hours)
        whole.rejects.update(part.rejects)
    return whole


def _batches(items: Iterator[tuple[int, Record | None]]) -> Iterator[list[tuple[int, Record | None]]]:
    while batch := list(islice(items, BATCH)):
        yield batch


def _replace(tally: Tally, day: date, start: datetime, end: datetime) -> None:
    hours = ViewHour.objects.filter(hour__gte=start, hour__lt=end)
    before = Counter(dict(hours.order_by().values_list("article_id").annotate(Sum("count"))))
    hours.delete()
    ViewReject.objects.filter(day=day).delete()
    add(tally)
    for article, count in before.items():
        ViewTotal.objects.filter(article=article).update(count=F("count") - count)


def fold(now: datetime | None = None) -> int:
    """Hours older than eight days become days; how many rows went."""
    limit, _end = bounds(timezone.localdate(now) - HOURS_KEPT)
    with transaction.atomic():
        lock()
        days: Counter[tuple[int, date]] = Counter()
        old = ViewHour.objects.filter(hour__lt=limit)
        for article, hour, count in old.values_list("article_id", "hour", "count").iterator():
            days[article, timezone.localdate(hour)] += count
        upsert(
            "INSERT INTO articles_viewday (article_id, day, count) VALUES {rows} "
            "ON CONFLICT (article_id, day) DO UPDATE SET count = articles_viewday.count + excluded.count",
            [(article, day, count) for (article, day), count in sorted(days.items())],
        )
        return old.delete()[0] if days else 0


def sweep(folder: Path, now: datetime | None = None) -> int:
    """Take away segments that have been wholly counted and are older than any recount needs, and old salts.

    A file goes before its position does: the other way round a kill between the two would count it again.
    """
    now = now or timezone.now()
    paths, limit = spool.segments(folder), (now - SEGMENTS_KEPT).timestamp()
    open_yet = {path for path, _start, _end in unread(paths, positions_of(paths))}
    gone = [path for path in paths if path not in open_yet and path.stat().st_mtime < limit]
    for path in gone:
        path.unlink(missing_ok=True)
    SpoolPosition.objects.filter(segment__in=[path.name for path in gone]).delete()
    ViewSalt.objects.filter(day__lte=ViewSalt.day_of(now) - timedelta(days=2)).delete()
    return len(gone)


def lag(folder: Path, now: datetime | None = None) -> timedelta:
    """How long the oldest record has waited to be counted; none where nothing waits. One query."""
    paths = spool.segments(folder)
    waiting = unread(paths, positions_of(paths))
    moments = [next(spool.read(path, start, end))[0] for path, start, end in waiting]
    if not moments:
        return timedelta()
    waited = (now or timezone.now()) - datetime.fromtimestamp(min(moments) / SECOND, UTC)
    return max(waited, timedelta())
