"""The paper on four server processes, with nginx in front that answers from the ready files by itself."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests import tools
from tests.servers import ROOT, Newsroom, free_port, wait_for

CONF = """
daemon off; {root} pid {home}/nginx.pid; error_log {home}/nginx.log; worker_processes 2;
events {{ worker_connections 2048; }}
http {{
  access_log off;
  map "$request_method $is_args $msec" $newsroom_span {{
    default 0; "~^(GET|HEAD)  (?<hundreds>\\d+)\\d\\d\\."  $hundreds;
  }}
  upstream newsroom {{ server 127.0.0.1:{behind}; keepalive 16; }}
  server {{
    listen 127.0.0.1:{front} backlog=1024;
    root {ready};
    gzip_static on;
    location / {{
      default_type "text/html; charset=utf-8";
      rewrite ^ /live/$newsroom_span/$scheme/$host${{uri}}index.html break;
      error_page 404 = @application;
      log_not_found off;
      add_header X-Served ready;
    }}
    location @application {{
      proxy_pass http://newsroom$request_uri; proxy_http_version 1.1; proxy_set_header Connection "";
      proxy_set_header Host $host;
    }}
  }}
}}
"""
DESK = """
import sys
from datetime import timedelta
from django.contrib.auth.models import User
from django.utils import timezone
from articles.models import Article
from tests import cast

def mend(story, by, lead):
    story.claim(story.version)
    story.lead = lead
    story.save()
    story.publish(by)

def in_seconds(text):
    return timezone.now() + timedelta(seconds=int(text))

VERBS = {
    "publish": lambda story, by, _word: story.publish(by),
    "withdraw": lambda story, by, _word: story.withdraw(by, "Thử."),
    "mend": mend,
    "schedule": lambda story, by, word: story.publish(by, at=in_seconds(word)),
    "end": lambda story, by, word: story.end_at(in_seconds(word), by),
}
print("ready", flush=True)
for line in sys.stdin:
    verb, pk, *words = line.split()
    VERBS[verb](Article.objects.get(pk=pk), User.objects.get(username="ed"), " ".join(words))
    print("done", flush=True)
"""


class Desk:
    """An editor in a process of its own, as any server process may be: `press("withdraw", 7)` returns when answered."""

    def __init__(self, site: Newsroom) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "shell", "--verbosity", "0", "-c", DESK], cwd=ROOT, env=site.env, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        self.hear("ready")

    def press(self, verb: str, pk: int, word: str = "") -> None:
        self.begin(verb, pk, word)
        self.hear("done")

    def begin(self, verb: str, pk: int, word: str = "") -> None:
        assert self.process.stdin
        self.process.stdin.write(f"{verb} {pk} {word}\n")
        self.process.stdin.flush()

    def close(self) -> None:
        self.process.communicate()

    def hear(self, word: str) -> None:
        assert self.process.stdout
        assert self.process.stdout.readline().strip() == word


class Front(Newsroom):
    """`port` is the application, `front` is nginx."""

    def __init__(self, folder: Path, database: str, **env: str) -> None:
        self.front, self.ready = free_port(), folder / "ready"
        usual = {"READY_FILES": str(self.ready), "LOG_FORMAT": "json", "WORKERS": "4", "THREADS": "8"}
        super().__init__(folder, database, **{**usual, **env})
        self.there: list[Desk | Reader] = []

    def desk(self) -> Desk:
        self.there.append(found := Desk(self))
        return found

    def reader(self, port: int = 0) -> Reader:
        """At nginx, where no port is given."""
        self.there.append(found := Reader(port or self.front))
        return found

    def close(self) -> None:
        for one in self.there:
            one.close()
        self.kill("nginx")
        self.kill()

    def start(self) -> None:
        self.begin("server", "deploy/serve.py", "server")
        wait_for(self.port, self.processes["server"], self.folder / "server.log", 60)

    def start_nginx(self) -> None:
        root = "" if os.geteuid() else "user root;"
        facts = {"home": self.folder, "front": self.front, "behind": self.port, "ready": self.ready, "root": root}
        (self.folder / "nginx.conf").write_text(CONF.format(**facts))
        (self.folder / "nginx.log").touch()
        with open(self.folder / "nginx.out", "ab") as log:
            self.processes["nginx"] = subprocess.Popen(
                [tools.nginx(), "-p", str(self.folder), "-c", str(self.folder / "nginx.conf")], stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
        wait_for(self.front, self.processes["nginx"], self.folder / "nginx.out", 20)

    def lines(self) -> list[dict[str, Any]]:
        """What the application has written of its requests."""
        text = (self.folder / "server.log").read_text()
        return [json.loads(line) for line in text.splitlines() if line.startswith("{")]


def shows(address: str, path: str, answer: tuple[int, str, dict[str, str]]) -> bool:
    """Whether a story's own pages are there, or a list or feed names it."""
    status, text, _headers = answer
    return status == 200 if path.startswith(address) else f'{address}"' in text or f"{address}<" in text


class Reader:
    """One browser's open connection to a port."""

    def __init__(self, port: int) -> None:
        self.port, self.connection = port, http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def close(self) -> None:
        self.connection.close()

    def get(self, path: str) -> tuple[int, str, dict[str, str]]:
        for _try in range(2):  # A kept connection may have been closed meanwhile.
            try:
                self.connection.request("GET", path, headers={"Host": "127.0.0.1"})
                answer = self.connection.getresponse()
                return answer.status, answer.read().decode(), {name.lower(): text for name, text in answer.getheaders()}
            except (http.client.HTTPException, OSError):
                self.connection.close()
        raise AssertionError(f"no answer to {path}")
