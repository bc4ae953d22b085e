from django.db import migrations

from articles import rights


def grant(apps, schema_editor):
    rights.grant(apps)


class Migration(migrations.Migration):
    dependencies = [("articles", "0012_moved_addresses_say_how_and_by_whom")]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
