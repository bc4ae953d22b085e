"""Servers that tests start as processes of their own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from tests.newspaper import collected_into

ROOT = Path(__file__).resolve().parents[1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, process: subprocess.Popen[bytes], log: Path, seconds: int) -> None:
    """Until something listens on `port`; raises with the log where the process ends first, or takes longer."""
    for _try in range(seconds * 20):
        if process.poll() is not None:
            break
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    process.kill()
    raise RuntimeError(f"It did not start within {seconds} s:\n{log.read_text()[-4000:]}")


def wait_until_free(port: int) -> None:
    """Until nothing listens on `port`: a killed server's children take a moment longer than itself."""
    for _try in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return
        time.sleep(0.05)
    raise RuntimeError(f"Something still listens on port {port}.")


class Newsroom:
    """The application as it runs in earnest, in a folder and on a database of its own: started, killed, started again.

    `name`d processes beside the server are ours too, such as a flusher.
    """

    def __init__(self, folder: Path, database: str, **env: str) -> None:
        self.folder, self.port = folder, free_port()
        self.env = {name: text for name, text in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        self.env |= {"VAR": str(folder), "PORT": str(self.port), "DATABASE_URL": database, **env}
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.manage("migrate", "--verbosity", "0")
        if not collected_into(folder):
            self.manage("collectstatic", "--no-input", "--verbosity", "0")

    def manage(self, *arguments: str, **env: str) -> str:
        command, env = [sys.executable, "manage.py", *arguments], {**self.env, **env}
        return subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True).stdout

    def run(self, code: str) -> str:
        """The last line that the code prints in the application's shell."""
        return self.manage("shell", "--verbosity", "0", "-c", code).splitlines()[-1]

    def start(self) -> None:
        self.begin("server", "deploy/serve.py", "server")
        wait_for(self.port, self.processes["server"], self.folder / "server.log", 60)

    def begin(self, name: str, *command: str) -> None:
        with open(self.folder / f"{name}.log", "ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, *command], cwd=ROOT, env=self.env, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip

    def kill(self, name: str = "server") -> None:
        """With all its children, without a word."""
        process = self.processes.pop(name, None)
        if process and process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        if name == "server":
            wait_until_free(self.port)
