"""The real server with an editor signed in, to be killed while the desk works."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup

from tests.servers import free_port, wait_for, wait_until_free

ROOT = Path(__file__).resolve().parents[2]
ADD = "/quan-tri/articles/article/add/"
PASSWORD = "correct horse battery"


class Desk:
    """The real server on a database of its own, and an editor signed in."""

    def __init__(self, folder: Path, database: str) -> None:
        self.folder, self.port = folder, free_port()
        self.env = {name: text for name, text in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        self.env |= {"VAR": str(folder), "PORT": str(self.port), "DATABASE_URL": database}
        self.open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar())).open
        self.process: subprocess.Popen[bytes] | None = None

    def manage(self, *arguments: str, **env: str) -> str:
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(
            command, cwd=ROOT, env={**self.env, **env}, check=True, stdout=subprocess.PIPE, text=True
        ).stdout

    def start(self) -> None:
        command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "newsroom.wsgi"]
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.env,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        wait_for(self.port, self.process, self.folder / "log", 30)

    def kill(self) -> None:
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            wait_until_free(self.port)

    def form(self, path: str) -> dict[str, str]:
        """What a browser would send back, had nobody typed anything."""
        with self.open(f"http://127.0.0.1:{self.port}{path}", timeout=20) as page:
            soup = BeautifulSoup(page.read(), "html.parser")
        form: Any = soup.find("form", id=lambda name: name in {"article_form", "login-form"})
        boxes = [box for box in form.find_all("input") if box.get("name") and box.get("type") not in {"submit", "file"}]
        fields = {
            box["name"]: box.get("value", "")
            for box in boxes
            if box.get("type") not in {"checkbox", "radio"} or box.has_attr("checked")
        }
        for select in form.find_all("select"):
            chosen = select.find("option", selected=True)
            fields[select["name"]] = chosen["value"] if chosen else ""
        return fields | {area["name"]: area.text for area in form.find_all("textarea")}

    def send(self, path: str, fields: dict[str, str]) -> str:
        """Where the answer led."""
        data = urllib.parse.urlencode(fields).encode()
        with self.open(f"http://127.0.0.1:{self.port}{path}", data, timeout=20) as page:
            return str(page.geturl())

    def sign_in(self) -> None:
        path = "/quan-tri/login/?next=/quan-tri/"
        self.send(path, self.form(path) | {"username": "ed", "password": PASSWORD})
