"""Hands at the desk: a browser's form, filled in and sent, for the tests of the editors' side."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from articles.models import Article

LIST = "/quan-tri/articles/article/"
ADD = f"{LIST}add/"
MIDDLE = {"focal_x": "50", "focal_y": "50"}  # what a photo's form sends where nobody has moved its point
FIELD = re.compile(r"<(input|textarea|select)\b([^>]*)>(?:(.*?)</\1>)?", re.S)
ATTRIBUTE = re.compile(r'([\w-]+)(?:="([^"]*)")?')


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def change(story: Article) -> str:
    return reverse("admin:articles_article_change", args=[story.pk])


def typed(html: str) -> dict[str, str]:
    """What the story's form would send as it stands on the screen; `<template>` rows and buttons aside."""
    form = html.partition('id="article_form"')[2].partition("</form>")[0]
    form = re.sub(r"<template>.*?</template>", "", form, flags=re.S)
    sent: dict[str, str] = {}
    for tag, attributes, inside in FIELD.findall(form):
        facts = dict(ATTRIBUTE.findall(attributes))
        name, kind = facts.get("name", ""), facts.get("type", "")
        if not name or kind in {"submit", "file"} or (kind in {"checkbox", "radio"} and "checked" not in facts):
            continue
        if tag == "select":
            chosen = re.search(r'<option value="([^"]*)"[^>]*\bselected', inside)
            sent[name] = unescape(chosen[1]) if chosen else ""
        else:
            sent[name] = unescape(
                inside.removeprefix("\n")
                if tag == "textarea"
                else facts.get("value", "on" if kind == "checkbox" else "")
            )
    return sent


def opened(client: Client, address: str) -> dict[str, str]:
    response = client.get(address)
    assert response.status_code == 200
    return typed(response.content.decode())


def send(client: Client, address: str, sent: dict[str, Any], verb: str = "", **more: Any) -> Any:
    """Press a button of the form: save, or a verb's."""
    return client.post(address, {**sent, **({"_verb": verb} if verb else {"_save": ""}), **more}, follow=True)


def said(response: Any) -> str:
    """The messages on top of the page."""
    return " | ".join(str(message) for message in response.context["messages"])
