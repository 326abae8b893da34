"""Drafts stand in lines, wait for themselves, and may ask for a second reader; a signature names its team."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

A_BATCH = 5_000


def mark_what_waits(apps: Any, _schema_editor: Any) -> None:
    """The newest draft of each interaction that is drafted now; batch by batch, so that it may be cut off and go on."""
    interactions = apps.get_model("interactions", "Interaction")
    drafts = apps.get_model("interactions", "Draft")
    last = 0
    while ids := list(
        interactions.objects.filter(state="drafted", pk__gt=last).order_by("pk")[:A_BATCH].values_list("pk", flat=True)
    ):
        newest = drafts.objects.filter(interaction=models.OuterRef("interaction")).order_by("-number").values("pk")[:1]
        drafts.objects.filter(interaction__in=ids, pk=models.Subquery(newest)).update(is_waiting=True)
        last = ids[-1]


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_people_brands_teams"),
        ("interactions", "0002_find_by_prefix"),
    ]

    operations = [
        migrations.AddField("draft", "line", models.PositiveSmallIntegerField(default=1, db_default=1)),
        migrations.AddField("draft", "is_waiting", models.BooleanField(default=False, db_default=False)),
        migrations.AddField("draft", "asks_second_pair", models.BooleanField(default=False, db_default=False)),
        migrations.AddField(
            "signature",
            "team",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.team",
            ),
        ),
        migrations.RunPython(mark_what_waits, migrations.RunPython.noop),
    ]
