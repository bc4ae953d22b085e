"""The paper behind a Varnish of its own, as deploy/varnish has it, and the way by which it is purged."""

from __future__ import annotations

import http.client
import random
import socket
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests import tools
from tests.prove.front import Front
from tests.servers import ROOT, free_port, wait_for


class Gate:
    """Hands purges on to Varnish; or refuses them, or keeps them waiting."""

    def __init__(self, port: int) -> None:
        self.port, self.does = port, "hands on"
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        gate = self

        class Handler(BaseHTTPRequestHandler):
            def do_PURGE(self) -> None:
                while gate.does == "waits":
                    time.sleep(0.02)
                status = purge(gate.port, self.headers["xkey"]) if gate.does == "hands on" else 503
                try:
                    self.send_response(status)
                    self.end_headers()
                except OSError:
                    pass  # Whoever asked has been killed.

            def log_message(self, *_ignored: Any) -> None:
                pass

        return Handler


class Road:
    """A long road from the application to Varnish: what is sent back takes up to `SLOW` seconds."""

    SLOW = 0.3

    def __init__(self, port: int) -> None:
        self.port, self.ears = port, socket.create_server(("127.0.0.1", 0), backlog=256)
        threading.Thread(target=self.lead, daemon=True).start()

    def lead(self) -> None:
        while True:
            try:
                near, _address = self.ears.accept()
            except OSError:
                return
            threading.Thread(target=self.join, args=[near], daemon=True).start()

    def join(self, near: socket.socket) -> None:
        try:
            far = socket.create_connection(("127.0.0.1", self.port))
        except OSError:
            near.close()
            return
        threading.Thread(target=self.carry, args=[far, near, self.SLOW], daemon=True).start()
        self.carry(near, far, 0)

    @staticmethod
    def carry(one: socket.socket, other: socket.socket, slow: float) -> None:
        try:
            while data := one.recv(1 << 18):
                time.sleep(random.random() * slow)
                other.sendall(data)
        except OSError:
            pass  # Cut off at one end: then also at the other.
        for end in (one, other):
            end.close()


def purge(port: int, keys: str, **headers: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("PURGE", "/", headers={"xkey": keys, **headers})
        return connection.getresponse().status
    finally:
        connection.close()


class Varnished(Front):
    """`port` is the application, `front` is Varnish."""

    def __init__(self, folder: Path, database: str) -> None:
        port = free_port()
        self.gate = Gate(port)
        address = f"http://127.0.0.1:{self.gate.server.server_port}/"
        super().__init__(folder, database, READY_FILES="", WORKERS="2", CDN="varnish", CDN_PURGE_URL=address)
        self.front, self.road = port, Road(self.port)

    def start_varnish(self) -> None:
        text = (ROOT / "deploy/varnish/newsroom.vcl").read_text()
        assert text.count('"8000"') == 1
        vcl, log = self.folder / "newsroom.vcl", self.folder / "varnish.log"
        vcl.write_text(text.replace('"8000"', f'"{self.road.ears.getsockname()[1]}"'))
        home = ["-j", "none", "-n", str(self.folder / "varnish")]
        command = [tools.varnish(), "-F", *home, "-a", f"127.0.0.1:{self.front}", "-f", str(vcl), "-s", "malloc,64m"]
        with open(log, "ab") as out:
            self.processes["varnish"] = subprocess.Popen(command, stdout=out, stderr=out, start_new_session=True)
        wait_for(self.front, self.processes["varnish"], log, 30)

    def close(self) -> None:
        self.gate.does = "refuses"
        self.kill("varnish")
        super().close()
        self.road.ears.close()
        self.gate.server.shutdown()
        self.gate.server.server_close()
