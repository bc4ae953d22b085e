"""The production stack as deploy/ describes it is started whole, read, written to, reloaded, stopped, backed up."""

from __future__ import annotations

import gzip
import re
import socket
import ssl
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from http.client import HTTPException
from urllib.parse import urlencode

import psycopg2
import pytest

from tests import tools
from tests.prove.stack import HOST, TOKEN, Page, Stack
from tests.servers import ROOT

SET_UP = """
from tests import cast
cast.masthead(name="Báo Thử")
story = cast.live_article("Cầu mới thông xe", lead_photo=cast.photo(credit="Vũ Lợi"))
print(story.get_absolute_url())
"""
NETWORKS = 'from comments.models import Comment; print(sorted(set(Comment.objects.values_list("network", flat=True))))'
COUNTED = "from articles.models import ViewTotal; print(sum(ViewTotal.objects.values_list('count', flat=True)))"
OURS = {"Sec_Fetch_Site": "same-origin", "Content_Type": "application/x-www-form-urlencoded"}
AGENT = (
    "Mozilla/5.0 (Linux; Android 14; SM-A057F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36"
)


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    stack = Stack()
    try:
        stack.start()
        stack.start_nginx()
        yield stack
    finally:
        stack.remove()


@pytest.fixture(scope="module")
def story(stack: Stack) -> str:
    """A live story's address."""
    address = stack.run(SET_UP)
    until_it_answers(stack)
    return address


def until_it_answers(stack: Stack) -> None:
    for _try in range(300):
        if stack.ask("/healthz").status == 200:
            return
        time.sleep(0.1)
    raise AssertionError((stack.home / "server.log").read_text()[-3000:])


def comment(stack: Stack, story: str, text: str, **headers: str) -> int:
    body = urlencode({"name": "Ánh", "text": text}).encode()
    return stack.ask(f"{story}binh-luan/", body, **OURS, **headers).status


def test_pages_come_through_whole_and_strict(stack: Stack, story: str) -> None:
    for path in ("/", story, f"{story}in/", f"{story}binh-luan/", "/rss/", "/tim-kiem/?q=cau", "/sitemap.xml"):
        page = stack.ask(path)
        assert page.status == 200, path
        assert page.headers["Strict-Transport-Security"].startswith("max-age=31536000"), path
        assert "default-src 'none'" in page.headers["Content-Security-Policy"], path
        assert page.headers["X-Content-Type-Options"] == "nosniff", path
        assert re.fullmatch("[0-9a-f]{32}", page.headers["X-Request-ID"]), path
        assert "Set-Cookie" not in page.headers, path
        assert not re.search(r"\d", page.headers.get("Server", "")), path
    assert stack.ask("/khong-co/").status == 404
    assert stack.ask("/quan-tri/").status == 302
    assert stack.ask("/", method="HEAD").text == ""


def test_a_ready_page_is_nginxs_own_until_it_changes(stack: Stack, story: str) -> None:
    made = until_nginx_answers(stack, story)
    asked = stack.ask(story, X_Forwarded_Host="evil.example", Cookie="sessionid=x")
    assert asked.headers["Cache-Status"] == "nginx; hit"
    for name in ("Content-Type", "Cache-Control", "Content-Security-Policy", "Permissions-Policy", "Referrer-Policy",
                 "X-Content-Type-Options", "X-Frame-Options", "Cross-Origin-Opener-Policy",
                 "Strict-Transport-Security"):  # fmt: skip
        assert asked.headers[name] == made.headers[name], name
    assert "Last-Modified" not in asked.headers
    assert stack.ask(story, If_None_Match=asked.headers["ETag"]).status == 304
    assert gzip.decompress(stack.ask(story, Accept_Encoding="gzip").body).decode() == asked.text
    assert stack.ask(f"{story}?fbclid=1").headers["Cache-Status"].startswith("newsroom; hit")
    assert stack.ask(story, b"x=1").status == 405
    stack.run('from articles.models import Article; Article.objects.get().withdraw(by=None, reason="Sai"); print(1)')
    assert stack.ask(story).status == 410
    assert "Cầu mới thông xe" not in stack.ask("/").text
    stack.run("from articles.models import Article; Article.objects.get().publish(by=None); print(1)")
    assert stack.ask(story).status == 200


def until_nginx_answers(stack: Stack, path: str) -> Page:
    """The application's own last answer to it."""
    last = stack.ask(path)
    for _try in range(100):
        page = stack.ask(path)
        if page.headers["Cache-Status"] == "nginx; hit":
            return last
        last = page
        time.sleep(0.1)
    raise AssertionError("nginx was never led to the ready page.")


def test_files_are_nginxs_own(stack: Stack, story: str) -> None:
    page = stack.ask(story)
    style = re.search(r'href="(/static/css/paper\.[0-9a-f]{12}\.css)"', page.text)
    photo = re.search(r'src="(/media/photos/[^"]+)"', page.text)
    assert style
    assert photo
    asked = stack.ask(style[1], Accept_Encoding="gzip")
    assert (asked.status, asked.headers["Content-Encoding"]) == (200, "gzip")
    assert "immutable" in asked.headers["Cache-Control"]
    assert "X-Request-ID" not in asked.headers  # The application was not asked.
    picture = stack.ask(photo[1])
    assert (picture.status, picture.headers["Content-Security-Policy"]) == (200, "default-src 'none'; sandbox")
    assert picture.headers["X-Content-Type-Options"] == "nosniff"
    assert "X-Request-ID" not in picture.headers
    for path in ("/media/photos/../../secret-key", "/media/photos/%2e%2e/secret-key.jpg", "/media/secret-key",
                 "/static/../secret-key", "/static../secret-key", "/media/photos/2026/01/khong-co.jpg"):  # fmt: skip
        assert stack.ask(path).status in {400, 404}, path


def test_a_strangers_words_about_who_and_where_go_no_further(stack: Stack, story: str) -> None:
    forged = {"X_Forwarded_Host": "evil.example", "X_Forwarded_Proto": "http", "Forwarded": "host=evil.example"}
    page = stack.ask(story, X_Request_ID="forged-forged-forged", **forged)
    assert page.status == 200  # Not sent to https again, which it is.
    assert f'<link rel="canonical" href="https://{HOST}{story}">' in page.text
    assert "evil.example" not in f"{page.text}{page.headers}"
    assert page.headers["X-Request-ID"] != "forged-forged-forged"
    for number in range(3):
        sent = comment(
            stack, story, f"Câu số {number}", X_Forwarded_For=f"198.51.100.{number}", X_Real_IP="203.0.113.9"
        )
        assert sent == 303
    assert stack.run(NETWORKS).count("'") == 2, "A forged address was believed."


def test_another_papers_name_is_not_known_here(stack: Stack, story: str) -> None:
    with pytest.raises(OSError):
        stack.ask("/", host=HOST, sni="evil.example")
    with pytest.raises((OSError, HTTPException), match=r"closed|reset|Remote"):
        stack.ask("/", host="evil.example")
    with socket.create_connection(("127.0.0.1", stack.plain)) as plain:
        plain.sendall(b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n")
        assert plain.recv(100) == b""
    with socket.create_connection(("127.0.0.1", stack.plain)) as plain:
        plain.sendall(f"GET {story} HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
        assert f"Location: https://{HOST}{story}" in plain.recv(2000).decode()


def test_views_are_counted_and_a_large_beacon_is_none(stack: Stack, story: str) -> None:
    number = re.findall(r"\d+", story)[-1]
    beacon = {"Sec_Fetch_Site": "same-origin", "User_Agent": AGENT}
    assert stack.ask("/luot-xem/", f"{number} {'a' * 32}".encode(), **beacon).status == 204
    assert stack.ask("/luot-xem/", b"x" * 5000, **beacon).status == 413
    stack.manage("flush_views")
    assert stack.run(COUNTED) == "1"


def test_machines_of_ours_are_told_and_others_need_the_token(stack: Stack, story: str) -> None:
    assert '"ready": true' in stack.ask("/readyz").text
    assert stack.ask("/metrics").status == 404
    told = stack.ask("/metrics", Authorization=f"Bearer {TOKEN}").text
    assert re.search(r'newsroom_requests_total\{kind="page",status="200"\} [1-9]', told)


def test_those_who_send_slowly_hold_nobody_up(stack: Stack, story: str) -> None:
    slow = f"POST {story}binh-luan/ HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 900\r\n\r\nname=".encode()
    trusted = ssl.create_default_context(cafile=stack.home / "fullchain.pem")
    open_ones = []
    for _n in range(50):  # More than the application has threads.
        plain = socket.create_connection(("127.0.0.1", stack.tls))
        open_ones.append(trusted.wrap_socket(plain, server_hostname=HOST))
        open_ones[-1].sendall(slow)
    assert stack.ask(story).status == 200
    assert comment(stack, story, "Nhanh hơn") == 303
    for each in open_ones:
        each.close()


def test_a_reload_under_load_loses_no_request(stack: Stack, story: str) -> None:
    statuses, stop, before = Counter[int](), threading.Event(), stack.workers()

    def read() -> None:
        while not stop.is_set():
            statuses[stack.ask(story).status] += 1

    readers = [threading.Thread(target=read) for _n in range(4)]
    for reader in readers:
        reader.start()
    stack.reload()
    for _try in range(200):
        time.sleep(0.1)
        if len(stack.workers()) == 2 and not set(stack.workers()) & set(before):
            break
    stop.set()
    for reader in readers:
        reader.join()
    print(f"reloaded under load: {dict(statuses)}")
    assert not set(stack.workers()) & set(before), "The workers are the old ones: nothing was proved."
    assert set(statuses) == {200}


def test_a_server_that_is_down_is_said_to_be_and_comes_back(stack: Stack, story: str) -> None:
    server = stack.processes["server"]
    server.terminate()
    assert server.wait(40) == 0
    page = stack.ask("/tim-kiem/?q=cau")  # A ready page may still be nginx's own for a while.
    assert (page.status, page.headers["Retry-After"]) == (503, "10")
    assert "Xin chờ giây lát" in page.text
    stack.start()
    until_it_answers(stack)
    assert stack.ask(story).status == 200


def test_a_backup_made_while_the_paper_works_is_restored_whole(stack: Stack, story: str) -> None:
    env = {**stack.env, "PATH": f"{tools.postgres()}:{stack.env['PATH']}"}
    made = [
        subprocess.run(
            [ROOT / "deploy/backup.sh"], env=env, check=True, stdout=subprocess.PIPE, text=True
        ).stdout.strip()
        for _n in range(2)
        if not time.sleep(1.1)  # A backup is named by its second.
    ]
    subprocess.run(["sha256sum", "--check", "--quiet", "checksums"], cwd=made[-1], check=True)
    pictures = [sorted(path.relative_to(folder) for path in folder.rglob("*.*"))
                for folder in (stack.home / "media", *(stack.home / "backups").glob("2*/media"))]  # fmt: skip
    assert len(pictures) == 3
    assert pictures[0] == pictures[1] == pictures[2] != []
    host = ["-h", str(stack.cluster.folder), "-U", "newsroom"]
    subprocess.run([tools.postgres() / "createdb", *host, "restored"], check=True)
    restore = [tools.postgres() / "pg_restore", *host, "--no-owner", "--exit-on-error", "-d", "restored"]
    subprocess.run([*restore, f"{made[-1]}/database.dump"], check=True)
    assert rows(stack, "restored") == rows(stack, "newsroom")


def rows(stack: Stack, database: str) -> dict[str, int]:
    connection = psycopg2.connect(host=stack.cluster.folder, user="newsroom", dbname=database)
    cursor = connection.cursor()
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    tables = [name for (name,) in cursor.fetchall() if name != "django_session"]
    counts = {}
    for name in tables:
        cursor.execute(f"SELECT count(*), md5(coalesce(string_agg(t::text, '' ORDER BY t::text), '')) FROM {name} t")
        counts[name] = cursor.fetchone()
    connection.close()
    return counts
