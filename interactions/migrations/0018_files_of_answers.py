"""Files that go along with an answer."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("interactions", "0017_find_what_used_the_words"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="has_files",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("content_type", models.CharField(max_length=40)),
                ("size", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("alt", models.CharField(blank=True, max_length=300)),
                ("added_at", models.DateTimeField()),
                (
                    "added_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "interaction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="interactions.interaction",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "content_type__in",
                                ["image/jpeg", "image/png", "image/gif", "image/webp", "application/pdf"],
                            )
                        ),
                        name="attachment_is_of_a_known_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("alt", ""), _negated=True),
                            models.Q(
                                ("content_type__in", ["image/gif", "image/jpeg", "image/png", "image/webp"]),
                                _negated=True,
                            ),
                            _connector="OR",
                        ),
                        name="a_picture_says_what_it_shows",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Enclosed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "attachment",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="interactions.attachment",
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="enclosed", to="interactions.draft"
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=["draft", "attachment"], name="a_file_is_enclosed_once"),
                ],
            },
        ),
    ]
