"""Interactions belong to an incident, a person or a crisis to another team, and a release may be for an incident."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_notices"),
        ("accounts", "__first__"),
        ("interactions", "0012_safety_steps"),
        ("playbook", "0003_versions_of_words"),
    ]

    operations = [
        migrations.CreateModel(
            name="IncidentLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("incident", models.PositiveBigIntegerField()),
                ("linked_at", models.DateTimeField()),
                ("unlinked_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "interaction",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incident_links",
                        to="interactions.interaction",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "indexes": [models.Index(fields=["incident", "interaction"], name="link_of_incident")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("unlinked_at__isnull", True)),
                        fields=("interaction",),
                        name="one_incident_at_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RightsTransfer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("incident", models.PositiveBigIntegerField(null=True)),
                ("reason", models.CharField(max_length=500)),
                ("started_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "brand",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.brand",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers",
                        to="interactions.contact",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "to_team",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.team",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("contact",),
                        name="a_contact_is_with_one_team",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("incident",),
                        name="an_incident_is_with_one_team",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("contact__isnull", False), ("incident__isnull", True)),
                            models.Q(("contact__isnull", True), ("incident__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_transfer_has_one_scope",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="a_transfer_has_a_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                            models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_transfer_is_ended_by_somebody",
                    ),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="release",
            name="release_has_one_scope",
        ),
        migrations.AddField(
            model_name="release",
            name="incident",
            field=models.PositiveBigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="release",
            name="topics",
            field=models.JSONField(db_default=models.Value([], models.JSONField()), default=list),
        ),
        migrations.AddIndex(
            model_name="release",
            index=models.Index(
                condition=models.Q(("incident__isnull", False)), fields=["incident"], name="release_of_incident"
            ),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("incident__isnull", True), ("interaction__isnull", False), ("topic__isnull", True)),
                    models.Q(("incident__isnull", False), ("interaction__isnull", True), ("topic__isnull", True)),
                    models.Q(("incident__isnull", True), ("interaction__isnull", True), ("topic__isnull", False)),
                    _connector="OR",
                ),
                name="release_has_one_scope",
            ),
        ),
    ]
