"""The matcher over the newsroom's word list, compiled once for each state of the list."""

from __future__ import annotations

from functools import lru_cache

from comments.models import WordRule
from comments.moderation.words import Matcher, Rule


def matcher() -> Matcher:
    """The compiled matcher for the rules in force. One query; recompiled when the list has changed."""
    terms = tuple(WordRule.objects.filter(is_on=True).order_by("pk").values_list("term", flat=True))
    return compiled(terms)


@lru_cache(maxsize=4)
def compiled(terms: tuple[str, ...]) -> Matcher:
    return Matcher(Rule(term) for term in terms)
