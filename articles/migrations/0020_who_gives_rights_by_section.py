from django.db import migrations

from articles import rights


def grant(apps, schema_editor):
    rights.grant(apps)


class Migration(migrations.Migration):
    dependencies = [("articles", "0019_rights_by_section")]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
