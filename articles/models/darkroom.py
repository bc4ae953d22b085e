"""Photos' files in the storage: none without a row that knows it, whatever dies in between."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import datetime, timedelta
from typing import Any, TypedDict

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import turns
from articles.fields import LateJSONField
from articles.models.masthead import Masthead
from articles.models.refusals import Stale
from articles.renditions import NO_MARKS, Marks, decoded, recipe, shapes, whole
from articles.renditions import Rendition as Made
from articles.turns import PATIENCE

ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
DOWN = "taken down"  # in `made`: when the files last went under new names
UNFINISHED = timedelta(hours=1)  # After so long nobody is still at work on an upload.
AT_ONCE = timedelta(0)
RETIRED = timedelta(days=30)  # A page, a feed or a search engine may point to an old file for so long.


class Rendition(TypedDict):
    """One ready file of a photo, as kept in `Photo.renditions` and `Photo.crops`; a crop has its shape's name."""

    name: str
    format: str
    width: int
    height: int
    bytes: int
    shape: str


class LooseFiles(models.Model):
    """Files that no photo has, not yet or no longer: taken away when due."""

    names = models.JSONField(default=list)
    due = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "loose files"
        verbose_name_plural = "loose files"
        default_permissions = ()

    def __str__(self) -> str:
        return ", ".join(self.names)


def new_key() -> str:
    """A short random name, 10 characters: for a photo's files, and for its place in a body."""
    return "".join(secrets.choice(ALPHABET) for _ in range(10))


def turn(patience: float = PATIENCE) -> AbstractContextManager[None]:
    """One of the places at which pictures are worked on, on this machine. Raises `turns.Busy`, a `Refused`."""
    return turns.turn(settings.PHOTO_TURNS, settings.PHOTO_PLACES, patience)


@contextmanager
def keeping(files: Mapping[str, bytes | File[bytes]], at: datetime | None = None) -> Iterator[None]:
    """Files under new names, for the rows that the block writes: both are there in the end, or neither is.

    The names are noted first, so that after a kill, at any moment, the sweep finds what was left.
    """
    noted = LooseFiles.objects.create(names=list(files), due=(at or timezone.now()) + UNFINISHED)
    with ExitStack() as unfinished:
        unfinished.callback(_forget, files)
        for name, data in files.items():
            if default_storage.save(name, ContentFile(data) if isinstance(data, bytes) else data) != name:
                raise FileExistsError(name)
        with transaction.atomic():
            yield
            noted.delete()
        unfinished.pop_all()


def _forget(files: Mapping[str, Any]) -> None:
    """Leave no file behind that no row knows."""
    _take_away(files)
    LooseFiles.objects.filter(names=list(files)).delete()


def retire(names: Sequence[str], at: datetime | None = None, stay: timedelta = RETIRED) -> LooseFiles:
    """Files that no photo has from now on; what points to them may do so for a while."""
    return LooseFiles.objects.create(names=list(names), due=(at or timezone.now()) + stay)


def sweep(at: datetime | None = None) -> int:
    """Take away the loose files that are due. How many there were."""
    swept = 0
    for loose in LooseFiles.objects.filter(due__lte=at or timezone.now()).order_by("due")[:100]:
        _take_away(loose.names)
        loose.delete()
        swept += len(loose.names)
    return swept


def sweep_all(at: datetime | None = None) -> int:
    """As `sweep`, until nothing that is due is left."""
    swept = 0
    while found := sweep(at):
        swept += found
    return swept


def compared(rows: Iterable[Any], folder: str = "photos") -> tuple[list[str], list[str]]:
    """Names in the rows that the storage lacks, and files that neither a row nor a note knows."""
    known = {name for row in rows for name in row.names}
    noted = {name for names in LooseFiles.objects.values_list("names", flat=True) for name in names}
    there = set(_walk(folder))
    return sorted(known - there), sorted(there - known - noted)


def _walk(folder: str) -> Iterator[str]:
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{name}" for name in files)
    for name in folders:
        yield from _walk(f"{folder}/{name}")


def _take_away(names: Sequence[str] | Mapping[str, Any]) -> None:
    for name in names:
        default_storage.delete(name)


def _read(names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Those that are there."""
    for name in names:
        try:
            with default_storage.open(name) as file:
                yield name, file.read()
        except FileNotFoundError:  # Lost long ago, by a disk or a restored backup: then there is nothing to take down.
            continue


def named(folder: str, made: Sequence[Made]) -> tuple[list[Rendition], dict[str, bytes]]:
    """Renditions as a photo's row keeps them, and their files under names never used before."""
    stem = f"{folder}-{new_key()[:5]}"
    rows, files = list[Rendition](), dict[str, bytes]()
    for one in made:
        name = "-".join(filter(None, [stem, one.shape, f"{one.width}.{one.extension}"]))
        files[name] = one.data
        rows.append(
            {"name": name, "format": one.format, "width": one.width, "height": one.height, "bytes": len(one.data),
             "shape": one.shape}
        )  # fmt: skip
    return rows, files


class Developed(models.Model):
    """A picture with its files: the master, and what is made of it for readers."""

    file = models.CharField(_("file"), max_length=120, editable=False)
    renditions = LateJSONField(default=list, editable=False)
    crops = LateJSONField(default=list, editable=False)
    made = LateJSONField(default=dict, editable=False)  # by which recipe: `develop()` compares
    focal_x = models.PositiveSmallIntegerField(_("across"), default=50, validators=[MaxValueValidator(100)])
    focal_y = models.PositiveSmallIntegerField(_("down"), default=50, validators=[MaxValueValidator(100)])
    # The photo's own, in photo.py.
    copyright: Any
    credit: Any

    class Meta:
        abstract = True

    def develop(self, paper: Masthead | None = None, patience: float = PATIENCE) -> bool:
        """Make those files anew that aren't as the paper, or the focal point, wants them by now: under new names.

        The old ones stay for a while, for whoever points to them. False where all was as it should be.
        """
        paper = paper or Masthead.current()
        wanted = self.recipes(paper)
        stale = {part: how for part, how in wanted.items() if self.made.get(part) != how}
        if not stale:
            return False
        with default_storage.open(self.file) as file:
            master = file.read()
        with turn(patience):
            files = self._made_anew(master, stale, paper)
        with keeping(files):
            before = type(self)._default_manager.select_for_update().get(pk=self.pk)
            retire([one["name"] for part in stale for one in getattr(before, part)])
            self.made = {**before.made, **stale}
            self.save(update_fields=[*stale, "made"])
        return True

    def take_down(self, at: datetime) -> None:
        """Its addresses lead to nothing any more, whoever serves them: each file goes on under a name never used
        before, which nobody outside the desk knows until readers are shown the photo again."""
        stem, taken = self.file.rpartition(".")[0], self.names
        new = f"{stem.rpartition('/')[0]}/{new_key()}"
        names = {name: name.replace(stem, new, 1) for name in taken}
        with keeping({names[name]: data for name, data in _read(taken)}):
            now = type(self)._default_manager.select_for_update().get(pk=self.pk)
            if now.names != taken:
                raise Stale  # Developed this moment: the names read are the past's.
            retire(taken, stay=AT_ONCE)
            self.file = names[self.file]
            for part in (self.renditions, self.crops):
                for one in part:
                    one["name"] = names[one["name"]]
            self.made = {**self.made, DOWN: at.timestamp()}
            self.save(update_fields=["file", "renditions", "crops", "made"])
            transaction.on_commit(sweep, robust=True)

    def is_down_since(self, moment: datetime) -> bool:
        return self.made.get(DOWN, 0) >= moment.timestamp()

    def recipes(self, paper: Masthead) -> dict[str, str]:
        """How the photo's two sets of files have to be made."""
        common = (settings.PHOTO_FORMATS, self._marks(paper))
        return {"renditions": recipe(*common), "crops": recipe(*common, focal=self.focal)}

    def _made_anew(self, master: bytes, parts: dict[str, str], paper: Masthead) -> dict[str, bytes]:
        """The files of these parts by new names; the row knows them."""
        picture, files = decoded(master), dict[str, bytes]()
        common: dict[str, Any] = {"formats": settings.PHOTO_FORMATS, "marks": self._marks(paper)}
        for part in parts:
            made = whole(picture, **common) if part == "renditions" else shapes(picture, focal=self.focal, **common)
            rows, new = named(self.file.rpartition(".")[0], made)
            setattr(self, part, rows)
            files |= new
        self.made = {**self.made, **parts}
        return files

    def _marks(self, paper: Masthead) -> Marks:
        return Marks(self.copyright, self.credit) if paper.marks_photos else NO_MARKS

    @property
    def names(self) -> list[str]:
        """Every file of this photo, by its name in the storage."""
        return [self.file, *(one["name"] for one in [*self.renditions, *self.crops])]

    @property
    def focal(self) -> tuple[float, float]:
        """The point that matters, 0–1 each way."""
        return self.focal_x / 100, self.focal_y / 100
