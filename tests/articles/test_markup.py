"""The one door for HTML: what editors paste, what attackers send, what readers get."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from articles import markers, markup
from articles.composer import TOKEN

PHOTO = '<figure data-photo="abc123xyz"></figure>'
WORD = """<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<style>p.MsoNormal {margin:0}</style><h1>Tiêu đề</h1>
<p class="MsoNormal" style="margin:0cm"><span lang="VI" style="font-size:14.0pt">S&aacute;ng 14/10, <b>tại
Điện Biên</b><o:p></o:p></span></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class="MsoListParagraph"><![if !supportLists]><span>-&nbsp;&nbsp; </span><![endif]>
<st1:place>Mường Ảng</st1:place></p>
<table class="MsoTableGrid" border="1"><tr><td width="10"><p class="MsoNormal">Lúa<o:p></o:p></p></td>
<td></td></tr></table>"""


def test_a_paste_from_word_becomes_clean_paragraphs_headings_and_tables() -> None:
    assert markup.clean(WORD).split("\n") == [
        "<h2>Tiêu đề</h2>",
        "<p>Sáng 14/10, <strong>tại Điện Biên</strong></p>",
        "<p>- Mường Ảng</p>",
        "<table><tbody><tr><td>Lúa</td><td></td></tr></tbody></table>",
    ]


@pytest.mark.parametrize(
    "sent, kept",
    [
        ("một\n hai", "<p>một hai</p>"),
        ("<div>một<div>hai</div>ba</div>", "<p>một</p>\n<p>hai</p>\n<p>ba</p>"),
        ("<p>một<br><br>hai<br>ba<br></p>", "<p>một</p>\n<p>hai<br>ba</p>"),
        ("<p>&nbsp;</p><p> <br></p><h2></h2><ul><li></li></ul><blockquote><p></p></blockquote>", ""),
        ("<p>1\u00a0000&nbsp; đồng</p>", "<p>1 000 đồng</p>"),
        ("<p>một<p>hai", "<p>một</p>\n<p>hai</p>"),
        ("<h1>a</h1><h3>b</h3><h6>c</h6>", "<h2>a</h2>\n<h3>b</h3>\n<h4>c</h4>"),
        ("<b>a</b><strong>b</strong> <i>c</i><u>d</u>", "<p><strong>ab</strong> <em>c</em>d</p>"),
        ('<b style="font-weight:normal"><p>a</p><p>b</p></b>', "<p>a</p>\n<p>b</p>"),
        ('<span style="font-weight:700;color:red">a</span>', "<p><strong>a</strong></p>"),
        ("<strong><p>a</p><p>b</p></strong>", "<p><strong>a</strong></p>\n<p><strong>b</strong></p>"),
        ("H<sub>2</sub>O m<sup>2</sup>", "<p>H<sub>2</sub>O m<sup>2</sup></p>"),
        ("<p>a</p><hr class=x><aside>b</aside>", "<p>a</p>\n<hr>\n<aside><p>b</p></aside>"),
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("<ul><li><p>a</p><p>b</p></li></ul>", "<ul><li>a<br>b</li></ul>"),
        ('<ol start="3" type=a><li>x</ol>', '<ol start="3"><li>x</li></ol>'),
        ("<p>Ð\u200biện Bie\u0302n</p>", "<p>Điện Biên</p>"),
        ("<p><custom-tag>giữ</custom-tag> <font>lại</font></p>", "<p>giữ lại</p>"),
    ],
)
def test_one_form_is_kept(sent: str, kept: str) -> None:
    assert markup.clean(sent) == kept


@pytest.mark.parametrize(
    "sent",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)><style><img src=x onerror=alert(1)></style></svg>",
        "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
        "<p onclick=alert(1) style='background:url(javascript:alert(1))' class=x id=y>a</p>",
        "<xmp><img src=x onerror=alert(1)></xmp>",
        "<![CDATA[<img src=x onerror=alert(1)>]]>",
        "<scr\x00ipt>alert(1)</scr\x00ipt>",
        "<a href='javascript:alert(1)'>a</a>",
        "<form action=/x><input autofocus onfocus=alert(1)><button formaction='javascript:alert(1)'>a</button></form>",
        "<p>{cke_protected}%3Cscript%3Ealert(1)%3C%2Fscript%3E</p>",
    ],
)
def test_nothing_runs(sent: str) -> None:
    tokens = TOKEN.findall(markup.clean(sent))
    tags = {name for _close, name, _attributes, _words in tokens if name}
    assert tags <= {"p", "table", "tbody", "tr", "td"}
    assert "=" not in "".join(attributes for _close, _name, attributes, _words in tokens)


def test_what_would_run_or_style_is_not_left_as_text() -> None:
    for tag in ("script", "style", "iframe", "template", "title", "xml"):
        assert markup.clean(f"<p>a</p><{tag}>lost()</{tag}><p>b</p>") == "<p>a</p>\n<p>b</p>"


@pytest.mark.parametrize(
    "address",
    [
        "https://baodienbien.example/a?b=1",
        "http://x.example",
        "mailto:a@b.example",
        "tel:+84215",
        "/bai/x-1/",
        "#y",
        "?trang=2",
    ],
)
def test_a_link_that_leads_somewhere_is_kept(address: str) -> None:
    assert markup.clean(f'<p><a href="{address}" target="_blank" onclick="x()">đọc</a></p>') == (
        f'<p><a href="{address}">đọc</a></p>'
    )


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        " jAva&#x09;script:alert(1)",
        "\x01javascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https:evil.example",
        "https://",
        "file:///etc/passwd",
        "",
    ],
)
def test_a_link_that_leads_astray_leaves_its_words(address: str) -> None:
    assert markup.clean(f'<p><a href="{address}">đọc</a></p>') == "<p>đọc</p>"


def test_cells_keep_what_tells_them_apart_and_no_more() -> None:
    row = '<tr><th scope="col" colspan="2" bgcolor=red>a<td rowspan="99999" colspan="x">b'
    sent = f"<table><caption>C</caption>{row}</table>"
    assert markup.clean(sent) == (
        '<table><caption>C</caption><tbody><tr><th colspan="2" scope="col">a</th><td>b</td></tr></tbody></table>'
    )


def test_a_table_in_a_cell_becomes_lines_of_the_cell() -> None:
    kept = markup.clean("<table><tr><td>a<table><tr><td>b</td><td>c</td></tr></table></td></tr></table>")
    assert kept == "<table><tbody><tr><td>a<br>b<br>c</td></tr></tbody></table>"


@pytest.mark.parametrize(
    "sent, kept",
    [
        (f"<p>a</p>{PHOTO}<p>b</p>", f"<p>a</p>\n{PHOTO}\n<p>b</p>"),
        (f"<p>a {PHOTO} b</p>", f"<p>a</p>\n{PHOTO}\n<p>b</p>"),
        (
            f"<p><strong>a {PHOTO} b</strong></p>",
            f"<p><strong>a</strong></p>\n{PHOTO}\n<p><strong>b</strong></p>",
        ),
        (f"<ul><li>a{PHOTO}b</li></ul>", f"<ul><li>a<br>b</li></ul>\n{PHOTO}"),
        (
            f"<table><tr><td>{PHOTO}</td></tr></table>",
            f"<table><tbody><tr><td></td></tr></tbody></table>\n{PHOTO}",
        ),
        ('<figure data-photo="abc123xyz" class=x><img src=t><figcaption>t</figcaption></figure>', PHOTO),
        ('<figure data-photo="abc123xyz">thumb<p>Bài còn tiếp</p>', f"{PHOTO}\n<p>Bài còn tiếp</p>"),
        (
            '<figure data-photo="ABC"><img src=x><figcaption>Chú thích</figcaption></figure>',
            "<p>Chú thích</p>",
        ),
        ('<figure data-photo="abc123&quot;><script>"></figure>', ""),
    ],
)
def test_a_photo_stands_between_paragraphs(sent: str, kept: str) -> None:
    assert markup.clean(sent) == kept


def test_photo_keys_come_in_the_order_of_the_text() -> None:
    kept = markup.clean('<figure data-photo="zzzzzz1"></figure><p>a</p><figure data-photo="aaaaaa1"></figure>')
    assert markers.photo_keys(kept) == ["zzzzzz1", "aaaaaa1"]


PIECES = st.sampled_from(
    ["<p>", "</p>", "<div>", "</div>", "<b>", "</b>", "<em>", "</em>", "<a href=/x>", "</a>", "<ul>", "</ul>", "<li>",
     "<table>", "<tr>", "<td>", "</table>", "<h2>", "</h2>", "<blockquote>", "</blockquote>", "<br>", "<hr>", "<aside>",
     "<figure data-photo=abc123>", "</figure>", "<span style='font-weight:bold'>", "</span>", "<!--", "-->", "<pre>\n",
     "a", " ", "\u200b", "\u0301", "&nbsp;", "&lt;", "<", "Ðð", "\x00", "<caption>", "<sup>", "<script>", "</script>"]
)  # fmt: skip


@given(st.lists(PIECES | st.text(max_size=4), max_size=25).map("".join))
def test_cleaning_twice_is_cleaning_once(sent: str) -> None:
    kept = markup.clean(sent)
    assert markup.clean(kept) == kept


@given(
    st.lists(
        st.sampled_from(["<b>", "<td>", "<ul>", "<x:y>", "</p>", "<p>", "</b>", "<h2>", "</ul>", "<li>"]),
        max_size=20,
    )
)
def test_no_word_is_lost(tags: list[str]) -> None:
    sent = "".join(f"{tag}từ{number} " for number, tag in enumerate(tags))
    assert sorted(markup.plain(markup.clean(sent)).split()) == sorted(f"từ{number}" for number in range(len(tags)))


def test_a_paste_of_ten_megabytes_is_refused_with_a_sentence() -> None:
    with pytest.raises(markup.TooLong) as refusal:
        markup.clean("<p>Điện Biên</p>" * 700_000)
    assert isinstance(refusal.value, ValueError)
    assert isinstance(refusal.value, ValidationError)  # A form shows it, no view needs to know.
    assert "2,000,000" in str(refusal.value.messages[0])


KNOTS = ["<ul><li>a", "<div>a", "<div x='</div>'>a", "<b id=1>a<p>", "<table><tr><td>a", "<span>a"]


@pytest.mark.parametrize("knot", KNOTS)
def test_a_knot_of_tags_loses_no_text(knot: str) -> None:
    kept = markup.clean(knot * 3_000)
    assert markup.plain(kept).count("a") == 3_000
    assert markup.clean(kept) == kept


@pytest.mark.parametrize("knot", KNOTS)
def test_the_parser_never_sees_a_knot(knot: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its time grows with the square of what is open: a paste of this kind would take minutes."""
    parsed: list[str] = []
    monkeypatch.setattr(markup.nh3, "clean", lambda html, **_options: parsed.append(html) or "")
    markup.clean(knot * 50)
    markup.clean(knot * 3_000)
    assert parsed[0] == knot * 50
    assert set(parsed[1].split("<br><br>")) <= {"", "a"}


def test_unclosed_emphasis_is_not_written_again_in_thousands_of_paragraphs() -> None:
    sent = "".join(f"<b id={number}>" for number in range(300)) + "<p>a" * 20_000
    assert markup.clean(sent).count("<strong>") <= 1


@pytest.mark.parametrize("knot", ["<!--", "<a '\"", "<", "<b x=", "<br>", "</p>", "<![CDATA["])
def test_no_torn_tag_keeps_the_server_busy(knot: str) -> None:
    kept = markup.clean(knot * 60_000)
    assert markup.clean(kept) == kept


def test_readers_get_figures_tables_that_scroll_and_marked_links() -> None:
    body = markup.clean(
        f'<p><a href="https://x.example/">x</a> <a href="/bai/y-1/">y</a></p>{PHOTO}<table><tr><td>1</table>'
    )
    with translation.override("en"):
        shown = markup.render(body, {"abc123xyz": '<figure class="photo"><table>x</table></figure>'})
    assert hasattr(shown, "__html__")
    assert '<a href="https://x.example/" rel="noopener">x</a> <a href="/bai/y-1/">y</a>' in shown
    assert '<figure class="photo"><table>x</table></figure>' in shown
    assert '<div class="table-scroll" tabindex="0" role="region" aria-label="Table"><table><tbody>' in shown
    assert shown.count("</div>") == 1


def test_two_tables_of_a_page_have_names_of_their_own() -> None:
    with translation.override("en"):
        shown = markup.render(markup.clean("<table><tr><td>1</table>" * 2), {})
    assert 'aria-label="Table"' in shown
    assert 'aria-label="Table 2"' in shown


def test_a_marker_without_its_photo_vanishes() -> None:
    assert markup.render(f"<p>a</p>{PHOTO}<p>b</p>", {}) == "<p>a</p><p>b</p>"


def test_plain_text_keeps_words_apart_and_entities_read() -> None:
    body = markup.clean("<h2>A</h2><p>H<sub>2</sub>O &amp; 1 &lt; 2<br>b</p><ul><li>c<ul><li>d</ul></ul>" + PHOTO)
    assert markup.plain(body) == "A H2O & 1 < 2 b c d"


def test_json_cannot_leave_its_script() -> None:
    told = {"name": "</script><!--\u2028&", "day": date(2022, 10, 14), "label": gettext_lazy("Photo")}
    with translation.override("en"):
        written = markup.json_for_script(told)
    assert not set("<>&\u2028") & set(written)
    assert json.loads(written) == {"name": "</script><!--\u2028&", "day": "2022-10-14", "label": "Photo"}
