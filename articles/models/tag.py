"""Tags, the other words for them, and how two become one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles import pagestore, text
from articles.addresses import address_of
from articles.fields import LineField, PlainTextField
from articles.models.address import Addressed
from articles.models.due import DueQuerySet
from articles.models.folded import with_words
from articles.models.redirect import Redirect
from articles.models.refusals import NotNow
from articles.models.shown import listed


class TagQuerySet(models.QuerySet["Tag"]):
    def kept(self) -> TagQuerySet:
        """The tags themselves, without the other words for them."""
        return self.filter(same_as=None)

    def search(self, words: str) -> TagQuerySet:
        """Tags and other words in which all the words occur, with or without diacritics."""
        return with_words(self, words)

    def called(self, name: str) -> Tag | None:
        """The tag that somebody means who types `name`: as spelt, whatever the case; typed without any diacritics,
        the one tag that then is spelt so. An other word gives its tag."""
        found = self.select_related("same_as")
        row: Tag | None = found.filter(key=text.spelling(name)).first()
        if row is None and text.fold(name) == text.clean_line(name).lower():
            alike = {like.tag.pk: like.tag for like in found.filter(folded=text.fold(name))[:9]}
            return next(iter(alike.values())) if len(alike) == 1 else None
        return row.tag if row else None

    def spelt(self, names: Iterable[str]) -> dict[str, Tag]:
        """By each name, the tag that is spelt so, or whose other word is. One query."""
        keys = {name: text.spelling(name) for name in names}
        found = {row.key: row.tag for row in self.select_related("same_as").filter(key__in=keys.values())}
        return {name: found[key] for name, key in keys.items() if key in found}

    def like(self, name: str) -> TagQuerySet:
        """Tags and other words that differ from `name` in their diacritics only."""
        return self.filter(folded=text.fold(name)).exclude(key=text.spelling(name))


class Tag(Addressed):
    """A tag; or, where `same_as` is set, an other word for one: its address leads to the tag's."""

    name = LineField(_("tag"), max_length=60)
    description = PlainTextField(_("description"), max_length=300, blank=True)
    key = models.CharField(max_length=120, unique=True, editable=False)
    folded = models.CharField(max_length=60, editable=False, db_index=True)
    same_as = models.ForeignKey(
        "self", models.CASCADE, null=True, editable=False, related_name="aliases", verbose_name=_("other word for")
    )
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )
    merged_at = models.DateTimeField(_("merged at"), null=True, editable=False)

    objects = TagQuerySet.as_manager()

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["folded", "name"]
        constraints = [models.CheckConstraint(condition=~Q(same_as=models.F("id")), name="a_tag_is_no_alias_of_itself")]

    def __str__(self) -> str:
        return self.name

    @property
    def tag(self) -> Tag:
        """The tag itself, also for an other word."""
        return self.same_as or self

    def clean(self) -> None:
        same = Tag.objects.filter(key=text.spelling(self.name)).exclude(pk=self.pk).select_related("same_as").first()
        if same is not None:
            sentence = _t("“%(name)s” is there already: %(tag)s.")
            raise ValidationError({"name": sentence % {"name": self.name, "tag": same.tag}})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key, self.folded = text.spelling(self.name), text.fold(self.name)[:60]
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return address_of("tag", self.slug)

    @classmethod
    def make(cls, name: str) -> Tag:
        """The tag that is spelt so: a new one, unless somebody has made it meanwhile."""
        spelt = Tag.objects.select_related("same_as").filter(key=text.spelling(name))
        try:
            with transaction.atomic():
                found = spelt.first() or Tag(name=name)
                if found.pk is None:
                    found.save()
        except IntegrityError:
            found = spelt.get()
        return found.tag

    def also_called(self, name: str, by: Any, at: datetime | None = None) -> None:
        """Let `name` be an other word for this tag; a tag of that name is merged into this one."""
        with transaction.atomic():
            other = Tag.make(name)
            if other.pk != self.pk:
                other.merge_into(self, by, at)

    def merge_into(self, stays: Tag, by: Any, at: datetime | None = None) -> None:
        """Make this tag an other word for `stays`: its stories and other words follow, its address leads there.

        What editions and the desk's texts keep of this tag stays written: whoever reads them finds `stays`.
        Raises NotNow where one of the two is an other word already.
        """
        with transaction.atomic():
            TagStory.hold()
            self.refresh_from_db()
            stays.refresh_from_db()
            if self.same_as_id == stays.pk:
                return
            if self.same_as_id or stays.same_as_id or stays.pk == self.pk:
                raise NotNow(_t("“%(tag)s” can't be merged into “%(stays)s”.") % {"tag": self, "stays": stays})
            names = [self, stays, *self.aliases.all()]
            self.filed.filter(article__in=stays.filed.values("article")).delete()
            self.filed.update(tag=stays)
            self.aliases.exclude(pk=stays.pk).update(same_as=stays)
            self.same_as, self.merged_by, self.merged_at = stays, by, at or timezone.now()
            super().save(update_fields=["same_as", "merged_by", "merged_at"])
            Redirect.moved(self.get_absolute_url(), stays.get_absolute_url())
            pagestore.purge([key for tag in names for key in (tag.page_key, listed(tag.page_key))])

    def let_go(self) -> None:
        """Be an other word no more. A word that stories carry is a tag of its own again, which lists them; any other
        is gone, and an address it had still leads where it led."""
        with transaction.atomic():
            TagStory.hold()
            stays = Tag.objects.filter(aliases=self.pk or 0).first()
            if stays is None:  # By now it is none, or gone.
                return
            own, only_own = self._carried(stays)
            if not own and not _on_the_desk(self.pk):
                self.delete()
                return
            self.same_as = self.merged_by = self.merged_at = None
            super().save(update_fields=["same_as", "merged_by", "merged_at"])
            TagStory.objects.bulk_create(TagStory(tag=self, article_id=pk, published_at=at) for pk, at in own)
            for start in range(0, len(only_own), 500):
                stays.filed.filter(article__in=only_own[start : start + 500]).delete()
            Redirect.objects.filter(old_path=self.get_absolute_url()).delete()

    def _carried(self, stays: Tag) -> tuple[list[tuple[int, datetime]], list[int]]:
        """The published stories that have this very word, with their times; those that have `stays` by it alone."""
        same = {stays.pk, *stays.aliases.exclude(pk=self.pk).values_list("pk", flat=True)}
        own, only_own = [], []
        rows = stays.filed.values_list("article", "published_at", "article__edition__tags")
        for pk, at, numbers in rows.iterator(chunk_size=2000):
            if self.pk in numbers:
                own.append((pk, at))
                if same.isdisjoint(numbers):
                    only_own.append(pk)
        return own, only_own


def _on_the_desk(pk: int) -> bool:
    """A text that is not published has this tag's very number."""
    texts = apps.get_model("articles", "Article")._default_manager.exclude(status="published")
    rows = texts.exclude(tags=[]).order_by().values_list("tags", flat=True)
    return any(pk in numbers for numbers in rows.iterator(chunk_size=2000))


class TagStory(models.Model):
    """A story in the order of its tag's page; one row while it is published. Written by the story's verbs alone."""

    tag = models.ForeignKey(Tag, models.PROTECT, related_name="filed")
    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="tag_rows")
    published_at = models.DateTimeField()
    live_until = models.DateTimeField(null=True)

    objects = DueQuerySet.as_manager()

    class Meta:
        verbose_name = _("story of a tag")
        verbose_name_plural = _("stories of tags")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["tag", "article"], name="a_tag_has_a_story_once")]
        indexes = [models.Index(fields=["tag", "-published_at", "-article", "live_until"], name="a_tags_page")]

    def __str__(self) -> str:
        return f"{self.tag_id} {self.article_id}"

    @classmethod
    def hold(cls) -> None:
        """Until the transaction ends, no other can write these rows: it then sees what became of the tags.

        SQLite lets one write at a time anyway.
        """
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"LOCK TABLE {cls._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
