"""The real server with an editor signed in, to be killed while the desk works."""

from __future__ import annotations

import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup

from tests.servers import Newsroom

ADD = "/quan-tri/articles/article/add/"
PASSWORD = "correct horse battery"


class Desk(Newsroom):
    """An editor at it, signed in."""

    def __init__(self, folder: Path, database: str) -> None:
        super().__init__(folder, database)
        self.open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar())).open
        names = {"DJANGO_SUPERUSER_USERNAME": "ed", "DJANGO_SUPERUSER_EMAIL": "ed@example.vn"}
        self.manage("createsuperuser", "--no-input", "--verbosity", "0", **names, DJANGO_SUPERUSER_PASSWORD=PASSWORD)

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
