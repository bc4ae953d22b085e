"""Servers that tests start as processes of their own."""

from __future__ import annotations

import socket
import subprocess
import time
from pathlib import Path


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
