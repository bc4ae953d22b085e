"""The parser's output written anew, in the one form the house keeps. Pure; `articles.markup` is its only reader."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape, unescape
from itertools import count, groupby
from operator import itemgetter

from articles import markers, text

MAX_LISTS = 5  # lists in lists

HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}
EMPHASIS = {"strong": "strong", "b": "strong", "em": "em", "i": "em", "sub": "sub", "sup": "sup"}
INLINE = {"a", "span", *EMPHASIS}
LISTS = {"ul", "ol"}
FRAMES = {"blockquote", "aside"}
ROWS = {"thead", "tbody", "tfoot", "tr"}
CELLS = {"td", "th", "caption"}
LINED = {"li", *CELLS}  # in these a block is a line, not a paragraph
CONTAINERS = LISTS | FRAMES | ROWS | LINED | {"table"}
BREAKS = {"p", "div", "section", "article", "main", "header", "footer", "nav", "address", "center", "pre", "form",
          "fieldset", "details", "summary", "dl", "dt", "dd", "figcaption"}  # fmt: skip
TAGS = CONTAINERS | BREAKS | INLINE | set(HEADINGS) | {"figure", "br", "hr"}
SCOPES = {"row", "col", "rowgroup", "colgroup"}
TOKEN = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"]*")*)>|([^<]+)')
ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
# White space is a space, save one that keeps a figure and what it counts on one line: "20 triệu", "ngày 5".
WHITE = re.compile(r"((?<=[0-9])\xa0(?=[^\W\d_]|[%‰°])|(?<=[^\W\d_])\xa0(?=[0-9]))|\s+")
STRUCTURAL = re.compile(rf"</?(?:{'|'.join(sorted(CONTAINERS))})\b")

Wrappers = tuple[str, ...]  # opening tags of the inline elements around a piece of text, outermost first
Leaf = tuple[Wrappers, str]
BR: Leaf = ((), "\n")


class Composer:
    """Writes the parser's balanced output anew, in the one form the house keeps: tags by name, attributes checked,
    text escaped.

    Blocks stand at the root, in frames (blockquote, aside) or, lists only, in items and cells; a block found
    elsewhere becomes lines of what it is in. Markers stand at the root alone.
    """

    def __init__(self) -> None:
        self.out: list[str] = []
        self.frames: list[tuple[str, int]] = []  # open containers, and where in `out` each was opened
        self.closings: list[tuple[str, bool]] = []  # for every open tag: what its end means, and `muted` around it
        self.wrappers: list[Wrappers] = []
        self.run: list[Leaf] = []
        self.late: list[str] = []  # what may not stand where it was met: it follows the outermost block
        self.line = "p"
        self.muted = False  # inside a marker, where the editor shows a thumbnail

    def compose(self, parsed: str) -> str:
        for close, name, attributes, words in TOKEN.findall(parsed):
            if words:
                if not self.muted:
                    self.run.append((tuple(tag for tags in self.wrappers for tag in tags), unescape(words)))
            elif close:
                self._end(*self.closings.pop())
            elif name == "br":
                self.run.append(BR)
            elif name == "hr":
                self._rule()
            else:
                self._enter(name, dict(ATTRIBUTE.findall(attributes)))
        self._flush()
        return "".join(self.out).strip()

    @property
    def here(self) -> str:
        return self.frames[-1][0] if self.frames else ""

    def _enter(self, name: str, attributes: dict[str, str]) -> None:
        around, meaning = self.muted, self._start(name, attributes)
        self.closings.append((meaning, around))
        if meaning == "marker":
            self.muted = True
        elif meaning != "inline" and name != "figcaption":  # A marker left open must not swallow the story.
            self.muted = False

    def _start(self, name: str, attributes: dict[str, str]) -> str:
        if name in INLINE:
            self.wrappers.append(self._wrapping(name, attributes))
            return "inline"
        marker = markers.written(attributes) if name == "figure" else ""
        if marker:
            self._marker(f"{marker}\n")
            return "marker"
        self._boundary()
        if name in HEADINGS and self.here not in LINED:
            self.line = HEADINGS[name]
            return "heading"
        return self._open(name, attributes) if self._fits(name) else "block"

    def _end(self, meaning: str, muted: bool) -> None:
        if meaning == "inline":
            self.wrappers.pop()
        elif meaning in {"container", "item"}:
            self._close()
            if meaning == "item":
                self._close()
        elif meaning != "marker":
            self._boundary()
            self.line = "p" if meaning == "heading" else self.line
        self.muted = muted

    def _wrapping(self, name: str, attributes: dict[str, str]) -> Wrappers:
        if name == "a":
            address = _link(unescape(attributes.get("href", "")))
            tags = [f'<a href="{escape(address)}">'] if address else []
        else:
            tags = [f"<{tag}>" for tag in _emphasis(name, attributes.get("style", ""))]
        around = {_name(tag) for tags_ in self.wrappers for tag in tags_}
        return tuple(tag for tag in tags if _name(tag) not in around)

    def _marker(self, marker: str) -> None:
        self._boundary()
        if self.frames:
            self.late.append(marker)
        else:
            self.out.append(marker)

    def _rule(self) -> None:
        self._boundary()
        if not self.frames:
            self.out.append("<hr>\n")

    def _fits(self, name: str) -> bool:
        """Whether such a container may stand here; where it may not, what it holds becomes lines of what is here."""
        if name in LISTS:
            deep = sum(open_ in LISTS for open_, _at in self.frames)
            return self.here in {"", "li", "td", "th", *FRAMES, *LISTS} and deep < MAX_LISTS
        if name == "li":
            return self.here in LISTS
        if name in {"td", "th"}:
            return self.here == "tr"
        if name == "tr":
            return self.here in {"thead", "tbody", "tfoot"}
        if name in {"thead", "tbody", "tfoot", "caption"}:
            return self.here == "table"
        return name in {"table", *FRAMES} and (not self.frames or (name == "table" and self.here in FRAMES))

    def _open(self, name: str, attributes: dict[str, str]) -> str:
        self._flush()
        meaning = "container"
        if name in LISTS and self.here in LISTS:  # A list straight in a list belongs to the item before it.
            meaning = "item"
            if self.out[-1] == "</li>":
                self.out.pop()
                self.frames.append(("li", -1))
            else:
                self._open("li", {})
        self.line = "p"
        self.frames.append((name, len(self.out)))
        self.out.append(_opening(name, attributes))
        return meaning

    def _close(self) -> None:
        self._flush()
        name, at = self.frames.pop()
        if len(self.out) == at + 1 and name not in {"td", "th"}:
            self.out.pop()
        else:
            self.out.append(f"</{name}>" if self.frames else f"</{name}>\n")
        self._release()

    def _boundary(self) -> None:
        """A block begins or ends: in an item or a cell that is a new line, elsewhere a new paragraph."""
        if self.here in LINED:
            self.run.append(BR)
        else:
            self._flush()

    def _flush(self) -> None:
        paragraphs, self.run = _paragraphs(self.run), []
        if paragraphs and self.here in LINED:
            glue = "" if STRUCTURAL.match(self.out[-1]) else "<br>"
            self.out.append(glue + "<br>".join(paragraphs))
        elif self.here in LISTS:
            self.out.extend(piece for words in paragraphs for piece in ("<li>", words, "</li>"))
        else:
            blocks = [f"<{self.line}>{words}</{self.line}>" for words in paragraphs]
            if self.here in {"table", *ROWS}:
                self.late.extend(f"{block}\n" for block in blocks)
            else:
                self.out.extend(block if self.frames else f"{block}\n" for block in blocks)
        self._release()

    def _release(self) -> None:
        if not self.frames:
            self.out.extend(self.late)
            self.late.clear()


def _paragraphs(run: Sequence[Leaf]) -> list[str]:
    """Inline HTML of every paragraph in a run: a line break ends a line, an empty line ends a paragraph."""
    lines: list[list[Leaf]] = [[]]
    for leaf in run:
        if leaf is BR:
            lines.append([])
        else:
            lines[-1].append(leaf)
    paragraphs: list[list[str]] = [[]]
    for line in map(_line, lines):
        if line:
            paragraphs[-1].append(line)
        elif paragraphs[-1]:
            paragraphs.append([])
    return ["<br>".join(lines) for lines in paragraphs if lines]


def _line(leaves: list[Leaf]) -> str:
    while (grouped := _grouped(leaves)) != leaves:
        leaves = grouped
    written: list[str] = []
    around: Wrappers = ()
    for wrappers, words in [*leaves, ((), "")]:
        shared = len(_shared(around, wrappers))
        written += [f"</{_name(tag)}>" for tag in reversed(around[shared:])]
        written += [*wrappers[shared:], escape(words, quote=False)]
        around = wrappers
    return "".join(written)


def _grouped(leaves: list[Leaf]) -> list[Leaf]:
    """Neighbours in the same wrappers put together, text tidied, white space folded and freed of emphasis."""
    groups: list[Leaf] = []
    for wrappers, pieces in groupby(leaves, key=itemgetter(0)):
        words = WHITE.sub(_space, text.tidy("".join(words for _wrappers, words in pieces)))
        if not groups or groups[-1][1].endswith(" "):
            words = words.lstrip(" ")
        if words:
            groups.append((wrappers, words))
    if groups:
        groups[-1] = (groups[-1][0], groups[-1][1].rstrip(" "))
    for at in range(1, len(groups) - 1):
        if groups[at][1] == " ":
            groups[at] = (_shared(groups[at - 1][0], groups[at + 1][0]), " ")
    return [group for group in groups if group[1]]


def _space(white: re.Match[str]) -> str:
    return white[1] or " "


def _shared(one: Wrappers, other: Wrappers) -> Wrappers:
    ends = (at for at in count() if at >= min(len(one), len(other)) or one[at] != other[at])
    return one[: next(ends)]


def _name(tag: str) -> str:
    return tag.strip("<>").partition(" ")[0]


def _emphasis(name: str, style: str) -> list[str]:
    """What a tag and its style make of text. Google Docs wraps whole pages in a <b> of normal weight."""
    weight = re.search(r"font-weight:\s*([a-z0-9]+)", style, re.I)
    slant = re.search(r"font-style:\s*([a-z]+)", style, re.I)
    found = {EMPHASIS.get(name, "")} - {""}
    if weight:
        found = found - {"strong"} | ({"strong"} if re.fullmatch(r"bold(?:er)?|[6-9]00", weight[1], re.I) else set())
    if slant:
        found = found - {"em"} | ({"em"} if slant[1].lower() in {"italic", "oblique"} else set())
    return sorted(found)


def _link(address: str) -> str:
    """The address if it leads to the web, a mailbox, a telephone or a page of ours; else nothing."""
    plain = re.sub(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]", "", address).strip()
    plain = re.sub(r"\s", "%20", plain)
    is_outside = re.match(r"(?:https?://[^/\\?#]|mailto:.|tel:.)", plain, re.I)
    is_ours = re.match(r"/(?![/\\])|[?#].", plain)
    return plain if is_outside or is_ours else ""


def _opening(name: str, attributes: dict[str, str]) -> str:
    kept = ""
    for key, least, most in (("colspan", 2, 50), ("rowspan", 2, 500), ("start", 2, 9999)):
        value = attributes.get(key, "")
        if re.fullmatch(r"[0-9]{1,4}", value) and least <= int(value) <= most:
            kept += f' {key}="{int(value)}"'
    if attributes.get("scope") in SCOPES:
        kept += f' scope="{attributes["scope"]}"'
    return f"<{name}{kept}>"
