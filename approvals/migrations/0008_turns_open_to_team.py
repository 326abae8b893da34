"""The list of what a whole team is asked, in its order: what waits for one person by name stands in none of its rows."""

from django.db import migrations, models

from accounts.concurrently import AddIndex


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("approvals", "0007_asked_by_name_readings_and_remarks")]

    operations = [
        AddIndex(
            model_name="turn",
            index=models.Index(
                fields=["team", "due_at", "draft"],
                name="turns_open_to_team",
                condition=models.Q(("asked__isnull", True)),
            ),
        ),
    ]
