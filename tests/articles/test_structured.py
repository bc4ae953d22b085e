"""What machines read, checked by rdflib: it reads our JSON-LD as linked data, and knows schema.org's words."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.utils import timezone
from rdflib import RDF, Graph, Literal, URIRef
from rdflib.namespace import SDO

from articles.models import Article
from tests import cast

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),  # rdflib's own, of itself.
]
HOST = "http://testserver"


def scripts_of(page: Any) -> list[dict[str, Any]]:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.content.decode(), re.S)
    return [json.loads(script) for script in found]


def graph_of(page: Any) -> Graph:
    """All that the page says, as triples; every word in it must be one of schema.org's."""
    graph = Graph()
    for script in scripts_of(page):
        assert script["@context"] == "https://schema.org"
        graph.parse(data=json.dumps({**script, "@context": {"@vocab": str(SDO)}}), format="json-ld")
    words = {word for _s, word, _o in graph if word != RDF.type} | set(graph.objects(None, RDF.type))
    assert words
    strange = [word for word in words if URIRef(word.removesuffix("-input")) not in SDO]  # An action's input has that.
    assert strange == []
    return graph


def told(graph: Graph, kind: URIRef, *words: URIRef) -> list[str]:
    """What is said of the one thing of that kind, along the words."""
    found = list(graph.subjects(RDF.type, kind))
    assert len(found) == 1, kind
    for word in words:
        found = [target for one in found for target in graph.objects(one, word)]
    return sorted(str(target) for target in found if isinstance(target, Literal | URIRef))


def metas_of(page: Any) -> dict[str, str]:
    found = re.findall(r'<meta (?:property|name)="([^"]*)" content="([^"]*)">', page.content.decode())
    return {name: unescape(content) for name, content in found}


def _story(**facts: Any) -> Article:
    credits = [("text", "Đức Hạnh"), ("photo", "Mai Giáp"), ("source", "TTXVN")]
    inner = cast.section("Y tế", parent=cast.section("Xã hội"))
    return cast.live_article(credits=credits, section=inner, lead_photo=cast.photo(alt="Một cây cầu"), **facts)


def test_a_story_is_a_news_article_in_words_that_schema_org_knows(client: Any) -> None:
    cast.masthead(logo=cast.photo())
    story = _story()
    page = client.get(story.get_absolute_url())
    graph, address = graph_of(page), f"{HOST}{story.get_absolute_url()}"
    article = SDO.NewsArticle
    assert told(graph, article, SDO.headline) == [story.headline]
    assert told(graph, article, SDO.mainEntityOfPage) == [address]
    assert told(graph, article, SDO.articleSection) == ["Y tế"]
    assert told(graph, article, SDO.inLanguage) == ["vi"]
    assert told(graph, article, SDO.author, SDO.name) == ["Mai Giáp", "Đức Hạnh"]
    assert told(graph, article, SDO.author, SDO.url) == [f"{HOST}/tac-gia/duc-hanh/", f"{HOST}/tac-gia/mai-giap/"]
    assert told(graph, article, SDO.commentCount) == ["0"]
    (logo,) = told(graph, article, SDO.publisher, SDO.logo, SDO.url)
    images = told(graph, article, SDO.image)
    assert len(images) == 4
    for file in (logo, *images):
        assert client.get(file.removeprefix(HOST)).getvalue().startswith(b"\xff\xd8")
    steps = sorted((s for s in scripts_of(page)[1]["itemListElement"]), key=lambda step: step["position"])
    assert [step["name"] for step in steps] == ["Trang chủ", "Xã hội", "Y tế", story.headline]
    printed = re.findall(r'<nav class="path".*?</nav>', page.content.decode(), re.S)[0]
    assert [f"{HOST}{path}" for path in re.findall(r'href="([^"]*)"', printed)] == [s["item"] for s in steps[:-1]]
    assert steps[-1]["item"] == address
    metas = metas_of(page)
    assert (metas["og:type"], metas["og:url"]) == ("article", address)
    assert client.get(metas["og:image"].removeprefix(HOST)).getvalue().startswith(b"\xff\xd8")
    assert (metas["og:locale"], metas["og:image:alt"], metas["article:section"]) == ("vi_VN", "Một cây cầu", "Y tế")
    assert metas["twitter:card"] == "summary_large_image"


def test_the_dates_are_those_that_readers_see(client: Any) -> None:
    story = _story()
    story.headline, story.version = "Tên mới", story.version + 1
    story.save()
    story.publish(by=cast.ed())
    page = client.get(story.get_absolute_url())
    facts, metas = scripts_of(page)[0], metas_of(page)
    head, main = page.content.decode().split("<article")[0], page.content.decode().split("<article")[1]
    seen = re.findall(r'<p class="when[^"]*">.*?<time datetime="([^"]*)"', main)
    assert seen == [facts["datePublished"], facts["dateModified"]]
    assert seen[0] < seen[1]
    assert [metas["article:published_time"], metas["article:modified_time"]] == seen
    assert "<time" not in head


def test_no_word_of_the_newsroom_ends_the_script_that_carries_it(client: Any) -> None:
    evil = '</script><script>alert(1)</script><!-- " \u2028 &'
    cast.masthead(name=f"Báo {evil[:40]}", slogan=evil)
    cast.section("Xã hội", description=evil)
    story = _story(lead=evil, headline=f"Tin {evil}")
    for path in (story.get_absolute_url(), "/", "/chuyen-muc/xa-hoi/", "/tac-gia/duc-hanh/"):
        page = client.get(path)
        assert "<script>alert" not in page.content.decode()
        assert len(graph_of(page)) > 3
    assert scripts_of(client.get(story.get_absolute_url()))[0]["headline"].startswith("Tin </script><script>alert")


def test_the_front_page_is_a_newspaper_that_can_be_searched(client: Any) -> None:
    cast.masthead(owner_body="Tỉnh", phone="0215", email="toasoan@vidu.vn")
    graph = graph_of(client.get("/"))
    assert told(graph, SDO.NewsMediaOrganization, SDO.legalName) == ["Tỉnh"]
    assert told(graph, SDO.WebSite, SDO.publisher, SDO.name) == ["Báo Thử"]
    (template,) = told(graph, SDO.WebSite, SDO.potentialAction, SDO.target, SDO.urlTemplate)
    assert template == f"{HOST}/tim-kiem/?q={{search_term_string}}"


def test_lists_and_authors_say_what_they_are_under_one_address_each(client: Any) -> None:
    cast.author("Đức Hạnh", job="Phóng viên")
    story = cast.article()
    story.topics, story.tags = [cast.topic().pk], [cast.tag().pk]
    story.save()
    story.publish(by=cast.ed(), at=timezone.now() - timedelta(hours=1))
    for path in ("/tin-moi/", "/chuyen-muc/xa-hoi/", "/su-kien/bao-so-3/", "/tu-khoa/dien-bien-phu/"):
        page = client.get(f"{path}?utm_source=x&fbclid=1")
        graph = graph_of(page)
        assert told(graph, SDO.CollectionPage, SDO.url) == [f"{HOST}{path}"] == [metas_of(page)["og:url"]]
        listed = told(graph, SDO.CollectionPage, SDO.mainEntity, SDO.itemListElement, SDO.url)
        assert listed == [f"{HOST}{story.get_absolute_url()}"]
        assert f'<link rel="canonical" href="{HOST}{path}">' in page.content.decode()
        assert metas_of(page)["og:image"].endswith(".png")
    graph = graph_of(client.get("/tac-gia/duc-hanh/"))
    assert told(graph, SDO.ProfilePage, SDO.mainEntity, SDO.jobTitle) == ["Phóng viên"]
