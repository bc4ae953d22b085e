"""The archive's words for templates."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from articles.days import COUNTED, Span, Tally

register = template.Library()


@register.simple_tag
def month_name(span: Span) -> str:
    """ "Tháng 11/2026"."""
    return _("%(month)d/%(year)d") % {"month": span.month, "year": span.year}


@register.simple_tag
def count_of(tally: Tally) -> str:
    """ "12 bài", "hơn 1000 bài"."""
    if tally.is_capped:
        return _("more than %(count)d stories") % {"count": COUNTED}
    return ngettext("%(count)d story", "%(count)d stories", tally.count) % {"count": tally.count}


@register.simple_tag
def short_weekday(number: int) -> str:
    """ "T2" for Monday, which is 0."""
    names = (
        pgettext("weekday", "Mon"),
        pgettext("weekday", "Tue"),
        pgettext("weekday", "Wed"),
        pgettext("weekday", "Thu"),
        pgettext("weekday", "Fri"),
        pgettext("weekday", "Sat"),
        pgettext("weekday", "Sun"),
    )
    return names[number]
