"""A gallery in the text: several photos one below the other, numbered, everywhere that a photo is."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client

from articles import markers, markup
from articles.models import Article, NotReady
from tests import cast
from tests.reading import text_of

SIGNED = [("text_photo", "Đức Hạnh")]
GALLERY = '<figure data-gallery="aaaaaa1 bbbbbb2"></figure>'


@pytest.mark.parametrize(
    "typed, kept",
    [
        (GALLERY, GALLERY),
        ('<figure data-gallery="aaaaaa1  bbbbbb2 aaaaaa1" class=x><img src=t><b>1/2</b> chú thích</figure>', GALLERY),
        ('<figure data-gallery="aaaaaa1"></figure>', '<figure data-photo="aaaaaa1"></figure>'),
        ('<figure data-gallery="aaaaaa1 &quot;><script> bbbbbb2">x</figure>', GALLERY),
        ('<figure data-gallery="A B">chữ</figure>', "<p>chữ</p>"),
        (f"<blockquote><p>a</p>{GALLERY}</blockquote>", f"<blockquote><p>a</p></blockquote>\n{GALLERY}"),
        ('<figure data-clip="cccccc3"><video src=x></video></figure>', '<figure data-clip="cccccc3"></figure>'),
    ],
)
def test_a_gallery_is_kept_as_a_marker_and_nothing_else_of_it(typed: str, kept: str) -> None:
    assert markup.clean(typed) == markup.clean(kept) == kept


def test_a_gallery_holds_a_hundred_photos_at_most() -> None:
    many = " ".join(f"photo{number:04d}" for number in range(120))
    kept = markup.clean(f'<figure data-gallery="{many}"></figure>')
    assert len(markers.photo_keys(kept)) == 100
    assert markup.clean(kept) == kept


def story_with_gallery(count: int = 3) -> Article:
    story = cast.article(credits=SIGNED)
    colours = ("#aa3333", "#33aa33", "#3333aa")
    keys = [
        story.photos.create(photo=cast.photo(f"Cảnh {n + 1}", picture={"colour": colours[n]})).key for n in range(count)
    ]
    story.body = f'<p>Trước.</p><figure data-gallery="{" ".join(keys[::-1])}"></figure><p>Sau.</p>'
    story.save()
    return story


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["", "in/"])
def test_readers_get_the_photos_in_order_and_numbered_without_script(page: str) -> None:
    story = story_with_gallery()
    story.publish(by=cast.ed())
    response = Client().get(f"{story.get_absolute_url()}{page}")
    words = text_of(response)
    places = [words.index(part) for part in ("Trước.", "1/3 Cảnh 3", "2/3 Cảnh 2", "3/3 Cảnh 1", "Sau.")]
    assert places == sorted(places)
    assert response.content.decode().count("<img ") >= 3


@pytest.mark.django_db
def test_a_gallery_costs_no_more_queries_than_a_photo(django_assert_num_queries: Any) -> None:
    story = story_with_gallery(2)
    story.publish(by=cast.ed())
    with django_assert_num_queries(14, exact=False):
        Client().get(story.get_absolute_url())


@pytest.mark.django_db
def test_feeds_and_search_engines_get_every_photo_of_the_gallery() -> None:
    story = story_with_gallery()
    story.publish(by=cast.ed())
    feed = Client().get("/rss/").content.decode()
    assert feed.count("<media:content ") == 3
    assert "1/3 Cảnh 3" in feed
    page = Client().get(story.get_absolute_url()).content.decode()
    facts = [json.loads(found) for found in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)]
    images = next(fact["image"] for fact in facts if fact.get("@type") == "NewsArticle")
    assert len(images) >= 3


@pytest.mark.django_db
def test_a_gallery_with_a_lost_photo_is_not_published() -> None:
    story = story_with_gallery()
    story.photos.first().delete()
    with pytest.raises(NotReady):
        story.publish(by=cast.ed())
