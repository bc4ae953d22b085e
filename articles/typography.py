"""The house's punctuation: quotes, ranges, spaces that keep a figure and its unit on one line. Pure.

The rules are data, so that the desk's browser runs the very same ones (static/desk/prose.js, which follows `_apply`
step by step): patterns in the words that Python and JavaScript share, of which each group is replaced by its text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from html import escape, unescape
from itertools import accumulate
from typing import Any, NamedTuple

NBSP = "\u00a0"
PASSES = 6

L = "0-9A-Za-zÀ-ỹ"  # what a word is made of
GAP = "[ \u00a0]"
INSIDE = '[^"“”\\n]'
YEAR = "(?:19|20)[0-9]{2}"
NUMBER = "[0-9]+(?:[.,][0-9]+)*"
DAY = "[0-9]{1,2}/[0-9]{1,2}"
HOUR = "[0-9]{1,2}(?:h[0-9]{0,2}|:[0-9]{2})"
BEFORE = f"(?<![{L}/.,\\-–])"
AFTER = f"(?![{L}/\\-–]|[.,][0-9])"
DASH = f"{GAP}?(-){GAP}?"
UNITS = (
    "trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ|đồng|USD|VND|EUR|km|m|cm|mm|ha|héc-ta|mét|kg|g|mg|tấn|tạ|yến|lít|ml|kWh|kW|MW|"
    f"°C|độ|%|‰|giờ|phút|giây|ngày|tuần|tuổi|(?:tháng|năm)(?!{GAP}[0-9])"
)
COUNTED = (  # the words before a number that names one of a row
    "ngày|mùng|tháng|năm|quý|thứ|điều|khoản|chương|mục|số|khóa|khoá|trang|lớp|tầng|tổ|thôn|đội|quận|phường"
)
SPANNED = "từ|khoảng|ngày|tháng|quý|trang|tuần|lớp|tầng|khóa|khoá|điều|khoản|chương"


class Rule(NamedTuple):
    name: str
    pattern: str
    puts: tuple[str, ...]  # one for each group


RULES = (
    Rule("quotes", f'(?<![{L}%”])("){INSIDE}*?[^"“”\\n \u00a0]{GAP}*(")(?![{L}])', ("“", "”")),
    Rule("quotes", f'(?<![^ \u00a0\\n(\\[{{‘–—])(")(?=[{L}])', ("“",)),
    Rule("quotes", '(?<=[A-Za-zÀ-ỹ,.;:!?…)\\]])(")(?![^ \u00a0\\n,.;:!?…)\\]])', ("”",)),
    Rule("spaces", f"(?<!{GAP})({GAP}+)[,;:!?.…)\\]](?![^ \u00a0\\n])", ("",)),
    Rule("spaces", f"(?<!{GAP})({GAP}+)[,;](?=[A-Za-zÀ-ỹ])", ("",)),
    Rule("spaces", f"(?<!{GAP})({GAP}+)”(?![^ \u00a0\\n,.;:!?…)\\]])", ("",)),
    Rule("spaces", f"[(\\[“]({GAP}+)", ("",)),
    Rule("spaces", "[A-Za-zÀ-ỹ][,;]()(?=[A-Za-zÀ-ỹ])", (" ",)),
    Rule("ranges", f"{BEFORE}{YEAR}{DASH}{YEAR}{AFTER}", ("–",)),
    Rule("ranges", f"{BEFORE}{NUMBER}%?{DASH}{NUMBER}(?={GAP}?(?:{UNITS})(?![{L}]))", ("–",)),
    Rule("ranges", f"{BEFORE}{HOUR}{DASH}{HOUR}{AFTER}", ("–",)),
    Rule("ranges", f"{BEFORE}[0-9]{{1,2}}(?:/[0-9]{{1,2}})?{DASH}{DAY}(?:/[0-9]{{4}})?{AFTER}", ("–",)),
    Rule("ranges", f"(?<![{L}])(?:{SPANNED}){GAP}{NUMBER}{DASH}{NUMBER}{AFTER}", ("–",)),
    Rule("ranges", f"{GAP}(--){GAP}", ("–",)),
    Rule("bound", f"[0-9]( )(?=(?:{UNITS})(?![{L}]))", (NBSP,)),
    Rule("bound", f"(?<![{L}])(?:{COUNTED})( )(?=[0-9])", (NBSP,)),
)  # fmt: skip
# Addresses are nobody's punctuation.
BARE = '[^ \u00a0\\n"“”()\\[\\]]'
SPARED = f"(?<!{BARE}){BARE}*(?:://|www\\.|@|[0-9a-z-]\\.[a-z]{{2,}}/){BARE}*"

COMPILED = [(rule, re.compile(rule.pattern, re.I)) for rule in RULES]
ADDRESS = re.compile(SPARED, re.I)
TAG = re.compile(r"(<[^<>]+>)")
INLINE = re.compile(r"</?(?:a|em|strong|sub|sup)\b")


def rules_as_data() -> dict[str, Any]:
    return {"rules": [rule._asdict() for rule in RULES], "spared": SPARED, "passes": PASSES}


def line(words: str) -> str:
    """A headline, a lead, a caption set right. Its spaces stay plain: such lines are searched, mailed and compared."""
    return "".join(_set([words], binds=False))


def body(html: str) -> str:
    """Canonical HTML set right: words alone, never a tag, an address or what it leads to. Idempotent."""
    pieces = TAG.split(html)
    for block in _blocks(pieces):
        for place, words in zip(block, _set([unescape(pieces[at]) for at in block], binds=True), strict=True):
            pieces[place] = escape(words, quote=False)
    return "".join(pieces)


def _blocks(pieces: list[str]) -> Iterator[list[int]]:
    """The places of the words that stand in one line of thought, whatever emphasis and links are among them."""
    block: list[int] = []
    for place, piece in enumerate(pieces):
        if place % 2 == 0:
            block += [place] if piece else []
        elif not INLINE.match(piece):
            yield block
            block = []
    yield block


def _set(nodes: list[str], binds: bool) -> list[str]:
    """Until nothing is left to do: what one rule did may be what another waits for."""
    for _pass in range(PASSES):
        before = nodes
        for rule, pattern in COMPILED:
            if binds or rule.name != "bound":
                nodes = _apply(nodes, rule, pattern)
        if nodes == before:
            break
    return nodes


def _apply(nodes: list[str], rule: Rule, pattern: re.Pattern[str]) -> list[str]:
    """From the end, so that every place found is still where it was."""
    joined, nodes = "".join(nodes), [*nodes]
    starts = [0, *accumulate(map(len, nodes))]
    spared = [found.span() for found in ADDRESS.finditer(joined)]
    for found in reversed(list(pattern.finditer(joined))):
        for group in range(len(rule.puts), 0, -1):
            start, end = found.span(group)
            at, put = bisect_right(starts, start, hi=len(nodes)) - 1, rule.puts[group - 1]
            first, last = start - starts[at], end - starts[at]
            if last > len(nodes[at]) or any(begin < end and start < stop for begin, stop in spared):
                continue
            if put == NBSP and (first == 0 or end == starts[at + 1]):
                continue  # At the edge of a link or an emphasis: it would not survive the cleaning.
            nodes[at] = nodes[at][:first] + put + nodes[at][last:]
    return nodes
