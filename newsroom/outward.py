"""Around the door, where a cache that the paper can purge stands in front: every answer says what it may do with it.

A page that we keep may be kept there too (articles/pagestore/cdn.py). Files that name their own age need no more words.
All else is not to be kept there, in so many words, for what it does unasked is not ours to know.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from typing import Any

from django.conf import settings

from articles import pagestore
from articles.pagestore import cdn
from articles.pagestore.pages import Headers, Page
from articles.pagestore.store import PageStore
from newsroom.edge import FRESH, PAGE, Application, Environ, Start


def before(application: Application) -> Application:
    """The application as a cache in front hears it; alone where there is none."""
    if not settings.CDN:
        return application
    store = pagestore.store()
    if store is not None:
        threading.Thread(target=cdn.Errands(store).run, name="cdn-errands", daemon=True).start()
    return Outward(application, store)


def dates_itself(headers: Headers) -> bool:
    """For a public file it is the same to every cache."""
    control = next((value for name, value in headers if name.lower() == "cache-control"), "")
    return "public" in control and "max-age=" in control


class Outward:
    def __init__(self, application: Application, store: PageStore | None) -> None:
        self.application, self.store = application, store

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        def start(status: str, headers: Headers, *error: Any) -> Any:
            return start_response(status, [*headers, *self.told(environ, headers)], *error)

        return self.application(environ, start)

    def told(self, environ: Environ, headers: Headers) -> Headers:
        """Looked at once more as it leaves: a page that is being changed is not to be kept any more."""
        page: Page | None = environ.get(PAGE)
        if page is None or self.store is None:
            return [] if dates_itself(headers) else cdn.untold()
        stands = environ["newsroom.stored"] in FRESH and self.store.hears() and self.store.stands(page)
        return cdn.told(page, time.time()) if stands else cdn.untold()
