"""Clean paragraphs, made once from the demo newspaper's own sentences, from which stories by the thousand are set."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from django.utils.html import escape

from articles import markup, text
from newsroom.demo import headlines
from newsroom.demo.manuscript import all_manuscripts

PARAGRAPHS = 3000
FEWEST, MOST = 30, 75  # words in a paragraph
BODY = (285, 470)  # words after which a story needs no further paragraph
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_a-zà-ỹđ])")


@dataclass(frozen=True)
class Piece:
    """A block of clean HTML, or a plain sentence, and how many words it has."""

    html: str
    words: int


@dataclass(frozen=True)
class Copy:
    """What a story says."""

    kicker: str
    headline: str
    lead: str
    body: str
    words: int


class Bank:
    """The same seed makes the same bank, and the same story under the same number."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        chance = Random(f"bank {seed}")
        sentences = self._sentences()
        self.leads = [Piece(s, text.count_words(s)) for s in sentences if 8 <= text.count_words(s) <= 22]
        self.paragraphs = [_paragraph(chance, sentences) for _number in range(PARAGRAPHS)]
        self.subheads = [Piece(f"<h2>{s}</h2>", text.count_words(s)) for s in headlines.SUBHEADS]

    @staticmethod
    def _sentences() -> Sequence[str]:
        found: dict[str, None] = {}
        for story in all_manuscripts():
            for paragraph in story.paragraphs():
                if not set(paragraph) & set('"“”<>&'):  # A quotation cut in two reads badly.
                    found.update(dict.fromkeys(SENTENCE_END.split(text.clean_line(paragraph))))
        return [sentence for sentence in found if text.count_words(sentence) >= 5]

    def chance(self, number: int) -> Random:
        """The dice of one story, whatever stories are made before it."""
        return Random((self.seed << 40) + number)

    def copy(self, chance: Random, marker: str = "") -> Copy:
        """A story of 300 to 600 words. `marker`: a photo's, to be set after the second paragraph."""
        lead = chance.choice(self.leads)
        opening = headlines.lead_opening(chance)
        blocks, words, enough = [], 0, chance.randint(*BODY)
        while words < enough:
            piece = self.paragraphs[int(chance.random() * PARAGRAPHS)]
            blocks.append(piece.html)
            words += piece.words
        if chance.random() < 0.5:
            subhead = chance.choice(self.subheads)
            blocks.insert(3, subhead.html)
            words += subhead.words
        if marker:
            blocks.insert(2, marker)
        return Copy(
            kicker=chance.choice(headlines.KICKERS),
            headline=headlines.headline(chance),
            lead=f"{opening} {lead.html}",
            body="\n".join(blocks),
            words=text.count_words(opening) + lead.words + words,
        )


@lru_cache(maxsize=4)
def bank(seed: int) -> Bank:
    """The bank of a seed, made once."""
    return Bank(seed)


def _paragraph(chance: Random, sentences: Sequence[str]) -> Piece:
    chosen: list[str] = []
    words = 0
    while words < FEWEST:
        sentence = chance.choice(sentences)
        more = text.count_words(sentence)
        if words + more <= MOST and sentence not in chosen:
            chosen.append(sentence)
            words += more
    return Piece(markup.clean(f"<p>{escape(' '.join(chosen))}</p>"), words)
