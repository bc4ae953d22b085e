"""Who is no reader: robots by their own name, libraries, crawlers of AI companies as a class of their own. Pure."""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache

import crawleruseragents

SHORTEST, LONGEST = 25, 400


class Verdict(IntEnum):
    """Why a beacon is not a view; READER where it may be one. The codes stand in the spool: never change them."""

    READER = 0
    MALFORMED = 1
    FOREIGN = 2
    PREFETCH = 3
    STAFF = 4
    NO_AGENT = 5
    LIBRARY = 6
    CRAWLER = 7
    AI = 8
    FLOOD = 9
    NOT_LIVE = 10
    REPEATED = 11
    DAMAGED = 12


LIBRARIES = re.compile(
    r"python|curl|wget|libwww|httpclient|okhttp|java/|go-http|axios|node-fetch|scrapy|aiohttp|headless|phantomjs|"
    r"selenium|puppeteer|playwright|lighthouse|postman",
    re.I,
)
AI = re.compile(
    r"gptbot|oai-searchbot|chatgpt|claude|anthropic|perplexity|ccbot|google-extended|bytespider|amazonbot|"
    r"meta-externalagent|applebot-extended|cohere|diffbot|ai2bot|mistral",
    re.I,
)
# Telephones and in-app browsers of real readers that careless patterns take for robots.
READERS = re.compile(r"\bcubot\b|zalo|\bfban\b|\bfbav\b|coc_coc|samsungbrowser", re.I)


@lru_cache(maxsize=1)
def _crawlers() -> re.Pattern[str]:
    patterns = [entry["pattern"] for entry in crawleruseragents.CRAWLER_USER_AGENTS_DATA]
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


@lru_cache(maxsize=4096)
def verdict(agent: str) -> Verdict:
    """What an agent's name says. Kept for each name: the list costs about a millisecond."""
    if len(agent) < SHORTEST or len(agent) > LONGEST:
        return Verdict.NO_AGENT
    if AI.search(agent):
        return Verdict.AI
    if LIBRARIES.search(agent):
        return Verdict.LIBRARY
    without = READERS.sub("", agent)
    return Verdict.CRAWLER if _crawlers().search(without) else Verdict.READER
