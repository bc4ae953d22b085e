from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import migrations
from django.utils import timezone

RECENT = timedelta(days=60)  # A search asks for no older weeks.


def tell(_apps: Any, editor: Any) -> None:
    """Only where strides are taken. What an index of FTS5 was told has to be told it again before it forgets it."""
    if editor.connection.vendor != "postgresql":
        return
    since = int((timezone.now() - RECENT).timestamp())
    week = f"'w' || ((place >> 28) / {7 * 24 * 3600})"
    editor.execute(
        f"UPDATE articles_findable SET filed = left(filed || ' ' || {week}, 400), "
        f"words = words || array_to_tsvector(ARRAY['z' || {week}]) WHERE place >= {since}::bigint << 28"
    )


class Migration(migrations.Migration):
    dependencies = [("articles", "0037_the_bin_is_for_more_than_stories")]

    operations = [migrations.RunPython(tell, migrations.RunPython.noop, elidable=True)]
