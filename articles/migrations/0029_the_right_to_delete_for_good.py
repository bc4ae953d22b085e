from django.db import migrations

from articles import rights


def grant(apps, schema_editor):
    rights.grant(apps)


class Migration(migrations.Migration):
    dependencies = [("articles", "0028_corrections_take_down_times_and_a_bin")]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
