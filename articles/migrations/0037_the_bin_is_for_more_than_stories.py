from typing import Any

from django.db import migrations

RIGHTS = [
    ("edit_any_article", "Can edit everybody's stories"),
    ("approve_article", "Can approve and return stories"),
    ("publish_article", "Can publish stories"),
    ("withdraw_article", "Can withdraw stories"),
    ("let_article_pass", "Can let stories pass the gate"),
    ("destroy_article", "Can delete for good what lies in the bin"),
]


def rename(apps: Any, _editor: Any) -> None:
    """Django writes a right's name once and never again."""
    rights = apps.get_model("auth", "Permission").objects
    rights.filter(content_type__app_label="articles", codename="destroy_article").update(
        name=dict(RIGHTS)["destroy_article"]
    )


class Migration(migrations.Migration):
    dependencies = [("articles", "0036_what_readers_have_is_known_by_its_version")]

    operations = [
        migrations.AlterModelOptions(
            "article",
            {
                "ordering": ["-saved_at", "-id"],
                "permissions": RIGHTS,
                "verbose_name": "story",
                "verbose_name_plural": "stories",
            },
        ),
        migrations.RunPython(rename, migrations.RunPython.noop),
    ]
