"""A question answered: the newest of a page's worth with the words in their headlines, then exact tones before folded
ones, the newest first within each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from django.db.models import TextField, Value
from django.utils import timezone

from articles import markup, text
from articles.days import bounds
from articles.known import Known, along
from articles.models import Article, Author, Edition, Findable, Section, Status, indexing
from articles.search import suggesting, walking, words
from articles.search.reading import Reading
from articles.search.walking import SOME
from articles.search.words import EXACT, FILED, FOLDED, HEADLINE_EXACT, HEADLINE_FOLDED, Piece, Question

PER_PAGE, MOST = 20, 1000
AHEAD = 9  # pages that a reader sees to be there, at least
LOOKED_AT = 200  # stories whose text is read for a phrase, of each kind
COMPARED = 40  # stories whose text is read to see whether the words stand side by side
UNPUBLISHED = [state for state in Status.values if state != Status.PUBLISHED]
DRAFTS, HEADLINES = 100, 3000
CARDS = Known(lambda at, numbers: Article.objects.live(at).filter(pk__in=numbers).for_cards().order_by())


@dataclass(frozen=True)
class Narrowed:
    """Where and when to look."""

    section: Section | None = None
    author: Author | None = None
    since: date | None = None
    until: date | None = None

    def keys(self) -> list[list[str]]:
        """Of each inner list, a story has one."""
        found = []
        if self.section:
            inner = self.section.children.values_list("pk", flat=True)
            found.append([f"{FILED}s{pk}" for pk in (self.section.pk, *inner)])
        if self.author:
            found.append([f"{FILED}a{self.author.pk}"])
        return found

    def span(self, at: datetime | None) -> tuple[int, int]:
        """The places between which the days lie; nothing that is to come."""
        first = Findable.place_of(0, bounds(self.since)[0]) if self.since else 0
        last = Findable.place_of(0, bounds(self.until)[1]) if self.until else indexing.now_bound(at)
        return first, min(last, indexing.now_bound(at))


@dataclass(frozen=True)
class Hit:
    story: Article
    headline: list[Piece]
    excerpt: list[Piece]


@dataclass(frozen=True)
class Found:
    """A page of hits. `total` is counted to a thousand, or to some hundreds where it would take long to find them all;
    `suggestions` are the question as the paper would write it."""

    hits: Sequence[Hit] = ()
    total: int = 0
    page: int = 1
    is_more: bool = False  # than `total`
    suggestions: Sequence[str] = ()

    @property
    def pages(self) -> int:
        return -(-self.total // PER_PAGE)


def find(asked: Question, narrowed: Narrowed, page: int = 1, newest: bool = False, at: datetime | None = None) -> Found:
    """Page `page`, 1 to 50. Raises CutOff inside `within()`."""
    if asked.is_empty:
        return Found()
    reading = Reading()
    known = suggesting.known(asked)
    places, is_more = _ordered(asked, narrowed, page, newest, at, reading, known)
    past = Findable.past(places, at)
    places = [place for place in places if place not in past]
    shown = places[(page - 1) * PER_PAGE : page * PER_PAGE]
    stories = CARDS.in_bulk(at=at or timezone.now(), numbers=[Findable.number(place) for place in shown])
    found = {place: stories[pk] for place in shown if (pk := Findable.number(place)) in stories}
    hits = _hits(asked, found, reading)
    meant = suggesting.with_tones(asked, known) if places else suggesting.near(asked)
    offered = [way.written for way in meant if _is_met(way, hits) or _is_found(way.written, narrowed, at)]
    return Found(hits, _counted(places, is_more), page, is_more, offered)


def _counted(places: list[int], is_more: bool) -> int:
    """In full hundreds where there are more than these."""
    known = min(len(places) - 1, MOST)
    return max(known - known % 100 or known, 0) if is_more else len(places)


def _is_met(way: suggesting.Way, hits: Sequence[Hit]) -> bool:
    """In what is shown already."""
    shown = ({words.forms_of(part.text)[1] for part in hit.excerpt if part.is_hit} for hit in hits)
    return any(met.issuperset(way.exact) for met in shown)


def _is_found(written: str, narrowed: Narrowed, at: datetime | None) -> bool:
    """Readers would find a story by it: the vocabulary has words of stories that are to come, too."""
    meant = [word.exact for word in words.question(written).words]
    return bool(walking.newest(_wanted(EXACT, meant, narrowed.keys()), narrowed.span(at), 1))


def numbers(asked: Question, at: datetime | None = None, limit: int = MOST) -> list[int]:
    """The stories themselves, for another list's sake: the newest of those that readers find."""
    if asked.is_empty:
        return []
    wanted = _wanted(FOLDED, [word.folded for word in asked.words], [])
    places = walking.newest(wanted, (0, indexing.now_bound(at)), limit)
    return [Findable.number(place) for place in places]


def on_the_desk(asked: Question, stories: Any, typed: str, state: str = "") -> list[int]:
    """Those of the desk's `stories` that have all the words there: of each state that is not published (of one, where
    they are all in it) the newest DRAFTS are read; of the newest HEADLINES of each, and of all, the headline is looked
    into. One query, each part of which is a walk along an index: a column is never looked through from end to end."""
    wanted = {word.folded for word in asked.words}
    walked = [one for one in UNPUBLISHED if state in ("", one)]
    states = [along(stories.filter(status=one).order_by("-saved_at"), "stories_by_state") for one in walked]
    newest = along(stories.order_by("-saved_at", "-id"), "stories_on_the_desk")
    walks = states if state in UNPUBLISHED else [newest, *states]
    texts = [_these(rows, DRAFTS).values_list("pk", "kicker", "headline", "lead", "body") for rows in states]
    unread = Value(None, TextField())
    first, *more = [
        _these(rows, HEADLINES).search(typed).values_list("pk", "kicker", "headline", "lead", unread) for rows in walks
    ]
    return [
        pk
        for pk, *lines, body in first.union(*more, *texts, all=True)
        if body is None or wanted <= {word.folded for word in words.words(" . ".join([*lines, markup.plain(body)]))}
    ]


def _these(rows: Any, most: int) -> Any:
    return Article.objects.filter(pk__in=rows.values("pk")[:most]).order_by()


def _ordered(
    asked: Question,
    narrowed: Narrowed,
    page: int,
    newest: bool,
    at: datetime | None,
    reading: Reading,
    known: suggesting.Known,
) -> tuple[list[int], bool]:
    """And whether there are more."""
    keys, span = narrowed.keys(), narrowed.span(at)
    folded = _wanted(FOLDED, [word.folded for word in asked.words], keys)
    ahead = MOST if asked.phrases else min((page + AHEAD) * PER_PAGE, MOST)
    walked = walking.walk(folded, span, MOST + 1, ahead + 1, suggesting.rarest(asked, known, is_exact=False))
    if not walked.places or (newest and not asked.phrases):
        return walked.places, walked.is_more
    first, toned = _first(asked, keys, span, page, walked, known)
    ordered = list(dict.fromkeys([*first, *walked.places]))
    if asked.phrases:
        kept = _with_phrases(asked, ordered[: 3 * LOOKED_AT])
        return (sorted(kept, reverse=True) if newest else kept), False
    compared = ordered[:COMPARED] if len(asked.words) > 1 else []
    return [*_together_first(asked, compared, toned, reading), *ordered[len(compared) :]], walked.is_more


def _first(
    asked: Question,
    keys: list[list[str]],
    span: walking.Span,
    page: int,
    walked: walking.Walked,
    known: suggesting.Known,
) -> tuple[list[int], set[int]]:
    """What comes before the newest: stories with the words in their headlines, or with the very tones; and these."""
    exact, folded = [word.exact for word in asked.words], [word.folded for word in asked.words]
    have_folded, have_exact = (suggesting.rarest(asked, known, is_exact) for is_exact in (False, True))
    need = LOOKED_AT if asked.phrases else max(page * PER_PAGE, COMPARED)
    titled = LOOKED_AT if asked.phrases else PER_PAGE  # For each further one a way of years may be gone.
    most = have_folded if walked.is_more else len(walked.places)
    in_headlines = most if len(asked.words) == 1 or _are_everywhere(walked.places, span) else min(most, SOME)
    tiers = (
        (HEADLINE_EXACT, exact, min(have_exact, in_headlines), titled),
        (EXACT, exact, min(have_exact, most), need),
        (HEADLINE_FOLDED, folded, in_headlines, titled),
    )
    found, toned = dict[int, None](), set[int]()
    for prefix, wanted, have, limit in tiers:
        if len(found) < need or asked.phrases:
            tier = walking.newest(_wanted(prefix, wanted, keys), span, limit, have)
            found |= dict.fromkeys(tier)
            toned.update(tier if wanted is exact else ())
    return list(found), toned


def _are_everywhere(anywhere: list[int], span: walking.Span) -> bool:
    """A week has a thousand stories with these words: their headlines are too many to be fetched from all years."""
    return len(anywhere) > MOST and walking.is_late(anywhere[-1], span)


def _wanted(prefix: str, wanted: list[str], keys: list[list[str]]) -> list[list[str]]:
    return [*([f"{prefix}{word}"] for word in wanted), *keys]


def _together_first(asked: Question, places: list[int], toned: set[int], reading: Reading) -> list[int]:
    """Words side by side before scattered ones, in the headline before in the text; those with the very tones stay
    before all others. Vietnamese writes one word as several syllables: scattered, they are other words."""
    texts = reading.of(places)

    def rank(place: int) -> tuple[bool, int]:
        told = texts[place]
        levels = (told.headline, f"{told.kicker} . {told.lead} . {told.body} . {told.reported}")
        together = (level for level, part in enumerate(levels) if words.stands_in(asked.words, part))
        return place not in toned, next(together, len(levels))

    return sorted(places, key=rank)


def _with_phrases(asked: Question, places: list[int]) -> list[int]:
    """Those in whose text the quoted words stand together, in the order given."""
    rows = Findable.objects.filter(place__in=places).select_related("edition")
    texts = {row.place: f"{_whole(row.edition)} . {row.reported}" for row in rows}
    return [place for place in places if all(words.stands_in(each, texts.get(place, "")) for each in asked.phrases)]


def _whole(edition: Edition) -> str:
    parts = [edition.kicker, edition.headline, edition.lead, markup.plain(edition.body)]
    return " . ".join([*parts, *(use["caption"] for use in edition.photos or [])])


def _hits(asked: Question, found: dict[int, Article], reading: Reading) -> list[Hit]:
    """The text, and what a live report's entries say, are read only where the lead doesn't hold all the words."""
    wanted = len({word.folded for word in asked.words})
    best = {place: words.excerpt(asked, _edition(story).lead) for place, story in found.items()}
    for place, told in reading.of(place for place in found if _met(best[place]) < wanted).items():
        others = (words.excerpt(asked, part) for part in (told.body, told.reported) if part)
        best[place] = max([best[place], *others], key=_met)
    titles = {place: words.excerpt(asked, _edition(story).headline, whole=True) for place, story in found.items()}
    return [Hit(story, titles[place], best[place]) for place, story in found.items()]


def _edition(story: Article) -> Edition:
    return cast(Edition, story.edition)  # What is live has one.


def _met(pieces: list[Piece]) -> int:
    return len({text.fold(piece.text) for piece in pieces if piece.is_hit})
