import django.db.models.deletion
from django.db import migrations, models


def _run(statements):
    def run(apps, schema_editor):
        from articles.search.dialects import PostgreSQL, SQLite

        dialect = PostgreSQL if schema_editor.connection.vendor == "postgresql" else SQLite
        for statement in getattr(dialect, statements):
            schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("articles", "0010_feeds_know_when_they_last_lost_a_story")]

    operations = [
        migrations.CreateModel(
            name="Findable",
            fields=[
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="findable",
                        serialize=False,
                        to="articles.article",
                    ),
                ),
                ("place", models.BigIntegerField(unique=True)),
                ("filed", models.CharField(max_length=400)),
                (
                    "edition",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="articles.edition",
                    ),
                ),
            ],
            options={
                "verbose_name": "entry of the search index",
                "verbose_name_plural": "entries of the search index",
                "default_permissions": (),
            },
        ),
        migrations.RunPython(_run("made"), _run("unmade")),
    ]
