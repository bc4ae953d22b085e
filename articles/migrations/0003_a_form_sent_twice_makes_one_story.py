from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0002_groups_and_their_rights")]

    operations = [
        migrations.AddField(
            model_name="article",
            name="nonce",
            field=models.CharField(editable=False, max_length=48, null=True, unique=True),
        ),
    ]
