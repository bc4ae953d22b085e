"""gunicorn as `make run` starts it: one process, eight threads, on this machine alone."""

import os
from typing import Any

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = 1
threads = 8
graceful_timeout = 10
loglevel = "warning"
control_socket_disable = True  # It would be made in the home folder.


def when_ready(server: Any) -> None:
    print(f"The paper: http://{bind}/   The desk: http://{bind}/quan-tri/   Ctrl-C stops it.", flush=True)
