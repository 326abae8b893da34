"""What is put off, and what came back by itself, on a table of any size; and what must never be put off."""

from django.db import migrations, models
from django.db.models import Q

from accounts.concurrently import AddCheck, AddIndex, RemoveIndex

OPEN = (("head__isnull", True), ("state__in", ("received", "flagged", "drafted", "approved")))
IN_ORDER = ["team", "urgency", "due_at", "id"]


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("interactions", "0024_put_off")]

    operations = [
        AddIndex(
            "interaction",
            models.Index(fields=IN_ORDER, name="inbox_snoozed", condition=Q(*OPEN, ("snoozed_until__isnull", False))),
        ),
        AddIndex(
            "interaction",
            models.Index(fields=IN_ORDER, name="inbox_came_back", condition=Q(*OPEN, ("came_back_at__isnull", False))),
        ),
        AddIndex(
            "interaction",
            models.Index(fields=["snoozed_until"], name="snooze_is_over", condition=Q(snoozed_until__isnull=False)),
        ),
        AddIndex(
            "interaction",
            models.Index(
                fields=["team", "level", "state", "due_at"],
                name="inbox_in_sight",
                condition=Q(*OPEN, ("snoozed_until__isnull", True)),
            ),
        ),
        RemoveIndex("interaction", "inbox_counts"),
        AddCheck(
            "interaction",
            models.CheckConstraint(
                condition=Q(snoozed_until__isnull=True)
                | Q(state__in=["received", "flagged"], snoozed_at__isnull=False) & ~Q(level="red"),
                name="snoozed_is_open_and_never_red",
            ),
        ),
        AddCheck(
            "interaction",
            models.CheckConstraint(
                condition=Q(awaits_customer=False) | Q(snoozed_until__isnull=False),
                name="waiting_for_the_customer_has_a_date",
            ),
        ),
    ]
