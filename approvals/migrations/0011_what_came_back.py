"""What came back has a row of its own, so that the queue does not look through every return of the past.

Each batch is a transaction of its own; cut off, it may be run again.
"""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models, transaction
from django.db.models import Exists, OuterRef

A_BATCH = 1_000


def list_what_came_back(apps: Any, schema_editor: Any) -> None:
    alias = schema_editor.connection.alias
    returned = apps.get_model("approvals", "ReturnedDraft")
    reviews = apps.get_model("approvals", "Review").objects.using(alias).order_by("pk")
    newer = apps.get_model("interactions", "Draft").objects.using(alias)
    newer = newer.filter(
        interaction=OuterRef("draft__interaction"), line=OuterRef("draft__line"), number__gt=OuterRef("draft__number")
    )
    is_open = {"verdict": "return", "draft__is_waiting": False, "draft__interaction__state__in": ["flagged", "drafted"]}
    last = 0
    while batch := list(reviews.filter(pk__gt=last).values_list("pk", flat=True)[:A_BATCH]):
        stretch = reviews.filter(pk__gt=last, pk__lte=batch[-1]).filter(~Exists(newer), **is_open)
        rows = [_row(returned, review) for review in stretch.select_related("draft__interaction")]
        with transaction.atomic(using=alias):
            returned.objects.using(alias).bulk_create(rows, ignore_conflicts=True)
        last = batch[-1]


def _row(returned: Any, review: Any) -> Any:
    return returned(
        draft_id=review.draft_id,
        author_id=review.author_id,
        team_id=review.team_id or review.draft.interaction.team_id,
        returned_at=review.created_at,
    )


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("accounts", "0005_business_hours"),
        ("interactions", "0005_one_version_of_a_line_waits"),
        ("approvals", "0010_returns_of_team"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReturnedDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("returned_at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "draft",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="returned",
                        to="interactions.draft",
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
                "indexes": [models.Index(fields=["team", "returned_at"], name="returned_of_team")],
            },
        ),
        migrations.RunPython(list_what_came_back, migrations.RunPython.noop),
    ]
