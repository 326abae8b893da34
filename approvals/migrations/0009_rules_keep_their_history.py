"""Rules of the sign-off policy keep their history: an edit puts another row in place, and two stand behind it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("approvals", "0008_turns_open_to_team"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="signoffrule",
            name="confirmed_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="signoffrule",
            name="replaced_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="approvals.signoffrule"
            ),
        ),
        migrations.AddField(
            model_name="signoffrule",
            name="taken_out_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="signoffrule",
            name="min_followers",
            field=models.PositiveIntegerField(default=0, verbose_name="with at least this many followers"),
        ),
        migrations.AlterField(
            model_name="signoffrule",
            name="name",
            field=models.CharField(
                blank=True,
                help_text="Authors and reviewers read it as the reason for a sign-off. Empty: the rule itself, in words.",
                max_length=160,
                verbose_name="name",
            ),
        ),
        migrations.AddConstraint(
            model_name="signoffrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("is_active", True), ("replaced_by", None), ("taken_out_by", None)),
                    models.Q(("is_active", False), ("taken_out_by__isnull", False)),
                    _connector="OR",
                ),
                name="rule_out_of_force_says_by_whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="signoffrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_by", None),
                    models.Q(
                        ("taken_out_by__isnull", False),
                        models.Q(("confirmed_by", models.F("taken_out_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="nobody_confirms_their_own_change",
            ),
        ),
    ]
