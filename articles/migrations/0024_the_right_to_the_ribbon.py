from django.db import migrations

from articles import rights


def grant(apps, schema_editor):
    rights.grant(apps)


class Migration(migrations.Migration):
    dependencies = [("articles", "0023_a_breaking_ribbon_and_live_reports")]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
