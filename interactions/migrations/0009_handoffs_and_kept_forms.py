"""What is taken offline has a row until its outcome is written down; what is typed is kept with the rest of its form."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


def a_person(**more: object) -> models.ForeignKey:
    return models.ForeignKey(
        db_index=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
        **more,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("interactions", "0008_list_of_ticks_gone"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "composing",
            "fields",
            models.JSONField(blank=True, db_default=models.Value({}, models.JSONField()), default=dict),
        ),
        migrations.AddField("composing", "version", models.PositiveIntegerField(db_default=0, default=0)),
        migrations.AddField("composing", "put_aside", models.TextField(blank=True, db_default="", default="")),
        migrations.CreateModel(
            name="HandOff",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "interaction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handoffs",
                        to="interactions.interaction",
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handoffs",
                        to="interactions.draft",
                    ),
                ),
                ("person", models.CharField(max_length=120)),
                ("way", models.CharField(max_length=200)),
                ("reason", models.CharField(max_length=300)),
                ("written_by", a_person()),
                ("written_at", models.DateTimeField()),
                ("outcome_due_at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("resolved", "Reached, and resolved"),
                            ("unresolved", "Reached, not resolved"),
                            ("not_reached", "Not reached"),
                            ("refused", "They did not want to talk"),
                            ("other", "Something else"),
                            ("withdrawn", "The answer that offered it never went out"),
                        ],
                        max_length=11,
                    ),
                ),
                ("remedy", models.CharField(blank=True, max_length=1000)),
                ("has_apology", models.BooleanField(default=False)),
                ("has_refund", models.BooleanField(default=False)),
                ("talked_by", a_person(null=True)),
                ("talked_at", models.DateTimeField(null=True)),
                ("closing_note", models.CharField(blank=True, max_length=2000)),
                ("recorded_by", a_person(null=True)),
                ("recorded_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["id"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(recorded_at__isnull=True),
                        fields=("interaction",),
                        name="one_open_handoff_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=Q(outcome="", recorded_at__isnull=True, recorded_by__isnull=True)
                        | ~Q(outcome="") & Q(recorded_at__isnull=False, recorded_by__isnull=False),
                        name="an_outcome_has_time_and_person",
                    ),
                    models.CheckConstraint(
                        condition=Q(outcome__in=["", "withdrawn"])
                        | Q(talked_by__isnull=False, talked_at__isnull=False),
                        name="a_talk_has_time_and_person",
                    ),
                    models.CheckConstraint(
                        condition=~Q(person="") & ~Q(way="") & ~Q(reason=""),
                        name="a_handoff_names_person_way_and_reason",
                    ),
                ],
            },
        ),
    ]
