"""Ready pages against files: the same bytes, the same core, the same client over kept connections, in turns.

The server stands on one core and the client (wrk) on another. Where the machine has but one, the figures say little.
"""

from __future__ import annotations

import http.client
import os
import re
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from tests import tools
from tests.bench import Ratio, bench
from tests.prove import front
from tests.prove.front import Front
from tests.prove.test_pages import FILLED, stories

ROUNDS, SECONDS, CONNECTIONS = 5, 4, 32
SAME = "    location /same/ {{ root %s; gzip_static on; }}\n    location / {{"
STORED, HERD = 100_000, 500
COLD = """
import statistics, time
from newsroom.wsgi import application
from articles.models import Article
from articles.pagestore import purge
from tests.newsroom.store import Door
door, stories = Door(application), list(Article.objects.live().newest_first()[:40])
spent, again = {story.pk: [] for story in stories}, []
for _round in range(6):
    for story in stories:
        purge([story.page_key])
    for story in stories:
        start = time.process_time()
        got = door.get(story.get_absolute_url(), HTTP_HOST="127.0.0.1", HTTP_ACCEPT_ENCODING="gzip")
        spent[story.pk].append(time.process_time() - start)
        assert (got.status, got.how) == (200, "fwd=miss; stored"), got
    for story in stories:
        start = time.process_time()
        got = door.get(story.get_absolute_url(), HTTP_HOST="127.0.0.1", HTTP_ACCEPT_ENCODING="gzip")
        again.append(time.process_time() - start)
        assert got.how == "hit", got
each = [taken[1:] for taken in spent.values()]
took = statistics.median(one for taken in each for one in taken), statistics.median(map(min, each))
print(*(1000 * seconds for seconds in (*took, statistics.median(again))))
"""


@bench("ready pages: through the application, behind nginx, and what a purge costs", minutes=12)
def ready() -> Iterator[Ratio]:
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        paper = Front(folder, f"sqlite:///{folder}/paper.sqlite3", WORKERS="1", ACCESS_LOG="0")
        try:
            paper.manage("quickstart")
            median, least, again = map(float, paper.run(COLD).split())
            note = f"the median of all; of each story's least of five times {least:.1f}"
            yield Ratio("a story made anew: ms of processor, SQLite", median, at_most=15, note=note)
            yield Ratio("… asked for again, and laid out for nginx: ms", again, note="once: from then on nginx has it")
            yield from _against_nginx(paper)
            yield _herd(paper)
            yield from _purges(paper)
        finally:
            paper.close()


def _against_nginx(paper: Front) -> Iterator[Ratio]:
    usual, front.CONF = (
        front.CONF,
        front.CONF.replace("    location / {{", SAME % paper.folder).replace(
            "worker_processes 2", "worker_processes 1"
        ),
    )
    try:
        paper.start()
        paper.start_nginx()
    finally:
        front.CONF = usual
    address, body = _longest_story(paper)
    same = paper.folder / "same"
    same.mkdir()
    (same / "page.html.gz").write_bytes(body)
    (same / "page.html").write_bytes(b"the same")
    _on_core(0, [process.pid for process in paper.processes.values()])
    files, ours, behind = list[float](), list[float](), list[float]()
    for _round in range(ROUNDS):
        files.append(_asked(paper.front, "/same/page.html"))
        ours.append(_asked(paper.port, address))
        behind.append(_asked(paper.front, address))
    note = f"{statistics.median(ours):,.0f} of {statistics.median(files):,.0f} a second, {len(body):,} bytes"
    yield Ratio("a story from the application, of nginx's file", _of(ours, files), at_least=0.3, note=note)
    note = f"{statistics.median(behind):,.0f} a second"
    yield Ratio("a story behind nginx, of nginx's file", _of(behind, files), at_least=0.75, note=note)
    yield Ratio("MB of a worker process, warm", _memory(paper))


def _of(these: list[float], those: list[float]) -> float:
    return statistics.median(one / other for one, other in zip(these, those, strict=True))


def _longest_story(paper: Front) -> tuple[str, bytes]:
    """The front page's, and its gzipped bytes as the application sends them."""
    connection = http.client.HTTPConnection("127.0.0.1", paper.port)

    def get(path: str, encoding: str) -> bytes:
        connection.request("GET", path, headers={"Host": "127.0.0.1", "Accept-Encoding": encoding})
        return connection.getresponse().read()

    found = set(re.findall(r'href="(/bai/[^"]+/)"', get("/", "identity").decode()))
    pages = {path: get(path, "gzip") for path in found}
    return max(pages.items(), key=lambda page: len(page[1]))


def _asked(port: int, path: str) -> float:
    """Answers a second."""
    command = ["taskset", "-c", str((os.cpu_count() or 1) - 1), tools.wrk(), "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s",
               "-H", "Host: 127.0.0.1", "-H", "Accept-Encoding: gzip", f"http://127.0.0.1:{port}{path}"]  # fmt: skip
    printed = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    if "Non-2xx" in printed or "Socket errors" in printed:
        raise SystemExit(f"{path}: not every answer was one.\n{printed}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", printed)[1])  # type: ignore[index]


def _on_core(core: int, pids: list[int]) -> None:
    for pid in pids:
        for one in [pid, *_children(pid)]:
            for thread in os.listdir(f"/proc/{one}/task"):
                os.sched_setaffinity(int(thread), {core})


def _children(pid: int) -> list[int]:
    found = [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return found + [deeper for one in found for deeper in _children(one)]


def _memory(paper: Front) -> float:
    workers = _children(paper.processes["server"].pid)
    resident = [re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text()) for pid in workers]
    return max(int(found[1]) for found in resident if found) / 1024


def _herd(paper: Front) -> Ratio:
    """All at once at a story that is not ready."""
    address, how = _longest_story(paper)[0], list[str]()
    paper.manage("shell", "--verbosity", "0", "-c", "from articles.pagestore import purge; purge(['any'])")
    barrier = threading.Barrier(HERD)

    def ask() -> None:
        reader = paper.reader(paper.port)
        barrier.wait()
        how.append(reader.get(address)[2]["cache-status"])

    crowd = [threading.Thread(target=ask) for _each in range(HERD)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    made = sum("fwd=miss" in each for each in how)
    return Ratio(f"pages made for {HERD} clients at one cold story", made, at_most=1, note=f"{len(how)} answers")


def _purges(paper: Front) -> Iterator[Ratio]:
    """From the button to readers, with few pages stored and with many."""
    told = stories(paper)
    desk, readers = paper.desk(), [paper.reader(), paper.reader(paper.port)]
    few = _until_visible(desk, readers, told)
    paper.manage("shell", "--verbosity", "0", "-c", FILLED.format(count=STORED), PAGE_STORE_PAGES=str(2 * STORED))
    many = _until_visible(desk, readers, told)
    note = f"{few * 1000:.0f} → {many * 1000:.0f} ms until five pages in two layers show it"
    yield Ratio(f"withdrawn, published: {STORED:,} pages stored, to a few", many / few, at_most=1.5, note=note)
    yield Ratio("… seconds, the median of the slower", max(many, few), at_most=1)


def _until_visible(desk: front.Desk, readers: list[front.Reader], told: dict[int, str]) -> float:
    spent = []
    for number in range(20):
        pk, address = list(told.items())[number // 2]
        start = time.perf_counter()
        desk.press("publish" if number % 2 else "withdraw", pk)
        for reader in readers:
            for path in ("/", "/chuyen-muc/xa-hoi/", "/rss/", address, f"{address}in/"):
                if front.shows(address, path, reader.get(path)) != bool(number % 2):
                    raise SystemExit(f"{path} is stale.")
        spent.append(time.perf_counter() - start)
    return statistics.median(spent)
