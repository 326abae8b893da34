"""Policies with teams, roles, repeats and outside bodies; alerts that grow and come back; pages that are bundled; hand-overs,
gateways, quiet hours."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import oncall.policy


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_notices"),
        ("accounts", "__first__"),
        ("oncall", "0001_first_cut"),
        ("playbook", "0003_versions_of_words"),
    ]

    operations = [
        migrations.CreateModel(
            name="Gateway",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("chat", "Chat"), ("sms", "SMS")], max_length=4, verbose_name="what it carries"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("service", models.CharField(max_length=20)),
                ("secrets", models.TextField(editable=False)),
                ("is_active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "brand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="gateways", to="accounts.brand"
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("brand", "name"), name="gateway_name_once_per_brand"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["chat", "sms"])), name="gateway_kind_is_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HandOver",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                            ("expired", "Expired"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=9,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "alert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="hand_overs", to="oncall.alert"
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
                    "to",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "default_permissions": (),
                "indexes": [
                    models.Index(condition=models.Q(("outcome", "")), fields=["expires_at"], name="hand_over_due")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "")), fields=("alert",), name="one_hand_over_at_a_time"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["", "accepted", "declined", "expired", "withdrawn"])),
                        name="hand_over_outcome_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("by", models.F("to")), _negated=True), name="hand_over_is_to_another"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("outcome", "")),
                            models.Q(models.Q(("outcome", ""), _negated=True), ("decided_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="hand_over_has_its_end",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OutsideBody",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("police", "Police"),
                            ("crisis_line", "Crisis line"),
                            ("platform", "Safety team of a network"),
                            ("authority", "Authority"),
                            ("other", "Other"),
                        ],
                        max_length=11,
                        verbose_name="what it is",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("phone", models.CharField(max_length=40, verbose_name="phone")),
                ("what_to_say", models.TextField(max_length=1000, verbose_name="what to say")),
                ("is_retired", models.BooleanField(default=False)),
                (
                    "brand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="outside_bodies", to="accounts.brand"
                    ),
                ),
                (
                    "topics",
                    models.ManyToManyField(
                        blank=True, related_name="outside_bodies", to="playbook.topic", verbose_name="for these topics"
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("brand", "name"), name="outside_body_once_per_brand"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["police", "crisis_line", "platform", "authority", "other"])),
                        name="outside_body_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("phone", ""), _negated=True), models.Q(("what_to_say", ""), _negated=True)
                        ),
                        name="outside_body_can_be_rung",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="QuietHours",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_at", models.TimeField(verbose_name="from")),
                ("ends_at", models.TimeField(verbose_name="until")),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="quiet_hours",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("starts_at", models.F("ends_at")), _negated=True),
                        name="quiet_hours_have_a_length",
                    )
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="contactmethod",
            name="method_kind_is_known",
        ),
        migrations.RemoveConstraint(
            model_name="page",
            name="page_state_is_known",
        ),
        migrations.RemoveConstraint(
            model_name="step",
            name="step_has_one_target",
        ),
        migrations.AddField(
            model_name="alert",
            name="flag_count",
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="alert",
            name="swells",
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="alert",
            name="urgency",
            field=models.PositiveSmallIntegerField(db_default=2, default=oncall.policy.Urgency["AT_ONCE"]),
        ),
        migrations.AddField(
            model_name="contactmethod",
            name="wait_for",
            field=models.PositiveSmallIntegerField(
                db_default=0,
                default=0,
                validators=[django.core.validators.MaxValueValidator(30)],
                verbose_name="use it after, in minutes",
            ),
        ),
        migrations.AddField(
            model_name="escalationpolicy",
            name="answers_for",
            field=models.CharField(
                blank=True,
                choices=[
                    ("service_manager", "Customer service manager"),
                    ("communications", "Communications"),
                    ("legal", "Legal"),
                    ("security", "Security"),
                    ("safety", "Safety of life"),
                ],
                db_default="",
                max_length=15,
                verbose_name="who it reaches",
            ),
        ),
        migrations.AddField(
            model_name="escalationpolicy",
            name="repeats",
            field=models.PositiveSmallIntegerField(
                db_default=0,
                default=0,
                help_text="Before the last resort is paged as well.",
                validators=[django.core.validators.MaxValueValidator(9)],
                verbose_name="go through the steps again, so many times",
            ),
        ),
        migrations.AddField(
            model_name="page",
            name="carried_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="carries",
                to="oncall.page",
            ),
        ),
        migrations.AddField(
            model_name="page",
            name="cause",
            field=models.CharField(
                choices=[("step", "Step"), ("swell", "Swell"), ("back", "Back"), ("hand_over", "Hand Over")],
                db_default="step",
                default="step",
                max_length=9,
            ),
        ),
        migrations.AddField(
            model_name="page",
            name="receipt",
            field=models.CharField(blank=True, db_default="", max_length=200),
        ),
        migrations.AddField(
            model_name="page",
            name="tried_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="step",
            name="role",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.role",
            ),
        ),
        migrations.AddField(
            model_name="step",
            name="team",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.team"
            ),
        ),
        migrations.AddField(
            model_name="step",
            name="times",
            field=models.PositiveSmallIntegerField(
                db_default=1,
                default=1,
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)],
            ),
        ),
        migrations.AlterField(
            model_name="contactmethod",
            name="kind",
            field=models.CharField(
                choices=[
                    ("email", "E-mail"),
                    ("webhook", "Webhook"),
                    ("push", "This device"),
                    ("chat", "Chat"),
                    ("sms", "SMS"),
                ],
                default="email",
                max_length=7,
                verbose_name="how",
            ),
        ),
        migrations.AlterField(
            model_name="page",
            name="state",
            field=models.CharField(
                choices=[
                    ("pending", "Pending"),
                    ("sending", "Sending"),
                    ("bundled", "Bundled"),
                    ("sent", "Sent"),
                    ("failed", "Failed"),
                    ("cancelled", "Cancelled"),
                ],
                default="pending",
                max_length=9,
            ),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("person__isnull", False), ("role", None), ("schedule", None), ("team", None)),
                    models.Q(("person", None), ("role", None), ("schedule__isnull", False), ("team", None)),
                    models.Q(
                        ("person", None),
                        ("schedule", None),
                        models.Q(("team__isnull", False), ("role__isnull", False), _connector="OR"),
                    ),
                    _connector="OR",
                ),
                name="step_has_one_target",
            ),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.CheckConstraint(condition=models.Q(("times__gte", 1)), name="step_is_taken"),
        ),
        migrations.AddField(
            model_name="contactmethod",
            name="gateway",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="methods", to="oncall.gateway"
            ),
        ),
        migrations.AddConstraint(
            model_name="contactmethod",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["email", "webhook", "push", "chat", "sms"])),
                name="method_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="contactmethod",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("gateway__isnull", False), ("kind__in", ["chat", "sms"])),
                    models.Q(models.Q(("kind__in", ["chat", "sms"]), _negated=True), ("gateway", None)),
                    _connector="OR",
                ),
                name="chat_and_sms_have_a_gateway",
            ),
        ),
    ]
