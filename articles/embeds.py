"""Videos and recordings on other sites: which address is one, and how that site's player is framed. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, quote, urlsplit

ID = re.compile(r"[A-Za-z0-9_-]{5,64}")


@dataclass(frozen=True)
class Embed:
    """`frame` is the address of the site's player, all of it on `host`; `link` is the page for readers."""

    site: str
    link: str
    frame: str
    is_audio: bool = False

    @property
    def host(self) -> str:
        return f"https://{urlsplit(self.frame).netloc}"


def embed(address: str) -> Embed | None:
    """What is behind an address as it stands in a browser's bar; None where no player of it is known."""
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").lower().removeprefix("www.").removeprefix("m.").removeprefix("mobile.")
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"}:
        return None
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    return _found(host, [step for step in parts.path.split("/") if step], asked)


def _found(host: str, path: list[str], asked: dict[str, str]) -> Embed | None:
    last = path[-1] if path else ""
    if host in {"youtube.com", "youtu.be", "youtube-nocookie.com"}:
        return _youtube(asked.get("v", "") if last == "watch" else last)
    if host in {"vimeo.com", "player.vimeo.com"} and last.isascii() and last.isdigit():
        frame = f"https://player.vimeo.com/video/{last}?dnt=1&autoplay=1"
        return Embed("Vimeo", f"https://vimeo.com/{last}", frame)
    if host in {"facebook.com", "fb.watch"} and path:
        return _facebook(host, path, asked)
    if host == "tiktok.com" and len(path) == 3 and path[1] == "video" and last.isascii() and last.isdigit():
        link = f"https://www.tiktok.com/{quote(path[0], safe='@')}/video/{last}"
        return Embed("TikTok", link, f"https://www.tiktok.com/embed/v2/{last}")
    if host == "dailymotion.com" and len(path) == 2 and path[0] == "video" and ID.fullmatch(last):
        frame = f"https://geo.dailymotion.com/player.html?video={last}"
        return Embed("Dailymotion", f"https://www.dailymotion.com/video/{last}", frame)
    if host == "soundcloud.com" and len(path) == 2:
        link = f"https://soundcloud.com/{quote(path[0])}/{quote(path[1])}"
        return Embed("SoundCloud", link, f"https://w.soundcloud.com/player/?url={quote(link, safe='')}", True)
    if host == "open.spotify.com" and len(path) == 2 and path[0] in {"episode", "track", "show"} and ID.fullmatch(last):
        tail = f"{path[0]}/{last}"
        return Embed("Spotify", f"https://open.spotify.com/{tail}", f"https://open.spotify.com/embed/{tail}", True)
    return None


def _youtube(name: str) -> Embed | None:
    if not re.fullmatch(r"[A-Za-z0-9_-]{11}", name):
        return None
    return Embed("YouTube", f"https://youtu.be/{name}", f"https://www.youtube-nocookie.com/embed/{name}?autoplay=1")


def _facebook(host: str, path: list[str], asked: dict[str, str]) -> Embed | None:
    query = f"?v={quote(asked['v'])}" if path[0] == "watch" and "v" in asked else ""
    if host == "facebook.com" and not query and not {"videos", "reel", "v"} & set(path):
        return None
    link = f"https://{'www.' if host == 'facebook.com' else ''}{host}/{'/'.join(map(quote, path))}{query}"
    return Embed("Facebook", link, f"https://www.facebook.com/plugins/video.php?href={quote(link, safe='')}")
