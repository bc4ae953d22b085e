from django.db import migrations

from articles import rights


def grant(apps, schema_editor):
    rights.grant(apps)


class Migration(migrations.Migration):
    dependencies = [("articles", "0006_topics_and_tags")]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
