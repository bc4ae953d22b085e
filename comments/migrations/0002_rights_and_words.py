from django.db import migrations

from comments import rights


def begin(apps, schema_editor):
    rights.grant(apps)
    rights.furnish(apps)


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0001_readers_words"),
        ("articles", "0002_groups_and_their_rights"),
    ]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
