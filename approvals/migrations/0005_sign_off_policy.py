"""Sign-off rules as rows, and whose turn it is for each draft that waits."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_notices"),
        ("approvals", "0004_reviews_of_author_gone"),
        ("connectors", "0001_channels"),
        ("interactions", "0005_one_version_of_a_line_waits"),
        ("playbook", "0001_first_cut"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SignOffPolicy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1)),
                ("changed_at", models.DateTimeField()),
                (
                    "brand",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sign_off_policy", to="accounts.brand"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "sign-off policies",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="SignOffRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.CharField(
                        help_text="Authors and reviewers read it as the reason for a sign-off.",
                        max_length=160,
                        verbose_name="in a sentence",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                ("levels", models.JSONField(blank=True, default=list, verbose_name="flags")),
                ("contacts", models.JSONField(blank=True, default=list, verbose_name="the person answered is")),
                (
                    "min_followers",
                    models.PositiveIntegerField(default=0, verbose_name="or has at least this many followers"),
                ),
                ("is_public", models.BooleanField(blank=True, null=True, verbose_name="where it appears")),
                (
                    "over_departure",
                    models.PositiveSmallIntegerField(
                        blank=True, help_text="In percent.", null=True, verbose_name="a template changed by more than"
                    ),
                ),
                (
                    "over_amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="In any currency.",
                        max_digits=12,
                        null=True,
                        verbose_name="a promised sum above",
                    ),
                ),
                (
                    "spared_up_to",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="In percent.",
                        null=True,
                        verbose_name="not for an approved template changed by at most",
                    ),
                ),
                (
                    "authors",
                    models.ManyToManyField(
                        blank=True, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="written by"
                    ),
                ),
                (
                    "channels",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="connectors.channel", verbose_name="channels"
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rules", to="approvals.signoffpolicy"
                    ),
                ),
                (
                    "topics",
                    models.ManyToManyField(blank=True, related_name="+", to="playbook.topic", verbose_name="topics"),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("over_departure", None), ("over_departure__lte", 100), _connector="OR"),
                        name="departure_is_a_share",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("spared_up_to", None), ("spared_up_to__lte", 100), _connector="OR"),
                        name="spared_share_is_a_share",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SignOffStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("needed", models.PositiveSmallIntegerField(default=1, verbose_name="names")),
                ("is_everybody", models.BooleanField(default=False, verbose_name="everybody of the team")),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="approvals.signoffrule"
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: the team of the conversation.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.team",
                        verbose_name="team",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("rule", "team"), name="a_rule_asks_a_team_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("team__isnull", True)),
                        fields=("rule",),
                        name="a_rule_asks_the_own_team_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("needed__gte", 1), ("needed__lte", 5)), name="a_step_asks_one_to_five"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Turn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("policy_version", models.PositiveIntegerField()),
                ("due_at", models.DateTimeField()),
                ("since", models.DateTimeField()),
                ("rung", models.PositiveSmallIntegerField(default=0)),
                ("next_at", models.DateTimeField(null=True)),
                (
                    "asked",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                    "draft",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="turn", to="interactions.draft"
                    ),
                ),
                (
                    "home",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.team",
                    ),
                ),
                (
                    "interaction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="turns", to="interactions.interaction"
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.team",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["team", "due_at", "draft"], name="turns_of_team"),
                    models.Index(fields=["home", "due_at", "draft"], name="turns_at_home"),
                    models.Index(
                        condition=models.Q(("asked__isnull", False)),
                        fields=["asked", "due_at", "draft"],
                        name="turns_of_person",
                    ),
                    models.Index(
                        condition=models.Q(("next_at__isnull", False)), fields=["next_at"], name="turns_by_clock"
                    ),
                    models.Index(fields=["brand", "policy_version"], name="turns_by_policy"),
                ],
            },
        ),
    ]
