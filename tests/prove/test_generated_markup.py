"""Whatever an editor, a paste or an attacker sends, what is kept is safe, and cleaning it again changes nothing."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from articles import markers, markup

NAMES = re.findall(
    r"\S+",
    "p div b i em strong a figure figcaption table thead tbody tr td th ul ol li h1 h2 h3 h6 blockquote aside span br "
    "hr pre script style iframe svg math mtext mglyph noscript template title textarea xmp form img object font o:p "
    "select option details caption section dl dt dd",
)
ATTRIBUTES = (
    'href="javascript:alert(1)"', "href=' jav&#x09;ascript:alert(1)'", 'href="//evil.example"', 'href="/bai/a-1/"',
    'href="https://a.example/?q=1&b=2"', 'href="mailto:a@b.example"', 'onclick="alert(1)"', "onerror=alert(1)",
    'style="font-weight:bold;position:fixed"', 'style="background:url(javascript:1)"', 'data-photo="abcdef2345"',
    'data-photo="<x>"', 'class="MsoNormal"', 'colspan="9999"', 'colspan="3"', 'start="7"', 'scope="row"', 'id="x"',
)  # fmt: skip
PIECES = st.one_of(
    st.builds("<{} {}>".format, st.sampled_from(NAMES), st.sampled_from(ATTRIBUTES)),
    st.builds("<{}>".format, st.sampled_from(NAMES)),
    st.builds("</{}>".format, st.sampled_from(NAMES)),
    st.sampled_from(
        [
            "<!--",
            "-->",
            "<![CDATA[",
            "]]>",
            "<!doctype html>",
            "<",
            ">",
            "&lt;",
            "&amp;",
            "&nbsp;",
            "\x00",
            "\u200b",
            "\n",
            "<?xml:namespace prefix=o />",
            "<!--[if gte mso 9]>",
            "<![endif]-->",
            "Ðiện Biên",
            "Tin, ảnh: Đức Hạnh",
        ]
    ),
    st.text(max_size=8),
)
SOUP = st.lists(PIECES, max_size=40).map("".join)
KEPT = {
    "p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "aside", "table", "caption", "thead", "tbody", "tfoot", "tr",
    "td", "th", "a", "strong", "em", "sub", "sup", "br", "hr", "figure",
}  # fmt: skip
KEPT_ATTRIBUTES = {"href", "data-photo", "colspan", "rowspan", "scope", "start"}
LEADS_TO = ("https:", "http:", "mailto:", "tel:", "/", "?", "#")


@given(SOUP)
def test_what_is_kept_is_safe(sent: str) -> None:
    for element in BeautifulSoup(markup.clean(sent), "html.parser").find_all(True):
        assert element.name in KEPT
        assert set(element.attrs) <= KEPT_ATTRIBUTES
        if "href" in element.attrs:
            address = str(element["href"]).lower()
            assert address.startswith(LEADS_TO)
            assert not address.startswith(("//", "/\\"))


@given(SOUP)
def test_cleaning_again_changes_nothing(sent: str) -> None:
    once = markup.clean(sent)
    assert markup.clean(once) == once


@given(SOUP)
def test_readers_get_every_photo_once_and_no_marker(sent: str) -> None:
    kept = markup.clean(sent)
    keys = markers.photo_keys(kept)
    shown = markup.render(kept, dict.fromkeys(keys, "<figure>photo</figure>"))
    assert shown.count("<figure>photo</figure>") == len(keys)
    assert "<figure data-photo" not in shown


@given(SOUP)
def test_plain_text_holds_no_element(sent: str) -> None:
    assert "\n" not in markup.plain(markup.clean(sent))


VALUES = st.recursive(
    st.text(max_size=9) | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)


@given(VALUES)
def test_json_never_leaves_its_script(value: object) -> None:
    written = markup.json_for_script(value)
    assert not set(written) & set("<>&\u2028\u2029")
