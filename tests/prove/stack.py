"""The whole production stack out of deploy/: nginx with TLS, the application server on a socket, PostgreSQL.

The files are taken as they are; only ports, folders and the size of memory are those of a proof.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import ssl
import subprocess
import tempfile
from contextlib import closing
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPSConnection
from pathlib import Path
from typing import Any

from tests import postgres, tools
from tests.servers import ROOT, Newsroom, free_port, wait_for

HOST, TOKEN = "bao.example.vn", "a-token-for-prometheus"
DEPLOY = ROOT / "deploy"
OPENSSL = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={HOST}"]


@dataclass
class Page:
    status: int
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


class Stack(Newsroom):
    """Started in the order in which a machine would; nginx and PostgreSQL can be reached as `nginx` and `cluster`."""

    def __init__(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="newsroom-stack-", dir="/tmp"))  # Sockets' paths are short.
        self.home.chmod(0o755)
        self.plain, self.tls = free_port(), free_port()
        self.cluster = postgres.Cluster(postgres.as_deployed() | postgres.SMALL)
        self.cluster.make()
        super().__init__(self.home, self.cluster.url, **self.settings())

    def settings(self) -> dict[str, str]:
        """deploy/newsroom.env, filled in."""
        lines = [line for line in (DEPLOY / "newsroom.env").read_text().splitlines() if "=" in line and line[0] != "#"]
        own = {"SECRET_KEY": "k" * 50, "DATABASE_URL": self.cluster.url, "METRICS": TOKEN, "WORKERS": "2"}
        return {name: self.placed(text) for name, text in (line.split("=", 1) for line in lines)} | own

    def placed(self, text: str) -> str:
        folders = {"/var/lib/newsroom": self.home, "/run/newsroom": self.home, "/var/log/nginx": self.home,
                   "/var/backups/newsroom": self.home / "backups"}  # fmt: skip
        for written, ours in folders.items():
            text = text.replace(written, str(ours))
        return text

    def start(self) -> None:
        self.begin("server", "deploy/serve.py", "server")

    def start_nginx(self) -> None:
        certificate, key = self.home / "fullchain.pem", self.home / "privkey.pem"
        made = [*OPENSSL, "-addext", f"subjectAltName=DNS:{HOST}", "-keyout", key, "-out", certificate]
        subprocess.run(made, check=True, capture_output=True)
        text = self.placed((DEPLOY / "nginx/newsroom.conf").read_text())
        text = text.replace(f"/etc/letsencrypt/live/{HOST}", str(self.home))
        text = re.sub(r"listen 80\b", f"listen 127.0.0.1:{self.plain}", text)
        text = re.sub(r"listen 443\b", f"listen 127.0.0.1:{self.tls}", text)
        shutil.copy(DEPLOY / "nginx/newsroom-proxy.conf", self.home)
        (self.home / "newsroom.conf").write_text(text)
        root = "user root;" if not os.geteuid() else ""
        log = self.home / "nginx.log"
        (self.home / "nginx.conf").write_text(
            f"{root} daemon off; pid {self.home}/nginx.pid; error_log {log}; worker_processes 2;\n"
            f"events {{ worker_connections 1024; }}\nhttp {{ include /etc/nginx/mime.types; include newsroom.conf; }}\n"
        )
        log.touch()
        with open(log, "ab") as out:
            command = [tools.nginx(), "-c", self.home / "nginx.conf", "-e", log, "-p", self.home]
            self.processes["nginx"] = subprocess.Popen(command, stdout=out, stderr=out, start_new_session=True)
        wait_for(self.tls, self.processes["nginx"], log, 20)

    def workers(self) -> list[int]:
        listed = ["ps", "-o", "pid=", "--ppid", str(self.processes["server"].pid)]
        return sorted(map(int, subprocess.run(listed, capture_output=True, text=True).stdout.split()))

    def reload(self) -> None:
        self.processes["server"].send_signal(signal.SIGHUP)

    def ask(self, path: str, body: bytes | None = None, host: str = HOST, sni: str = HOST, **headers: str) -> Page:
        """GET, or POST of a body, through nginx; raises OSError where the connection is refused or cut."""
        trusted = ssl.create_default_context(cafile=self.home / "fullchain.pem")
        trusted.check_hostname = sni == HOST
        connection: Any = _Reached(self.tls, sni, context=trusted, timeout=60)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        with closing(connection):
            method = named.pop("method", "GET" if body is None else "POST")
            connection.request(method, path, body, {"Host": host, **named})
            answer = connection.getresponse()
            return Page(answer.status, answer.headers, answer.read())

    def remove(self) -> None:
        for name in list(self.processes):
            process = self.processes.pop(name)
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self.cluster.remove()
        shutil.rmtree(self.home, ignore_errors=True)


class _Reached(HTTPSConnection):
    """A connection to this machine's port that asks for the paper by its name."""

    def __init__(self, port: int, sni: str, **more: Any) -> None:
        super().__init__("127.0.0.1", port, **more)
        self.sni, self.trusted = sni, more["context"]

    def connect(self) -> None:
        plain = self._create_connection((self.host, self.port), self.timeout)  # type: ignore[attr-defined]
        self.sock = self.trusted.wrap_socket(plain, server_hostname=self.sni)
