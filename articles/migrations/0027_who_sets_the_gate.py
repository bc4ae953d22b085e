from django.db import migrations

from articles import rights


def grant(apps, schema_editor):
    rights.grant(apps)


class Migration(migrations.Migration):
    dependencies = [("articles", "0026_the_gate_is_set_at_the_desk")]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
