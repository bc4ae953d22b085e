"""The demo newspaper's copy: whole, in good Vietnamese spelling, every sentence its own."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from articles import markers, markup, text
from newsroom.demo import manuscript
from newsroom.demo.manuscript import Manuscript

SHORT, LONG = 150, 600
LEAD = range(20, 46)
HEADLINE = 90
MINUTES_IN_TWENTY_DAYS = 20 * 24 * 60
SCENES = {
    *("terraces", "mountains", "market", "bridge", "school", "dam", "festival", "harvest", "road", "tea"),
    *("river", "town", "clinic", "stadium", "weaving", "flood", "night", "forest", "portrait", "meeting"),
}
PAPER = manuscript.FOLDER.parent / "paper.json"
SENTENCE_END = re.compile(r"[.!?…]+[”\")]*(?:\s+|$)")
MARKER = re.compile(r"\[photo ([^\]\s]+)\]")
NO_WORDS = re.compile(r"^(?:#+|>|-|\|)\s|[|*]|^[|:\- ]+$", re.MULTILINE)


@pytest.fixture(scope="module")
def stories() -> list[Manuscript]:
    return manuscript.all_manuscripts()


@pytest.fixture(scope="module")
def facts() -> dict[str, Any]:
    return json.loads(PAPER.read_text("utf-8"))


def words(story: Manuscript) -> str:
    """The text as a reader counts it: without photo markers and the marks of subheads, lists and tables."""
    return NO_WORDS.sub(" ", MARKER.sub(" ", story.text))


def sentences(story: Manuscript) -> Iterator[str]:
    pieces = [
        story.facts["lead"],
        *words(story).split("\n"),
        *(part for p in story.photos for part in (p.alt, p.caption)),
    ]
    for piece in pieces:
        yield from filter(None, (" ".join(found.split()).lower() for found in SENTENCE_END.split(piece)))


def test_there_are_forty_stories_and_six_long_ones(stories: list[Manuscript]) -> None:
    lengths = {story.name: len(words(story).split()) for story in stories}
    assert {name: length for name, length in lengths.items() if length < SHORT} == {}
    assert len(lengths) == 47
    assert sum(length >= LONG for length in lengths.values()) == 6


def test_no_two_stories_share_a_sentence(stories: list[Manuscript]) -> None:
    seen = Counter(sentence for story in stories for sentence in set(sentences(story)))
    assert len(seen) > 600
    assert [sentence for sentence, times in seen.items() if times > 1] == []


def test_no_story_says_a_sentence_twice(stories: list[Manuscript]) -> None:
    for story in stories:
        assert [said for said, times in Counter(sentences(story)).items() if times > 1] == [], story.name


def test_every_file_is_spelled_as_the_paper_saves_it() -> None:
    for path in [PAPER, *manuscript.FOLDER.glob("*.txt")]:
        copy = path.read_text("utf-8")
        assert unicodedata.is_normalized("NFC", copy), path.name
        assert text.tidy(copy) == copy, path.name
        assert '"' not in copy or path == PAPER, f"{path.name}: straight quotes"


def test_headline_and_lead_have_a_newspapers_length(stories: list[Manuscript]) -> None:
    assert len({story.facts["headline"] for story in stories}) == len(stories)
    for story in stories:
        assert 0 < len(story.facts["headline"]) <= HEADLINE, story.name
        assert len(story.facts["lead"].split()) in LEAD, story.name


def test_nobody_typed_the_papers_sign(stories: list[Manuscript], facts: dict[str, Any]) -> None:
    sign = re.compile(rf"\b{facts['masthead']['sign']}\b")
    for story in stories:
        assert not any(sign.search(copy) for copy in (*story.facts.values(), story.text)), story.name


def test_every_section_of_two_levels_has_three_stories_or_more(
    stories: list[Manuscript], facts: dict[str, Any]
) -> None:
    parents = {section["slug"]: section["parent"] for section in facts["sections"]}
    read = Counter(story.facts["section"] for story in stories if story.status == "published")
    assert len(parents) == 10
    assert read.keys() == parents.keys()
    assert min(read.values()) >= 3
    inner = {parent for parent in parents.values() if parent}
    assert inner
    assert all(parents[parent] is None for parent in inner)


def test_every_author_is_known_and_has_written(stories: list[Manuscript], facts: dict[str, Any]) -> None:
    known = {author["slug"] for author in facts["authors"]}
    credited = {who for story in stories for _role, who in story.credits}
    assert len(known) == 8
    assert known <= credited
    assert {who for who in credited - known if text.slug(who) == who} == set(), "a slug that no author has"
    assert all(story.credits for story in stories)


def test_one_story_is_scheduled_one_a_draft_one_withdrawn(stories: list[Manuscript]) -> None:
    statuses = Counter(story.status for story in stories)
    assert statuses == {"published": 44, "scheduled": 1, "draft": 1, "withdrawn": 1}


def test_the_stories_came_out_within_twenty_days_and_only_the_scheduled_one_is_to_come(
    stories: list[Manuscript],
) -> None:
    for story in stories:
        if story.status == "scheduled":
            assert story.minutes_ago < 0, story.name
        else:
            assert 0 < story.minutes_ago <= MINUTES_IN_TWENTY_DAYS, story.name
    assert len({story.minutes_ago for story in stories}) == len(stories)


def test_every_photo_has_an_alt_text_and_a_caption_that_differ(stories: list[Manuscript]) -> None:
    captions: Counter[str] = Counter()
    for story in stories:
        printed = any(role in {"photo", "text_photo"} for role, _who in story.credits)
        for photo in story.photos:
            assert photo.scene in SCENES, f"{story.name}: {photo.scene}"
            assert photo.alt, story.name
            assert photo.caption, story.name
            assert not set(sentences_of(photo.alt)) & set(sentences_of(photo.caption)), story.name
            assert photo.credit or printed, f"{story.name}: nobody took {photo.key}"
            captions[photo.caption] += 1
    assert max(captions.values()) == 1


def sentences_of(words: str) -> list[str]:
    return [found.strip().lower() for found in SENTENCE_END.split(words) if found.strip()]


def test_every_photo_but_the_lead_photo_stands_in_the_text_once(stories: list[Manuscript]) -> None:
    for story in stories:
        assert MARKER.findall(story.text) == [photo.key for photo in story.photos[1:]], story.name
        assert len({photo.marker for photo in story.photos}) == len(story.photos), story.name
    assert sum(bool(story.photos) for story in stories) >= 36
    assert not all(story.photos for story in stories), "a story without a photo belongs to a paper too"
    assert max(len(MARKER.findall(story.text)) for story in stories) >= 4


def test_the_papers_door_for_html_has_nothing_to_change(stories: list[Manuscript], facts: dict[str, Any]) -> None:
    for story in stories:
        assert text.clean_text(markup.plain(markup.clean(story.body()))) == text.clean_text(
            markup.plain(story.body())
        ), story.name
        assert markers.photo_keys(markup.clean(story.body())) == [photo.marker for photo in story.photos[1:]], (
            story.name
        )
    for page in facts["pages"]:
        assert markup.plain(markup.clean(page["body"])) == markup.plain(page["body"]), page["slug"]


def test_the_paper_shows_what_a_story_can_hold(stories: list[Manuscript]) -> None:
    bodies = "".join(story.body() for story in stories)
    for tag in ("<table>", "<ul>", "<blockquote>", "<h2>", "<strong>"):
        assert tag in bodies
    genres = {story.facts["genre"] for story in stories}
    assert {"tin", "bai", "phong-su", "phong-van", "xa-luan", "ghi-chep"} <= genres


def test_nothing_in_the_papers_frame_is_empty(facts: dict[str, Any]) -> None:
    assert all(facts["masthead"].values())
    for kind in ("sections", "authors", "pages"):
        for row in facts[kind]:
            assert all(value for key, value in row.items() if key not in {"parent", "order"}), row
        assert len({row["slug"] for row in facts[kind]}) == len(facts[kind])
    assert {page["slug"] for page in facts["pages"]} == {"gioi-thieu", "lien-he", "quyen-rieng-tu"}
