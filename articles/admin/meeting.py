"""A save that meets another's. What only one of the two touched comes together by itself; the rest is asked.

The form is brought up to date before it is read: parts that this person left alone take the other's words, and the
save then goes through as if it had been written on the other's version.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from articles import merging, text
from articles.admin.differences import as_text
from articles.admin.inlines import Row, put_rows, take_rows
from articles.forms import ArticleForm
from articles.models import Article, ArticlePhoto, Author, Credit, Photo, Revision

CREDIT = ("role", "author_id", "name")
PHOTO = ("photo_id", "key", "caption", "credit", "alt")
BODY = re.compile(r"pick-body-(\d{1,4})")


@dataclass(frozen=True)
class Choice:
    """A part that both have changed: what each made of it, as it would be sent and as it is read."""

    name: str
    label: str
    mine: str
    theirs: str
    mine_read: str
    theirs_read: str

    @property
    def can_keep_both(self) -> bool:
        return bool(self.name.startswith("body-") and self.mine and self.theirs)


@dataclass
class Meeting:
    theirs: Revision
    merged: list[str] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)


def meet(post: QueryDict, story: Article) -> Meeting | None:
    """Bring what was sent up to the saved story, whose row is locked; None where it was written on that version.

    With no choice left `post` carries the saved version and may be saved; else it keeps its own, and is refused.
    """
    opened = text.number(post.get("version", ""), 9) or 0
    if not 0 < opened < story.version:
        return None
    base = story.revisions.filter(version__lte=opened).first()
    theirs = story.revisions.select_related("by").first()
    if base is None or theirs is None:
        return None
    meeting = Meeting(theirs)
    _meet_fields(post, story, base.content, meeting)
    credits, photos = story.credits.select_related("author"), story.photos.select_related("photo")
    _meet_rows(post, "credits", credits, base.content["credits"], _credit, _("credits"), meeting)
    _meet_rows(post, "photos", photos, base.content["photos"], _photo, _("photos"), meeting)
    if not meeting.choices:
        post["version"] = str(story.version)
    return meeting


def choose(post: QueryDict) -> None:
    """What this person chose, beside the form, is put into it."""
    for pick in [name for name in post if name.startswith("pick-")]:
        name, answer = pick.removeprefix("pick-"), post[pick]
        mine, theirs = post.get(f"mine-{name}", ""), post.get(f"theirs-{name}", "")
        if BODY.fullmatch(pick):
            if answer == "both":
                _put(post, mine, f"{theirs}{mine}")
            elif answer == "theirs":
                _put(post, mine or theirs, theirs)
            elif not mine:
                _put(post, theirs, "")
        elif answer == "theirs" and name.startswith("photos-"):
            put_rows(post, "photos", [r for r in take_rows(post, "photos") if r.get("key", [""])[-1] != name[7:]])
        elif answer == "theirs" and name in ArticleForm.Meta.fields:
            _set(post, name, theirs)


def _put(post: QueryDict, old: str, new: str) -> None:
    """In the text, where the paragraph still stands as it was shown."""
    blocks = merging.paragraphs(post.get("body", ""))
    if old in blocks:
        blocks[blocks.index(old)] = new
        post["body"] = "\n".join(blocks)


def _set(post: QueryDict, name: str, value: Any) -> None:
    if name == "show_sign" and value in {False, ""}:
        post.pop(name, None)
    else:
        post[name] = "" if value is None else "on" if value is True else str(value)


def _meet_fields(post: QueryDict, story: Article, base: dict[str, Any], meeting: Meeting) -> None:
    form = ArticleForm(post, instance=Article.objects.get(pk=story.pk))
    form.is_valid()  # What can't be read stays as it was sent, and is refused as ever.
    for name in ArticleForm.Meta.fields:
        part = "section_id" if name == "section" else name
        mine, theirs, before = getattr(form.instance, part), getattr(story, part), base.get(part)
        label = str(form.fields[name].label)
        if name in form.errors or mine == theirs or theirs == before:
            continue
        if isinstance(theirs, list):
            met = merging.merge_lists(before or [], mine, theirs)
            _set(post, name, form.fields[name].prepare_value(met))
            meeting.merged.append(label)
        elif mine == before:
            _set(post, name, theirs)
            meeting.merged.append(label)
        elif name == "body":
            _meet_text(post, label, str(before), mine, theirs, meeting)
        else:
            read = (as_text(part, mine), as_text(part, theirs))
            sent = str(theirs) if theirs not in {None, False} else ""
            meeting.choices.append(Choice(name, label, "", sent, *read))


def _meet_text(post: QueryDict, label: str, base: str, mine: str, theirs: str, meeting: Meeting) -> None:
    blocks = []
    for piece in merging.merge(*(merging.paragraphs(html) for html in (base, mine, theirs))):
        if isinstance(piece, merging.Conflict):
            read = (
                as_text("body", piece.mine) or _("(taken away)"),
                as_text("body", piece.theirs) or _("(taken away)"),
            )
            name = f"body-{len(meeting.choices)}"
            meeting.choices.append(Choice(name, label, piece.mine, piece.theirs, *read))
            blocks.append(piece.mine or piece.theirs)  # Until somebody chooses, nothing is taken away.
        else:
            blocks.append(piece)
    post["body"] = "\n".join(blocks)
    meeting.merged.append(label)


def _meet_rows(
    post: QueryDict,
    prefix: str,
    saved: Any,
    base: list[dict[str, Any]],
    read: Callable[[Row], Credit | ArticlePhoto | None],
    label: str,
    meeting: Meeting,
) -> None:
    """A row that this person left alone becomes what the other made of it; one that the other added joins."""
    theirs = {str(row.pk): row for row in saved}
    by_key = {row.key: str(pk) for pk, row in theirs.items() if isinstance(row, ArticlePhoto)}
    kept: list[Row] = []
    for row in take_rows(post, prefix):
        pk = row.get("id", [""])[-1]
        pk = pk if pk in theirs else by_key.get(row.get("key", [""])[-1], "")
        mine, now = read(row), theirs.pop(pk, None)
        words, words_now = (mine.as_printed() if mine else {}), (now.as_printed() if now else {})
        if words_now in base or words == words_now:  # The other left it alone, or both did the same.
            kept.append(row)
        elif words in base:
            meeting.merged.append(label)
            kept += [_as_sent(now)] if now else []
        else:
            kept += _both(row, now, words, label, meeting)
    for now in theirs.values():
        if now.as_printed() not in base:
            meeting.merged.append(label)
            kept.append(_as_sent(now))
    put_rows(post, prefix, kept)
    meeting.merged = list(dict.fromkeys(meeting.merged))


def _both(row: Row, now: Any, words: dict[str, Any], label: str, meeting: Meeting) -> list[Row]:
    """A row that both have changed: a photo's words are chosen, two credits both stand until one is taken away."""
    if now is None:
        return [row]
    if isinstance(now, ArticlePhoto):
        read = (as_text("photos", [words]), as_text("photos", [now.as_printed()]))
        meeting.choices.append(Choice(f"photos-{now.key}", label, "", "", *read))
        return [row]
    return [{**row, "id": [""]}, _as_sent(now)]


def _as_sent(row: Credit | ArticlePhoto) -> Row:
    """A saved row as a form would send it back."""
    names = PHOTO if isinstance(row, ArticlePhoto) else CREDIT
    sent = {name.removesuffix("_id"): [str(getattr(row, name) or "")] for name in ("id", *names, "order")}
    return {**sent, "is_lead": ["on"]} if getattr(row, "is_lead", False) else sent


def _number(row: Row, name: str) -> int | None:
    return text.number(row.get(name, [""])[-1])


def _credit(row: Row) -> Credit:
    author = Author.objects.filter(pk=_number(row, "author") or 0).first()
    return Credit(role=row.get("role", [""])[-1], author=author, name=row.get("name", [""])[-1].strip())


def _photo(row: Row) -> ArticlePhoto | None:
    photo = Photo.objects.filter(pk=_number(row, "photo") or 0).first()
    if photo is None:
        return None
    words = {name: row.get(name, [""])[-1].strip() for name in ("alt", "caption", "credit")}
    return ArticlePhoto(photo=photo, key=row.get("key", [""])[-1], is_lead=bool(row.get("is_lead")), **words)
