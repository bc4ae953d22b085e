"""`make run`: look that the port is free, collect what changed, set the paper up once, serve it until Ctrl-C."""

from __future__ import annotations

import hashlib
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("VAR") or ROOT / "var")
# What the collected files are made of.
SOURCES = ("static", "articles/static", "comments/static", "newsroom/apps.py", "newsroom/settings.py")
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


def serve() -> None:
    number = port()
    collect()
    manage("quickstart")
    counts = os.environ.get("METRICS_FOLDER") or VAR / "metrics"
    shutil.rmtree(counts, ignore_errors=True)  # They count from a start on.
    os.environ["PORT"] = str(number)
    os.chdir(ROOT)
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "newsroom.wsgi"])


if __name__ == "__main__":
    try:
        collect() if sys.argv[1:] == ["collect"] else serve()
    except KeyboardInterrupt:
        raise SystemExit(130) from None
