"""What rules may ask besides words, and what a second opinion has learned. Constant defaults: no row is rewritten."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_notices"),
        ("playbook", "0004_thresholds_and_crisis_contacts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Learning",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("weights", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                ("decisions", models.PositiveIntegerField()),
                ("sample", models.PositiveIntegerField()),
                ("playbook_version", models.PositiveIntegerField()),
                ("learned_at", models.DateTimeField()),
                (
                    "brand",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="learnings",
                        to="accounts.brand",
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("brand", "number"), name="learning_number_once_per_brand"),
                    models.CheckConstraint(condition=models.Q(("number__gt", 0)), name="learning_numbers_start_at_one"),
                ],
            },
        ),
        migrations.AddField(
            model_name="playbook",
            name="has_second_opinion",
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.AddField(
            model_name="rule",
            name="kinds",
            field=models.JSONField(
                blank=True,
                db_default=models.Value([], models.JSONField()),
                default=list,
                verbose_name="only these kinds of message",
            ),
        ),
        migrations.AddField(
            model_name="rule",
            name="min_reach",
            field=models.PositiveIntegerField(
                db_default=0, default=0, verbose_name="seen by at least this many people"
            ),
        ),
        migrations.AddField(
            model_name="rule",
            name="min_repeats",
            field=models.PositiveSmallIntegerField(
                db_default=0, default=0, verbose_name="at least this many messages of the author"
            ),
        ),
        migrations.AddField(
            model_name="rule",
            name="min_severity",
            field=models.PositiveSmallIntegerField(
                choices=[(0, "Any"), (1, "Mild"), (2, "Plain"), (3, "Grave"), (4, "Crisis")],
                db_default=0,
                default=0,
                verbose_name="only from this severity on",
            ),
        ),
        migrations.AddField(
            model_name="rule",
            name="networks",
            field=models.JSONField(
                blank=True,
                db_default=models.Value([], models.JSONField()),
                default=list,
                verbose_name="only on these networks",
            ),
        ),
        migrations.AddField(
            model_name="rule",
            name="tones",
            field=models.JSONField(
                blank=True,
                db_default=models.Value([], models.JSONField()),
                default=list,
                verbose_name="only when it sounds",
            ),
        ),
        migrations.AddField(
            model_name="rule",
            name="within_hours",
            field=models.PositiveSmallIntegerField(db_default=24, default=24, verbose_name="within this many hours"),
        ),
    ]
