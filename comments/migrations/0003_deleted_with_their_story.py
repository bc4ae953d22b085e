import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0002_rights_and_words")]
    operations = [
        migrations.AlterField(
            "comment",
            "parent",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="replies",
                to="comments.comment",
            ),
        ),
        migrations.AlterField(
            "comment",
            "thread",
            models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="thread_replies",
                to="comments.comment",
            ),
        ),
    ]
