"""What the learned second opinion sees, how a message sounds, and who is a VIP. Constant defaults: no row is rewritten."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_notices"),
        ("accounts", "__first__"),
        ("connectors", "0002_protected_channels"),
        ("interactions", "0014_drills"),
        ("playbook", "0005_conditions_and_learning"),
    ]

    operations = [
        migrations.CreateModel(
            name="SecondOpinion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("level", models.CharField(max_length=6)),
                ("share", models.FloatField()),
                ("words", models.JSONField(blank=True, default=list)),
                ("learning", models.PositiveIntegerField()),
                ("made_at", models.DateTimeField()),
                (
                    "interaction",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="second_opinion",
                        to="interactions.interaction",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="playbook.topic",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("level__in", ["green", "yellow", "red"])), name="opinion_level_is_known"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="contact",
            name="is_vip",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="interaction",
            name="needs_look",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="interaction",
            name="severity",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="interaction",
            name="tone",
            field=models.CharField(blank=True, db_default="", default="", max_length=8),
        ),
    ]
