from django.db import migrations, models

import articles.fields
from articles import rights


def grant(apps, schema_editor):
    rights.grant(apps)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0021_the_papers_vocabulary"),
    ]

    operations = [
        migrations.CreateModel(
            name="HouseWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("avoid", articles.fields.LineField(max_length=80, verbose_name="we don't write")),
                (
                    "use",
                    articles.fields.LineField(
                        blank=True,
                        help_text="Left empty where it depends: the note says on what.",
                        max_length=80,
                        verbose_name="we write",
                    ),
                ),
                (
                    "note",
                    articles.fields.LineField(
                        blank=True,
                        help_text="Why, or where it is right nevertheless.",
                        max_length=200,
                        verbose_name="note",
                    ),
                ),
                ("key", models.CharField(editable=False, max_length=120, unique=True)),
                ("folded", models.CharField(default="", editable=False, max_length=200)),
            ],
            options={
                "verbose_name": "house word",
                "verbose_name_plural": "house words",
                "ordering": ["key"],
            },
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
