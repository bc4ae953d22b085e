"""What pages say to machines, for templates: data scripts, which run nothing and need no exception of the policy."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from articles import markup
from articles.models import Article, Author
from articles.structured import collection, front_page, logo_url, profile

register = template.Library()


@register.simple_tag
def article_json(structured: dict[str, Any], comments: int | None = None) -> SafeString:
    """A story and the path to it; the number of comments comes from whoever counts them."""
    counted = {} if comments is None else {"commentCount": comments}
    return markup.data_script({**structured["article"], **counted}, structured["path"])


@register.simple_tag(takes_context=True)
def front_page_json(context: Context) -> SafeString:
    return markup.data_script(front_page(context["paper"], context["request"].build_absolute_uri))


@register.simple_tag(takes_context=True)
def list_json(context: Context, name: str, stories: Iterable[Article]) -> SafeString:
    absolute = context["request"].build_absolute_uri
    return markup.data_script(collection(name, context["canonical"], stories, context["paper"], absolute))


@register.simple_tag(takes_context=True)
def author_json(context: Context, author: Author) -> SafeString:
    return markup.data_script(profile(author, context["paper"], context["request"].build_absolute_uri))


@register.simple_tag(takes_context=True)
def sharing_image(context: Context) -> str:
    """The paper's sign, for pages without a photo of their own."""
    return logo_url(context["paper"], context["request"].build_absolute_uri)
