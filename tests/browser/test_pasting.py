"""What comes out of Google Docs, Word and a web page, pasted into the editor in Chromium."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from articles import markup
from tests import cast
from tests.articles.desk import LIST
from tests.browser.test_chain import PASTE
from tests.browser.test_desk import ready, sign_in
from tests.browser.waiting import becomes

NORMAL = "font-size:11pt;font-family:Arial,sans-serif;color:#000000;background-color:transparent;font-weight:400;"
NORMAL += "font-style:normal;font-variant:normal;text-decoration:none;vertical-align:baseline;white-space:pre-wrap;"
BOLD, SLANTED = NORMAL.replace("400", "700"), NORMAL.replace("font-style:normal", "font-style:italic")
RAISED = NORMAL.replace("baseline", "super")
LINE = "line-height:1.38;margin-top:0pt;margin-bottom:0pt;"
ITEM = "list-style-type:disc;font-size:11pt;font-weight:400;font-style:normal;white-space:pre;margin-left:36pt"
GOOGLE = f"""<meta charset='utf-8'><meta charset="utf-8">\
<b style="font-weight:normal;" id="docs-internal-guid-2f0c8e0b-7fff-4a1e-9e55-7d6e0c2b9a11">\
<h1 dir="ltr" style="{LINE}"><span style="{BOLD}">Được mùa, được giá</span></h1>\
<p dir="ltr" style="{LINE}"><span style="{BOLD}">Điện Biên</span><span style="{NORMAL}"> vào vụ gặt </span>\
<span style="{SLANTED}">sớm hơn</span><span style="{NORMAL}"> mọi năm, 120m</span><span style="{RAISED}">2</span>\
<span style="{NORMAL}"> ruộng.</span></p><br />\
<p dir="ltr" style="{LINE}"><span style="{NORMAL}">Theo </span><a href="https://www.google.com/url?q=https://baochinhphu.vn\
/lua-gao?a%3D1&amp;sa=D&amp;source=editors&amp;ust=1700000000000000&amp;usg=AOvVaw0" style="text-decoration:none;">\
<span style="{NORMAL.replace("none", "underline")}">Báo Chính phủ</span></a><span style="{NORMAL}">.</span></p>\
<ul style="margin-top:0;margin-bottom:0;padding-inline-start:48px;"><li dir="ltr" style="{ITEM}" aria-level="1">\
<p dir="ltr" style="{LINE}" role="presentation"><span style="{NORMAL}">Lúa tẻ</span></p></li>\
<ul style="margin-top:0;"><li dir="ltr" style="{ITEM}" aria-level="2"><p dir="ltr" style="{LINE}" role="presentation">\
<span style="{NORMAL}">Séng Cù</span></p></li></ul></ul><br />\
<div dir="ltr" style="margin-left:0pt;" align="left"><table style="border:none;border-collapse:collapse;"><colgroup>\
<col width="301" /><col width="301" /></colgroup><tbody><tr style="height:0pt"><td style="border:solid #000 1pt;">\
<p dir="ltr" style="{LINE}"><span style="{NORMAL}">Thanh An</span></p></td><td style="border:solid #000 1pt;">\
<p dir="ltr" style="{LINE}"><span style="{NORMAL}">5317</span></p></td></tr></tbody></table></div>\
<p dir="ltr" style="{LINE}">&nbsp;</p></b><br class="Apple-interchange-newline">"""
FROM_GOOGLE = """<h2>Được mùa, được giá</h2>
<p><strong>Điện Biên</strong> vào vụ gặt <em>sớm hơn</em> mọi năm, 120m<sup>2</sup> ruộng.</p>
<p>Theo <a href="https://baochinhphu.vn/lua-gao?a=1">Báo Chính phủ</a>.</p>
<ul><li>Lúa tẻ<ul><li>Séng Cù</li></ul></li></ul>
<table><tbody><tr><td>Thanh An</td><td>5317</td></tr></tbody></table>"""

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<meta name=Generator content="Microsoft Word 15"><style>p.MsoNormal{margin:0cm}</style></head>
<body lang=VI><!--StartFragment--><p class=MsoNormal>
<span style='font-weight:bold;mso-bidi-font-weight:normal'>Mường Nhé</span><span style='font-size:14.0pt'> gieo
<i style='mso-bidi-font-style:normal'>sớm</i>.<o:p></o:p></span></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>1.<span style='font:7.0pt Times'>&nbsp;&nbsp;</span></span><![endif]>Giống<o:p></o:p></p>
<!--EndFragment--></body></html>"""
FROM_WORD = """<p><strong>Mường Nhé</strong> gieo <em>sớm</em>.</p>
<ol><li>Giống</li></ol>"""

WEB = """<div class="article"><style>.a{color:red}</style><h1 class="title" style="font-weight:700">Chợ phiên</h1>
<div class="box"><div style="font-weight: 300">Chợ họp
<span style="font-weight: bold; font-style: italic">tờ mờ sáng</span>
ở <a href="/dia-phuong/" onclick="track()">bản trên</a>.<script>track()</script></div>
<p><br></p><p style="color: rgb(0, 0, 0)"><font face="Arial"><b>Rất đông</b>.</font></p></div>
<blockquote><p>Vui lắm.</p></blockquote><img src="https://x.vn/a.jpg" onerror="track()"></div>"""
FROM_WEB = """<h2>Chợ phiên</h2>
<p>Chợ họp <strong><em>tờ mờ sáng</em></strong> ở <a href="/dia-phuong/">bản trên</a>.</p>
<p><strong>Rất đông</strong>.</p>
<blockquote><p>Vui lắm.</p></blockquote>"""


def test_what_is_pasted_keeps_its_meaning_and_nothing_else(live_server: Any, page_at: Any) -> None:
    cast.masthead(name="Báo Thử", sign="BTH")
    story = cast.article(body="<p>Đầu.</p>")
    story.remember(cast.ed())
    page = page_at()
    sign_in(page, str(live_server.url), "ed")
    page.goto(f"{live_server.url}{LIST}{story.pk}/change/")
    ready(page)
    for typed, last, kept in ((GOOGLE, "5317", FROM_GOOGLE), (WORD, "Giống", FROM_WORD), (WEB, "Vui", FROM_WEB)):
        page.evaluate("CKEDITOR.instances.id_body.setData('')")
        page.evaluate(PASTE, typed)
        expect(page.locator(".cke_editable")).to_contain_text(last)
        becomes(lambda: markup.clean(page.evaluate("CKEDITOR.instances.id_body.getData()")), kept)
