from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Left

import articles.fields


class AddWords(migrations.AddField):
    """An empty text column, added without writing a row: Django would copy SQLite's whole table for it."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor != "sqlite":
            return super().database_forwards(app_label, schema_editor, from_state, to_state)
        model = to_state.apps.get_model(app_label, self.model_name)
        column = model._meta.get_field(self.name)
        kind = column.db_type(schema_editor.connection)
        quoted = (schema_editor.quote_name(name) for name in (model._meta.db_table, column.column))
        schema_editor.execute("ALTER TABLE {} ADD COLUMN {} {} DEFAULT '' NOT NULL".format(*quoted, kind))


def shorten(apps: Any, _editor: Any) -> None:
    """A page's reason becomes as long as a story's may be."""
    pages = apps.get_model("articles", "Page").objects
    pages.exclude(bin_reason="").update(bin_reason=Left("bin_reason", 500))


def columns(model: str) -> list[Any]:
    by: Any = models.ForeignKey(
        settings.AUTH_USER_MODEL, django.db.models.deletion.PROTECT, null=True, editable=False, related_name="+",
        verbose_name="by",
    )  # fmt: skip
    at: Any = models.DateTimeField("put in the bin at", null=True, editable=False)
    reason: Any = articles.fields.LineField("reason", max_length=500, blank=True, editable=False, default="")
    kinds = (migrations.AlterField,) * 3 if model == "page" else (migrations.AddField, migrations.AddField, AddWords)
    named = zip(kinds, ("binned_at", "binned_by", "bin_reason"), (at, by, reason), strict=True)
    return [kind(model, name, field) for kind, name, field in named]


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0034_pages_have_a_bin"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(shorten, migrations.RunPython.noop),
        *columns("page"),
        *columns("photo"),
        *columns("clip"),
        migrations.AddIndex(
            "photo",
            models.Index(fields=["-uploaded_at", "-id"], condition=models.Q(binned_at=None), name="photos_on_the_wall"),
        ),
        migrations.AddIndex(
            "photo",
            models.Index(fields=["-binned_at"], condition=models.Q(binned_at__isnull=False), name="photos_in_the_bin"),
        ),
    ]
