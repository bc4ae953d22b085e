"""The publish gate: what a story must have before readers get it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from articles import markup


def missing(article: Any) -> list[str]:
    """What stands between the story and its readers, a sentence each; empty when it may go out."""
    found = [
        sentence
        for there, sentence in (
            (article.headline, _("The headline is missing.")),
            (article.lead, _("The lead is missing.")),
            (article.section_id, _("The section is missing.")),
            (article.credits.exists(), _("The credit is missing: say who wrote it.")),
        )
        if not there
    ]
    photo_credit = article.credits.filter(role__in=["photo", "text_photo"]).exists()
    uses = [use.as_printed() for use in article.photos.select_related("photo")]
    for number, use in enumerate(uses, 1):
        name = {"number": number, "caption": use["caption"][:40] or use["alt"][:40] or "…"}
        if not use["alt"]:
            found.append(_("Photo %(number)d (%(caption)s) has no alt text.") % name)
        if not use["caption"]:
            found.append(_("Photo %(number)d (%(caption)s) has no caption.") % name)
        if not use["credit"] and not photo_credit:
            found.append(_("Photo %(number)d (%(caption)s) has no credit.") % name)
    lost = set(markup.photo_keys(article.body)) - {use["key"] for use in uses}
    if lost:
        found.append(_("A photo in the text is no longer among the story's photos: take it out or add it again."))
    return found
