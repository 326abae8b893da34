"""What needs a look, in the order of the inbox, on a table of any size."""

from django.db import migrations, models

from accounts.concurrently import AddIndex


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("interactions", "0015_second_opinions")]

    operations = [
        AddIndex(
            "interaction",
            models.Index(
                condition=models.Q(
                    ("head__isnull", True),
                    ("state__in", ("received", "flagged", "drafted", "approved")),
                    ("needs_look", True),
                ),
                fields=["team", "urgency", "due_at", "id"],
                name="inbox_to_look_at",
            ),
        ),
    ]
