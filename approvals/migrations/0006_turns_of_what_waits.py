"""Everything that waits is its own team's turn; the sweep judges it again, because no policy has the version 0.

Each batch is a transaction of its own; cut off, it may be run again.
"""

from typing import Any

from django.db import migrations, transaction

A_BATCH = 1_000


def give_turns(apps: Any, schema_editor: Any) -> None:
    alias = schema_editor.connection.alias
    turn = apps.get_model("approvals", "Turn")
    drafts = apps.get_model("interactions", "Draft").objects.using(alias)
    waiting = drafts.filter(is_waiting=True).select_related("interaction").order_by("pk")
    last = 0
    while batch := list(waiting.filter(pk__gt=last)[:A_BATCH]):
        with transaction.atomic(using=alias):
            turn.objects.using(alias).bulk_create((_at_home(turn, draft) for draft in batch), ignore_conflicts=True)
        last = batch[-1].pk


def _at_home(turn: Any, draft: Any) -> Any:
    return turn(
        draft=draft,
        interaction=draft.interaction,
        brand_id=draft.interaction.brand_id,
        home_id=draft.interaction.team_id,
        team_id=draft.interaction.team_id,
        policy_version=0,
        due_at=draft.interaction.due_at,
        since=draft.created_at,
    )


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("approvals", "0005_sign_off_policy"),
        ("interactions", "0005_one_version_of_a_line_waits"),
    ]

    operations = [migrations.RunPython(give_turns, migrations.RunPython.noop)]
