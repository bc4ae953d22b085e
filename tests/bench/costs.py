"""What each thing that a reader or an editor does costs the processor, in one process: docs/scale.md reckons so."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench import Ratio, bench
from tests.prove.front import Front

SPENT = """
import json, secrets, statistics, time
from io import BytesIO
from urllib.parse import urlencode
from django.conf import settings
from django.contrib.auth.models import User
from newsroom.wsgi import application
from articles.models import Article
from articles.pagestore import purge
from articles.readership.flush import Flusher
from tests.newsroom.store import Door
TIMES, HITS = 30, 2000
door, by = Door(application), User.objects.filter(is_superuser=True).first()
stories = list(Article.objects.live().exclude(genre="live").newest_first()[:TIMES])
ours = {"HTTP_HOST": "127.0.0.1", "HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_USER_AGENT": "Mozilla/5.0 Chrome/130.0"}
def spent(act, times=TIMES):
    taken = []
    for number in range(times):
        start = time.process_time()
        act(number)
        taken.append((time.process_time() - start) * 1000)
    return statistics.median(taken)
def read(address, new=True):
    def act(_number):
        if new:
            purge(["any"])
        got = door.get(address, HTTP_ACCEPT_ENCODING="gzip", **ours)
        assert got.status == 200, got
    return act
def sent(address, body, statuses, kind="text/plain"):
    posted = {"CONTENT_LENGTH": str(len(body)), "CONTENT_TYPE": kind, "wsgi.input": BytesIO(body), **ours}
    got = door.get(address, "POST", **posted)
    assert got.status in statuses, got
def viewed(number):
    sent("/luot-xem/", f"{stories[number % TIMES].pk} {secrets.token_hex(16)}".encode(), {204})
def said(number):
    form = {"name": f"Bạn đọc {number}", "text": f"Bài hay, tôi đọc đi đọc lại {number} lần rồi vẫn thích."}
    kind = "application/x-www-form-urlencoded"
    sent(f"{stories[number].get_absolute_url()}binh-luan/", urlencode(form).encode(), {200, 302, 303}, kind)
def published(number):
    story = Article.objects.get(pk=stories[number].pk)
    story.claim(story.version)
    story.lead = f"{story.lead} {number}"
    story.save()
    story.publish(by)
story = stories[0].get_absolute_url()
found = {
    "a ready page at the door": spent(read(story, new=False), HITS),
    "a story made with all that pages share": spent(read(story)),
    "the front page, likewise": spent(read("/")),
    "a search, likewise": spent(read("/tim-kiem/?q=dien+bien")),
    "a view sent": spent(viewed, HITS),
    "a comment sent": spent(said),
    "a story saved and published": spent(published),
}
start = time.process_time()
counted = Flusher(settings.SPOOL).flush()
found["a view counted"] = (time.process_time() - start) * 1000 / max(counted, 1)
print(json.dumps(found))
"""


@bench("what a page, a view, a comment and a publication cost", minutes=3)
def costs() -> Iterator[Ratio]:
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        paper = Front(Path(name), f"sqlite:///{name}/paper.sqlite3", WORKERS="1", ACCESS_LOG="0", FLUSH_VIEWS="0")
        try:
            paper.manage("quickstart")
            for what, spent in json.loads(paper.run(SPENT)).items():
                yield Ratio(f"{what}: ms of processor", spent)
        finally:
            paper.close()
