"""Editor HTML in, safe HTML out: the one door. The only `mark_safe` in the house."""

from __future__ import annotations

import html as entities
import json
import re
from collections.abc import Mapping
from typing import Any

import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from articles import text

MOST = 2_000_000  # characters
TAGS = {
    "p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "aside", "figure", "br", "hr",
    "strong", "em", "sub", "sup", "a", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "title"},
    "figure": {"data-photo"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "ol": {"start"},
}
KEY = re.compile(r"[a-z0-9]{6,12}")
MARKER = re.compile(r'<figure data-photo="([a-z0-9]{6,12})"></figure>')
RENAMED = {"h1": "h2", "h5": "h4", "h6": "h4", "b": "strong", "i": "em", "div": "p", "section": "p", "article": "p"}
BLOCKS = "p|h2|h3|h4|ul|ol|blockquote|aside|table|figure|hr"
WORD_REMNANT = re.compile(r"<!--.*?-->|<!\[[^\]]*\]>|<\?xml[^>]*>|</?(?:o|w|v|m|st1):[^>]*>", re.S | re.I)


class TooLong(ValueError):
    """More than two million characters: nobody wrote that, and nobody will read it."""


def clean(html: str) -> str:
    """Safe, editor-neutral HTML of the house's few tags. Idempotent; text is never lost, only what runs or hides.

    Raises `TooLong` above `MOST` characters.
    """
    if len(html) > MOST:
        raise TooLong(_("This text has more than two million characters. Please split it into several stories."))
    for _round in range(6):
        cleaned = _pass(html)
        if cleaned == html:
            break
        html = cleaned
    return html


def _pass(html: str) -> str:
    html = text.tidy(html.replace("\r\n", "\n").replace("\r", "\n"))
    html = WORD_REMNANT.sub("", html)
    for old, new in RENAMED.items():
        html = re.sub(rf"<(/?){old}(?=[\s/>])", rf"<\1{new}", html, flags=re.I)
    html = nh3.clean(
        html,
        tags=TAGS,
        clean_content_tags={"script", "style", "noscript", "iframe", "object", "template", "svg", "math", "title"},
        attributes=ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
        strip_comments=True,
    )
    return _tidy(html)


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "data-photo":
        return value if KEY.fullmatch(value) else None
    if name in {"colspan", "rowspan", "start"}:
        return value if value.isascii() and value.isdigit() and 0 < int(value[:4]) <= 1000 and len(value) <= 4 else None
    if name == "scope":
        return value if value in {"col", "row", "colgroup", "rowgroup"} else None
    if name == "href":
        return _link(value)
    return value


def _link(value: str) -> str | None:
    plain = re.sub(r"[\x00-\x20]", "", value)
    if re.match(r"(?:https?://|mailto:|tel:)", plain, re.I):
        return plain
    if re.match(r"[/\\]{2}|[/]\\", plain) or ":" in plain.split("/")[0].split("?")[0].split("#")[0]:
        return None
    return plain if plain.startswith(("/", "#", "?")) else None


def _tidy(html: str) -> str:
    html = re.sub(r"<figure>(.*?)</figure>", r"\1", html, flags=re.S)
    html = re.sub(r'<figure data-photo="([^"]*)">.*?</figure>', r'<figure data-photo="\1"></figure>', html, flags=re.S)
    html = re.sub(r"<a(?: title=\"[^\"]*\")?>(.*?)</a>", r"\1", html, flags=re.S)
    html = html.replace("&nbsp;", " ").replace("\u00a0", " ")
    html = _figures_between_paragraphs(html)
    html = re.sub(r"<(strong|em|sub|sup)>(\s*)</\1>", r"\2", html)
    html = re.sub(r"<(p|h2|h3|h4|li|blockquote|aside)>(?:\s|<br>)*</\1>", "", html)
    html = re.sub(rf"<p>\s*(?=<(?:{BLOCKS})[ >])", "", html)
    html = re.sub(r"<p>(?:\s|<br>)+", "<p>", html)
    html = re.sub(r"(?:\s|<br>)+</p>", "</p>", html)
    html = re.sub(rf"(?<=>)\s*\n\s*(?=</?(?:{BLOCKS}|li|tr|td|th|thead|tbody|tfoot|caption)[ >])", "\n", html)
    html = re.sub(rf"\s*\n\s*(?=<(?:{BLOCKS})[ >])", "\n", html)
    html = re.sub(r"[ \t]{2,}", " ", html)
    return _paragraphs(html.strip())


def _figures_between_paragraphs(html: str) -> str:
    def out(match: re.Match[str]) -> str:
        pieces = re.split(r'(<figure data-photo="[^"]*"></figure>)', match[1])
        return "\n".join(piece if piece.startswith("<figure") else f"<p>{piece}</p>" for piece in pieces if piece.strip())

    html = re.sub(r"<p>((?:(?!</?p>).)*?<figure data-photo(?:(?!</?p>).)*?)</p>", out, html, flags=re.S)
    return re.sub(r"(<(strong|em|a)\b[^>]*>)(<figure data-photo=\"[^\"]*\"></figure>)(.*?</\2>)", r"\3\1\4", html, flags=re.S)


def _paragraphs(html: str) -> str:
    """Text that stands between the blocks, in no paragraph, gets one."""
    pieces, depth = [], 0
    for piece in re.split(rf"(</?(?:{BLOCKS})(?: [^>]*)?>)", html):
        if re.match(rf"<(?:{BLOCKS})[ >]", piece):
            depth += piece != "<hr>"
        elif piece.startswith("</") and re.match(rf"</(?:{BLOCKS})>", piece):
            depth -= 1
        elif depth <= 0 and piece.strip() and not re.fullmatch(r"(?:\s|<br>)*", piece):
            piece = "".join(f"<p>{part.strip()}</p>" for part in re.split(r"\n{2,}|(?:<br>\s*){2,}", piece) if part.strip())
        elif depth <= 0:
            piece = "\n" if "\n" in piece else ""
        pieces.append(piece)
    return "".join(pieces).strip()


def photo_keys(html: str) -> list[str]:
    """Keys of the photos whose markers stand in the text, in order."""
    return MARKER.findall(html)


def render(html: str, figures: Mapping[str, str]) -> SafeString:
    """Clean HTML with its photo markers replaced by figures. A marker without a figure vanishes."""
    html = MARKER.sub(lambda match: figures.get(match[1], ""), html)
    label = escape(_("Table"))
    html = html.replace("<table>", f'<div class="table" tabindex="0" role="region" aria-label="{label}"><table>')
    html = html.replace("</table>", "</table></div>")
    html = re.sub(r'<a href="(https?://[^"]*)"', r'<a href="\1" rel="noopener"', html)
    return mark_safe(html)  # noqa: S308  (what `clean` let through, and figures of our own templates)


def safe(html: str) -> SafeString:
    """HTML that `clean` has let through, or that we have escaped ourselves."""
    return mark_safe(html)  # noqa: S308


def plain(html: str) -> str:
    """The text alone: for descriptions, feeds, search."""
    spaced = re.sub(r"<(?:/(?:p|h[2-4]|li|td|th|tr|blockquote|caption)|br)>", " ", html)
    return " ".join(entities.unescape(re.sub(r"<[^>]*>", "", spaced)).split())


def json_for_script(value: Any) -> SafeString:
    """JSON that can stand inside a script element, whatever the strings hold."""
    encoded = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        encoded = encoded.replace(char, f"\\u{ord(char):04x}")
    return mark_safe(encoded)  # noqa: S308
