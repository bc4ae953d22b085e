"""What a page may load, and from where: its Content-Security-Policy. Pure; `media` is another host of pictures."""

from __future__ import annotations


def readers(media: str = "") -> str:
    """Nothing from elsewhere, nothing inline; JSON-LD is data, not script, and needs no exception."""
    return (
        f"default-src 'none'; img-src {_from(media)}; style-src 'self'; script-src 'self'; font-src 'self'; "
        f"connect-src 'self'; media-src {_from(media)}; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'; object-src 'none'"
    )


def desk(media: str = "") -> str:
    return f"default-src 'self'; {_pictures(media)}; {CLOSED}"


def writing(media: str = "") -> str:
    """What one page at the desk needs, and no other: the editor sets handlers and styles from its own scripts."""
    scripts = "script-src 'self'; script-src-attr 'unsafe-inline'; style-src 'self' 'unsafe-inline'"
    return f"default-src 'self'; {scripts}; {_pictures(media)}; connect-src 'self'; {CLOSED}"


CLOSED = "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"


def _from(media: str) -> str:
    return f"'self' {media}".strip()


def _pictures(media: str) -> str:
    """Those that somebody is about to send are shown, too."""
    return f"img-src {_from(media)} data: blob:" + (f"; media-src {_from(media)}" if media else "")
