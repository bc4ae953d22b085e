"""Editor HTML in, safe HTML out: the one door. The only `mark_safe` in the house."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html import escape, unescape
from itertools import count
from typing import Any
from urllib.parse import urljoin

import nh3
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from articles import markers
from articles.composer import TAGS, Composer

MAX_CHARACTERS = 2_000_000
MAX_DEPTH = 400  # elements open at once: beyond, the parser's time grows with the square, and nobody wrote that
MAX_REOPENED = 1_000_000  # what unclosed <b> and <font> make the parser write again in every paragraph

DROPPED = {"script", "style", "noscript", "iframe", "template", "title", "xml"}
ATTRIBUTES = {
    "a": {"href"},
    "figure": markers.ATTRIBUTES,
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "ol": {"start"},
    **{tag: {"style"} for tag in ("span", "b", "strong", "i", "em")},  # read for emphasis, never kept
}

COMMENT = re.compile(r"<!--(?:-?>|.*?(?:--!?>|\Z))", re.S)
ANY_TAG = re.compile(r"""<(/?)([a-z][a-z0-9]*)(?:[^<>"']|"[^"]*"|'[^']*')*+""", re.I)
WHOLE_TAG = re.compile(r"""<(?:[^<>"']|"[^"]*"|'[^']*')*+>""")
UNCLOSED = {"p", "li", "td", "th", "tr", "dt", "dd", "option", "br", "hr", "img", "col", "input", "meta", "link"}
REOPENED = {"a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"}


class TooLong(ValidationError, ValueError):
    """More than `MAX_CHARACTERS`. A form that meets it shows its sentence."""


def clean(html: str) -> str:
    """Safe HTML of the house's few tags, whichever editor wrote it. Idempotent.

    Text is never lost, save what runs, hides, or stands in a marker. Raises `TooLong`.
    """
    _measured(html)
    html = re.sub("[\x00\ud800-\udfff]", "", html)
    if _is_tangled(html):
        html = "<br><br>".join(words.replace("<", "&lt;") for words in WHOLE_TAG.split(html))
    parsed = nh3.clean(html, tags=TAGS, clean_content_tags=DROPPED, attributes=ATTRIBUTES, link_rel=None)
    return _measured(Composer().compose(parsed))


def _measured(html: str) -> str:
    if len(html) > MAX_CHARACTERS:
        sentence = _("This text has more than %(most)s characters. Please split it into several stories.")
        raise TooLong(sentence % {"most": f"{MAX_CHARACTERS:,}"})
    return html


def _is_tangled(html: str) -> bool:
    """Whether elements stand so deep in each other, or are left open so often, that parsing would take minutes."""
    depth: dict[str, int] = {}
    open_now = to_reopen = reopened = 0
    for tag in ANY_TAG.finditer(COMMENT.sub("", html)):
        name, step = tag[2].lower(), -1 if tag[1] else 1
        reopened += to_reopen
        if name not in UNCLOSED and depth.get(name, 0) + step >= 0:
            depth[name] = depth.get(name, 0) + step
            open_now += step
            to_reopen += step if name in REOPENED else 0
        if open_now > MAX_DEPTH or reopened > MAX_REOPENED:
            return True
    return False


def render(html: str, figures: Mapping[str, str]) -> SafeString:
    """Clean HTML for readers: tables can be scrolled, links out are marked, and every marker is replaced by its
    figure, HTML that is safe already. A marker without a figure vanishes.
    """
    numbers = count(1)

    def scrolling(_table: re.Match[str]) -> str:
        number = next(numbers)  # Two regions of a page may not bear the same name.
        label = _("Table") if number == 1 else _("Table %(number)d") % {"number": number}
        return f'<div class="table-scroll" tabindex="0" role="region" aria-label="{escape(label)}"><table>'

    html = re.sub("<table>", scrolling, html).replace("</table>", "</table></div>")
    html = re.sub(r'(<a href="https?://[^"]*")', r'\1 rel="noopener"', html, flags=re.I)
    return mark_safe(markers.replaced(html, figures))


def render_elsewhere(html: str, figures: Mapping[str, str], base: str) -> SafeString:
    """Clean HTML for whoever shows it outside our pages, such as a feed's reader: without our tables' frames, with
    every address made absolute by `base`, such as "https://bao.example.vn"."""

    def whole(link: re.Match[str]) -> str:
        return f'<a href="{escape(urljoin(base + "/", unescape(link[1])))}"'

    html = re.sub(r'<a href="([^"]*)"', whole, html)
    return mark_safe(markers.replaced(html, figures))


def safe(html: str) -> SafeString:
    """HTML that `clean` has written, or that we have escaped ourselves."""
    return mark_safe(html)


def plain(html: str) -> str:
    """The text alone of clean HTML, on one line: for descriptions, feeds, search."""
    inline = re.sub(r"</?(?:a|strong|em|sub|sup)(?: [^<>]*+)?>", "", html)
    return " ".join(unescape(re.sub(r"</?[a-z][^<>]*+>", " ", inline)).split())


def json_for_script(value: Any) -> SafeString:
    """JSON that can stand inside a script element, whatever the strings hold. Dates and lazy translations are fine."""
    encoded = json.dumps(value, ensure_ascii=False, separators=(",", ":"), cls=DjangoJSONEncoder, allow_nan=False)
    return mark_safe(re.sub("[<>&\u2028\u2029]", lambda char: f"\\u{ord(char[0]):04x}", encoded))


def data_script(*values: Any) -> SafeString:
    """Each value as JSON-LD in a script element of its own: data, whatever its strings hold."""
    return mark_safe(
        "".join(f'<script type="application/ld+json">{json_for_script(value)}</script>' for value in values)
    )
