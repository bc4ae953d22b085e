"""Where readers have had a photo: written with each edition, so that nobody has to look through all of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection, models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from articles.models.due import stays
from articles.models.masthead import Masthead
from articles.models.photo import ArticlePhoto, Photo

MOST = 100  # stories of one photo that are counted


class PhotoUse(models.Model):
    """An edition of the story shows the photo. The row stays as long as its editions do."""

    photo = models.ForeignKey(Photo, models.PROTECT, related_name="published", verbose_name=_("photo"))
    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="published_photos", db_index=False)

    class Meta:
        verbose_name = _("published use of a photo")
        verbose_name_plural = _("published uses of photos")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["article", "photo"], name="a_story_uses_a_photo_once")]

    def __str__(self) -> str:
        return f"{self.photo_id} {self.article_id}"

    @classmethod
    def file(cls, article: Any, edition: Any) -> None:
        """The edition's photos, its clips' posters too, are used by the story, and its section's from now on."""
        wanted = {use["photo"] for use in edition.photos} | {clip["poster"] for clip in edition.clips} - {None}
        if not wanted:
            return
        photos = list(Photo.objects.filter(pk__in=wanted))
        PhotoUse.objects.bulk_create((PhotoUse(photo=p, article=article) for p in photos), ignore_conflicts=True)
        for photo in photos:
            photo.used_in(edition.section_id)

    @classmethod
    def take_down(cls, article: Any, at: datetime) -> None:
        """The photos that readers had in this story and have in no other are theirs no longer, nor their addresses.
        Once for each time that readers lose the story."""
        in_entries = (use["photo"] for uses in article.entries.values_list("photos", flat=True) for use in uses)
        numbers = {*in_entries, *cls.objects.filter(article=article).values_list("photo", flat=True)}
        elsewhere = cls.objects.filter(stays(at, "article__"), photo=OuterRef("pk"))
        logos = Masthead.objects.filter(logo=OuterRef("pk"))
        for photo in Photo.objects.filter(~Exists(elsewhere), ~Exists(logos), pk__in=numbers):
            if not photo.is_down_since(article.gone_at or article.live_until or at):
                photo.take_down(at)

    @classmethod
    def counted(cls, photos: Iterable[Photo]) -> dict[int, int]:
        """In how many stories each photo stands; one more than MOST where there are more than those. One query.

        A range of one and an order by the photo leave PostgreSQL no way but along the index: it would read the whole
        table for a photo that nobody uses, because it counts on finding the first hundred soon.
        """
        numbers = [photo.pk for photo in photos]
        if not numbers:
            return {}
        its_own = "photo_id >= photo.id AND photo_id <= photo.id ORDER BY photo_id"
        some = f"SELECT article_id FROM (SELECT article_id FROM {{}} WHERE {its_own} LIMIT %s) AS {{}}"
        stories = " UNION ".join(
            some.format(table, name)
            for table, name in ((ArticlePhoto._meta.db_table, "desk"), (cls._meta.db_table, "published"))
        )
        places = ", ".join(["%s"] * len(numbers))
        counting = f"(SELECT count(*) FROM ({stories}) AS stories)"
        sql = f"SELECT photo.id, {counting} FROM articles_photo photo WHERE photo.id IN ({places})"
        with connection.cursor() as cursor:
            cursor.execute(sql, [MOST + 1, MOST + 1, *numbers])
            return {pk: min(count, MOST + 1) for pk, count in cursor.fetchall()}
