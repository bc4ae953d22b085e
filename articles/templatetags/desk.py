"""The desk's words for templates."""

from __future__ import annotations

from django import template

from articles.admin.story_list import state_label
from articles.templatetags.articles import short_date
from articles.text import coming_date

register = template.Library()
register.filter("state_label", state_label)
register.filter("short_date", short_date)
register.filter("coming_date", coming_date)
