from django.db import migrations

from articles import rights


def grant(apps, schema_editor):
    rights.grant(apps)


class Migration(migrations.Migration):
    dependencies = [("articles", "0017_the_front_page_is_arranged")]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
