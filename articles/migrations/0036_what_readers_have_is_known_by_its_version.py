from __future__ import annotations

from typing import Any

from django.db import migrations, models
from django.db.models import F, OuterRef, Q, Subquery


def tell(apps: Any, _editor: Any) -> None:
    """Of the stories that readers have or had, which version it is."""
    shown = apps.get_model("articles", "Edition").objects.filter(pk=OuterRef("edition_id")).values("of_version")
    given = apps.get_model("articles", "Article").objects.exclude(edition=None)
    given.update(published_version=Subquery(shown[:1]))


class Migration(migrations.Migration):
    dependencies = [("articles", "0035_photos_and_clips_have_a_bin")]

    operations = [
        migrations.AddField("article", "published_version", models.PositiveIntegerField(editable=False, null=True)),
        migrations.RunPython(tell, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            "article",
            models.Index(fields=["genre", "-saved_at", "-id"], condition=Q(binned_at=None), name="stories_of_a_genre"),
        ),
        migrations.AddIndex(
            "article",
            models.Index(
                fields=["created_by", "-saved_at", "-id"], condition=Q(binned_at=None), name="all_stories_of_a_writer"
            ),
        ),
        migrations.AddIndex(
            "article",
            models.Index(
                fields=["-saved_at", "-id"],
                condition=Q(status="published", published_version__lt=F("version")),
                name="stories_with_edits",
            ),
        ),
    ]
