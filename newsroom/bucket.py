"""The bucket: files of photos and clips on any server that speaks S3, for the rest of the house as on a disk."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage

from articles import served

SPOOLED = 8 * 1024 * 1024  # of a file that is read, so much stays in memory
# A bucket that is away holds a thread for seconds, not for minutes. Checksums beyond what the request demands are
# newer than many servers that speak S3.
PATIENCE: dict[str, Any] = {"connect_timeout": 3, "read_timeout": 20, "retries": {"max_attempts": 2}}
PLAIN: dict[str, Any] = dict.fromkeys(("request_checksum_calculation", "response_checksum_validation"), "when_required")


class Bucket(S3Storage):
    def __init__(self, **options: Any) -> None:
        # With the bucket's name in the path every server can do; Amazon's own wants it in the host.
        style = "path" if options.get("endpoint_url") else "virtual"
        config = Config(signature_version="s3v4", s3={"addressing_style": style}, **PATIENCE, **PLAIN)
        fixed: dict[str, Any] = {"default_acl": None, "file_overwrite": False, "querystring_auth": False}
        super().__init__(client_config=config, max_memory_size=SPOOLED, **fixed, **options)

    def get_object_parameters(self, name: str) -> dict[str, str]:
        """What the bucket tells readers with the file: as our own view would."""
        return {"ContentType": served.type_of(name), "CacheControl": served.FOR_EVER}

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        with _as_a_disk_would():
            found: File[bytes] = super()._open(name, mode)
            found.open()  # It is fetched now: what goes wrong goes wrong here.
            return found

    def _save(self, name: str, content: File[bytes]) -> str:
        with _as_a_disk_would():
            return str(super()._save(name, content))

    def delete(self, name: str) -> None:
        with _as_a_disk_would():
            super().delete(name)

    def exists(self, name: str) -> bool:
        with _as_a_disk_would():
            return bool(super().exists(name))

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        with _as_a_disk_would():
            folders, files = super().listdir(path)
            return folders, files


@contextmanager
def _as_a_disk_would() -> Iterator[None]:
    """What keeps the bucket from its work is said by the error that a disk raises: the desk has sentences for it."""
    try:
        yield
    except (BotoCoreError, Boto3Error, ClientError) as error:
        raise OSError(errno.EIO, f"The bucket: {error}") from error
