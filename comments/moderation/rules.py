"""The house rules, asked in order. All are asked, the strongest finding wins, all evidence is kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from comments.models import Comment, Sanction, State
from comments.moderation.submission import Finding, Strength, Submission, graphemes
from comments.moderation.vocabulary import matcher

LEAST, MOST, TOO_QUICK = 2, 1500, 2.0
PER_WRITER, PER_NETWORK, WINDOW = 6, 60, timedelta(minutes=10)
NEWCOMER_HELD = 2

LINK = re.compile(
    r"(?:https?://|www\.)\S+|\b[\w-]{2,}\.(?:com|net|org|vn|info|xyz|top|club|vip|cc|site|online)\b(?:/\S*)?", re.I
)
SPLIT_DOMAIN = re.compile(
    r"\b\w{2,20}\s*(?:\(?\s*(?:\.|dot|chấm|cham)\s*\)?)\s*(?:com|net|vip|club|xyz|top|cc|bet)\b", re.I
)
BETTING = re.compile(  # A house's name is letters and a lucky number; a year, a road or a percentage is not.
    r"\b(?:[a-z]{1,12}88|[a-z]{3,12}(?:66|77|99|68|79)|\d{2,3}bet|nhà\s*cái|nha\s*cai\s*uy\s*tin"
    r"|cá\s*cược|ca\s*cuoc|lô\s*đề\s*online|lo\s*de\s*online)\b",
    re.I,
)
PHONE = re.compile(r"(?<![\d.,])(?:(?:\+84|0)(?:[\s.\-]?\d){8,10}|84\d{9})(?!\d)")
HANDLE = re.compile(
    r"\b(?:zalo|telegram|tele|viber|whatsapp|facebook|fb)\b\s*(?:[:@]\s*@?[\w.]{3,}|\D{0,8}\d{6,})|\bt\.me/\w+", re.I
)
ACCOUNT = re.compile(r"\b(?:stk|số tài khoản|so tai khoan)\b\D{0,12}\d[\d\s.]{6,18}", re.I)
STRETCHED = re.compile(r"(\w)\1{4,}|[!?]{4,}")
STACKED = re.compile(r"[\u0300-\u036f\u0489\u20d0-\u20f0]{4,}")

Rule = Callable[[Submission], Finding | None]


def spans(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    return [match.span() for match in pattern.finditer(text)]


def structure(sent: Submission) -> Finding | None:
    """Between 2 and 1,500 characters, with a letter or figure in it, in answer to something public."""
    length = graphemes(sent.text.strip())
    bare = LINK.sub("", sent.text)
    if length < LEAST or not any(c.isalnum() for c in sent.text):
        sentence = _("Write a few words: a comment needs at least one letter.")
    elif length > MOST:
        sentence = _("Your comment has %(length)d characters; at most %(most)d are possible.") % {
            "length": length,
            "most": MOST,
        }
    elif not any(c.isalnum() for c in bare):
        sentence = _("Add a few words of your own to the link.")
    elif sent.parent and not (sent.parent.state == State.PUBLISHED and sent.parent.article_id == sent.article.pk):
        sentence = _("The comment that you answer is no longer there. You can send yours as a new one.")
    else:
        return None
    return Finding("structure", Strength.REFUSE, sentence=sentence)


def rate(sent: Submission) -> Finding | None:
    """One writer's haste is slowed down; a busy network, which may be a whole town's, is only held."""
    if sent.editing:
        return None
    since = sent.at - WINDOW
    if Comment.objects.filter(writer_key__in=sent.writers, created_at__gt=since).count() >= PER_WRITER:
        sentence = _(
            "You have sent several comments within a few minutes. Please wait ten minutes; your text is kept below."
        )
        return Finding("rate", Strength.REFUSE, sentence=sentence, retry_after=int(WINDOW.total_seconds()))
    lately = Comment.objects.filter(network__in=sent.networks, created_at__gt=since)[:PER_NETWORK].count()
    if lately >= PER_NETWORK:
        return Finding("rate", Strength.HOLD, gettext_noop("many comments from one network"), score=2)
    return None


def duplicate(sent: Submission) -> Finding | None:
    """The same writer, the same words, within a day."""
    same = Comment.objects.filter(
        canonical=sent.canonical, writer_key=sent.writer, created_at__gt=sent.at - timedelta(days=1)
    )
    if sent.editing:
        same = same.exclude(pk=sent.editing.pk)
    return (
        Finding("duplicate", Strength.HOLD, gettext_noop("sent before by the same writer")) if same.exists() else None
    )


def links(sent: Submission) -> Finding | None:
    found = spans(LINK, sent.text)
    if not found:
        return None
    return Finding("links", Strength.SPAM if len(found) > 2 else Strength.HOLD, gettext_noop("links"), found, 15)


def contacts(sent: Submission) -> Finding | None:
    """Telephone numbers, handles, accounts, betting names, domains with their dots taken apart."""
    found = [span for pattern in (PHONE, HANDLE, ACCOUNT, BETTING, SPLIT_DOMAIN) for span in spans(pattern, sent.text)]
    return (
        Finding("contacts", Strength.HOLD, gettext_noop("contact or advertising"), sorted(found), 15) if found else None
    )


def word_list(sent: Submission) -> Finding | None:
    hits = matcher().find(sent.text)
    if not hits:
        return None
    terms = ", ".join(dict.fromkeys(hit.term for hit in hits))
    return Finding("words", Strength.HOLD, terms, [(hit.start, hit.end) for hit in hits], 20)


def shape(sent: Submission) -> Finding | None:
    letters = [c for c in sent.text if c.isalpha()]
    stacked = spans(STACKED, unicodedata.normalize("NFD", sent.text))
    if stacked:
        return Finding("shape", Strength.HOLD, gettext_noop("marks heaped on letters"))
    shouts = len(letters) >= 20 and sum(c.isupper() for c in letters) > 0.7 * len(letters)
    found = spans(STRETCHED, sent.text)
    if not shouts and not found:
        return None
    note = gettext_noop("written in capitals") if shouts else gettext_noop("stretched letters")
    return Finding("shape", Strength.NOTE, note, found, 3)


def honeypot(sent: Submission) -> Finding | None:
    """A field that people don't see; and a confirm page that nobody can have read in so short a time."""
    if sent.honeypot:
        return Finding("honeypot", Strength.SPAM, gettext_noop("filled the field that people can't see"))
    if sent.seconds is not None and sent.seconds < TOO_QUICK:
        return Finding("honeypot", Strength.HOLD, gettext_noop("sent faster than a person reads"), score=2)
    return None


def newcomer(sent: Submission) -> Finding | None:
    """A writer's first two comments are read by a moderator."""
    known = Comment.objects.filter(writer_key__in=sent.writers, state=State.PUBLISHED)[:NEWCOMER_HELD].count()
    return None if known >= NEWCOMER_HELD else Finding("newcomer", Strength.HOLD, gettext_noop("new writer"), score=0)


def history(sent: Submission) -> Finding | None:
    """At least three decisions last week, three of ten or more of them rejections."""
    lately = Comment.objects.filter(writer_key__in=sent.writers, created_at__gt=sent.at - timedelta(days=7))
    states = list(lately.values_list("state", flat=True)[:100])
    bad = sum(state in {State.REJECTED, State.SPAM} for state in states)
    decided = bad + sum(state == State.PUBLISHED for state in states)
    if decided < 3 or bad < 0.3 * decided:
        return None
    return Finding("history", Strength.HOLD, gettext_noop("often rejected last week"), score=10)


def sanctions(sent: Submission) -> Finding | None:
    measures = Sanction.objects.in_force(sent.at).against([*sent.networks, *sent.writers], sent.folded_name)
    return Finding("sanction", Strength.HOLD, gettext_noop("sanctioned writer"), score=5) if measures.exists() else None


RULES: list[Rule] = [
    structure,
    rate,
    duplicate,
    links,
    contacts,
    word_list,
    shape,
    honeypot,
    newcomer,
    history,
    sanctions,
]


def ask_all(sent: Submission) -> list[Finding]:
    """Every rule's finding, in order."""
    return [finding for rule in RULES if (finding := rule(sent)) is not None]
