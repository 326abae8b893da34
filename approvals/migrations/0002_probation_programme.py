"""Probation as a programme: a company's rules, the terms a probation was started under, what was decided in it, and
the team and level of each review as they were."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

import approvals.models.terms
from audit import guards

USER = settings.AUTH_USER_MODEL
LEVELS = ("green", "yellow")


def person(**options):
    return models.ForeignKey(
        USER, on_delete=django.db.models.deletion.PROTECT, related_name="+", db_index=False, **options
    )


def of_probation(name):
    return models.ForeignKey("approvals.probation", on_delete=django.db.models.deletion.PROTECT, related_name=name)


def key():
    return ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


def terms():
    """The columns of terms, with the house's advice as it was when they were made."""
    asked = {
        "greens_wanted": 30,
        "yellows_wanted": 20,
        "clean_edit": 5,
        "first_time_wanted": 85,
        "serious_edit": 50,
        "serious_allowed": 0,
        "serious_within": 14,
        "returns_after": 2,
        "returns_within": 30,
    }
    columns = [(name, models.PositiveSmallIntegerField(default=n, db_default=n)) for name, n in asked.items()]
    return [*columns, ("serious_codes", models.JSONField(blank=True, default=approvals.models.terms.default_codes))]


def say_how_they_ended(apps, _schema_editor):
    apps.get_model("approvals", "Probation").objects.exclude(ended_at=None).update(outcome="ended")


def put_down_a_person(apps, schema_editor):
    """Going back, every start and every end has a person again, which the old table asks for.

    What the product did by itself is put down to the mentor, or without one to whoever started the first probation of
    the chain. Refused, with nothing of this migration undone, when that is the person on probation: nobody may stand as
    having ended their own.
    """
    probations = apps.get_model("approvals", "Probation").objects
    starters = {}
    for row in probations.order_by("pk"):
        starters[row.pk] = row.started_by_id or starters[row.follows_id]
        by = row.mentor_id or starters[row.pk]
        is_without_end = row.ended_at is not None and row.ended_by_id is None
        if row.started_by_id is not None and not is_without_end:
            continue
        if by == row.user_id:
            raise ValueError(
                f"Probation {row.pk} started or ended by itself and has no mentor. Give it one, then migrate back again."
            )
        row.started_by_id = row.started_by_id or by
        row.ended_by_id = by if is_without_end else row.ended_by_id
        row.save(update_fields=["started_by", "ended_by"])
    if schema_editor.connection.vendor == "postgresql":  # which alters no table while it still owes a check of a key
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")


def lift_the_guard(_apps, schema_editor):
    """The columns of a review go; its triggers, which watch them, are put back at the end of the run."""
    guards.lift(schema_editor.connection, "approvals_review")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_notices"),
        ("approvals", "0001_first_cut"),
        migrations.swappable_dependency(USER),
    ]

    operations = [
        migrations.CreateModel(
            "ProbationRules",
            [
                key(),
                *terms(),
                (
                    "brand",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="probation_rules", to="accounts.brand"
                    ),
                ),
                ("weeks", models.PositiveSmallIntegerField(default=3)),
                ("version", models.PositiveIntegerField(default=0)),
                ("changed_by", person(null=True)),
                ("changed_at", models.DateTimeField(null=True)),
            ],
            {
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(weeks__gte=1, weeks__lte=26), name="probation_rules_weeks_are_sensible"
                    ),
                    models.CheckConstraint(
                        condition=Q(
                            first_time_wanted__lte=100, serious_edit__lte=100, clean_edit__lt=F("serious_edit")
                        ),
                        name="probation_rules_shares_are_percent",
                    ),
                    models.CheckConstraint(
                        condition=Q(serious_within__gte=1, returns_within__gte=1),
                        name="probation_rules_spans_are_days",
                    ),
                ],
            },
        ),
        migrations.RemoveConstraint("probation", "nobody_ends_their_own_probation"),
        *[migrations.AddField("probation", name, column) for name, column in terms()],
        migrations.AddField("probation", "rules_version", models.PositiveIntegerField(default=0, db_default=0)),
        migrations.AddField(
            "probation",
            "mentor",
            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="mentees", to=USER),
        ),
        migrations.AddField(
            "probation",
            "follows",
            models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="followed_by",
                to="approvals.probation",
            ),
        ),
        migrations.AddField(
            "probation",
            "outcome",
            models.CharField(
                blank=True,
                choices=[
                    ("graduated", "Graduated"),
                    ("ended", "Ended by decision"),
                    ("returned", "Started again"),
                ],
                default="",
                max_length=9,
            ),
            preserve_default=False,
        ),
        migrations.AlterField("probation", "started_by", person(null=True)),
        migrations.RunPython(say_how_they_ended, put_down_a_person),
        migrations.AddConstraint(
            "probation",
            models.CheckConstraint(
                condition=Q(started_by__isnull=False, follows=None) | Q(started_by=None, follows__isnull=False),
                name="only_a_return_starts_by_itself",
            ),
        ),
        migrations.AddConstraint(
            "probation",
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, outcome="")
                | Q(ended_at__gte=F("started_at"), ended_by__isnull=False, outcome__in=["graduated", "ended"])
                & ~Q(ended_by=F("user"))
                | Q(ended_at__gte=F("started_at"), ended_by=None, outcome="returned"),
                name="nobody_ends_their_own_probation",
            ),
        ),
        migrations.AddConstraint(
            "probation",
            models.CheckConstraint(condition=Q(mentor=None) | ~Q(mentor=F("user")), name="nobody_mentors_themselves"),
        ),
        migrations.CreateModel(
            "Proposal",
            [
                key(),
                ("probation", of_probation("proposals")),
                ("level", models.CharField(max_length=6)),
                ("figures", models.JSONField()),
                ("raised_at", models.DateTimeField()),
            ],
            {
                "ordering": ["pk"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=["probation", "level"], name="a_level_is_proposed_once"),
                    models.CheckConstraint(condition=Q(level__in=LEVELS), name="red_is_never_proposed"),
                ],
            },
        ),
        migrations.CreateModel(
            "Graduation",
            [
                key(),
                ("probation", of_probation("graduations")),
                ("user", person()),
                ("level", models.CharField(max_length=6)),
                ("decided_by", person()),
                ("note", models.CharField(blank=True, max_length=300)),
                ("figures", models.JSONField()),
                ("at", models.DateTimeField()),
            ],
            {
                "ordering": ["pk"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=["probation", "level"], name="a_level_is_graduated_once"),
                    models.CheckConstraint(condition=Q(level__in=LEVELS), name="red_always_asks_for_two"),
                    models.CheckConstraint(condition=~Q(decided_by=F("user")), name="nobody_graduates_themselves"),
                ],
            },
        ),
        migrations.CreateModel(
            "Extension",
            [
                key(),
                ("probation", of_probation("extensions")),
                ("user", person()),
                ("decided_by", person()),
                ("reason", models.CharField(max_length=300)),
                ("before", models.DateTimeField(null=True)),
                ("until", models.DateTimeField()),
                ("at", models.DateTimeField()),
            ],
            {
                "ordering": ["pk"],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(condition=~Q(decided_by=F("user")), name="nobody_extends_their_own"),
                    models.CheckConstraint(
                        condition=~Q(reason="") & Q(until__gt=F("at")), name="extended_for_a_reason"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            "Cause",
            [
                key(),
                ("probation", of_probation("causes")),
                (
                    "review",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cause", to="approvals.review"
                    ),
                ),
            ],
            {"ordering": ["pk"], "default_permissions": ()},
        ),
        migrations.AddField(
            "review",
            "team",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.team",
            ),
        ),
        migrations.AddField("review", "level", models.CharField(blank=True, db_default="", max_length=6)),
        migrations.AddField("review", "is_first", models.BooleanField(default=False, db_default=False)),
        migrations.RunPython(migrations.RunPython.noop, lift_the_guard),
    ]
