"""What is read most: worked out from the hours, a row for each place, whenever the flusher has a minute."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, Sum
from django.utils import timezone

from articles.models import Article, MostRead, ViewHour
from articles.readership.flush import lock

WINDOWS = {"1h": timedelta(hours=1), "24h": timedelta(hours=24), "7d": timedelta(days=7)}
PLACES = 10
CANDIDATES = 2000  # A section whose best is not among the paper's first two thousand has its newest stories instead.
MARGIN = 1.1
Standing = list[tuple[int, int]]  # (story, views), best first


def rank(now: datetime | None = None) -> None:
    """Write the lists of all windows anew: of the paper, and of each first-level section."""
    now = now or timezone.now()
    with transaction.atomic():
        lock()
        was: dict[tuple[str, int | None], list[int]] = defaultdict(list)
        for row in MostRead.objects.order_by("place"):
            was[row.window, row.root_id].append(row.article_id)
        rows = []
        for window, length in WINDOWS.items():
            for root, standing in _by_root(_views_since(now - length), now).items():
                places = calm(was[window, root], dict(standing))[:PLACES]
                views = dict(standing)
                rows += [
                    MostRead(window=window, root_id=root, place=place, article_id=pk, views=views[pk])
                    for place, pk in enumerate(places, 1)
                ]
        MostRead.objects.all().delete()
        MostRead.objects.bulk_create(rows)


def _views_since(moment: datetime) -> Standing:
    """The hour in which `moment` lies counts whole: an hour has no parts."""
    since = moment.replace(minute=0, second=0, microsecond=0)
    sums = ViewHour.objects.filter(hour__gte=since).order_by().values_list("article_id").annotate(views=Sum("count"))
    return list(sums.order_by("-views", "-article_id")[:CANDIDATES])


def _by_root(standing: Standing, now: datetime) -> Mapping[int | None, Standing]:
    """The standing of the whole paper (None) and of each section, of what readers may have."""
    eligible = Article.objects.live(now).filter(Q(views__isnull=True) | Q(views__is_excluded=False))
    roots = dict(eligible.filter(pk__in=[pk for pk, _views in standing]).values_list("pk", "filed_root_id"))
    found: dict[int | None, Standing] = defaultdict(list)
    for pk, views in standing:
        if pk in roots:
            found[None].append((pk, views))
            found[roots[pk]].append((pk, views))
    return found


def calm(was: Sequence[int], views: Mapping[int, int]) -> list[int]:
    """The order by views; but a story passes one that stood before it only with a tenth more."""
    known = [pk for pk in was if pk in views]
    newcomers: Iterable[int] = sorted(set(views) - set(known), key=lambda pk: (-views[pk], -pk))
    order = [*known, *newcomers]
    for end in range(1, len(order)):
        here = end
        while here and views[order[here]] > views[order[here - 1]] * (MARGIN if order[here - 1] in known else 1):
            order[here - 1], order[here] = order[here], order[here - 1]
            here -= 1
    return order
