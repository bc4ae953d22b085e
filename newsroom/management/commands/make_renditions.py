"""Readers' files of every photo as the settings want them by now; and the storage held against the rows."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from articles.models import Clip, Masthead, Photo, darkroom
from newsroom.progress import Progress

A_DAY = 24 * 3600.0


class Command(BaseCommand):
    help = "Make photos' renditions anew where sizes, formats or marks have changed; take away files that are due."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="only say which rows lack a file, and which files a row"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            self._check()
            return
        paper, made, lost = Masthead.current(), 0, list[str]()
        with Progress(self.stdout, _("Photos"), Photo.objects.count()) as bar:
            for photo in Photo.objects.order_by("pk").iterator(chunk_size=50):
                try:
                    made += photo.develop(paper, patience=A_DAY)
                except FileNotFoundError:
                    lost.append(photo.file)
                bar.advance()
        swept = darkroom.sweep_all()
        self.stdout.write(f"{made} photos made anew, {swept} old files taken away.")
        if lost:
            self.stderr.write(f"{len(lost)} photos have lost their file: {', '.join(lost[:10])}")

    def _check(self) -> None:
        missing, strange = darkroom.compared(Photo.objects.order_by("pk").iterator(chunk_size=500))
        clips = darkroom.compared(Clip.objects.iterator(chunk_size=500), "clips")
        missing, strange = missing + clips[0], strange + clips[1]
        for name in missing:
            self.stdout.write(f"no file: {name}")
        for name in strange:
            self.stdout.write(f"no row: {name}")
        self.stdout.write(f"{len(missing)} files are missing, {len(strange)} belong to no photo or clip.")
