"""Indexes and checks of tables that grow: built without stopping writers."""

from typing import Any

from django.db import migrations, models

from accounts.concurrently import AddCheck, AddIndex


def count_flags(apps: Any, schema_editor: Any) -> None:
    """Those of alerts that are over are asked by nobody."""
    alias = schema_editor.connection.alias
    for alert in apps.get_model("oncall", "Alert").objects.using(alias).exclude(state="resolved"):
        alert.flag_count = alert.flags.count()
        alert.save(update_fields=["flag_count"])


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("oncall", "0002_policies_grow")]

    operations = [
        migrations.RunPython(count_flags, migrations.RunPython.noop),
        AddIndex(
            "alert",
            models.Index(fields=["key", "-resolved_at"], name="alert_of_key", condition=models.Q(state="resolved")),
        ),
        AddIndex(
            "page",
            models.Index(
                fields=["user", "tried_at"], name="page_tried_lately", condition=models.Q(tried_at__isnull=False)
            ),
        ),
        AddIndex(
            "page",
            models.Index(fields=["carried_by"], name="page_carried", condition=models.Q(carried_by__isnull=False)),
        ),
        AddCheck(
            "page",
            models.CheckConstraint(
                condition=models.Q(state__in=["pending", "sending", "bundled", "sent", "failed", "cancelled"]),
                name="page_state_is_known",
            ),
        ),
        AddCheck(
            "page",
            models.CheckConstraint(
                condition=~models.Q(state="bundled") | models.Q(carried_by__isnull=False),
                name="a_bundled_page_is_carried",
            ),
        ),
    ]
