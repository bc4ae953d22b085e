"""The application's door: a ready page is handed out before Django hears of the request; any other is made once.

A page is made from its address alone (scheme, host, path and the parameters that its view declares): nothing else of a
request reaches the view, so nothing else can be kept with it or be shown to the next reader.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from io import BytesIO
from itertools import count
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.core.handlers.wsgi import get_path_info
from django.http.request import split_domain_port, validate_host
from django.urls import Resolver404, resolve

from articles import pagestore
from articles.pagestore.bus import Bus
from articles.pagestore.pages import Headers, Page, encoded, is_known, preferred
from articles.pagestore.store import PageStore, Place
from articles.views.paper import CSP, Keeping
from newsroom import metrics
from newsroom.middleware import PERMISSIONS

log = logging.getLogger(__name__)

Environ = dict[str, Any]
Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]

NEVER = ("/quan-tri/", "/static/", "/media/", "/luot-xem/")
OURS = {
    "etag",
    "vary",
    "content-length",
    "content-encoding",
    "date",
    "connection",
}  # headers made here, for each answer
ROOMS, PARTS = (
    ("articles", "comments", "newsroom", "templates", "static"),
    {".py", ".html", ".mo", ".txt", ".css", ".js"},
)
MOST_BYTES = 512 * 1024
LONGEST = 500  # letters of an address
PASSED_ON = ("SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL", "SCRIPT_NAME", "PATH_INFO", "HTTP_HOST", "wsgi.version",
             "wsgi.url_scheme", "wsgi.errors", "wsgi.multithread", "wsgi.multiprocess", "wsgi.run_once",
             "HTTP_X_FORWARDED_PROTO", "newsroom.request_id")  # fmt: skip
# The headers that nginx sends with a ready file: deploy/nginx has them written out.
PLAIN = {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "public, no-cache",
    "Content-Security-Policy": CSP,
    "Permissions-Policy": PERMISSIONS,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
TLS = "Strict-Transport-Security"  # nginx adds it where it serves https.
CLEARED_EVERY = 60  # seconds
HIT = ("Cache-Status", "newsroom; hit")
FRESH = {"hit", "hit; collapsed", "fwd=miss; stored"}  # a page that is kept, and not because none can be made anew
PAGE = "newsroom.page"  # where newsroom/outward.py finds it
RETRIED_AFTER = 2.0  # seconds that a page stands on when it could not be made anew


@dataclass(frozen=True)
class Asked:
    address: str
    query: str  # the declared parameters alone
    keeping: Keeping
    route: str
    place: Place


@lru_cache(16384)
def found_at(path: str) -> tuple[Keeping | None, str]:
    """How the view of a path is kept (None where it isn't, or there is none), and the route that leads there."""
    try:
        found = resolve(path)
    except (Resolver404, ValueError):
        return None, ""
    return getattr(found.func, "keeping", None), found.route or "/"


@lru_cache(512)
def is_our_host(host: str) -> bool:
    domain, _port = split_domain_port(host)
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)


def before(application: Application) -> Application:
    """The application behind its door; alone where no pages are kept."""
    store = pagestore.store()
    if store is None:
        return application
    if store.one_of_several:
        threading.Thread(target=Bus(store).listen, name="other-hosts", daemon=True).start()
    if store.ready:
        threading.Thread(target=see_to_ready_files, args=[store], name="ready-files", daemon=True).start()
    return Edge(application, store)


def see_to_ready_files(store: PageStore) -> None:
    """Renew nginx's links each second. In every process: who comes second finds it done."""
    for second in count():
        try:
            store.renew(clears=second % CLEARED_EVERY == 0)
        except (OSError, sqlite3.Error) as error:
            log.error("nginx is not led to the ready files: %s", error)
        time.sleep(1)


def age() -> str:
    """Tells the pages of this program, its settings and database from those of another, which are no answers here."""
    rooms = [path for room in ROOMS for path in sorted((settings.BASE / room).rglob("*")) if path.suffix in PARTS]
    facts = [f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in rooms]
    facts += [
        repr(getattr(settings, name)) for name in ("DATABASES", "TIME_ZONE", "HTTPS", "STATIC_URL", "DEBUG", "CDN")
    ]
    return blake2b("\n".join(facts).encode(), digest_size=8).hexdigest()


def is_plain(headers: list[list[str]]) -> bool:
    """Whether nginx would send these same headers."""
    return {name: value for name, value in headers if name != TLS} == PLAIN


def has_ended(page: Page) -> bool:
    return page.ends_at is not None and time.time() >= page.ends_at


class Edge:
    def __init__(self, application: Application, store: PageStore) -> None:
        self.application, self.store, self.age = application, store, age()
        self.known = lru_cache(4096)(self.asked_at)  # Readers ask for the same pages over and over.
        if store.ready:
            store.ready.belong_to(self.age)

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        asked = self.asked(environ)
        if asked is None:
            return self.application(environ, start_response)
        page, how = self.store.get(asked.address), "hit"
        if page is None or not self.store.is_fresh(page, time.time()):
            page, how = self.renewed(asked, page, environ)
        elif self.store.ready and not (page.is_laid_out or page.makeshift_until):
            self.lay_out(page, asked)
        if page.lacks(wanted := preferred(environ.get("HTTP_ACCEPT_ENCODING", ""))[0]):
            self.store.pack(page, wanted)
        environ["newsroom.stored"], environ["newsroom.route"] = how, asked.route
        metrics.page_store(how)
        if not page.status.startswith("200") and environ.get("QUERY_STRING", "") != asked.query:
            return self.application(environ, start_response)  # An address that moved may be known with its query.
        environ[PAGE] = page
        return self.answer(page, how, environ, start_response)

    def asked(self, environ: Environ) -> Asked | None:
        """What a ready page could answer; None for all else, which Django hears as it came."""
        if (
            environ["REQUEST_METHOD"] not in ("GET", "HEAD")
            or environ.get("SCRIPT_NAME")
            or environ.get("CONTENT_LENGTH") not in (None, "", "0")
            or "HTTP_TRANSFER_ENCODING" in environ
        ):
            return None
        host, query = environ.get("HTTP_HOST", ""), environ.get("QUERY_STRING", "")
        return self.known(self.scheme(environ), host, environ.get("PATH_INFO", ""), query, self.store.counters.born)

    def asked_at(self, scheme: str, host: str, sent: str, query: str, _born: int) -> Asked | None:
        path = get_path_info({"PATH_INFO": sent})
        if path.startswith(NEVER) or len(path) > LONGEST or len(query) > LONGEST or not is_our_host(host):
            return None
        keeping, route = found_at(path)
        if keeping is None or (settings.SECURE_SSL_REDIRECT and scheme != "https"):
            return None
        chosen = self.query(query, keeping)
        if chosen is None:
            return None
        place = (scheme, host.lower(), path)
        return Asked(self.store.address(self.age, *place, chosen), chosen, keeping, route, place)

    @staticmethod
    def scheme(environ: Environ) -> str:
        """As Django reads it: from our own proxy where there is one, else from the server."""
        header, secure = settings.SECURE_PROXY_SSL_HEADER or ("", "")
        told = environ.get(header, "").split(",")[0].strip() if header else ""
        if told:
            return "https" if told == secure else "http"
        return str(environ["wsgi.url_scheme"])

    @staticmethod
    def query(asked: str, keeping: Keeping) -> str | None:
        """The declared parameters in one spelling; None where one of them has too many values to be kept."""
        if not asked:
            return ""
        values = dict(parse_qsl(asked, keep_blank_values=True))
        if keeping.passing & values.keys():
            return None
        return urlencode([(name, values[name]) for name in sorted(keeping.chosen_by & values.keys())])

    def renewed(self, asked: Asked, old: Page | None, environ: Environ) -> tuple[Page, str]:
        """The page made anew, by us or by whoever is at it; meanwhile the old one, as long as nothing else is due."""
        may_stand = old is not None and self.store.hears() and not self.store.is_due(old, time.time())
        with self.store.flights.lead(asked.address, may_wait=not may_stand) as is_ours:
            if old is not None and not is_ours:
                return old, "hit; stale"
            ready = self.store.get(asked.address)
            if ready is not None and self.store.is_fresh(ready, time.time()):
                return ready, "hit; collapsed"
            page, is_kept = self.made(asked, environ)
        if old is not None and page.status >= "500" and self.store.stands(old) and not has_ended(old):
            old.fresh_until = old.makeshift_until = time.time() + RETRIED_AFTER
            return old, "hit; stale; detail=failed"
        return page, "fwd=miss; stored" if is_kept else "fwd=miss"

    def made(self, asked: Asked, environ: Environ) -> tuple[Page, bool]:
        """What Django answers to the address alone, and whether it was kept."""
        since, started = self.store.counters.now, time.time()
        status, headers, body = [""], list[Headers](), b""

        def start(line: str, told: Headers, _error: Any = None) -> None:
            status[0] = line
            headers[:] = [told]

        with pagestore.noting() as noted:
            bare = self.bare(asked, environ)
            answer = self.application(bare, start)
            try:
                body = b"".join(answer)
            finally:
                close = getattr(answer, "close", None)
                if close is not None:
                    close()
        kept = [[name, value] for name, value in headers[0] if name.lower() not in OURS]
        bodies = encoded(body, preferred(environ.get("HTTP_ACCEPT_ENCODING", ""))[:1])
        page = Page(asked.address, kept, bodies, [], since, started, started + asked.keeping.seconds)
        page.status = status[0]
        page.stands_until = noted.due.timestamp() if noted.due else None
        page.ends_at = noted.ends.timestamp() if noted.ends else None
        may = status[0].startswith("200") and len(body) <= MOST_BYTES and self.is_nobodys(headers[0])
        if "newsroom.database" in bare:
            environ["newsroom.database"], may = bare["newsroom.database"], False
        return page, may and self.store.keep(page, noted.keys, since)

    def lay_out(self, page: Page, asked: Asked) -> None:
        """Asked for again, it is nginx's from now on. Not at its making: of an archive that a crawler walks through
        each page would be written three times more, and taken away again, for nobody."""
        if asked.query or not is_plain(page.headers):
            page.is_laid_out = True  # As far as it can be.
        else:
            self.store.lay_out(page, asked.place)

    @staticmethod
    def bare(asked: Asked, environ: Environ) -> Environ:
        """The request with nothing of its sender."""
        bare = {name: environ[name] for name in PASSED_ON if name in environ}
        more = {"REQUEST_METHOD": "GET", "QUERY_STRING": asked.query, "REMOTE_ADDR": "", "wsgi.input": BytesIO()}
        return {**bare, **more}

    @staticmethod
    def is_nobodys(headers: Headers) -> bool:
        names = {name.lower(): value.lower() for name, value in headers}
        varies = {part.strip() for part in names.get("vary", "").split(",")} - {"", "accept-encoding"}
        return "set-cookie" not in names and not varies and "no-store" not in names.get("cache-control", "")

    @staticmethod
    def answer(page: Page, how: str, environ: Environ, start_response: Start) -> Iterable[bytes]:
        encoding = page.encoding_for(environ.get("HTTP_ACCEPT_ENCODING", ""))
        headers = [*page.answer(encoding), HIT if how == "hit" else ("Cache-Status", f"newsroom; {how}")]
        asked = environ.get("HTTP_IF_NONE_MATCH", "")
        if asked and page.status.startswith("200") and is_known(asked, page.etags):
            unsaid = {"Content-Length", "Content-Encoding", "Content-Type"}
            start_response("304 Not Modified", [(name, value) for name, value in headers if name not in unsaid])
            return []
        start_response(page.status, headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [page.bodies[encoding]]
