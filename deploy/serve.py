"""`make run`: look that the port is free, collect what changed, set the paper up once, serve it until Ctrl-C.

`deploy/serve.py server` is the server alone, as production starts it: LISTEN (127.0.0.1:8000 or a socket's path),
WORKERS (processes, one a core), THREADS (in each; a thread keeps one database connection, and no more are ever made).
"""

from __future__ import annotations

import hashlib
import os
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("VAR") or ROOT / "var")
# What the collected files are made of.
SOURCES = ("static", "newsroom/apps.py", "newsroom/settings.py")
LOCK = ROOT / "deploy/requirements/runtime.txt"


def port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise SystemExit(f"PORT={text} is no port: write a number from 1 to 65535, such as PORT=8001.")
    number = int(text)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", number))
        except PermissionError:
            raise SystemExit(f"Port {number} is not open to you: try PORT=8001 make run.") from None
        except OSError:
            raise SystemExit(f"Port {number} is in use: stop what listens there, or try PORT=8001 make run.") from None
    return number


def manage(*arguments: str) -> None:
    done = subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT)
    if done.returncode:
        raise SystemExit(done.returncode)


def collect() -> None:
    """Static files under names that hold their digest, compressed: anew only where a source changed."""
    files = [path for name in SOURCES for path in [ROOT / name, *sorted((ROOT / name).rglob("*"))] if path.is_file()]
    facts = [f"{path.relative_to(ROOT)} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in files]
    now = hashlib.sha256("\n".join([LOCK.read_text(), *facts]).encode()).hexdigest()
    stamp = VAR / "static.stamp"
    if stamp.is_file() and stamp.read_text() == now and (VAR / "static/staticfiles.json").is_file():
        return
    print("Collecting static files…", flush=True)
    manage("collectstatic", "--no-input", "--verbosity", "0")
    stamp.write_text(now)


def number_in(name: str, default: int, most: int) -> int:
    text = os.environ.get(name) or str(default)
    if not text.isascii() or not text.isdigit() or not 0 < int(text) <= most:
        raise SystemExit(f"{name}={text} is no number from 1 to {most}.")
    return int(text)


def listening() -> list[str]:
    """Where LISTEN says; else on PORT, to this machine alone."""
    address = os.environ.get("LISTEN") or f"127.0.0.1:{os.environ.get('PORT') or 8000}"
    if address.startswith("/"):
        return ["--uds", address, "--uds-permissions", "660"]
    host, _colon, number = address.rpartition(":")
    if not host or not number.isdigit():
        raise SystemExit(f"LISTEN={address} is no address: write 127.0.0.1:8000, or a socket's whole path.")
    return ["--host", host.strip("[]"), "--port", number]


def server() -> None:
    """granian in this process's place. Counts begin anew; a worker that dies is replaced, one that ends gets 30 s."""
    for counts in Path(os.environ.get("METRICS_FOLDER") or VAR / "metrics").glob("*.db"):
        counts.unlink()
    size = ["--workers", str(number_in("WORKERS", 1, 64)), "--blocking-threads", str(number_in("THREADS", 16, 128))]
    ways = ["--interface", "wsgi", "--http", "1", "--no-ws", "--log-level", "error", "--backlog", "2048"]
    ends = ["--respawn-failed-workers", "--workers-kill-timeout", "30"]
    os.chdir(ROOT)
    command = [sys.executable, "-m", "granian", *ways, *size, *ends, *listening(), "newsroom.wsgi:application"]
    os.execv(sys.executable, command)


def serve() -> None:
    number = port()
    collect()
    manage("quickstart")
    os.environ["PORT"] = str(number)
    address = f"http://127.0.0.1:{number}/"
    print(f"The paper: {address}   The desk: {address}quan-tri/   Ctrl-C stops it.", flush=True)
    server()


if __name__ == "__main__":
    try:
        {"collect": collect, "server": server}.get("".join(sys.argv[1:]), serve)()
    except KeyboardInterrupt:
        raise SystemExit(130) from None
