import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import articles.fields


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0005_autosaves_and_who_is_writing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="article",
            name="related",
            field=articles.fields.IdsField(blank=True, default=list, verbose_name="related stories"),
        ),
        migrations.AddField(
            model_name="article",
            name="tags",
            field=articles.fields.IdsField(blank=True, default=list, verbose_name="tags"),
        ),
        migrations.AddField(
            model_name="article",
            name="topics",
            field=articles.fields.IdsField(blank=True, default=list, verbose_name="topics"),
        ),
        migrations.AddField(
            model_name="edition",
            name="related",
            field=articles.fields.IdsField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="edition",
            name="tags",
            field=articles.fields.IdsField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="edition",
            name="topics",
            field=articles.fields.IdsField(blank=True, default=list),
        ),
        migrations.CreateModel(
            name="Tag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "slug",
                    models.SlugField(
                        blank=True,
                        help_text="Made from the name where left empty.",
                        max_length=80,
                        unique=True,
                        verbose_name="address",
                    ),
                ),
                ("name", articles.fields.LineField(max_length=60, verbose_name="tag")),
                ("description", articles.fields.PlainTextField(blank=True, max_length=300, verbose_name="description")),
                ("key", models.CharField(editable=False, max_length=120, unique=True)),
                ("folded", models.CharField(db_index=True, editable=False, max_length=60)),
                ("merged_at", models.DateTimeField(editable=False, null=True, verbose_name="merged at")),
                (
                    "merged_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "same_as",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="aliases",
                        to="articles.tag",
                        verbose_name="other word for",
                    ),
                ),
            ],
            options={
                "verbose_name": "tag",
                "verbose_name_plural": "tags",
                "ordering": ["folded", "name"],
            },
        ),
        migrations.CreateModel(
            name="TagStory",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("published_at", models.DateTimeField()),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tag_rows", to="articles.article"
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="filed", to="articles.tag"
                    ),
                ),
            ],
            options={
                "verbose_name": "story of a tag",
                "verbose_name_plural": "stories of tags",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Topic",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "slug",
                    models.SlugField(
                        blank=True,
                        help_text="Made from the name where left empty.",
                        max_length=80,
                        unique=True,
                        verbose_name="address",
                    ),
                ),
                ("headline", articles.fields.LineField(max_length=120, verbose_name="headline")),
                (
                    "description",
                    articles.fields.PlainTextField(
                        blank=True, help_text="What it is about.", max_length=600, verbose_name="description"
                    ),
                ),
                (
                    "is_closed",
                    models.BooleanField(
                        default=False,
                        help_text="It is no longer offered for new stories and stands among the closed topics; its page stays.",
                        verbose_name="closed",
                    ),
                ),
                (
                    "opened_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="opened at"),
                ),
                ("folded", models.CharField(default="", editable=False, max_length=120)),
                (
                    "photo",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="articles.photo",
                        verbose_name="photo",
                    ),
                ),
            ],
            options={
                "verbose_name": "topic",
                "verbose_name_plural": "topics",
                "ordering": ["is_closed", "-opened_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="TopicStory",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("published_at", models.DateTimeField()),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="topic_rows", to="articles.article"
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="filed", to="articles.topic"
                    ),
                ),
            ],
            options={
                "verbose_name": "story of a topic",
                "verbose_name_plural": "stories of topics",
                "default_permissions": (),
            },
        ),
        migrations.AddConstraint(
            model_name="tag",
            constraint=models.CheckConstraint(
                condition=models.Q(("same_as", models.F("id")), _negated=True), name="a_tag_is_no_alias_of_itself"
            ),
        ),
        migrations.AddIndex(
            model_name="tagstory",
            index=models.Index(fields=["tag", "-published_at", "-article"], name="a_tags_page"),
        ),
        migrations.AddConstraint(
            model_name="tagstory",
            constraint=models.UniqueConstraint(fields=("tag", "article"), name="a_tag_has_a_story_once"),
        ),
        migrations.AddIndex(
            model_name="topicstory",
            index=models.Index(fields=["topic", "-published_at", "-article"], name="a_topics_page"),
        ),
        migrations.AddConstraint(
            model_name="topicstory",
            constraint=models.UniqueConstraint(fields=("topic", "article"), name="a_topic_has_a_story_once"),
        ),
    ]
