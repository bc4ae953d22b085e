"""A bar that says how far a long command has come: redrawn on a terminal, a line now and then in a log."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Any

from django.utils.translation import gettext as _

WIDTH = 28
REDRAW = 0.1  # seconds
LINE_EVERY = 10.0  # seconds between a log's lines


class Progress:
    """`with Progress(out, label, total) as bar: … bar.advance(n)`. `out` is a stream such as a command's stdout."""

    def __init__(self, out: Any, label: str, total: int) -> None:
        self.out, self.label, self.total = out, label, max(total, 1)
        self.done, self.said = 0, -1
        self.began = self.shown = time.monotonic()
        self.is_terminal = bool(getattr(out, "isatty", lambda: False)())

    def __enter__(self) -> Progress:
        self._show()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is None:
            self.done = self.total
        if self.said != self.done:
            self._show()
        if self.is_terminal:
            self._write("\n")

    def advance(self, count: int = 1) -> None:
        self.done += count
        waited = time.monotonic() - self.shown
        if waited >= (REDRAW if self.is_terminal else LINE_EVERY):
            self._show()

    @property
    def rate(self) -> float:
        """Things done a second so far."""
        return self.done / max(time.monotonic() - self.began, 1e-6)

    def sentence(self) -> str:
        """ "Stories  40 %  400/1000  3200/s  0:12 left" """
        parts = [self.label, f"{100 * self.done // self.total:3d} %", f"{self.done}/{self.total}"]
        if self.done:
            parts.append(_("%(rate)s/s") % {"rate": f"{self.rate:.0f}" if self.rate >= 10 else f"{self.rate:.1f}"})
            seconds = round((self.total - self.done) / self.rate) if self.done < self.total else 0
            parts += [_("%(time)s left") % {"time": f"{seconds // 60}:{seconds % 60:02d}"}] if seconds else []
        return "  ".join(parts)

    def _show(self) -> None:
        self.shown, self.said = time.monotonic(), self.done
        if self.is_terminal:
            filled = WIDTH * self.done // self.total
            self._write(f"\r\x1b[K[{'█' * filled}{'·' * (WIDTH - filled)}] {self.sentence()}")
        else:
            self._write(self.sentence() + "\n")

    def _write(self, text: str) -> None:
        # A command's stdout adds a line break to all that is written through it: the stream behind it doesn't.
        stream = getattr(self.out, "_out", self.out)
        stream.write(text)
        stream.flush()
