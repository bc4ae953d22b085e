from django.db import migrations, models

import articles.models.cdn_purge


class Migration(migrations.Migration):
    dependencies = [("articles", "0039_the_desks_list_has_all_that_it_is_filtered_by")]

    operations = [
        migrations.CreateModel(
            name="CdnPurge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("keys", models.JSONField()),
                ("due", models.DateTimeField(db_index=True, default=articles.models.cdn_purge.soon)),
                ("tries", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name": "CDN purge",
                "verbose_name_plural": "CDN purges",
                "default_permissions": (),
            },
        ),
    ]
