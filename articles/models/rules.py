"""What is looked at before a story goes out: each rule a question to the story, with sentences for an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import markers, markup, naming
from articles.models import photo_rules
from articles.models.clip import Clip
from articles.models.history import Action
from articles.models.links import Links
from articles.models.masthead import Masthead
from articles.models.official import Official


class Level(models.TextChoices):
    OFF = "off", gettext_lazy("off")
    WARN = "warn", gettext_lazy("warns")
    BLOCK = "block", gettext_lazy("blocks")


@dataclass
class Look:
    """A story as the rules read it: each of its parts asked for once. `by` is who would send it out, where known."""

    story: Any
    paper: Masthead
    by: Any = None
    day: date | None = None

    @cached_property
    def credits(self) -> list[Any]:
        return list(self.story.credits.all())

    @cached_property
    def uses(self) -> list[tuple[Any, dict[str, Any], dict[str, Any]]]:
        """Each photo's use, as it is printed, and as it is named in a sentence."""
        uses = [(use, use.as_printed()) for use in self.story.photos.all()]
        return [
            (use, said, {"number": number, "caption": said["caption"][:40] or said["alt"][:40] or "…"})
            for number, (use, said) in enumerate(uses, 1)
        ]

    @cached_property
    def clips(self) -> list[Clip]:
        return Clip.in_text(self.story.body)

    @cached_property
    def words(self) -> str:
        """All that readers would read of it."""
        captions = [said["caption"] for _use, said, _name in self.uses]
        return "\n".join([self.story.headline, self.story.lead, markup.plain(self.story.body), *captions])

    @cached_property
    def lost_links(self) -> list[str]:
        links = Links(self.story.body)
        return links.lost(links.there(type(self.story).objects.live()))

    @cached_property
    def open_notes(self) -> int:
        count: int = self.story.notes.open().count()
        return count

    @cached_property
    def approved_by(self) -> set[int | None]:
        return set(self.story.changes.filter(action=Action.APPROVED).values_list("by", flat=True))

    @property
    def photographers(self) -> list[str]:
        return [str(one.author or one.name) for one in self.credits if one.role in {"photo", "text_photo"}]

    @property
    def is_own(self) -> bool:
        signs = {credit.author.user_id for credit in self.credits if credit.author}
        return self.by is not None and self.by.pk in {self.story.created_by_id, *signs}


@dataclass(frozen=True)
class Rule:
    name: str
    label: Any
    default: Level
    find: Callable[[Look], Iterator[str]]
    is_fixed: bool = False  # Without it there would be nothing to print.


def _headline(look: Look) -> Iterator[str]:
    if not look.story.headline:
        yield _("The headline is missing.")


def _lead(look: Look) -> Iterator[str]:
    if not look.story.lead:
        yield _("The lead is missing.")


def _section(look: Look) -> Iterator[str]:
    if not look.story.section_id:
        yield _("The section is missing.")


def _credit(look: Look) -> Iterator[str]:
    if not look.credits:
        yield _("The credit is missing: say who wrote it.")


def _alt(look: Look) -> Iterator[str]:
    for _use, said, name in look.uses:
        if not said["alt"]:
            yield _("Photo %(number)d (%(caption)s) has no alt text.") % name


def _caption(look: Look) -> Iterator[str]:
    for _use, said, name in look.uses:
        if not said["caption"]:
            yield _("Photo %(number)d (%(caption)s) has no caption.") % name


def _photo_credit(look: Look) -> Iterator[str]:
    if not look.photographers:
        for _use, said, name in look.uses:
            if not said["credit"]:
                yield _("Photo %(number)d (%(caption)s) has no credit.") % name


def _lost_photo(look: Look) -> Iterator[str]:
    if set(markers.photo_keys(look.story.body)) - {said["key"] for _use, said, _name in look.uses}:
        yield _("A photo in the text is no longer among the story's photos: take it out or add it again.")


def _lost_clip(look: Look) -> Iterator[str]:
    if set(markers.clip_keys(look.story.body)) - {clip.key for clip in look.clips}:
        yield _("A video or recording in the text is no longer there: take it out or add it again.")


def _clip_words(look: Look) -> Iterator[str]:
    for clip in look.clips:
        if not clip.caption:
            yield _("The video or recording “%(title)s” has no caption.") % {"title": clip.title}
        if not clip.credit:
            yield _("The video or recording “%(title)s” has no credit.") % {"title": clip.title}


def _photo_rights(look: Look) -> Iterator[str]:
    day = look.day or timezone.localdate()
    yield from filter(None, (photo_rules.ended(use, name, day) for use, _said, name in look.uses))


def _photo_byline(look: Look) -> Iterator[str]:
    names = look.photographers
    yield from filter(None, (photo_rules.other_byline(use, name, names) for use, _said, name in look.uses))


def _headline_length(look: Look) -> Iterator[str]:
    length, most = len(look.story.headline), look.paper.headline_limit
    if length > most:
        yield _("The headline has %(length)d characters: %(most)d at most.") % {"length": length, "most": most}


def _sole_approver(look: Look) -> Iterator[str]:
    """Asked of whoever is about to send out their own story."""
    if look.is_own and not look.approved_by - {look.by.pk}:
        yield _("Nobody but its writer has approved this story.")


def _broken_link(look: Look) -> Iterator[str]:
    for path in look.lost_links:
        yield _("The link to %(path)s leads readers to nothing.") % {"path": path}


def _officials(look: Look) -> Iterator[str]:
    known = Official.objects.known()
    for found in naming.differences(look.words, list(known)) if known else ():
        said = {"who": known[found.known], "title": found.known.title, "written": found.written}
        if found.is_name:
            yield _("%(who)s, %(title)s: the story spells the name “%(written)s”.") % said
        else:
            yield _("%(who)s is %(title)s; the story says “%(written)s”.") % said


def _open_notes(look: Look) -> Iterator[str]:
    count = look.open_notes
    if count:
        yield ngettext("%(count)d note is open.", "%(count)d notes are open.", count) % {"count": count}


RULES = (
    Rule("headline", gettext_lazy("no headline"), Level.BLOCK, _headline, is_fixed=True),
    Rule("lead", gettext_lazy("no lead"), Level.BLOCK, _lead),
    Rule("section", gettext_lazy("no section"), Level.BLOCK, _section, is_fixed=True),
    Rule("credit", gettext_lazy("no credit line"), Level.BLOCK, _credit),
    Rule("alt", gettext_lazy("a photo without alt text"), Level.BLOCK, _alt),
    Rule("caption", gettext_lazy("a photo without caption"), Level.BLOCK, _caption),
    Rule("photo_credit", gettext_lazy("a photo without credit"), Level.BLOCK, _photo_credit),
    Rule("lost_photo", gettext_lazy("a place in the text for a photo that is gone"), Level.BLOCK, _lost_photo),
    Rule("lost_clip", gettext_lazy("a place in the text for a video that is gone"), Level.BLOCK, _lost_clip),
    Rule("clip_words", gettext_lazy("a video without caption or credit"), Level.BLOCK, _clip_words),
    Rule("photo_rights", gettext_lazy("a photo whose rights have ended"), Level.WARN, _photo_rights),
    Rule("photo_byline", gettext_lazy("a photo whose file names somebody else"), Level.WARN, _photo_byline),
    Rule("headline_length", gettext_lazy("a headline that is too long"), Level.WARN, _headline_length),
    Rule("broken_link", gettext_lazy("a link to a page of ours that isn't there"), Level.WARN, _broken_link),
    Rule("officials", gettext_lazy("a name or title other than in the list of officials"), Level.WARN, _officials),
    Rule("open_notes", gettext_lazy("open notes"), Level.WARN, _open_notes),
    Rule("sole_approver", gettext_lazy("nobody but its writer has approved it"), Level.WARN, _sole_approver),
)
AT_THE_FORM = {
    "lost_photo",
    "lost_clip",
    "clip_words",
    "broken_link",
    "officials",
    "sole_approver",
}  # They read the text whole, or ask who acts.
AT_A_GLANCE = [rule for rule in RULES if rule.name not in AT_THE_FORM]
