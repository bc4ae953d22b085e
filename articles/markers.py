"""Markers: empty figures that stand in a text for a photo, a gallery or a clip. The words are kept elsewhere. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

KEY = re.compile(r"[a-z0-9]{6,12}")
MARKER = re.compile(r'<figure data-(photo|gallery|clip)="([a-z0-9]{6,12}(?: [a-z0-9]{6,12}){0,99})"></figure>')
ATTRIBUTES = {"data-photo", "data-gallery", "data-clip"}
MOST = 100  # photos of a gallery


def written(attributes: Mapping[str, str]) -> str:
    """The marker that a figure with these attributes is, in the one form the house keeps; empty where it is none.

    A gallery of one is a photo.
    """
    for kind in ("photo", "clip"):
        if KEY.fullmatch(attributes.get(f"data-{kind}", "")):
            return _marker(kind, attributes[f"data-{kind}"])
    keys = dict.fromkeys(key for key in attributes.get("data-gallery", "").split() if KEY.fullmatch(key))
    return _marker("gallery" if len(keys) > 1 else "photo", " ".join([*keys][:MOST])) if keys else ""


def _marker(kind: str, keys: str) -> str:
    return f'<figure data-{kind}="{keys}"></figure>'


def photos(html: str) -> list[list[str]]:
    """The keys of each photo and gallery in clean HTML, in order: one, or several."""
    return [keys.split() for kind, keys in MARKER.findall(html) if kind != "clip"]


def photo_keys(html: str) -> list[str]:
    """Keys of the photos that stand in clean HTML, in galleries too, in order."""
    return [key for keys in photos(html) for key in keys]


def clip_keys(html: str) -> list[str]:
    return [key for kind, key in MARKER.findall(html) if kind == "clip"]


def named(kind: str, keys: str) -> str:
    """What `replaced` calls a marker: a photo's key, a gallery's keys, "clip " and a clip's key."""
    return f"clip {keys}" if kind == "clip" else keys


def replaced(html: str, shown: Mapping[str, str]) -> str:
    """Clean HTML with each marker's own HTML in its place; a marker that has none vanishes."""
    return MARKER.sub(lambda marker: shown.get(named(marker[1], marker[2]), ""), html)
