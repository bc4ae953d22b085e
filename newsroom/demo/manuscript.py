"""A story as it is kept in `stories/*.txt`: header lines `key: value`, an empty line, then the text.

The text has paragraphs separated by empty lines; "## " subheads, "> " quotes, "- " lists, "| a | b |" table lines,
**bold**, and "[photo KEY]" where a photo stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.html import escape

from articles.models import Genre, Role

FOLDER = Path(__file__).parent / "stories"
GENRES = {
    "tin": Genre.NEWS,
    "bai": Genre.REPORT,
    "phong-su": Genre.REPORTAGE,
    "phong-van": Genre.INTERVIEW,
    "xa-luan": Genre.EDITORIAL,
    "binh-luan": Genre.COMMENTARY,
    "ghi-chep": Genre.NOTES,
    "chum-anh": Genre.PHOTOS,
    "tuong-thuat": Genre.LIVE,
}
STATES = {"published", "scheduled", "draft", "submitted", "withdrawn"}
ONCE = {"kicker", "headline", "section", "genre", "lead", "source", "status", "minutes_ago", "summary"}
PHOTO_LINE = re.compile(r"\[photo ([A-Za-z0-9_-]+)\]")


class Unreadable(ValueError):
    """The file isn't written as it should be; the message names the file and the fault."""


@dataclass(frozen=True)
class PhotoLine:
    key: str
    scene: str
    alt: str
    caption: str
    credit: str

    @property
    def marker(self) -> str:
        """The key as a body's marker has it: 6 to 12 letters and figures."""
        return re.sub(r"[^a-z0-9]", "", self.key.lower()).ljust(6, "x")[:12]


@dataclass
class Manuscript:
    name: str
    facts: dict[str, str]
    credits: list[tuple[Role, str]] = field(default_factory=list)
    photos: list[PhotoLine] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)  # slugs
    tags: list[str] = field(default_factory=list)
    entries: list[tuple[int, str, str]] = field(default_factory=list)  # of a live report: minutes after it went out
    related: list[str] = field(default_factory=list)  # how the files' names begin
    text: str = ""

    @property
    def genre(self) -> Genre:
        return GENRES[self.facts.get("genre", "tin")]

    @property
    def status(self) -> str:
        return self.facts.get("status", "published")

    @property
    def minutes_ago(self) -> int:
        """Minutes before now at which it went out; below zero, to come."""
        return int(self.facts.get("minutes_ago", "60"))

    def body(self) -> str:
        """The text as HTML, one block a line. `articles.markup.clean` has nothing to add to it."""
        markers = {photo.key: photo.marker for photo in self.photos}
        return "\n".join(_block(piece.strip(), markers) for piece in self.text.split("\n\n") if piece.strip())

    def paragraphs(self) -> list[str]:
        """The plain paragraphs alone, without subheads, quotes, lists, tables and photos."""
        pieces = (piece.strip() for piece in self.text.split("\n\n"))
        return [piece for piece in pieces if piece and piece[0] not in "#>-|[" and "**" not in piece]


def all_manuscripts() -> list[Manuscript]:
    """Every story of the demo newspaper, in the order of the files' names."""
    return [read(path) for path in sorted(FOLDER.glob("*.txt"))]


def read(path: Path) -> Manuscript:
    """Raises `Unreadable`."""
    head, _gap, text = path.read_text("utf-8").replace("\r\n", "\n").strip().partition("\n\n")
    story = Manuscript(path.stem, {}, text=text)
    for line in head.split("\n"):
        key, colon, value = (part.strip() for part in line.partition(":"))
        if not colon or not _take(story, key, value):
            raise Unreadable(f"{path.name}: {line!r} is no header line.")
    genre, status = story.facts.get("genre", "tin"), story.status
    if genre not in GENRES or status not in STATES:
        raise Unreadable(f"{path.name}: genre {genre!r} or status {status!r} is unknown.")
    return story


def _take(story: Manuscript, key: str, value: str) -> bool:
    if key == "credit" and "=" in value:
        role, _equals, who = value.partition("=")
        story.credits.append((Role(role.strip()), who.strip()))
    elif key == "photo" and value.count("|") == 4:
        marker, scene, alt, caption, credit = (part.strip() for part in value.split("|"))
        story.photos.append(PhotoLine(marker, scene, alt, caption, "" if credit == "-" else credit))
    elif key == "entry" and value.count("|") == 2:
        minutes, title, words = (part.strip() for part in value.split("|"))
        story.entries.append((int(minutes), title, words))
    elif key == "tags":
        story.tags += [tag.strip() for tag in value.split(",")]
    elif key in {"topic", "related"}:
        (story.topics if key == "topic" else story.related).append(value)
    elif key in ONCE:
        story.facts[key] = value
    else:
        return False
    return True


def _block(piece: str, markers: dict[str, str]) -> str:
    photo = PHOTO_LINE.fullmatch(piece)
    if photo:
        return f'<figure data-photo="{markers[photo[1]]}"></figure>'
    lines = [line.strip() for line in piece.split("\n")]
    if piece.startswith("## "):
        return f"<h2>{_inline(piece[3:])}</h2>"
    if piece.startswith("> "):
        return f"<blockquote><p>{_inline(' '.join(line.removeprefix('>').strip() for line in lines))}</p></blockquote>"
    if piece.startswith("- "):
        return "<ul>" + "".join(f"<li>{_inline(line.removeprefix('- '))}</li>" for line in lines) + "</ul>"
    if piece.startswith("|"):
        return "".join(_table(lines))
    return f"<p>{_inline(' '.join(lines))}</p>"


def _table(lines: list[str]) -> Iterator[str]:
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    rows = [row for row in rows if not all(re.fullmatch(r":?-+:?", cell) for cell in row)]
    yield "<table><thead><tr>"
    yield from (f'<th scope="col">{_inline(cell)}</th>' for cell in rows[0])
    yield "</tr></thead><tbody>"
    for row in rows[1:]:
        yield "<tr>" + "".join(f"<td>{_inline(cell)}</td>" for cell in row) + "</tr>"
    yield "</tbody></table>"


def _inline(words: str) -> str:
    html = str(escape(words)).replace("&quot;", '"').replace("&#x27;", "'")
    return re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", html)
