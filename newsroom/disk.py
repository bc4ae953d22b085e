"""Files of photos and clips on the server's own disk."""

from __future__ import annotations

from django.core.files.storage import FileSystemStorage

from articles import served


class Disk(FileSystemStorage):
    def url(self, name: str | None) -> str:
        """A page names thirty files: in the names that we gave them, nothing has to be quoted."""
        if name is not None and self.base_url is not None and served.NAME.fullmatch(name):
            return self.base_url + name
        return super().url(name)
