"""The questions asked of photos: whose words, whose rights, which are the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, Q
from django.db.models.functions import Substr
from django.utils import timezone

from articles.models.bin import BinQuerySet
from articles.models.masthead import Masthead
from articles.search import photos as index

if TYPE_CHECKING:
    from articles.models.photo import Photo

BANDS = (1, 5, 9, 13)  # where the four parts of a fingerprint begin: near ones have one in common
NEAR = 6  # bits of a fingerprint in which two photos of one scene differ at most
MOST = 500


class PhotoQuerySet(BinQuerySet):
    def search(self, words: str) -> PhotoQuerySet:
        """Photos of whose words (caption, credit, people, place…) all are there, with or without diacritics, each
        perhaps half typed."""
        return self.answering(index.question(words))

    def answering(
        self, asked: Sequence[index.Group], since: datetime | None = None, until: datetime | None = None
    ) -> PhotoQuerySet:
        """Photos uploaded from `since` to before `until` that answer the question; of very many, the newest."""
        span = {"uploaded_at__gte": since, "uploaded_at__lt": until}
        found = self.filter(**{name: moment for name, moment in span.items() if moment})
        if not asked:
            return found
        ends = [self._edge(since, "uploaded_at") if since else 0, self._edge(until, "-uploaded_at") if until else 2**62]
        return found.filter(pk__in=index.newest(asked, *ends))

    def _edge(self, moment: datetime, order: str) -> int:
        """The number of the first photo since `moment`, or of the last before it; 0 where there is none."""
        side = {"uploaded_at__lt": moment} if order.startswith("-") else {"uploaded_at__gte": moment}
        return self.model._default_manager.filter(**side).order_by(order).values_list("pk", flat=True).first() or 0

    def expired(self, on: date | None = None) -> PhotoQuerySet:
        """Photos whose rights had ended before that day (today, where none is given)."""
        return self.filter(rights_until__lt=on or timezone.localdate())

    def shown(self, on: date | None = None) -> PhotoQuerySet:
        """Photos that readers may see: none from the bin, none expired where the paper takes those off its pages."""
        hides = Exists(Masthead.objects.filter(hides_expired_photos=True))
        return self.kept().exclude(Q(rights_until__lt=on or timezone.localdate()) & hides)

    def for_page(self) -> PhotoQuerySet:
        """With what readers' pages print of them."""
        return self.only("key", "renditions", "crops", "width", "height")

    def same_as(self, sha256: str) -> PhotoQuerySet:
        """Photos made of the very same file."""
        return self.filter(sha256=sha256)

    def like(self, fingerprint: str) -> list[Photo]:
        """Photos that look like it: saved anew, made smaller, lightened a little. Found through the index of parts."""
        if not fingerprint:
            return []
        parts = {f"part{at}": Substr("fingerprint", at, 4) for at in BANDS}
        shares_one = Q(*((f"part{at}", fingerprint[at - 1 : at + 3]) for at in BANDS), _connector=Q.OR)
        found = self.alias(**parts).filter(shares_one).exclude(fingerprint="")[:MOST]
        return [photo for photo in found if bits_apart(photo.fingerprint, fingerprint) <= NEAR]


def bits_apart(one: str, other: str) -> int:
    return (int(one, 16) ^ int(other, 16)).bit_count()
