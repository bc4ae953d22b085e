from __future__ import annotations

from django.db import migrations, models
from django.db.models import F, Q

FILTERED_BY = [
    *("binned_at", "status", "section", "genre", "created_by"),
    *("published_at", "live_until", "version", "published_version"),
]
ON_DESK = Q(binned_at=None)
AHEAD = Q(binned_at=None, published_version__lt=F("version"))


class Migration(migrations.Migration):
    dependencies = [("articles", "0038_entries_know_their_week")]

    operations = [
        migrations.RemoveIndex("article", "stories_on_the_desk"),
        migrations.RemoveIndex("article", "stories_with_edits"),
        migrations.AddIndex(
            "article",
            models.Index(fields=["-saved_at", "-id", *FILTERED_BY], condition=ON_DESK, name="stories_on_the_desk"),
        ),
        migrations.AddIndex(
            "article",
            models.Index(fields=["-saved_at", "-id", *FILTERED_BY], condition=AHEAD, name="stories_with_edits"),
        ),
    ]
