"""Of each interaction that is drafted, the newest draft waits. Each batch is a transaction of its own, so that nobody is
kept from the table; cut off, it may be run again."""

from typing import Any

from django.db import migrations, models, transaction

A_BATCH = 2_000


def mark_what_waits(apps: Any, schema_editor: Any) -> None:
    alias = schema_editor.connection.alias
    interactions = apps.get_model("interactions", "Interaction").objects.using(alias)
    drafts = apps.get_model("interactions", "Draft").objects.using(alias)
    newest = drafts.filter(interaction=models.OuterRef("interaction")).order_by("-number").values("pk")[:1]
    drafted = interactions.filter(state="drafted").order_by("pk").values_list("pk", flat=True)
    last = 0
    while ids := list(drafted.filter(pk__gt=last)[:A_BATCH]):
        with transaction.atomic(using=alias):
            drafts.filter(interaction__in=ids, pk=models.Subquery(newest)).update(is_waiting=True)
        last = ids[-1]


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("interactions", "0003_candidates_and_steps")]

    operations = [migrations.RunPython(mark_what_waits, migrations.RunPython.noop)]
